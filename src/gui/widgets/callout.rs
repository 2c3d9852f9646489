//! A callout: tint, icon, one line of what happened, why and what to do, one small button, rarely two.

use egui::{Color32, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2};

use super::button::Button;
use super::paint;
use super::secret::masked_dots;
use super::severity::{Mark, severity_icon};
use crate::gui::theme::{Face, Icon, Tokens, Type, of, radius};
use crate::model::{Severity, VariableName};

/// Which colour a callout has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something did not happen.
    Crit,
    /// Something to look at.
    Warn,
    /// Something went well.
    Ok,
    /// Something to know.
    Note,
}

impl Tone {
    fn colors(self, t: &Tokens) -> (Color32, Color32) {
        match self {
            Self::Crit => (t.crit_tint, t.crit_text),
            Self::Warn => (t.warn_tint, t.warn_text),
            Self::Ok => (t.ok_tint, t.ok_text),
            Self::Note => (t.bg_inset, t.text_primary),
        }
    }
}

/// Left of the words.
const LEFT: f32 = 37.0;
/// With less room than this beside one button, or beside two, buttons stand under the words.
const NARROW: [f32; 2] = [100.0, 240.0];
/// Between two buttons.
const BETWEEN: f32 = 8.0;

/// How a callout shares its width out.
struct Spread {
    /// Over and under the words.
    edge: f32,
    right: f32,
    /// Of the buttons.
    sizes: [Vec2; 2],
    /// What they take beside each other.
    both: f32,
    /// For words that have the whole width.
    whole: f32,
    /// The buttons stand under the words.
    below: bool,
    /// For the words.
    room: f32,
}

/// A callout of any kind.
#[derive(Debug, Clone, Copy)]
pub struct Callout<'a> {
    tone: Tone,
    title: &'a str,
    name: &'a str,
    tail: Option<&'a str>,
    hint: &'a str,
    code: bool,
    buttons: [Option<Button<'a>>; 2],
    icon: Option<Icon>,
    centered: bool,
    compact: bool,
}

impl<'a> Callout<'a> {
    /// From its left edge to its words, for what stands under them.
    pub const TO_WORDS: f32 = LEFT;

    /// One with what happened; a name within it stands in ticks.
    pub fn new(tone: Tone, title: &'a str) -> Self {
        Self {
            tone,
            title,
            name: "",
            tail: None,
            hint: "",
            code: false,
            buttons: [None; 2],
            icon: None,
            centered: false,
            compact: false,
        }
    }

