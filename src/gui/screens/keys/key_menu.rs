//! The menu of one key: right click, ⋯ and Shift F10. Its entries are the commands that fit the key; of several that are
//! ticked, what can be done with all of them.

use egui::containers::menu::{MenuConfig, SubMenu};
use egui::{
    Align, AreaState, Context, Id, LayerId, Layout, Popup, PopupAnchor, PopupKind, Rect, RectAlign, Response,
    ScrollArea, Sense, Ui, Vec2, vec2,
};

use super::picked::{acts_on, bar_words};
use super::ui::Screen;
use crate::gui::commands::{COMMAND_CAP, Command};
use crate::gui::counts;
use crate::gui::route::Section;
use crate::gui::screens::many::Act;
use crate::gui::shown::Shown;
use crate::gui::theme::{Icon, Type, of, size};
use crate::gui::widgets::{
    Verb, baseline, forget_menu, keep_spaces, menu_divider, menu_is_open, menu_place, menu_raised, menu_room_anywhere,
    move_among, name_node, text, type_ahead, verb_ui, verb_width,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::{Key, KeyUid};

/// What stands under "Copy as".
const COPY_AS: [Command; 4] =
    [Command::CopyAssignment, Command::CopyExportLine, Command::CopyReference, Command::CopyKeyId];

const COPY_AS_WORDS: &str = "Copy as";

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
    &[Command::AssignOwner, Command::Snooze, Command::Unsnooze, Command::Disable, Command::Enable, Command::Delete],
];

fn id() -> Id {
    Id::unique("key menu")
}

fn copy_as_id() -> Id {
    id().with("copy as")
}

/// Opens the menu of these keys at what asked for it: a button, a row, or where the pointer was.
pub fn open_key_menu(ctx: &Context, screen: &mut Screen, keys: impl IntoIterator<Item = KeyUid>, at: Rect) {
    screen.menu_at = Some(at);
    screen.menu_of = keys.into_iter().collect();
    ctx.data_mut(|data| data.insert_temp(id(), JustOpened));
    Popup::open_id(ctx, id());
}

/// The menu was opened and not drawn since: it begins at its top, however the one before was scrolled.
#[derive(Clone, Default)]
struct JustOpened;

/// What a menu scrolls in where the window has no room for all of it.
fn scroll(ctx: &Context) -> ScrollArea {
    let rows = ScrollArea::vertical().max_height(menu_room_anywhere(ctx));
    match ctx.data_mut(|data| data.remove_temp::<JustOpened>(id())) {
        Some(JustOpened) => rows.vertical_scroll_offset(0.0),
        None => rows,
    }
}

/// Where the menu of a row opens that was asked for by its key.
pub fn row_start(row: Rect) -> Rect {
    row.with_min_x(row.left() + size::EDGE).with_max_x(row.left() + size::EDGE)
}

/// Whose menu it is.
#[derive(Clone, Copy)]
struct Of<'a> {
    snapshot: &'a Snapshot,
    key: &'a Key,
    /// Its secret is on screen.
    shown: bool,
    /// Where its row stands.
    stands: Stands,
}

/// What the row of a key stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// The list of keys: Enter copies, Space shows.
    List,
    /// The key's own details, beside the list or over it.
    Details,
    /// A cell of Compare: Enter opens.
    Cell,
    /// A row of another section, where Enter opens too.
    Elsewhere(Section),
}

/// What the menu of several keys offers, and what of it was chosen.
fn many_ui(ui: &mut Ui, screen: &Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let keys: Vec<KeyUid> = screen.menu_of.iter().copied().collect();
    let verb = |act: Act| Verb {
        icon: act.icon(),
        words: bar_words(act).to_owned(),
        caps: act.keys().into_iter().filter(|_| snapshot.settings.letter_shortcuts).collect(),
        danger: act == Act::Delete,
        opens: false,
    };
    let acts: Vec<(Act, Verb)> = acts_on(snapshot, &screen.menu_of).into_iter().map(|act| (act, verb(act))).collect();
    let width = acts.iter().map(|(_, verb)| verb_width(ui, verb)).fold(180.0, f32::max).ceil();
    let (head, _) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
    let words = counts::keys(keys.len());
    text(
        ui,
        head.left() + 8.0,
        baseline(ui, head.center().y, Type::SmallStrong),
        Type::SmallStrong,
        of(ui).text_tertiary,
        &words,
    );
    name_node(ui, head, ui.make_persistent_id("keys of the menu"), &words);
    let mut entries = Vec::new();
    keep_spaces(ui, id(), acts.iter().map(|(_, verb)| verb.words.as_str()));
    for (act, verb) in &acts {
        if *act == Act::Delete {
            menu_divider(ui, width);
        }
        let response = verb_ui(ui, width, verb);
        if response.clicked() {
            wishes.push(Wish::Many(*act, keys.clone()));
            ui.close();
        }
        entries.push(response);
    }
    move_among(ui, id(), &entries, 0);
    type_ahead(ui, id(), &entries, acts.iter().map(|(_, verb)| verb.words.as_str()));
}

