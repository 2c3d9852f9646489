//! Drawing a section of the open vault: the sidebar beside it, and what lies over it.

use std::sync::Arc;

use egui::{Rect, Ui, UiBuilder};

use super::App;
use super::keyboard::{filter_id, to_filter};
use crate::gui::commands::Command;
use crate::gui::modal::Modal;
use crate::gui::route::Section;
use crate::gui::screens::compare::compare_keys;
use crate::gui::screens::confirm_state::ConfirmState;
use crate::gui::screens::keys::{Screen, Split, inspector_ui, key_menu_ui, list_keys, picking_keys};
use crate::gui::screens::person::person_keys;
use crate::gui::screens::review::{review_keys, review_ui};
use crate::gui::theme::{self, Icon};
use crate::gui::toast::{Face, News, Undo};
use crate::gui::toasts::Stands;
use crate::gui::widgets::keyboard::{keep_typed, take_typed};
use crate::gui::widgets::{Misplaced, ToastIcon};
use crate::gui::wish::Wish;
use crate::gui::{palette, screens, shell, widgets};
use crate::jobs::{Failure, Snapshot};

impl App {
    /// A secret that is pasted to look for it never stands in a filter: the palette says whose it is.
    fn ask_of_pasted(&mut self, ctx: &egui::Context, section: Section, snapshot: &Snapshot) {
        if self.modal.is_some() || !ctx.memory(|memory| memory.has_focus(filter_id(section))) {
            return;
        }
        // Paths and words of a line are looked for here, as they are not in the palette.
        let is_secret = |text: &str| palette::is_secret(text, snapshot) && Misplaced::as_path(text).is_some();
        if let Some(text) = palette::take_pasted(ctx, is_secret).pop() {
            self.open_palette(vec![egui::Event::Paste(text)]);
        }
    }

    pub(super) fn open_ui(
        &mut self,
        ui: &mut Ui,
        all: Rect,
        section: Section,
        snapshot: &Arc<Snapshot>,
        wishes: &mut Vec<Wish>,
    ) {
        let ctx = ui.ctx().clone();
        self.ask_of_pasted(&ctx, section, snapshot);
        if self.modal.is_none() {
            if section == Section::Keys && !self.keys.compare.on {
                picking_keys(&ctx, &mut self.keys, snapshot);
            }
            self.escape(&ctx);
            let key = self.selected();
            // Space presses the button that has the keyboard; the list's rows are none.
            let listed = self.keys.has_keyboard(&ctx) || self.cell_has_keyboard(&ctx);
            let choosing = egui::Popup::is_any_open(&ctx);
            let allowed = |command: Command| {
                (!choosing || command.acts_over_a_menu())
                    && (self.acts_in_bulk(command) || command.fits(snapshot, key))
                    && command.acts_in(section)
                    && !command.is_switched_off(&snapshot.settings)
                    && (command != Command::Show || listed)
            };
            match Command::pressed(&ctx, allowed) {
                // At once: what is typed after it may be in the same frame already.
                Some((Command::Search, place)) => self.open_palette(take_typed(&ctx, place)),
                Some((Command::Filter, _)) => to_filter(&ctx, section),
                // A letter may be a slip: each way it asks.
                Some((Command::Enable, place)) => {
                    keep_typed(&ctx, place);
                    let asked = key.and_then(|key| ConfirmState::enable(snapshot, key.uid));
                    self.hide_secret();
                    self.modal = asked.map(Modal::ConfirmState);
                }
                Some((command @ (Command::MarkEnded | Command::MarkValueEnded), place))
                    if !self.acts_in_bulk(command) =>
                {
                    keep_typed(&ctx, place);
                    wishes.extend(key.map(|key| Wish::AskEnded(vec![key.uid])));
                }
                Some((command, place)) => {
                    keep_typed(&ctx, place);
                    if choosing && command.shows_a_section() {
                        // One that stands there too, as a row's does, would stay open.
                        egui::Popup::close_all(&ctx);
                    }
                    wishes.push(Wish::Do(command));
                }
                None if choosing => {}
                None => self.say_refused(&ctx, section),
            }
        } else if Command::pressed(&ctx, |command| command == Command::Lock && command.fits(snapshot, None)).is_some() {
            // Whoever has to leave at once does not close a dialog first.
            wishes.push(Wish::Do(Command::Lock));
        }
        if self.modal.is_none() {
            let dropped = ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
            wishes.extend(dropped.map(|path| Wish::Import(Some(path))));
        }
        let (sidebar, pane) = all.split_left_right_at_x(all.left() + shell::width(&ctx));
        // A person's keys are those of all projects.
        let project = self.place().project.as_deref().filter(|_| section != Section::Person);
        let at = shell::At { section, project };
        shell::sidebar_ui(ui, sidebar, at, &self.keys, snapshot, wishes);
        let mut sheet = None;
        let free = match section {
            Section::Keys => {
                let split = self.keys_section_ui(ui, pane, snapshot, wishes);
                sheet = split.sheet_layer();
                split.free
            }
            Section::Activity => self.activity_section_ui(ui, pane, snapshot, wishes),
            Section::Settings => {
                let (screen, notice) = (&mut self.settings, notice_of(&self.notice, section));
                screens::settings::settings_ui(ui, pane, screen, snapshot, notice, wishes)
            }
            Section::Review => self.review_section_ui(ui, pane, snapshot, wishes),
            Section::Person => self.person_section_ui(ui, pane, snapshot, wishes),
        };
        match sheet {
            Some(layer) => {
                let mut over = ui.new_child(UiBuilder::new().id_salt("over the sheet").layer_id(layer).max_rect(all));
                self.toasts_ui(&mut over, free, wishes);
            }
            None => self.toasts_ui(ui, free, wishes),
        }
        if ctx.input(|input| !input.raw.hovered_files.is_empty()) {
            // It would lie over what says where the file goes.
            egui::Popup::close_all(&ctx);
            drop_hint_ui(ui, pane);
        }
    }

