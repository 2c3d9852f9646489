//! Buttons: primary, secondary, danger, plain and link.

use egui::{
    Color32, CursorIcon, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::dialog::says_why;
use super::keyboard::tend_keys;
use super::paint;
use super::pose::Pose;
use super::spinner::spinner;
use crate::gui::theme::{self, Face, Icon, Tokens, Type, of, radius, size};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Primary,
    Secondary,
    Danger,
    DangerConfirm,
    Plain,
    Link,
    Menu,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Height {
    Normal,
    Small,
    Tall,
}

/// Over what leads somewhere the pointer is a hand.
pub fn link_pointed(response: Response) -> Response {
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// What stands in a busy button where nothing may turn.
const WORKING: &str = "Working…";

/// A button with words, and an icon before or behind them where one helps.
#[derive(Debug, Clone, Copy)]
pub struct Button<'a> {
    words: &'a str,
    look: Look,
    height: Height,
    icon: Option<Icon>,
    icon_ink: Option<Color32>,
    trailing: Option<Icon>,
    caret: bool,
    wordless: bool,
    enabled: bool,
    needs: Option<&'a str>,
    busy: bool,
    tight: bool,
    pose: Pose,
    salt: u64,
    id: Option<Id>,
}

impl<'a> Button<'a> {
    fn new(words: &'a str, look: Look) -> Self {
        Self {
            words,
            look,
            height: Height::Normal,
            icon: None,
            icon_ink: None,
            trailing: None,
            caret: false,
            wordless: false,
            enabled: true,
            needs: None,
            busy: false,
            tight: false,
            pose: Pose::Live,
            salt: 0,
            id: None,
        }
    }

    /// The one filled button of a surface.
    pub fn primary(words: &'a str) -> Self {
        Self::new(words, Look::Primary)
    }

    /// Every other button.
    pub fn secondary(words: &'a str) -> Self {
        Self::new(words, Look::Secondary)
    }

    /// The filled button that says yes to a loss. Never focused first.
    pub fn danger_confirm(words: &'a str) -> Self {
        Self::new(words, Look::DangerConfirm)
    }

    /// Without a frame, in the colour of links and without padding.
    pub fn link(words: &'a str) -> Self {
        Self::new(words, Look::Link)
    }

    /// Says what is in view, and opens a menu of what else could be.
    pub fn menu(words: &'a str) -> Self {
        Self::new(words, Look::Menu).caret()
    }

    /// Leads to a loss: words and icon in crit.
    pub fn danger(mut self) -> Self {
        self.look = Look::Danger;
        self
    }

    /// Without a frame until the pointer is on it.
    pub fn plain(mut self) -> Self {
        self.look = Look::Plain;
        self
    }

    /// 26 high instead of 30.
    pub fn small(mut self) -> Self {
        self.height = Height::Small;
        self
    }

    /// 36 high, for full-window states.
    pub fn tall(mut self) -> Self {
        self.height = Height::Tall;
        self
    }

    /// One point less of padding, for inside a field.
    pub fn tight(mut self) -> Self {
        self.tight = true;
        self
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The icon's own colour.
    pub fn icon_ink(mut self, ink: Color32) -> Self {
        self.icon_ink = Some(ink);
        self
    }

    /// An icon behind the words: the button leads out of the window.
    pub fn trailing(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// A caret behind the words: a menu opens.
    pub fn caret(mut self) -> Self {
        self.caret = true;
        self
    }

    /// Greyed and without effect when false.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// What it takes before it can be pressed, which its tooltip and a screen reader say; none where it can be.
    pub fn needs(mut self, words: Option<&'a str>) -> Self {
        (self.enabled, self.needs) = (words.is_none(), words);
        self
    }

    /// Only its icon, where the words have no room; a tooltip says them.
    pub fn wordless(mut self) -> Self {
        self.wordless = true;
        self
    }

    /// At work: a spinner stands in it and a click has no effect.
    pub fn busy(mut self, busy: bool) -> Self {
        self.busy = busy;
        self
    }

    /// Whether it is at work.
    pub fn is_busy(self) -> bool {
        self.busy
    }

    /// Tells it from another button with the same words in the same ui.
    pub fn salt(mut self, salt: u64) -> Self {
        self.salt = salt;
        self
    }

    /// An id of its own: it keeps the keyboard while its words change.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Painted as told, for the gallery.
    pub fn posed(mut self, pose: Pose) -> Self {
        self.pose = pose;
        self
    }

    fn style(self) -> Type {
        match (self.look, self.height) {
            (Look::Menu, _) => Type::Body,
            (_, Height::Small) => Type::SmallStrong,
            _ => Type::Strong,
        }
    }

    fn padding(self) -> f32 {
        let padding = match (self.look, self.height) {
            (Look::Link, _) => return 0.0,
            (Look::Menu, _) | (_, Height::Small) => 10.0,
            _ => 12.0,
        };
        if self.tight { padding - 1.0 } else { padding }
    }

    /// What stands on it now.
    fn shown(self, ui: &Ui) -> &'a str {
        if self.wordless {
            return "";
        }
        if self.busy && theme::reduced_motion(ui.ctx()) { WORKING } else { self.words }
    }

    fn has_lead(self, ui: &Ui) -> bool {
        (self.busy && !theme::reduced_motion(ui.ctx())) || (self.icon.is_some() && !self.busy)
    }

    /// What its icons take beside the words.
    fn icons(self, ui: &Ui) -> f32 {
        let gap = if self.wordless { 0.0 } else { 6.0 };
        let lead = if self.has_lead(ui) { 16.0 + gap } else { 0.0 };
        let trail = if self.trailing.is_some() { 16.0 + 6.0 } else { 0.0 };
        lead + trail + if self.caret { self.caret_size() + self.caret_gap() } else { 0.0 }
    }

    fn caret_size(self) -> f32 {
        if self.look == Look::Menu { 16.0 } else { 14.0 }
    }

    /// Between the words and the caret.
    fn caret_gap(self) -> f32 {
        if self.look == Look::Menu { 5.0 } else { 4.0 }
    }

    /// It says yes to a loss, or leads to it.
    pub fn loses(self) -> bool {
        matches!(self.look, Look::Danger | Look::DangerConfirm)
    }

    /// Its size in points.
    pub fn size(self, ui: &Ui) -> Vec2 {
        let height = match self.height {
            Height::Normal => size::CONTROL,
            Height::Small => size::SMALL_CONTROL,
            Height::Tall => 36.0,
        };
        if self.wordless {
            return vec2(height, height);
        }
        let words = paint::width_with_code(ui, self.style(), self.shown(ui));
        vec2((words + self.icons(ui) + 2.0 * self.padding()).round(), height)
    }

    /// Fill, frame and ink.
    fn colors(self, hot: bool, pressed: bool, t: &Tokens) -> (Color32, Color32, Color32) {
        let none = Color32::TRANSPARENT;
        let raised = match (pressed, hot) {
            (true, _) => t.raised_pressed(),
            (false, true) => t.raised_hover(),
            (false, false) => t.bg_raised,
        };
        match self.look {
            Look::Plain | Look::Link if !self.enabled => (none, none, t.text_disabled),
            _ if !self.enabled => (none, t.stroke_default, t.text_disabled),
            Look::Primary if hot => (t.accent_fill_hover, t.accent_fill_hover, t.accent_on),
            Look::Primary => (t.accent_fill, t.accent_fill, t.accent_on),
            Look::DangerConfirm if hot => (t.crit_fill_hover(), t.crit_fill_hover(), t.accent_on),
            Look::DangerConfirm => (t.crit_fill, t.crit_fill, t.accent_on),
            Look::Danger => (raised, t.stroke_default, t.crit_text),
            Look::Secondary => (raised, t.stroke_default, t.text_primary),
            Look::Plain | Look::Menu if pressed => {
                (t.raised_pressed(), if self.look == Look::Menu { t.stroke_default } else { none }, t.text_primary)
            }
            Look::Plain => (if hot { t.raised_hover() } else { none }, none, t.text_primary),
            Look::Menu => (if hot { t.bg_hover } else { none }, t.stroke_default, t.text_secondary),
            Look::Link => (none, none, t.accent_text),
        }
    }

    /// Its id where it is painted in this.
    pub fn id_in(&self, ui: &Ui) -> Id {
        self.id.unwrap_or_else(|| ui.make_persistent_id(("button", self.words, self.salt)))
    }

    /// Paints it in a rectangle.
    pub fn at(self, ui: &Ui, rect: Rect) -> Response {
        let works = self.enabled && !self.busy;
        let sense = match (works, self.busy) {
            (true, _) => Sense::click(),
            // It keeps the keyboard for what it says when the work is done.
            (false, true) => Sense::focusable_noninteractive(),
            (false, false) => Sense::hover(),
        };
        let id = self.id_in(ui);
        // A link's words may have less room than a hit area takes.
        let hit = Rect::from_center_size(rect.center(), rect.size().max(Vec2::splat(size::HIT)));
        let response = ui.interact(hit, id, sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, works, paint::without_ticks(self.words)));
        if self.busy {
            ui.ctx().accesskit_node_builder(id, egui::accesskit::Node::set_busy);
        }
        let t = of(ui);
        let hot = works && self.pose.hot(&response);
        let (fill, stroke, ink) = self.colors(hot, works && response.is_pointer_button_down_on(), t);
        ui.painter().rect(rect, radius::CONTROL, fill, Stroke::new(1.0, stroke), StrokeKind::Inside);
        let shown = self.shown(ui);
        let middle = rect.center().y;
        let words = paint::width_with_code(ui, self.style(), shown);
        let mut x = rect.center().x - (words + self.icons(ui)) / 2.0;
        let quiet = matches!(self.look, Look::Secondary | Look::Plain) && self.enabled;
        let icon_ink = self.icon_ink.unwrap_or(if quiet { t.text_secondary } else { ink });
        if self.has_lead(ui) {
            let center = pos2(x + 8.0, middle);
            match self.icon {
                _ if self.busy => spinner(ui, center, 16.0, ink),
                Some(icon) => paint::icon(ui, center, 16.0, Face::Line, icon, icon_ink),
                None => {}
            }
            x += 22.0;
        }
        let line = paint::baseline(ui, middle, self.style());
        paint::text_with_code(ui, x, middle, self.style(), ink, shown);
        if self.look == Look::Link && hot {
            paint::hairline(ui, x..=x + words, line + 2.0, ink);
        }
        x += words;
        if let Some(icon) = self.trailing {
            paint::icon(ui, pos2(x + 14.0, middle), 16.0, Face::Line, icon, icon_ink);
            x += 22.0;
        }
        if self.caret {
            let size = self.caret_size();
            let center = pos2(x + self.caret_gap() + size / 2.0, middle + 1.0);
            let ink = if self.look == Look::Menu { ink } else { t.text_tertiary };
            paint::icon(ui, center, size, Face::Line, Icon::CaretDown, ink);
        }
        // A link has no padding that would keep the ring off its letters.
        let round = if self.look == Look::Link { rect.expand2(vec2(2.0, 0.0)) } else { rect };
        paint::ring_around(ui, round, radius::CONTROL, self.pose.focused(&response));
        tend_keys(&response);
        let response = if self.look == Look::Link && works { link_pointed(response) } else { response };
        let response = says_why(response, self.needs);
        if self.wordless { response.on_hover_text(self.words) } else { response }
    }
}