    /// A variable's name behind the title, in mono.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = name;
        self
    }

    /// A hidden secret behind the title: dots, and its last four in mono.
    pub fn secret(mut self, tail: Option<&'a str>) -> Self {
        self.tail = tail;
        self
    }

    /// Why, and what to do; what stands in ticks is code.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What to type, in mono in the hint's place; whole, on as many lines as it needs.
    pub fn code(mut self, code: &'a str) -> Self {
        (self.hint, self.code) = (code, true);
        self
    }

    /// A button, or the second one where two ways lead on; it becomes small.
    pub fn button(mut self, button: Button<'a>) -> Self {
        let free = usize::from(self.buttons[0].is_some());
        self.buttons[free] = Some(button.small());
        self
    }

    /// Another icon than its tone's, quiet: it says what the callout is about.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The icon in the middle, both lines close together.
    pub fn centered(mut self) -> Self {
        self.centered = true;
        self
    }

    /// Lower and with a small title, for under a field.
    pub fn compact(mut self) -> Self {
        (self.compact, self.centered) = (true, true);
        self
    }

    /// The title as it is painted: without a full stop, as all titles.
    fn heading(&self) -> &'a str {
        self.title.strip_suffix('.').unwrap_or(self.title)
    }

    /// What a screen reader says.
    fn said(&self) -> String {
        let stop = if self.name.is_empty() || self.hint.is_empty() { "" } else { "." };
        let name = format!("{}{stop}", self.name);
        let secret = self.tail.map(|tail| format!("the one that ends in {tail}.")).unwrap_or_default();
        let parts = [self.title, &name, &secret, self.hint];
        paint::without_ticks(&parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" "))
    }

    /// Paints it from `at`, `width` wide; returns its rectangle and whether a button was clicked.
    pub fn at(self, ui: &Ui, at: Pos2, width: f32) -> (Rect, bool) {
        let (rect, clicked) = self.show(ui, at, width);
        (rect, clicked.is_some())
    }

    /// Paints it from `at`, `width` wide; returns its rectangle and which button was clicked.
    pub fn show(self, ui: &Ui, at: Pos2, width: f32) -> (Rect, Option<usize>) {
        let t = of(ui);
        let (fill, ink) = self.tone.colors(t);
        let ground = ui.painter().add(egui::Shape::Noop);
        let Spread { edge, right, sizes, both, whole, below, room } = self.spread(ui, width);
        let left = at.x + LEFT;
        let top = at.y + edge;
        let bottom = self.words_ui(ui, pos2(left, top), room, ink);
        let row = if below { 8.0 + sizes[0].y } else { 0.0 };
        let low = if self.compact { 42.0 } else { 0.0 };
        let rect = Rect::from_min_max(at, pos2(at.x + width, (bottom + row + edge).max(at.y + low)));
        ui.painter().set(ground, egui::Shape::rect_filled(rect, radius::CALLOUT, fill));
        let middle = if self.centered { rect.center().y } else { top + 9.0 };
        self.icon_ui(ui, pos2(at.x + 12.0 + 7.5, middle));
        let said = self.said();
        let node = ui.interact(rect, ui.make_persistent_id(("callout", &said)), Sense::hover());
        node.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
        let mut corner = if below {
            pos2(if both > whole { at.x + 12.0 } else { left }, bottom + 8.0)
        } else {
            pos2(rect.right() - right - both, rect.center().y - sizes[0].y / 2.0)
        };
        let mut clicked = None;
        for (index, (button, size)) in self.buttons.into_iter().zip(sizes).enumerate() {
            if button.is_some_and(|button| button.at(ui, Rect::from_min_size(corner, size)).clicked()) {
                clicked = Some(index);
            }
            corner.x += size.x + BETWEEN;
        }
        (rect, clicked)
    }

    /// Whether a command that it holds stands on one line, `width` wide.
    pub fn is_one_line(&self, ui: &Ui, width: f32) -> bool {
        paint::width(ui, Type::Count, self.hint) <= self.spread(ui, width).room
    }

    /// How high it gets, `width` wide: of one whose title and hint are words, and a secret behind the title.
    pub fn height(&self, ui: &Ui, width: f32) -> f32 {
        let Spread { edge, sizes, below, room, .. } = self.spread(ui, width);
        let mut title = paint::paragraph_height(ui, room, Type::Strong, self.heading());
        if let Some(tail) = self.tail
            && !secret_fits(ui, title, paint::width(ui, Type::Strong, self.heading()), room, tail)
        {
            title += SECRET_LINE;
        }
        let hint =
            if self.hint.is_empty() { 0.0 } else { 2.0 + paint::paragraph_height(ui, room, Type::Small, self.hint) };
        2.0 * edge + title + hint + if below { 8.0 + sizes[0].y } else { 0.0 }
    }

    /// How it shares its width out.
    fn spread(&self, ui: &Ui, width: f32) -> Spread {
        let (edge, right) = match (self.code, self.compact) {
            (true, _) => (10.0, 10.0),
            (_, true) => (8.0, 8.0),
            _ => (10.0, 12.0),
        };
        let sizes = self.buttons.map(|button| button.map_or(Vec2::ZERO, |button| button.size(ui)));
        let whole = width - LEFT - right;
        let two = self.buttons[1].is_some();
        let both = sizes[0].x + if two { BETWEEN + sizes[1].x } else { 0.0 };
        // Under the text where it would have no room beside them, or the title none on its one line.
        let room = whole - both - 10.0;
        let breaks = |room: f32| !self.compact && self.title_width(ui) > room;
        let cramped = room < NARROW[usize::from(two)] || (breaks(room) && !breaks(whole));
        let below = self.buttons[0].is_some() && cramped;
        let room = if self.buttons[0].is_some() && !below { room } else { whole };
        Spread { edge, right, sizes, both, whole, below, room }
    }

    /// What did not happen, to what: a variable or a path that the title ends in stands in mono.
    pub fn failed(title: &'a str) -> Self {
        let (title, name) = named_at_its_end(title).unwrap_or((title, ""));
        Self::new(Tone::Crit, title).name(name)
    }

    /// What its title would take in one line.
    fn title_width(&self, ui: &Ui) -> f32 {
        let name = if self.name.is_empty() { "" } else { " " };
        let secret = self.tail.map_or(0.0, |tail| secret_width(ui, tail));
        let title = paint::width_with_code(ui, Type::Strong, &format!("{}{name}", self.heading()));
        title + paint::width(ui, Type::CodeStrong, self.name) + secret
    }

    /// Title and hint from `at`; returns where they end.
    fn words_ui(&self, ui: &Ui, at: Pos2, room: f32, ink: Color32) -> f32 {
        let style = if self.compact { Type::SmallStrong } else { Type::Strong };
        let head = if self.name.is_empty() && !self.heading().contains('`') {
            let head = paint::paragraph(ui, at, room, style, ink, self.heading());
            self.tail.map_or(head, |tail| secret_ui(ui, head, room, style, ink, tail))
        } else {
            let title = paint::with_code(style, self.heading());
            let name = [(style, " "), (Type::CodeStrong, self.name)];
            let name = name.into_iter().filter(|_| !self.name.is_empty());
            let parts: Vec<_> = title.chain(name).map(|(style, piece)| (style, ink, piece)).collect();
            paint::paragraph_of(ui, at, room, &parts)
        };
        if self.hint.is_empty() {
            return head.bottom();
        }
        let gap = match (self.compact, self.centered) {
            _ if self.code => 2.0,
            (true, _) => 0.0,
            (false, true) => 1.0,
            (false, false) => 2.0,
        };
        let corner = pos2(at.x, head.bottom() + gap);
        if self.code {
            let at = corner + egui::vec2(0.0, 1.0);
            return paint::paragraph(ui, at, room, Type::Count, of(ui).text_secondary, self.hint).bottom() + 1.0;
        }
        paint::paragraph_with_code(ui, corner, room, Type::Small, of(ui).text_secondary, self.hint).bottom()
    }

    fn icon_ui(&self, ui: &Ui, center: Pos2) {
        let t = of(ui);
        match (self.icon, self.tone) {
            (Some(icon), _) => paint::icon(ui, center, 15.0, Face::Line, icon, t.text_tertiary),
            (None, Tone::Crit) => severity_icon(ui, center, 15.0, Mark::Warning(Severity::ActNow), t),
            (None, Tone::Warn) => severity_icon(ui, center, 15.0, Mark::Warning(Severity::LookSoon), t),
            (None, Tone::Note) => severity_icon(ui, center, 15.0, Mark::Warning(Severity::ForInfo), t),
            (None, Tone::Ok) => paint::icon(ui, center, 15.0, Face::Line, Icon::CheckCircle, t.ok_solid),
        }
    }
}

