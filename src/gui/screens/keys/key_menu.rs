//! The menu of one key: right click, ⋯ and Shift F10. Its entries are the commands that fit the key.

use egui::containers::menu::{MenuConfig, SubMenu};
use egui::{Align, Context, Id, LayerId, Layout, Popup, PopupAnchor, PopupKind, Pos2, Response, ScrollArea, Ui, Vec2};

use super::row::row_id;
use super::ui::Screen;
use crate::gui::commands::Command;
use crate::gui::theme::Icon;
use crate::gui::widgets::{
    Verb, forget_menu, menu_divider, menu_room_anywhere, move_among, raised_style, verb_ui, verb_width,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::{Key, Settings};

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

/// Opens the menu of the selected key with a corner at `at`.
pub fn open_key_menu(ctx: &Context, screen: &mut Screen, at: Pos2) {
    screen.menu_at = at;
    Popup::open_id(ctx, id());
}

/// Draws the menu while it is open.
pub fn key_menu_ui(ctx: &Context, screen: &Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let key = screen.selected_index(snapshot).map(|index| &snapshot.keys[index]);
    let Some(key) = key else { return };
    let popup = Popup::new(id(), ctx.clone(), PopupAnchor::Position(screen.menu_at), LayerId::background())
        .kind(PopupKind::Menu)
        .layout(Layout::top_down_justified(Align::Min))
        .style(raised_style)
        .accessible_name(format!("Menu of {}", key.name()))
        .open_memory(None);
    let shown = popup.show(|ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let fits = |command: &&Command| command.fits(snapshot, Some(key));
        let width = GROUPS.iter().flat_map(|group| group.iter()).filter(fits);
        let width =
            width.map(|command| verb_width(ui, &verb(*command, &snapshot.settings))).fold(180.0, f32::max).ceil();
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
                    entries.push(entry_ui(ui, width, command, snapshot, key, wishes));
                    if index == 0 && command == Command::Copy {
                        entries.push(copy_as_ui(ui, width, snapshot, key, wishes));
                    }
                }
            }
            move_among(ui, id(), &entries, 0);
        });
    });
    if shown.is_none() {
        let was_inside = forget_menu(ctx, id()) | forget_menu(ctx, copy_as_id());
        let elsewhere =
            ctx.input(|input| input.pointer.any_click()) || ctx.memory(|memory| memory.top_modal_layer().is_some());
        if was_inside && !elsewhere {
            ctx.memory_mut(|memory| memory.request_focus(row_id(key.uid)));
        }
    }
}

fn verb(command: Command, settings: &Settings) -> Verb {
    Verb {
        icon: command.icon(),
        words: command.title().to_owned(),
        caps: command.caps_in(settings),
        danger: command == Command::Delete,
        opens: false,
    }
}

fn entry_ui(
    ui: &mut Ui,
    width: f32,
    command: Command,
    snapshot: &Snapshot,
    key: &Key,
    wishes: &mut Vec<Wish>,
) -> Response {
    let response = verb_ui(ui, width, &verb(command, &snapshot.settings));
    if response.clicked() {
        // The details come, also where they are open already.
        let details = command == Command::Inspector;
        wishes.push(if details { Wish::Select(key.uid) } else { Wish::DoTo(key.uid, command) });
        ui.close();
    }
    response
}

fn copy_as_ui(ui: &mut Ui, width: f32, snapshot: &Snapshot, key: &Key, wishes: &mut Vec<Wish>) -> Response {
    let commands: Vec<Command> = COPY_AS.into_iter().filter(|command| command.fits(snapshot, Some(key))).collect();
    let opener = Verb { icon: Icon::Copy, words: "Copy as".to_owned(), caps: Vec::new(), danger: false, opens: true };
    let response = verb_ui(ui, width, &opener);
    SubMenu::new().config(MenuConfig::new().style(raised_style)).show(ui, &response, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let width = commands
            .iter()
            .map(|command| verb_width(ui, &verb(*command, &snapshot.settings)))
            .fold(120.0, f32::max)
            .ceil();
        let entries: Vec<Response> =
            commands.iter().map(|command| entry_ui(ui, width, *command, snapshot, key, wishes)).collect();
        move_among(ui, copy_as_id(), &entries, 0);
    });
    response
}
