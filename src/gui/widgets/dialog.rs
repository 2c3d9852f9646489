//! The frame of a dialog: scrim, header with ✕, a body that scrolls, a footer. It keeps the keyboard within and gives it
//! back to what had it before.

use egui::{Color32, Context, Id, Mesh, Rect, Response, Shadow, Shape, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::button::Button;
use super::details::{details, details_height};
use super::icon_button::icon_button;
use super::keyboard;
use super::menu::menus_stand_between;
use super::modal::{self, Answers, Opened};
use super::paint;
use super::severity::{Mark, severity_icon};
use crate::gui::theme::{Icon, Type, of, radius, size};
use crate::model::Severity;

/// What became of a dialog in this frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogAnswer {
    /// It stays.
    None,
    /// Esc, ✕, Cancel or a click beside it. Ask before it closes where something was typed.
    Cancel,
    /// Its primary button, or Enter in a field of it, or on a choice, where that means the same.
    Primary,
}

/// Between an error's details and the footer.
const UNDER_DETAILS: f32 = 8.0;

/// Draws a piece of the header within a rectangle.
type Piece<'a> = Box<dyn FnOnce(&mut Ui, Rect) + 'a>;
/// The same of the footer; says where it ends.
type Foot<'a> = Box<dyn FnOnce(&mut Ui, Rect) -> f32 + 'a>;

/// A dialog. Hand it what it shows in this frame, then [`Dialog::show`] it.
pub struct Dialog<'a> {
    id: &'a str,
    title: &'a str,
    width: f32,
    height: Option<f32>,
    grows: bool,
    note: &'a str,
    bad_note: bool,
    details: &'a str,
    cancel: Option<Button<'a>>,
    primary: Option<Button<'a>>,
    can_submit: bool,
    needs: Option<&'a str>,
    footer: bool,
    steady: bool,
    from_top: bool,
    page: &'a str,
    head: Option<Piece<'a>>,
    foot: Option<Foot<'a>>,
}

impl<'a> Dialog<'a> {
    /// A dialog of 560 that is as high as its body. `id` tells it from others.
    pub fn new(id: &'a str, title: &'a str) -> Self {
        Self {
            id,
            title,
            width: 560.0,
            height: None,
            grows: false,
            note: "",
            bad_note: false,
            details: "",
            cancel: Some(Button::secondary("Cancel")),
            primary: None,
            can_submit: false,
            needs: None,
            footer: true,
            steady: false,
            from_top: false,
            page: "",
            head: None,
            foot: None,
        }
    }

    /// Its width in points, where the window has so much.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// A fixed height in points, where the window has so much; the body scrolls within.
    pub fn height(mut self, height: f32) -> Self {
        self.height = Some(height);
        self
    }

    /// Higher than its fixed height where its content wants that and the window has the room: nothing scrolls that need not.
    pub fn grows(mut self) -> Self {
        self.grows = true;
        self
    }

    /// The quiet words at the footer's left.
    pub fn note(mut self, words: &'a str) -> Self {
        (self.note, self.bad_note) = (words, false);
        self
    }

    /// What went wrong, at the footer's left.
    pub fn bad_note(mut self, words: &'a str) -> Self {
        (self.note, self.bad_note) = (words, true);
        self
    }

    /// The technical text of what went wrong, over the footer; empty where there is none.
    pub fn details(mut self, text: &'a str) -> Self {
        self.details = text;
        self
    }

    /// The button that does it. `enter`: Enter in a one-line field, or on what is chosen by arrows, presses it.
    pub fn primary(mut self, button: Button<'a>, enter: bool) -> Self {
        (self.primary, self.can_submit) = (Some(button), enter);
        self
    }

    /// What it takes before the primary button can be pressed, which is off until then: said in the footer, by the button's
    /// tooltip and to a screen reader, and once more where somebody presses Enter. None where it can be pressed.
    pub fn needs(mut self, words: Option<&'a str>) -> Self {
        self.needs = words;
        self
    }

    /// Another button than "Cancel", or none.
    pub fn cancel(mut self, button: Option<Button<'a>>) -> Self {
        self.cancel = button;
        self
    }

    /// Its top stays where it is while its content grows and shrinks: what has no room under it scrolls, so that nothing moves away
    /// from the pointer.
    pub fn steady(mut self) -> Self {
        self.steady = true;
        self
    }

    /// Its body is seen from its top, however far it was scrolled for what stood there before.
    pub fn at_its_top(mut self, from_top: bool) -> Self {
        self.from_top = from_top;
        self
    }

    /// Which of its pages this is. One that is turned to opens where a dialog of its height would: it is not what was under the pointer.
    pub fn page(mut self, page: &'a str) -> Self {
        self.page = page;
        self
    }

