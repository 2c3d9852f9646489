//! `keyloft gallery`: every component in every state, for looking at. The top of the page stands where the designers'
//! picture of components has it, so that a picture of one can be laid beside the other.

mod left;
mod more;
mod right;

use egui::{Pos2, Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::theme::{self, Type, of};
use super::widgets::{self, SecretInput, TokenField, modal};
use crate::model::{Severity, Theme};

/// The designers' picture.
const PICTURE: egui::Vec2 = vec2(1280.0, 1052.0);
/// From the window's edge to both columns.
const LEFT: f32 = 32.0;
const RIGHT: f32 = 664.0;

/// What can be changed while one looks.
#[derive(Debug)]
pub struct Gallery {
    dark: bool,
    filter: String,
    typed: String,
    wrong: String,
    ticks: [bool; 4],
    choice: usize,
    segment: usize,
    length: u32,
    chosen: usize,
    tokens: TokenField,
    empty: SecretInput,
    filled: SecretInput,
    asked: SecretInput,
    open: Option<Open>,
}

/// What is open over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Dialog,
    Question,
}

impl Gallery {
    /// The page in a theme; the system's own where none is chosen.
    pub fn new(ctx: &egui::Context, theme: Theme) -> Self {
        theme::install(ctx);
        modal::listen(ctx);
        ctx.set_theme(match theme {
            Theme::System => egui::ThemePreference::System,
            Theme::Light => egui::ThemePreference::Light,
            Theme::Dark => egui::ThemePreference::Dark,
        });
        let mut filled = SecretInput::new("filled");
        filled.fill("demo-not-a-real-key-Wd4K");
        Self {
            dark: false,
            filter: String::new(),
            typed: "OPENAI".to_owned(),
            wrong: "2FAST KEY".to_owned(),
            ticks: [true, false, true, false],
            choice: 0,
            segment: 1,
            length: 40,
            chosen: 0,
            tokens: TokenField::new(vec!["session:sign".to_owned(), "session:verify".to_owned()]),
            empty: SecretInput::new("empty"),
            filled,
            asked: SecretInput::new("asked"),
            open: None,
        }
    }

    fn page_ui(&mut self, ui: &mut Ui) {
        let top = ui.cursor().min;
        let t = of(ui);
        self.dark = ui.visuals().dark_mode;
        widgets::mark(ui, Rect::from_min_size(top + vec2(LEFT, 28.0), vec2(24.0, 24.0)));
        let line = widgets::baseline(ui, top.y + 40.0, Type::Headline);
        let x = top.x + LEFT + 34.0;
        let used = widgets::text(ui, x, line, Type::Headline, t.text_primary, "Keyloft components");
        let theme = if self.dark { "dark" } else { "light" };
        let line = widgets::baseline(ui, top.y + 40.0, Type::Body);
        widgets::text(ui, x + used + 10.0, line, Type::Body, t.text_tertiary, theme);
        left::left_ui(self, ui, top + vec2(LEFT, 0.0));
        right::right_ui(ui, top + vec2(RIGHT, 0.0));
        let bottom = more::more_ui(self, ui, top + vec2(LEFT, PICTURE.y));
        ui.allocate_exact_size(vec2(PICTURE.x, bottom - top.y + 32.0), Sense::hover());
    }
}

/// Paints a section's name.
fn heading(ui: &Ui, at: Pos2, words: &str) {
    let t = of(ui);
    let line = widgets::baseline(ui, at.y + 8.0, Type::SmallStrong);
    widgets::text(ui, at.x, line, Type::SmallStrong, t.text_tertiary, words);
}

/// Paints the small words beside or under a sample, centred on `middle`.
fn caption(ui: &Ui, x: f32, middle: f32, words: &str) {
    let line = widgets::baseline(ui, middle, Type::Tiny);
    widgets::text(ui, x, line, Type::Tiny, of(ui).text_tertiary, words);
}

/// A place of its own in the tree: the same words stand in many samples.
fn scope<T>(ui: &mut Ui, name: impl std::hash::Hash + std::fmt::Debug, content: impl FnOnce(&mut Ui) -> T) -> T {
    let whole = ui.max_rect();
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(whole));
    content(&mut child)
}

fn place(x: f32, y: f32, wide: f32, high: f32) -> Rect {
    Rect::from_min_size(pos2(x, y), vec2(wide, high))
}

/// The severities in their order.
const SEVERITIES: [Severity; 3] = [Severity::ActNow, Severity::LookSoon, Severity::ForInfo];

impl eframe::App for Gallery {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let all = ui.max_rect();
        ui.painter().rect_filled(all, 0.0, of(ui).bg_surface);
        let scroll = egui::ScrollArea::both().auto_shrink(false);
        scroll.show(ui, |ui| self.page_ui(ui));
        more::over_ui(self, ui.ctx());
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    use super::*;

    #[test]
    fn the_page_names_every_section_and_shows_no_secret_in_the_tree() {
        let mut window =
            Harness::builder().with_size(PICTURE).build_eframe(|context| Gallery::new(&context.egui_ctx, Theme::Light));
        window.run_steps(3);
        let mut tree = String::new();
        for node in window.root().children_recursive() {
            let node = node.accesskit_node();
            tree.extend(node.label());
            tree.extend(node.value());
            tree.push('\n');
        }
        assert!(tree.contains("hidden, ends in 7Qx2"), "{tree}");
        assert!(tree.contains("shown for 20 seconds, copy it to use it"), "{tree}");
        assert!(!tree.contains("not-a-real"), "{tree}");
        for name in ["Delete 2 keys", "Paste value…", "Show this production secret?", "Search everywhere", "Undo"] {
            assert!(window.query_all_by_label_contains(name).count() > 0, "{name}");
        }
    }
}
