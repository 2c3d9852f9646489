//! A secret while it is pasted or typed in a dialog. It is no text field of egui's: that one keeps what was typed in its
//! undo history, strips the line ends a PEM key needs, and shows how long the secret is. Here the buffer becomes the
//! secret without a copy, and nothing but dots is painted.

use egui::text_edit::TextEditState;
use egui::{Event, EventFilter, Id, Key, Modifiers, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use zeroize::Zeroize as _;

use super::button::Button;
use super::field::{Frame, field_frame};
use super::paint;
use super::ring::Staying;
use super::secret_field::{SecretAct, SecretFace, SecretLook, SecretTools, masked_width, secret_field_as};
use crate::gui::theme::{Icon, Type, of, radius, size};
use crate::model::{Kind, Secret};

/// Stands in the field where Paste brought nothing.
const NO_TEXT: &str = "The clipboard holds no text.";
/// Room for most secrets, so that typing does not move them about in memory.
const CAPACITY: usize = 4096;

/// The buffer; wiped when dropped.
pub struct SecretInput {
    id: Id,
    text: String,
    came: Came,
    clipboard: Clipboard,
    /// All of it is: among dots no place is told from another.
    selected: bool,
}

/// How the text came, for what may still lie on the clipboard of it.
enum Came {
    /// Letter by letter.
    Typed,
    /// In one piece, and as it came.
    Whole,
    /// Out of what came in one piece, which this is.
    OutOf(Secret),
}

/// What is known of the clipboard that Paste asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clipboard {
    /// Nothing was asked.
    Quiet,
    /// Its text comes in the frame after this one, where there is any.
    Asked(u64),
    /// There was none.
    Empty,
}

/// How the field stands in this frame.
#[derive(Debug, Clone, Copy)]
pub struct SecretInputLook<'a> {
    /// What a screen reader calls it: "New value".
    pub name: &'a str,
    /// Stands in it while it is empty: "Paste the new value".
    pub hint: &'a str,
    /// Its edge.
    pub frame: Frame,
    /// The last four characters, where they may be seen.
    pub tail: Option<&'a str>,
    /// While it is shown: the part of the time that is left, and the seconds.
    pub ring: Option<Staying>,
    /// It was made here: ↻ instead of ✕, and no typing.
    pub generated: bool,
    /// False while it is saved.
    pub enabled: bool,
}

impl Default for SecretInputLook<'_> {
    fn default() -> Self {
        let (name, hint) = ("Value", "Paste the value");
        Self { name, hint, frame: Frame::Rest, tail: None, ring: None, generated: false, enabled: true }
    }
}

/// What became of the field in this frame.
#[derive(Debug)]
pub struct SecretInputAnswer {
    /// For the keyboard and for `changed()`.
    pub response: Response,
    /// What was asked: Show, Hide, AddTime, Again, or Clear, which was done already.
    pub act: Option<SecretAct>,
    /// A whole value was pasted.
    pub pasted: bool,
}

/// What came into the field in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Nothing,
    /// A key of the field's that changes nothing in it.
    Moved,
    Typed,
    Pasted,
}

impl Heard {
    fn is_change(self) -> bool {
        matches!(self, Self::Typed | Self::Pasted)
    }
}

impl SecretInput {
    /// An empty one. The name tells fields apart.
    pub fn new(name: &str) -> Self {
        Self {
            id: Id::unique(("secret input", name)),
            text: String::with_capacity(CAPACITY),
            came: Came::Typed,
            clipboard: Clipboard::Quiet,
            selected: false,
        }
    }

    /// The field's id, to give it the keyboard.
    pub fn id(&self) -> Id {
        self.id
    }

    /// True while nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What is in it, for one statement: to recognise it, never to show or keep it.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Takes a value over: what was read from the clipboard, or generated.
    pub fn fill(&mut self, value: &str) {
        self.text.zeroize();
        self.text.push_str(value);
        self.came = Came::Whole;
        self.clipboard = Clipboard::Quiet;
        self.selected = false;
    }

    /// Puts what a person means in the place of what was pasted: a part of it. What was pasted is remembered.
    pub fn narrow(&mut self, part: &str) {
        self.remember();
        self.text.zeroize();
        self.text.push_str(part);
        self.selected = false;
    }

    /// What was pasted, where the text is not that any more.
    pub fn pasted_before(&self) -> Option<Secret> {
        match &self.came {
            Came::OutOf(whole) => Some(whole.duplicate()),
            Came::Typed | Came::Whole => None,
        }
    }

    /// The text as it was pasted, and as it may still lie on the clipboard.
    pub fn as_pasted(&self) -> Secret {
        self.pasted_before().unwrap_or_else(|| Secret::new(self.text.as_bytes().to_vec()))
    }

    /// The text is about to be changed.
    fn remember(&mut self) {
        if matches!(self.came, Came::Whole) {
            self.came = Came::OutOf(Secret::new(self.text.as_bytes().to_vec()));
        }
    }

    /// Wipes the text; nothing that comes next is of it.
    fn empty(&mut self) {
        self.text.zeroize();
        self.came = Came::Typed;
        self.selected = false;
    }

