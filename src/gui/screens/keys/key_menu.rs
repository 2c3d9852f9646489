//! The menu of one key: right click, ⋯ and Shift F10. Its entries are the commands that fit the key.

use egui::containers::menu::{MenuConfig, SubMenu};
use egui::{
    Align, AreaState, Context, Id, LayerId, Layout, Popup, PopupAnchor, PopupKind, Rect, RectAlign, Response,
    ScrollArea, Ui, Vec2,
};

use super::ui::Screen;
use crate::gui::commands::Command;
use crate::gui::shown::Shown;
use crate::gui::theme::Icon;
use crate::gui::widgets::{
    Verb, forget_menu, menu_divider, menu_is_open, menu_place, menu_room_anywhere, move_among, raised_style, verb_ui,
    verb_width,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::Key;

/// What stands under "Copy as".
const COPY_AS: [Command; 4] =
    [Command::CopyAssignment, Command::CopyExportLine, Command::CopyReference, Command::CopyKeyId];

/// The groups, with a line between them.
const GROUPS: [&[Command]; 4] = [
    &[Command::Copy, Command::Show, Command::Inspector, Command::SaveFile],
    &[
        Command::Rotate,
        Command::PutBack,
        Command::MarkEnded,
        Command::MarkValueEnded,
        Command::Edit,
        Command::OpenProvider,
    ],
    &[Command::Duplicate, Command::Move],
    &[Command::AssignOwner, Command::Snooze, Command::Disable, Command::Enable, Command::Delete],
];

fn id() -> Id {
    Id::unique("key menu")
}

fn copy_as_id() -> Id {
    id().with("copy as")
}

/// Opens the menu of the selected key at what asked for it: a button, a row, or where the pointer was.
pub fn open_key_menu(ctx: &Context, screen: &mut Screen, at: Rect) {
    screen.menu_at = Some(at);
    Popup::open_id(ctx, id());
}

/// Whose menu it is.
#[derive(Clone, Copy)]
struct Of<'a> {
    snapshot: &'a Snapshot,
    key: &'a Key,
    /// Its secret is on screen.
    shown: bool,
}

/// Draws the menu while it is open; closed, it leaves the keyboard to `back`.
pub fn key_menu_ui(
    ctx: &Context,
    screen: &Screen,
    snapshot: &Snapshot,
    shown: &Shown,
    back: Option<Id>,
    wishes: &mut Vec<Wish>,
) {
    let key = screen.selected_index(snapshot).map(|index| &snapshot.keys[index]);
    let (Some(key), Some(opener)) = (key, screen.menu_at) else { return };
    let of = Of { snapshot, key, shown: shown.uid() == Some(key.uid) };
    // Its first pass measures it, unseen.
    let size = AreaState::load(ctx, id()).and_then(|state| state.size).unwrap_or_default();
    let at = menu_place(ctx.content_rect(), opener, size);
    let popup = Popup::new(id(), ctx.clone(), PopupAnchor::Position(at), LayerId::background())
        .kind(PopupKind::Menu)
        .align(RectAlign::BOTTOM_START)
        .align_alternatives(&[])
        .gap(0.0)
        .layout(Layout::top_down_justified(Align::Min))
        .style(raised_style)
        .accessible_name(format!("Menu of {}", key.name()))
        .open_memory(None);
    let shown = popup.show(|ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let fits = |command: &&Command| command.fits(snapshot, Some(key));
        let width = GROUPS.iter().flat_map(|group| group.iter()).filter(fits);
        let width = width.map(|command| verb_width(ui, &of.verb(*command))).fold(180.0, f32::max).ceil();
        let mut first = true;
        let mut entries = Vec::new();
        // The lowest window has no room for all of them.
        ScrollArea::vertical().max_height(menu_room_anywhere(ctx)).show(ui, |ui| {
            for (index, group) in GROUPS.iter().enumerate() {
                let commands: Vec<Command> = group.iter().filter(fits).copied().collect();
                if commands.is_empty() {
                    continue;
                }
                if !std::mem::take(&mut first) {
                    menu_divider(ui, width);
                }
                for command in commands {
                    entries.push(of.entry_ui(ui, width, command, wishes));
                    if index == 0 && command == Command::Copy {
                        entries.push(of.copy_as_ui(ui, width, wishes));
                    }
                }
            }
            move_among(ui, id(), &entries, 0);
        });
    });
    if let Some(menu) = &shown {
        menu_is_open(&menu.response);
    } else {
        let was_inside = forget_menu(ctx, id()) | forget_menu(ctx, copy_as_id());
        let elsewhere =
            ctx.input(|input| input.pointer.any_click()) || ctx.memory(|memory| memory.top_modal_layer().is_some());
        if was_inside && !elsewhere {
            back.into_iter().for_each(|back| ctx.memory_mut(|memory| memory.request_focus(back)));
        }
    }
}

impl Of<'_> {
    fn verb(self, command: Command) -> Verb {
        let hides = command == Command::Show && self.shown;
        let (icon, words) = if hides { (Icon::EyeSlash, "Hide secret") } else { (command.icon(), command.title()) };
        let caps = command.caps_in(&self.snapshot.settings);
        Verb { icon, words: words.to_owned(), caps, danger: command == Command::Delete, opens: false }
    }

    fn entry_ui(self, ui: &mut Ui, width: f32, command: Command, wishes: &mut Vec<Wish>) -> Response {
        let response = verb_ui(ui, width, &self.verb(command));
        if response.clicked() {
            let uid = self.key.uid;
            // The details come, also where they are open already.
            let details = command == Command::Inspector;
            wishes.push(if details { Wish::Select(uid) } else { Wish::DoTo(uid, command) });
            ui.close();
        }
        response
    }

    fn copy_as_ui(self, ui: &mut Ui, width: f32, wishes: &mut Vec<Wish>) -> Response {
        let fits = |command: &Command| command.fits(self.snapshot, Some(self.key));
        let commands: Vec<Command> = COPY_AS.into_iter().filter(fits).collect();
        let opener =
            Verb { icon: Icon::Copy, words: "Copy as".to_owned(), caps: Vec::new(), danger: false, opens: true };
        let response = verb_ui(ui, width, &opener);
        let shown = SubMenu::new().config(MenuConfig::new().style(raised_style)).show(ui, &response, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let widths = commands.iter().map(|command| verb_width(ui, &self.verb(*command)));
            let width = widths.fold(120.0, f32::max).ceil();
            let entries: Vec<Response> =
                commands.iter().map(|command| self.entry_ui(ui, width, *command, wishes)).collect();
            move_among(ui, copy_as_id(), &entries, 0);
        });
        if let Some(menu) = &shown {
            menu_is_open(&menu.response);
        }
        response
    }
}