    /// No footer at all: nothing is to be decided.
    pub fn without_footer(mut self) -> Self {
        self.footer = false;
        self
    }

    /// More in the header, between title and ✕.
    pub fn head(mut self, piece: impl FnOnce(&mut Ui, Rect) + 'a) -> Self {
        self.head = Some(Box::new(piece));
        self
    }

    /// A piece at the footer's left (a checkbox), which says where it ends: the note follows.
    pub fn foot(mut self, piece: impl FnOnce(&mut Ui, Rect) -> f32 + 'a) -> Self {
        self.foot = Some(Box::new(piece));
        self
    }

    /// What stands above and under the body, in points: frame, header and footer.
    fn around(&self) -> f32 {
        2.0 + size::DIALOG_HEADER + 1.0 + if self.footer { size::DIALOG_FOOTER } else { 0.0 }
    }

    /// Draws it over the window. `body` draws within the rectangle it gets (no padding, and higher than the view where it
    /// scrolls) and returns the y where its content ends, its padding included: the height follows from it.
    pub fn show(self, ctx: &Context, body: impl FnOnce(&mut Ui, Rect) -> f32) -> DialogAnswer {
        let mut opened = modal::opened(ctx, Id::unique(("dialog", self.id)));
        modal::turn_to(ctx, &mut opened, Id::unique(("page", self.page)));
        let window = ctx.content_rect();
        let full = window.width() < size::VERY_NARROW;
        let fixed = self.height.map(|fixed| opened.height.filter(|_| self.grows).map_or(fixed, |own| own.max(fixed)));
        let wanted = fixed.or(opened.height).unwrap_or(window.height() * 0.5);
        let rect = if full { window } else { modal::place(window, self.width, wanted) };
        // One that fills the window, or is as high whatever is in it, needs no height of its own.
        let measured = full || opened.height.is_some() || (self.height.is_some() && !self.grows);
        let rect = if self.steady && measured && !full { modal::keep_top(ctx, opened.id, window, rect) } else { rect };
        let around = self.around();
        let (answer, outside, end) =
            modal::show(ctx, &opened, self.title, rect, measured, |ui, rect| self.draw(ui, rect, &opened, full, body));
        if !full {
            modal::remember_height(ctx, opened.id, (end + around).ceil());
        }
        if outside && answer == DialogAnswer::None { DialogAnswer::Cancel } else { answer }
    }

    /// Draws everything within `rect`; returns the answer and the height of the body's content.
    fn draw(
        self,
        ui: &mut Ui,
        rect: Rect,
        opened: &Opened,
        full: bool,
        body: impl FnOnce(&mut Ui, Rect) -> f32,
    ) -> (DialogAnswer, f32) {
        let t = of(ui);
        surface_ui(ui, rect, if full { 0 } else { radius::DIALOG });
        // Before what has the keyboard takes Enter for itself; a question over the dialog is no part of it.
        let on_top = modal::dialogs(ui.ctx()).last() == Some(&opened.id);
        let acts = on_top && ui.input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter));
        let inner = rect.shrink(1.0);
        let head = Rect::from_min_size(inner.min, vec2(inner.width(), size::DIALOG_HEADER));
        let foot_height = if self.footer { size::DIALOG_FOOTER } else { 0.0 };
        let foot = Rect::from_min_max(pos2(inner.left(), inner.bottom() - foot_height), inner.max);
        let Self {
            title,
            note,
            bad_note,
            details: text,
            cancel,
            primary,
            can_submit,
            needs,
            footer,
            from_top,
            head: head_piece,
            foot: piece,
            ..
        } = self;
        let mut answer = DialogAnswer::None;
        // In the order of Tab: header, body, footer.
        let line = paint::baseline(ui, head.center().y, Type::DialogTitle);
        let left = head.left() + size::DIALOG_EDGE;
        let room = head.width() - size::DIALOG_EDGE - 50.0;
        let used = paint::elided(ui, left, line, room, Type::DialogTitle, t.text_primary, title);
        let titled = Rect::from_min_size(pos2(left, head.top()), vec2(used, head.height()));
        paint::name_node(ui, titled, ui.make_persistent_id("dialog title"), title);
        if let Some(piece) = head_piece {
            let from = pos2(left + used + 10.0, head.top());
            piece(ui, Rect::from_min_max(from, pos2(head.right() - 50.0, head.bottom())));
        }
        let close = Rect::from_center_size(pos2(head.right() - 26.0, head.center().y), vec2(28.0, 28.0));
        let close = icon_button(ui, close, Icon::X, "Close", Some("Esc"));
        if close.clicked() {
            answer = DialogAnswer::Cancel;
        }
        paint::hairline(ui, inner.x_range(), head.bottom(), t.stroke_default);
        let strip = if text.is_empty() { 0.0 } else { details_height(ui, text) + UNDER_DETAILS };
        let view = Rect::from_min_max(pos2(inner.left(), head.bottom() + 1.0), pos2(inner.right(), foot.top() - strip));
        menus_stand_between(ui, head.bottom(), foot.top());
        let is_new = from_top || opened.since >= ui.input(|input| input.time);
        let end = body_ui(ui, view, is_new, body) + strip;
        details(ui, pos2(left, view.bottom()), inner.width() - 2.0 * size::DIALOG_EDGE, text);
        let mut answers = Answers { last: [None, Some(close.id)], ..Answers::default() };
        let chosen = keyboard::leaves_enter(ui.ctx()) && !primary.is_some_and(Button::loses);
        let enter = (ui.ctx().text_edit_focused() || chosen) && keyboard::enters(ui.ctx());
        let needs = needs.filter(|_| !primary.is_some_and(Button::is_busy));
        if footer {
            paint::hairline(ui, inner.x_range(), foot.top(), t.stroke_default);
            let enter = acts || can_submit && enter;
            let asked = was_asked(ui.ctx(), opened, needs, enter);
            let note = match needs {
                _ if bad_note => Note { words: note, look: NoteLook::Bad, piece, needs },
                Some(words) if asked => Note { words, look: NoteLook::Asked, piece, needs },
                _ => Note { words: needs.unwrap_or(note), look: NoteLook::Quiet, piece, needs },
            };
            let given = footer_ui(ui, foot, note, cancel, primary, &mut answers);
            if given != DialogAnswer::None {
                answer = given;
            }
        }
        let main = answers.first.filter(|_| acts && !answers.loses).and_then(|main| ui.ctx().read_response(main));
        if main.is_some_and(|main| main.enabled()) && answer == DialogAnswer::None {
            answer = DialogAnswer::Primary;
        }
        modal::expect(ui.ctx(), opened.id, answers);
        if can_submit && enter && answer == DialogAnswer::None {
            answer = DialogAnswer::Primary;
        }
        (answer, end)
    }
}

