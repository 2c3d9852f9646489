//! What is pasted into a field for a path and is none. A whole file, or a secret, would stand there readable, in egui's undo
//! history and in the accessibility tree: it is taken out of the frame before the field sees it, wiped, and that is said.

use egui::{Align2, Area, Event, Id, Order, Rect, Ui, pos2, vec2};
use zeroize::Zeroize as _;

use super::dialog::surface_shape;
use super::field::field_error;
use crate::detect::{holds_user_info, recognise_value};
use crate::envfile::comment_as_note;
use crate::gui::theme::radius;
use crate::model::VariableName;

/// How far the words stand from their surface's edge, and that from the field.
const EDGE: f32 = 10.0;
const GAP: f32 = 6.0;
/// Room it may take under the field; where there is less it stands over it.
const HIGHEST: f32 = 80.0;
/// Narrower than this the words would be a column.
const NARROWEST: f32 = 280.0;

/// What a text is that is no path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPath {
    /// A file's content: variables, or several lines.
    Text,
    /// One word that may be a secret.
    Secret,
}

impl NoPath {
    /// What the text is, if it is no path. A path of several words, or with `=` in one of its folders, stays one.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.lines().nth(1).is_some() || text.starts_with(['{', '[']) || holds_variables(text) {
            return Some(Self::Text);
        }
        let is_known = recognise_value(text.as_bytes()).is_some() || holds_user_info(text.as_bytes());
        (is_known || may_be_secret(text)).then_some(Self::Secret)
    }

    fn words(self) -> &'static str {
        match self {
            Self::Text => "That is a file’s text, not a path. Nothing of it was kept.",
            Self::Secret => "That looks like a secret, not a path. Nothing of it was kept. A path begins with / or ~.",
        }
    }
}

/// Whether a line looks random where a path has a name. A slash is a sign of base64 too: what stands behind the first one tells.
fn may_be_secret(line: &str) -> bool {
    let has_drive = line.get(1..).is_some_and(|rest| rest.starts_with(":\\"));
    if has_drive || line.starts_with(['~', '.']) {
        return false;
    }
    match line.strip_prefix('/') {
        None => !line.is_empty() && comment_as_note(line).is_none(),
        Some(rest) => {
            let first = rest.split('/').next().unwrap_or_default();
            let is_base64 = first.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
            is_base64 && !first.is_empty() && comment_as_note(first).is_none()
        }
    }
}

/// Whether a line of the text is a variable, as no path is.
fn holds_variables(text: &str) -> bool {
    text.lines().filter_map(|line| line.split_once('=')).any(|(name, _)| {
        let name = name.trim();
        VariableName::new(name.strip_prefix("export ").unwrap_or(name).trim()).is_ok()
    })
}

/// Takes what is pasted in this frame and is no path away from the field, which has the keyboard; it stays said until
/// something else is typed there.
pub(super) fn refuse_pastes(ui: &Ui, field: Id) {
    let mut refused = None;
    ui.input_mut(|input| {
        input.events.retain_mut(|event| match event {
            Event::Paste(text) => {
                let no_path = NoPath::of(text);
                if no_path.is_some() {
                    text.zeroize();
                    refused = no_path;
                }
                no_path.is_none()
            }
            _ => true,
        });
    });
    if refused.is_some() {
        ui.data_mut(|data| data.insert_temp(field, refused));
    }
}

/// Forgets that something was refused.
pub(super) fn forget(ui: &Ui, field: Id) {
    ui.data_mut(|data| data.remove_temp::<Option<NoPath>>(field));
}

/// Says under the field what was refused, over whatever stands there.
pub(super) fn say_ui(ui: &Ui, field: Id, rect: Rect) {
    let Some(refused) = ui.data(|data| data.get_temp::<Option<NoPath>>(field)).flatten() else { return };
    let window = ui.ctx().content_rect().shrink(8.0);
    let wide = rect.width().max(NARROWEST).min(window.width());
    let left = rect.left().min(window.right() - wide).max(window.left());
    let (at, pivot) = match rect.bottom() + HIGHEST <= window.bottom() {
        true => (pos2(left, rect.bottom() + GAP), Align2::LEFT_TOP),
        false => (pos2(left, rect.top() - GAP), Align2::LEFT_BOTTOM),
    };
    let area = Area::new(field.with("no path")).order(Order::Tooltip).pivot(pivot).fixed_pos(at);
    area.interactable(false).fade_in(false).show(ui.ctx(), |ui| {
        let ground = ui.painter().add(egui::Shape::Noop);
        let top = ui.max_rect().min;
        let said = field_error(ui, top + vec2(EDGE, EDGE), wide - 2.0 * EDGE, refused.words());
        let surface = Rect::from_min_size(top, vec2(wide, said.height() + 2.0 * EDGE));
        ui.painter().set(ground, surface_shape(ui, surface, radius::CALLOUT));
        ui.expand_to_include_rect(surface);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks random, and is no key of anyone.
    fn made_up(length: usize) -> String {
        (0..length).map(|n| char::from(b"aQ7x/Z2k"[n * 5 % 8])).collect()
    }

    #[test]
    fn paths_stay_paths() {
        for path in [
            "/home/dana/code/shop/.env",
            "~/code/shop/.env.local",
            "./shop/.env",
            "../.env",
            "~",
            "/",
            "code/shop/.env",
            "/srv/my shop/a=b/.env",
            "/var/lib/9f86d081884c7d659a2f/.env",
            "/20261125-export-of-the-shop/.env",
            "C:\\code\\shop\\.env",
            "/home/dana/.env\n",
            "",
        ] {
            assert_eq!(NoPath::of(path), None, "{path}");
        }
    }

    #[test]
    fn what_holds_a_secret_is_no_path() {
        let value = made_up(40);
        let word = value.replace('/', "b");
        let token = format!("ghp_{}", "a1".repeat(18));
        for (text, what) in [
            (format!("API_KEY={word}"), NoPath::Text),
            (format!("# mine\nexport API_KEY={word}\n"), NoPath::Text),
            (format!("{{\"API_KEY\": \"{word}\"}}"), NoPath::Text),
            (format!("-----BEGIN KEY-----\n{word}\n"), NoPath::Text),
            (token, NoPath::Secret),
            (format!("postgres://shop:{word}@db/shop"), NoPath::Secret),
            (word.clone(), NoPath::Secret),
            (format!("{word}/{word}"), NoPath::Secret),
            (format!("/{word}"), NoPath::Secret),
            (format!("/{word}/{word}"), NoPath::Secret),
        ] {
            assert_eq!(NoPath::of(&text), Some(what), "{text}");
        }
    }
}