    /// A letter was pressed that has no meaning for the key one is on.
    fn say_refused(&mut self, ctx: &egui::Context, section: Section) {
        let (Some(snapshot), Some(key)) = (self.snapshot.as_deref(), self.selected()) else { return };
        let listed = self.keys.has_keyboard(ctx);
        let refused = |command: Command| {
            command.refusal(snapshot, key).is_some()
                && command.acts_in(section)
                && !command.is_switched_off(&snapshot.settings)
                && (command != Command::Show || listed)
        };
        let Some((command, _)) = Command::pressed(ctx, refused) else { return };
        self.refuse(ctx, command, key.uid);
    }

    /// What was done; returns what is left for a toast.
    fn activity_section_ui(&mut self, ui: &mut Ui, pane: Rect, snapshot: &Snapshot, wishes: &mut Vec<Wish>) -> Rect {
        if !self.activity.is_asked_for() {
            // One came back to it over a lock, which forgot what was read.
            let _ = self.activity.go(self.keys.place.project.as_ref());
            wishes.extend(self.activity.show().into_iter().map(Wish::Ask));
        }
        if self.modal.is_none() {
            screens::activity::activity_keys(ui.ctx(), &mut self.activity, snapshot, wishes);
        }
        let (screen, summary) = (&mut self.activity, &self.keys.summary);
        let notice = notice_of(&self.notice, Section::Activity);
        screens::activity::activity_ui(ui, pane, screen, snapshot, summary, notice, wishes);
        pane
    }

    /// The keys, the selected one's details and its menu; returns how the room was shared out.
    fn keys_section_ui(&mut self, ui: &mut Ui, pane: Rect, snapshot: &Snapshot, wishes: &mut Vec<Wish>) -> Split {
        let ctx = ui.ctx().clone();
        if self.modal.is_none() && self.keys.compare.on {
            compare_keys(&ctx, &mut self.keys.compare, Screen::filter_id(), snapshot, wishes);
        } else if self.modal.is_none() {
            list_keys(&ctx, &mut self.keys, snapshot);
        }
        let notice = notice_of(&self.notice, Section::Keys);
        let split = screens::keys::keys_ui(ui, pane, &mut self.keys, snapshot, notice, wishes);
        let of_this = self.is_of_details();
        let notice = notice_of(&self.notice, Section::Keys).filter(|_| of_this);
        inspector_ui(ui, split, &mut self.keys, snapshot, &self.shown, notice, wishes);
        self.look_at_selected(&ctx);
        let back = self.row();
        key_menu_ui(&ctx, &self.keys, snapshot, &self.shown, back, Section::Keys, wishes);
        split
    }

    /// What needs someone; returns what is left for a toast.
    fn review_section_ui(&mut self, ui: &mut Ui, pane: Rect, snapshot: &Arc<Snapshot>, wishes: &mut Vec<Wish>) -> Rect {
        let ctx = ui.ctx().clone();
        self.review.follow(&ctx, snapshot);
        if self.modal.is_none() {
            review_keys(&ctx, &mut self.review, wishes);
        }
        let summary = &self.keys.summary;
        let notice = notice_of(&self.notice, Section::Review);
        review_ui(ui, pane, &mut self.review, snapshot, summary, notice, wishes);
        let back = self.row();
        key_menu_ui(&ctx, &self.keys, snapshot, &self.shown, back, Section::Review, wishes);
        pane
    }