/// Draws the menu while it is open; closed, it leaves the keyboard to `back`.
pub fn key_menu_ui(
    ctx: &Context,
    screen: &Screen,
    snapshot: &Snapshot,
    shown: &Shown,
    back: Option<Id>,
    section: Section,
    wishes: &mut Vec<Wish>,
) {
    if !Popup::is_id_open(ctx, id()) {
        return closed(ctx, back);
    }
    let key = snapshot.keys.iter().find(|key| screen.menu_of.contains(&key.uid));
    let (Some(key), Some(opener)) = (key, screen.menu_at) else { return Popup::close_id(ctx, id()) };
    let several = screen.menu_of.len() > 1;
    let name = if several { counts::keys(screen.menu_of.len()) } else { key.name().to_owned() };
    let stands = match section {
        Section::Keys if screen.compare.on => Stands::Cell,
        Section::Keys if screen.inspector.holds(ctx, opener) => Stands::Details,
        Section::Keys => Stands::List,
        other => Stands::Elsewhere(other),
    };
    let of = Of { snapshot, key, shown: shown.uid() == Some(key.uid), stands };
    // Its first pass measures it, unseen.
    let size = AreaState::load(ctx, id()).and_then(|state| state.size).unwrap_or_default();
    let at = menu_place(ctx.content_rect(), opener, size);
    let popup = Popup::new(id(), ctx.clone(), PopupAnchor::Position(at), LayerId::background())
        .kind(PopupKind::Menu)
        .align(RectAlign::BOTTOM_START)
        .align_alternatives(&[])
        .gap(0.0)
        .layout(Layout::top_down_justified(Align::Min))
        .style(menu_raised)
        .accessible_name(format!("Menu of {name}"))
        .open_memory(None);
    let shown = popup.show(|ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        if several {
            return scroll(ctx).show(ui, |ui| many_ui(ui, screen, snapshot, wishes)).inner;
        }
        let leads = |command: &Command| stands != Stands::Details || *command != Command::Inspector;
        let fits = |command: &&Command| leads(command) && command.fits(snapshot, Some(key));
        let verbs: Vec<Verb> =
            GROUPS.iter().flat_map(|group| group.iter()).filter(fits).map(|command| of.verb(*command)).collect();
        let width = verbs.iter().map(|verb| verb_width(ui, verb)).fold(180.0, f32::max).ceil();
        keep_spaces(ui, id(), verbs.iter().map(|verb| verb.words.as_str()).chain([COPY_AS_WORDS]));
        let mut first = true;
        let (mut entries, mut words) = (Vec::new(), Vec::new());
        scroll(ctx).show(ui, |ui| {
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
                    words.push(of.verb(command).words);
                    if index == 0 && command == Command::Copy {
                        entries.push(of.copy_as_ui(ui, width, wishes));
                        words.push(COPY_AS_WORDS.to_owned());
                    }
                }
            }
            move_among(ui, id(), &entries, 0);
            type_ahead(ui, id(), &entries, words.iter().map(String::as_str));
        });
    });
    match &shown {
        Some(menu) => menu_is_open(&menu.response),
        None => closed(ctx, back),
    }
}

/// It is closed: the keyboard that was in it is left to `back`.
fn closed(ctx: &Context, back: Option<Id>) {
    let was_inside = forget_menu(ctx, id()) | forget_menu(ctx, copy_as_id());
    let elsewhere =
        ctx.input(|input| input.pointer.any_click()) || ctx.memory(|memory| memory.top_modal_layer().is_some());
    if was_inside && !elsewhere {
        back.into_iter().for_each(|back| ctx.memory_mut(|memory| memory.request_focus(back)));
    }
}

impl Of<'_> {
    /// The keys that do it where the key's row stands.
    fn caps(self, command: Command) -> Vec<&'static str> {
        match (self.stands, command) {
            (Stands::Cell, Command::Copy) => vec![COMMAND_CAP, "C"],
            (Stands::Cell | Stands::Elsewhere(_), Command::Inspector) => vec!["Enter"],
            (Stands::Cell, Command::Show) | (Stands::Elsewhere(_), Command::Copy) => Vec::new(),
            (Stands::Elsewhere(section), _) if !command.acts_in(section) => Vec::new(),
            _ => command.caps_in(&self.snapshot.settings),
        }
    }

    fn verb(self, command: Command) -> Verb {
        let hides = command == Command::Show && self.shown;
        let (icon, words) =
            if hides { (Icon::EyeSlash, "Hide secret") } else { (command.icon(), command.title_for(self.key)) };
        let caps = self.caps(command);
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
            Verb { icon: Icon::Copy, words: COPY_AS_WORDS.to_owned(), caps: Vec::new(), danger: false, opens: true };
        let response = verb_ui(ui, width, &opener);
        let shown = SubMenu::new().config(MenuConfig::new().style(menu_raised)).show(ui, &response, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let widths = commands.iter().map(|command| verb_width(ui, &self.verb(*command)));
            let width = widths.fold(120.0, f32::max).ceil();
            let words: Vec<String> = commands.iter().map(|command| self.verb(*command).words).collect();
            keep_spaces(ui, copy_as_id(), words.iter().map(String::as_str));
            let entries: Vec<Response> =
                commands.iter().map(|command| self.entry_ui(ui, width, *command, wishes)).collect();
            move_among(ui, copy_as_id(), &entries, 0);
            // Open under the pointer, it leaves the letters to the menu beside it.
            if entries.iter().any(Response::has_focus) {
                type_ahead(ui, copy_as_id(), &entries, words.iter().map(String::as_str));
            }
        });
        if let Some(menu) = &shown {
            menu_is_open(&menu.response);
        }
        response
    }
}
