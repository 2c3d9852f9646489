//! A question before something that can't be undone or will be seen: its effect in words, the safe answer first.

use egui::{Context, Id, Rect, Ui, pos2, vec2};

use super::button::Button;
use super::dialog::surface_ui;
use super::modal::{self, Answers};
use super::paint;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};

/// A question, 400 wide.
#[derive(Debug, Clone, Copy)]
pub struct Confirm<'a> {
    /// Tells it from others.
    pub id: &'a str,
    /// Before the title: outlined or filled.
    pub icon: (Icon, Face),
    /// The question.
    pub title: &'a str,
    /// A variable's name the words begin with; empty for none.
    pub name: &'a str,
    /// The effect; what stands in ticks is code.
    pub words: &'a str,
    /// The buttons at the right, the one that Enter presses last.
    pub buttons: &'a [Button<'a>],
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmAnswer {
    /// Nothing yet.
    None,
    /// Esc, Cancel or a click beside it.
    Cancel,
    /// The button with this index.
    Button(usize),
}

const WIDE: f32 = 400.0;

/// Asks whether what was typed into the dialog under it may be lost.
pub fn discard(id: &str, icon: Icon, title: &str, name: &str, words: &str, ctx: &Context) -> ConfirmAnswer {
    let buttons = [Button::danger_confirm("Discard")];
    Confirm { id, icon: (icon, Face::Line), title, name, words, buttons: &buttons }.show_with(ctx, "Keep editing")
}

impl Confirm<'_> {
    /// Asks over the window. The last button has the keyboard at first; Cancel where that one says yes to a loss.
    pub fn show(&self, ctx: &Context) -> ConfirmAnswer {
        self.show_with(ctx, "Cancel")
    }

    /// The same with another word on the safe answer.
    fn show_with(&self, ctx: &Context, stay: &str) -> ConfirmAnswer {
        let opened = modal::opened(ctx, Id::unique(("confirm", self.id)));
        let rect = modal::place(ctx.content_rect(), WIDE, opened.height.unwrap_or(160.0));
        let first = opened.height.is_none();
        let (answer, closes, end) = modal::show(ctx, &opened, self.title, rect, !first, |ui, rect| {
            let (answer, bottom, answers) = self.draw_with(ui, rect, stay);
            modal::expect(ui.ctx(), opened.id, answers);
            (answer, bottom - rect.top())
        });
        modal::remember_height(ctx, opened.id, end.ceil());
        if closes && answer == ConfirmAnswer::None { ConfirmAnswer::Cancel } else { answer }
    }

    /// Draws it in a rectangle; returns the answer, where it ends, and what it can be answered with.
    pub fn draw(&self, ui: &mut Ui, rect: Rect) -> (ConfirmAnswer, f32, Answers) {
        self.draw_with(ui, rect, "Cancel")
    }

    fn draw_with(&self, ui: &mut Ui, rect: Rect, stay: &str) -> (ConfirmAnswer, f32, Answers) {
        let t = of(ui);
        surface_ui(ui, rect, radius::DIALOG);
        let inner = rect.shrink(1.0);
        let top = inner.top() + 18.0;
        let (icon, face) = self.icon;
        paint::icon(ui, pos2(inner.left() + 31.0, top + 12.0), 22.0, face, icon, t.text_primary);
        let left = inner.left() + 54.0;
        let room = inner.right() - 20.0 - left;
        let line = paint::baseline(ui, top + 10.0, Type::CardTitle);
        paint::elided(ui, left, line, room, Type::CardTitle, t.text_primary, self.title);
        let mut parts = vec![
            (Type::CodeStrong, t.text_primary, self.name),
            (Type::Body, t.text_secondary, if self.name.is_empty() { "" } else { " " }),
        ];
        parts.extend(paint::with_code(Type::Body, self.words).map(|(style, piece)| (style, t.text_secondary, piece)));
        let said = paint::paragraph_of(ui, pos2(left, top + 23.0), room, &parts);
        let whole = format!("{} {} {}", self.title, self.name, paint::without_ticks(self.words));
        let node = Rect::from_min_max(pos2(left, top), said.max);
        paint::name_node(ui, node, ui.make_persistent_id("question"), &whole.replace("  ", " "));
        let row = said.bottom() + 16.0;
        let mut answer = ConfirmAnswer::None;
        let cancel = Button::secondary(stay).plain();
        let corner = pos2(inner.left() + 20.0 - 11.0, row);
        let safe = cancel.at(ui, Rect::from_min_size(corner, cancel.size(ui)));
        let loses = self.buttons.last().copied().is_some_and(Button::loses);
        let mut answers = Answers { first: Some(safe.id), loses, ..Answers::default() };
        if safe.clicked() {
            answer = ConfirmAnswer::Cancel;
        }
        let widths: Vec<f32> = self.buttons.iter().map(|button| button.size(ui).x + 8.0).collect();
        let mut x = inner.right() - 20.0 + 8.0 - widths.iter().sum::<f32>();
        for (index, (button, wide)) in self.buttons.iter().zip(&widths).enumerate() {
            let response = button.at(ui, Rect::from_min_size(pos2(x, row), vec2(wide - 8.0, size::CONTROL)));
            if !loses {
                answers.first = Some(response.id);
            }
            if response.clicked() {
                answer = ConfirmAnswer::Button(index);
            }
            x += wide;
        }
        (answer, row + size::CONTROL + 16.0 + 1.0, answers)
    }
}