    /// Takes over what is pasted in this frame, if it is meant for it, before a field that shows its text gets it; true if so.
    pub fn take_paste(&mut self, ctx: &egui::Context, is_meant: impl Fn(&str) -> bool) -> bool {
        let mut has_taken = false;
        ctx.input_mut(|input| {
            input.events.retain_mut(|event| match event {
                Event::Paste(text) if is_meant(text) => {
                    self.fill(text);
                    text.zeroize();
                    has_taken = true;
                    false
                }
                _ => true,
            });
        });
        has_taken
    }

    /// Hands the buffer over as a secret; the field is empty afterwards.
    pub fn take(&mut self) -> Secret {
        self.came = Came::Typed;
        self.selected = false;
        Secret::new(std::mem::replace(&mut self.text, String::with_capacity(CAPACITY)).into_bytes())
    }

    /// The last four characters, where a key of this kind may show them.
    pub fn tail(&self, kind: &Kind) -> Option<String> {
        crate::detect::tail(self.text.as_bytes(), kind)
    }

    /// Wipes what is in it.
    pub fn wipe(&mut self) {
        self.empty();
        self.clipboard = Clipboard::Quiet;
    }

    /// How high it is in points, `width` wide: 40, and more while a long value is shown.
    pub fn height(&self, ui: &Ui, width: f32, look: &SecretInputLook<'_>) -> f32 {
        let Some(ring) = look.ring else { return size::SECRET_FIELD };
        let face = SecretFace::Shown { text: &self.text, ring };
        super::secret_field::secret_field_height(ui, width, &face, tools(look))
    }