/// Paints shadow, ground and edge of something raised.
pub fn surface_ui(ui: &Ui, rect: Rect, round: u8) {
    ui.painter().add(surface_shape(ui, rect, round));
}

/// The same as a shape, for what is measured as it is painted.
pub(super) fn surface_shape(ui: &Ui, rect: Rect, round: u8) -> Shape {
    let t = of(ui);
    let stroke = Stroke::new(1.0, t.stroke_default);
    let surface = egui::epaint::RectShape::new(rect, round, t.bg_raised, stroke, StrokeKind::Inside);
    if round == 0 {
        return surface.into();
    }
    let shadow = Shadow { offset: [0, 12], blur: 32, spread: 0, color: t.shadow };
    Shape::Vec(vec![shadow.as_shape(rect, round).into(), surface.into()])
}

/// The body in its view, at its top where the dialog is new; returns the height of its content.
fn body_ui(ui: &mut Ui, view: Rect, is_new: bool, body: impl FnOnce(&mut Ui, Rect) -> f32) -> f32 {
    let mut area = ui.new_child(UiBuilder::new().max_rect(view).id_salt("body"));
    area.shrink_clip_rect(view);
    area.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let scroll = egui::ScrollArea::vertical().id_salt("scroll").auto_shrink(false).max_height(view.height());
    // egui remembers how far the last one was scrolled.
    let scroll = if is_new { scroll.vertical_scroll_offset(0.0) } else { scroll };
    let shown = scroll.show(&mut area, |ui| {
        let at = ui.cursor().min;
        let rect = Rect::from_min_size(at, view.size());
        // A child of its own: text fields move the cursor, and their room would come on top of what `body` says.
        let end = body(&mut ui.new_child(UiBuilder::new().max_rect(rect)), rect) - at.y;
        // What reaches under the view scrolls; a pixel more would show a bar for nothing.
        ui.allocate_space(vec2(view.width(), end.max(0.0)));
        keyboard::keep_off_edges(ui, view);
        keyboard::stay_in_view(ui, view);
        keyboard::follow(ui);
        end
    });
    let hidden = shown.content_size.y - shown.state.clamped_offset().y - view.height();
    if hidden > 0.5 {
        soft_edge_ui(ui, view, hidden, of(ui).bg_raised);
    }
    shown.inner
}

/// How high the edge is at which a body goes on under its view.
const SOFT: f32 = 16.0;