    /// A person's page; returns what is left for a toast.
    fn person_section_ui(&mut self, ui: &mut Ui, pane: Rect, snapshot: &Snapshot, wishes: &mut Vec<Wish>) -> Rect {
        let ctx = ui.ctx().clone();
        if let Some(facts) = &self.snapshot {
            self.person.follow(facts);
        }
        if self.modal.is_none() {
            person_keys(&ctx, &mut self.person, snapshot, wishes);
        }
        let notice = notice_of(&self.notice, Section::Person);
        screens::person::person_ui(ui, pane, &mut self.person, snapshot, notice, wishes);
        let back = self.row();
        key_menu_ui(&ctx, &self.keys, snapshot, &self.shown, back, Section::Person, wishes);
        pane
    }

    /// What became of the clipboard, or that the store is asked for something, and above it what was done last.
    fn toasts_ui(&mut self, ui: &mut Ui, pane: Rect, wishes: &mut Vec<Wish>) {
        let now = ui.input(|input| input.time);
        let asking = self.snapshot.clone().and_then(|snapshot| self.waiting(ui.ctx(), &snapshot));
        let asking = asking.map(|(face, since)| Seen {
            face,
            icon: ToastIcon::Busy,
            since,
            begun: since,
            raised: false,
            answers: Command::ClearClipboard,
        });
        let stand = self.toasts.now(now, asking.is_some());
        for next in stand.iter().flatten().map(|stands| stands.toast.next_frame(now)) {
            ui.ctx().request_repaint_after(next);
        }
        let [clipboard, done] = stand.map(|stands| stands.map(|stands| Seen::of(stands, now)));
        let mut all: Option<(Rect, f64)> = None;
        for (index, seen) in [asking.or(clipboard), done].into_iter().enumerate() {
            let Some(seen) = seen else {
                self.toasts.places[index].take().into_iter().for_each(|place| widgets::toast_leaves(ui, place));
                continue;
            };
            let place = widgets::toast_place(ui, pane, &seen.face, seen.raised);
            self.toasts.places[index] = Some(place);
            let (others, last) = all.unwrap_or((place, seen.begun));
            all = Some((place.union(others), seen.begun.max(last)));
            if widgets::toast_ui(ui, index, place, &seen.face, seen.icon, seen.since) {
                wishes.push(Wish::Do(seen.answers));
            }
        }
        widgets::toast_stands(ui.ctx(), all);
    }
}

/// A toast as it is seen now.
struct Seen {
    face: Face,
    icon: ToastIcon,
    since: f64,
    begun: f64,
    raised: bool,
    /// What its button does.
    answers: Command,
}

impl Seen {
    fn of(stands: &Stands, now: f64) -> Self {
        let toast = &stands.toast;
        let face = toast.face(now);
        let icon = match toast.undo() {
            Some(Undo::Disable(_)) => ToastIcon::Act(Icon::Prohibit),
            Some(Undo::Assign(_)) => ToastIcon::Act(Icon::UserPlus),
            Some(Undo::Snooze(_)) => ToastIcon::Act(Icon::BellSlash),
            Some(Undo::Move(..) | Undo::Unlink(..)) => ToastIcon::Act(Icon::FolderSimple),
            Some(Undo::End(..) | Undo::DeletedEnd(..) | Undo::Needed(..)) => ToastIcon::Act(Icon::CheckCircle),
            _ if face.good => ToastIcon::Good,
            // Nothing went wrong: what was pressed has no meaning there.
            _ if toast.news_kind() == Some(News::Refusal) => ToastIcon::Act(Icon::Info),
            _ => ToastIcon::Bad,
        };
        let answers = if toast.undo().is_some() { Command::Undo } else { Command::ClearClipboard };
        Self { face, icon, since: stands.since, begun: stands.begun, raised: stands.raised, answers }
    }
}

/// What did not happen, in the section that it was asked for in.
fn notice_of(notice: &Option<(Section, Failure)>, section: Section) -> Option<&Failure> {
    notice.as_ref().filter(|(at, _)| *at == section).map(|(_, failure)| failure)
}

fn drop_hint_ui(ui: &Ui, pane: Rect) {
    let t = theme::of(ui);
    ui.painter().rect_filled(pane, 0.0, t.scrim);
    let card = Rect::from_center_size(pane.center(), egui::vec2(280.0, 44.0));
    ui.painter().rect_filled(card, theme::radius::CARD, t.bg_raised);
    widgets::text_centered(ui, card, theme::Type::Strong, t.text_primary, "Drop an environment file here");
}