    /// Paints the field from the rectangle's top.
    pub fn at(&mut self, ui: &mut Ui, rect: Rect, look: &SecretInputLook<'_>) -> SecretInputAnswer {
        let rect = Rect::from_min_size(rect.min, vec2(rect.width(), self.height(ui, rect.width(), look)));
        let typable = look.enabled && !look.generated;
        let sense = if typable { Sense::click() } else { Sense::hover() };
        let mut response = ui.interact(rect, self.id, sense);
        if typable {
            response = response.on_hover_cursor(egui::CursorIcon::Text);
        }
        if response.clicked() {
            response.request_focus();
        }
        // The window asks egui whether one types; this makes it count.
        TextEditState::default().store(ui.ctx(), self.id);
        let focused = typable && response.has_focus();
        self.selected &= focused;
        let mut heard = Heard::Nothing;
        if focused {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(self.id, filter));
            self.select_with_pointer(&response);
            heard = self.hear(ui);
        }
        if heard.is_change() {
            response.mark_changed();
            self.clipboard = Clipboard::Quiet;
        }
        self.wait_for_clipboard(ui);
        let hint = if self.clipboard == Clipboard::Empty { NO_TEXT } else { look.hint };
        let look = SecretInputLook { hint, ..*look };
        let said = match (self.is_empty(), look.ring, look.tail) {
            (true, ..) => String::new(),
            (false, Some(_), _) => "shown, copy it to use it".to_owned(),
            (false, None, Some(tail)) => format!("hidden, ends in {tail}"),
            (false, None, None) => "hidden".to_owned(),
        };
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::PasswordInput, look.enabled, look.name);
            info.current_text_value = Some(said.clone());
            info.hint_text = self.is_empty().then(|| look.hint.to_owned());
            info
        });
        let act = if self.is_empty() {
            self.empty_ui(ui, rect, &look, focused)
        } else {
            self.filled_ui(ui, rect, &look, focused)
        };
        if act == Some(SecretAct::Paste) {
            self.ask_clipboard(ui.ctx());
            return SecretInputAnswer { response, act: None, pasted: false };
        }
        if act == Some(SecretAct::Clear) {
            self.wipe();
            response.request_focus();
            response.mark_changed();
        }
        SecretInputAnswer { response, act, pasted: heard == Heard::Pasted }
    }

    /// The clipboard comes into the field as if it were pasted with the keyboard.
    pub fn ask_clipboard(&mut self, ctx: &egui::Context) {
        self.clipboard = Clipboard::Asked(ctx.cumulative_frame_nr());
        ctx.memory_mut(|memory| memory.request_focus(self.id));
        ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
        ctx.request_repaint();
    }

    /// What was asked for comes at once or never; egui says nothing where there is none.
    fn wait_for_clipboard(&mut self, ui: &Ui) {
        let Clipboard::Asked(frame) = self.clipboard else { return };
        if ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Paste(_)))) {
            // Another field has the keyboard by now.
            self.clipboard = Clipboard::Quiet;
        } else if ui.ctx().cumulative_frame_nr() > frame + 1 {
            self.clipboard = Clipboard::Empty;
        } else {
            ui.ctx().request_repaint();
        }
    }

    /// Two clicks select it, as in every field; one takes that back.
    fn select_with_pointer(&mut self, response: &Response) {
        if response.clicked() {
            self.selected = (response.double_clicked() || response.triple_clicked()) && !self.is_empty();
        }
    }

    /// Takes what was pasted, typed or taken away.
    fn hear(&mut self, ui: &Ui) -> Heard {
        let mut heard = Heard::Nothing;
        ui.input_mut(|input| {
            input.events.retain_mut(|event| {
                let now = match event {
                    // A whole value comes in the old one's place, with the line ends it has.
                    Event::Paste(text) if !text.is_empty() => {
                        self.text.zeroize();
                        self.text.push_str(text);
                        self.came = Came::Whole;
                        self.selected = false;
                        text.zeroize();
                        Heard::Pasted
                    }
                    Event::Text(text) => {
                        if self.selected {
                            self.empty();
                        }
                        self.remember();
                        self.text.push_str(text);
                        text.zeroize();
                        Heard::Typed
                    }
                    // What is selected here is put on no clipboard, and nothing else is meant.
                    Event::Copy | Event::Cut => Heard::Moved,
                    Event::Key { key, pressed: true, modifiers, .. } => self.press(*key, *modifiers),
                    _ => Heard::Nothing,
                };
                if now == Heard::Nothing {
                    return true;
                }
                if !heard.is_change() || now.is_change() {
                    heard = now;
                }
                false
            });
        });
        heard
    }

    /// The caret stands behind the last dot: what leads from there to the front selects everything, and what moves it
    /// takes that back.
    fn press(&mut self, key: Key, modifiers: Modifiers) -> Heard {
        let whole = modifiers.command || modifiers.ctrl || modifiers.alt;
        match key {
            Key::Backspace if !self.selected && !whole => {
                self.drop_last();
                Heard::Typed
            }
            Key::Backspace | Key::Delete => {
                self.empty();
                Heard::Typed
            }
            Key::A if modifiers.command => self.select(true),
            Key::Home | Key::ArrowUp if modifiers.shift => self.select(true),
            Key::ArrowLeft if modifiers.shift && whole => self.select(true),
            // Part of what is not seen is not selected.
            Key::ArrowLeft | Key::ArrowRight | Key::ArrowDown | Key::End if modifiers.shift => Heard::Nothing,
            Key::Home | Key::End | Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown
                if self.selected =>
            {
                self.select(false)
            }
            _ => Heard::Nothing,
        }
    }

    fn select(&mut self, selected: bool) -> Heard {
        self.selected = selected && !self.is_empty();
        Heard::Moved
    }

    /// Takes the last character away and leaves nothing of it behind.
    fn drop_last(&mut self) {
        self.remember();
        if let Some((at, _)) = self.text.char_indices().next_back() {
            let mut rest = self.text.split_off(at);
            rest.zeroize();
        }
        if self.text.is_empty() {
            self.came = Came::Typed;
        }
    }

    fn empty_ui(&self, ui: &Ui, rect: Rect, look: &SecretInputLook<'_>, focused: bool) -> Option<SecretAct> {
        let t = of(ui);
        field_frame(ui, rect, radius::CALLOUT, t.bg_inset, look.frame, focused);
        let middle = rect.center().y;
        let left = rect.left() + 13.0;
        if look.generated {
            // What is made comes by itself.
            return None;
        }
        let paste = Button::secondary("Paste").icon(Icon::ClipboardText).enabled(look.enabled);
        let corner = pos2(rect.right() - 5.0 - paste.size(ui).x, middle - 15.0);
        let button = Rect::from_min_size(corner, paste.size(ui));
        let line = paint::baseline(ui, middle, Type::Body);
        let ink = if self.clipboard == Clipboard::Empty { t.warn_text } else { t.text_tertiary };
        paint::elided(ui, left, line, button.left() - 8.0 - left, Type::Body, ink, look.hint);
        if focused {
            cursor_ui(ui, left, middle);
        }
        paste.at(ui, button).clicked().then_some(SecretAct::Paste)
    }

    fn filled_ui(&self, ui: &mut Ui, rect: Rect, look: &SecretInputLook<'_>, focused: bool) -> Option<SecretAct> {
        let face = match look.ring {
            Some(ring) => SecretFace::Shown { text: &self.text, ring },
            None => SecretFace::Masked { tail: look.tail },
        };
        let field = SecretLook {
            tools: tools(look),
            frame: look.frame,
            focused,
            selected: self.selected,
            changes: look.enabled,
        };
        let act = ui.push_id(self.id, |ui| secret_field_as(ui, rect, &face, field)).inner;
        if focused && !self.selected && look.ring.is_none() {
            let wide = masked_width(ui, look.tail);
            cursor_ui(ui, rect.left() + 14.0 + wide, rect.center().y);
        }
        act
    }
}

fn tools(look: &SecretInputLook<'_>) -> SecretTools {
    if look.generated { SecretTools::Again } else { SecretTools::Clear }
}

fn cursor_ui(ui: &Ui, x: f32, middle: f32) {
    let cursor = ui.visuals().text_cursor.stroke;
    let y = egui::Rangef::new(middle - 9.0, middle + 9.0);
    ui.painter().vline(x.floor() + 0.5, y, cursor);
}

impl Drop for SecretInput {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl std::fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretInput(…)")
    }
}