/// What goes on under a view for so many points fades out there into its ground: cut at its own end it would seem to be all.
pub fn soft_edge_ui(ui: &Ui, view: Rect, hidden: f32, ground: Color32) {
    let edge = view.with_min_y(view.bottom() - SOFT.min(hidden));
    let mut mesh = Mesh::default();
    for (corner, color) in [
        (edge.left_top(), Color32::TRANSPARENT),
        (edge.right_top(), Color32::TRANSPARENT),
        (edge.left_bottom(), ground),
        (edge.right_bottom(), ground),
    ] {
        mesh.colored_vertex(corner, color);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(1, 2, 3);
    ui.painter().add(Shape::mesh(mesh));
}

/// Whether somebody pressed Enter while the primary button was off for this reason.
fn was_asked(ctx: &Context, opened: &Opened, needs: Option<&str>, enter: bool) -> bool {
    let key = opened.id.with("asked");
    let reason = needs.map(Id::unique);
    if opened.since >= ctx.input(|input| input.time) {
        // It was asked of the one before.
        ctx.data_mut(|data| data.remove::<Id>(key));
    }
    let before: Option<Id> = ctx.data(|data| data.get_temp(key));
    let asked = if enter { reason } else { before.filter(|before| Some(*before) == reason) };
    if asked != before {
        ctx.data_mut(|data| match asked {
            Some(reason) => _ = data.insert_temp(key, reason),
            None => data.remove::<Id>(key),
        });
    }
    asked.is_some()
}

/// How the footer's note looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteLook {
    /// It is only good to know.
    Quiet,
    /// It is why Enter did nothing.
    Asked,
    /// It is what went wrong.
    Bad,
}

/// What stands at the footer's left.
struct Note<'a> {
    words: &'a str,
    look: NoteLook,
    piece: Option<Foot<'a>>,
    needs: Option<&'a str>,
}

fn footer_ui(
    ui: &mut Ui,
    foot: Rect,
    note: Note<'_>,
    cancel: Option<Button<'_>>,
    primary: Option<Button<'_>>,
    answers: &mut Answers,
) -> DialogAnswer {
    let middle = foot.center().y + 0.5;
    let mut right = foot.right() - size::DIALOG_EDGE;
    let mut rects = [Rect::NOTHING; 2];
    for (rect, button) in rects.iter_mut().zip([&primary, &cancel]) {
        if let Some(button) = button {
            let wide = button.size(ui).x;
            *rect = Rect::from_min_size(pos2(right - wide, middle - 15.0), vec2(wide, size::CONTROL));
            right -= wide + 8.0;
        }
    }
    let left = Rect::from_min_max(pos2(foot.left() + size::DIALOG_EDGE, foot.top() + 1.0), pos2(right, foot.bottom()));
    let from = note.piece.map_or(left.left(), |piece| piece(ui, left) + 12.0);
    note_ui(ui, left.with_min_x(from), note.words, note.look);
    answers.loses = primary.is_some_and(Button::loses);
    let mut answer = DialogAnswer::None;
    let safe = cancel.map(|button| button.at(ui, rects[1]));
    if safe.as_ref().is_some_and(Response::clicked) {
        answer = DialogAnswer::Cancel;
    }
    let main = primary.map(|button| {
        // One id, whatever stands on it: it says "Try again" where it had the keyboard before.
        button.id(ui.make_persistent_id("primary")).needs(note.needs).at(ui, rects[0])
    });
    if main.as_ref().is_some_and(Response::clicked) {
        answer = DialogAnswer::Primary;
    }
    let [main, safe] = [main, safe].map(|response| response.map(|response| response.id));
    answers.first = if answers.loses { safe } else { main };
    answers.last[0] = safe;
    answer
}

/// What is off says why, by its tooltip and to a screen reader; nothing where it is on.
pub fn says_why(response: Response, needs: Option<&str>) -> Response {
    let Some(words) = needs else { return response };
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(words));
    response.on_hover_text(words)
}

/// Paints the footer's note: quiet, or behind its icon; names in ticks are mono.
pub fn note_ui(ui: &Ui, rect: Rect, words: &str, look: NoteLook) {
    if words.is_empty() {
        return;
    }
    let t = of(ui);
    let middle = rect.center().y;
    let (mark, ink): (Option<Severity>, Color32) = match look {
        NoteLook::Quiet => (None, t.text_tertiary),
        NoteLook::Asked => (Some(Severity::LookSoon), t.warn_text),
        NoteLook::Bad => (Some(Severity::ActNow), t.crit_text),
    };
    let mut x = rect.left();
    if let Some(severity) = mark {
        severity_icon(ui, pos2(x + 7.5, middle), 15.0, Mark::Warning(severity), t);
        x += 22.0;
    }
    paint::two_lines(ui, Rect::from_min_max(pos2(x, rect.top()), rect.max), Type::Small, ink, words);
    let node = paint::name_node(ui, rect, ui.make_persistent_id("dialog note"), &paint::without_ticks(words));
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
}