/// Words and the variable or path that they end in, where they do.
fn named_at_its_end(title: &str) -> Option<(&str, &str)> {
    let words = title.strip_suffix('.')?;
    let path = [" /", " ~/"].into_iter().filter_map(|begins| words.find(begins)).min();
    let is_name = |name: &str| name.contains('_') && VariableName::new(name).is_ok();
    match path {
        Some(at) => Some((&words[..at], &words[at + 1..])),
        None => words.rsplit_once(' ').filter(|(_, name)| is_name(name)),
    }
}

/// Between a title and the secret behind it, and between dots and last four.
const SECRET_AIR: [f32; 2] = [8.0, 7.0];
const DOTS: f32 = 29.0;
/// How high it is in a line of its own.
const SECRET_LINE: f32 = 18.0;

fn secret_width(ui: &Ui, tail: &str) -> f32 {
    SECRET_AIR[0] + DOTS + SECRET_AIR[1] + paint::width(ui, Type::Code, tail)
}

/// Whether it has room behind a title that is so high and so wide.
fn secret_fits(ui: &Ui, high: f32, wide: f32, room: f32, tail: &str) -> bool {
    high < 20.0 && wide + secret_width(ui, tail) <= room
}

/// A hidden secret behind a title, on the next line where it has no room on its own; returns what both take.
fn secret_ui(ui: &Ui, title: Rect, room: f32, style: Type, ink: Color32, tail: &str) -> Rect {
    let (left, head) = match secret_fits(ui, title.height(), title.width(), room, tail) {
        true => (title.right() + SECRET_AIR[0], title),
        false => (title.left(), title.with_max_y(title.bottom() + SECRET_LINE)),
    };
    let middle = head.bottom() - SECRET_LINE / 2.0;
    let dots = masked_dots(ui, left, middle, 4, ink);
    let line = paint::baseline(ui, middle, style);
    paint::text(ui, left + dots + SECRET_AIR[1], line, Type::Code, ink, tail);
    head
}

/// Paints a callout from `at`, `width` wide; returns its rectangle and whether its button was clicked.
pub fn callout(
    ui: &Ui,
    at: Pos2,
    width: f32,
    tone: Tone,
    title: &str,
    hint: &str,
    button: Option<&str>,
) -> (Rect, bool) {
    let mut callout = Callout::new(tone, title).hint(hint);
    callout.buttons[0] = button.map(|words| Button::secondary(words).small());
    callout.at(ui, at, width)
}

#[cfg(test)]
mod tests {
    use super::named_at_its_end;

    #[test]
    fn the_variable_or_path_that_a_title_ends_in_is_told_apart() {
        for (title, name) in [
            ("Couldn't save OPENAI_API_KEY.", "OPENAI_API_KEY"),
            ("Couldn't look into /made/up/.env.", "/made/up/.env"),
            ("Couldn't write ~/my code/a/.env.", "~/my code/a/.env"),
        ] {
            assert_eq!(named_at_its_end(title).map(|(_, name)| name), Some(name));
        }
        for title in ["Couldn't delete 3 keys.", "Couldn't open the vault.", "Keyloft made a mistake", ""] {
            assert_eq!(named_at_its_end(title), None);
        }
    }
}
