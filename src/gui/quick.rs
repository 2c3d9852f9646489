//! `keyloft quick`: a small window with the palette alone. Enter copies and closes it; the helper that holds the
//! clipboard lives on.

use std::sync::Arc;
use std::sync::mpsc::TryRecvError;

use egui::{Key, Rect, Stroke, StrokeKind, Ui, ViewportCommand, vec2};

use super::commands::{Command, provider_page};
use super::pages::Pages;
use super::palette::Palette;
use super::route::Route;
use super::screens::confirm::{Copying, copying_ui};
use super::taste::Taste;
use super::theme::Icon;
use super::widgets::{self, IconButton, modal};
use super::wish::Wish;
use super::{screens, theme};
use crate::jobs::{CopyForm, Done, Event, Failure, Request, Snapshot, VaultState, Worker};
use crate::model::KeyUid;

/// The small window.
pub struct Quick {
    worker: Worker,
    snapshot: Option<Arc<Snapshot>>,
    route: Route,
    palette: Palette,
    taste: Taste,
    /// A question before a protected secret is copied.
    asking: Option<Copying>,
    /// Why the use that is about to be told of is not noted.
    unnoted: Option<Failure>,
    pages: Pages,
}

fn message(title: &str, why: &str, advice: &str) -> Route {
    Route::Message(Failure::new(title, why, advice))
}

impl Quick {
    /// A window on a worker that is running.
    pub fn new(ctx: &egui::Context, worker: Worker) -> Self {
        theme::install(ctx);
        modal::listen(ctx);
        let route = Route::Starting;
        route.tend_typed(ctx);
        Self {
            worker,
            snapshot: None,
            route,
            palette: Palette::alone(),
            taste: Taste::default(),
            asking: None,
            unnoted: None,
            pages: Pages::default(),
        }
    }

    fn hear(&mut self, ctx: &egui::Context, event: Event) {
        let now = ctx.input(|input| input.time);
        match (event, &mut self.route) {
            (Event::Snapshot(snapshot), _) => self.take(ctx, snapshot),
            (Event::Taste(system), _) => self.taste.system_said(ctx, system),
            (Event::Unnoted(failure), _) => self.unnoted = Some(failure),
            (event @ (Event::Copied(..) | Event::Done(Done::ReferenceCopied(_))), _) if self.unnoted.is_some() => {
                // Read first, then closed by hand.
                drop(self.palette.hear(event));
                self.unnoted.take().into_iter().for_each(|failure| drop(self.palette.hear(Event::Failed(failure))));
            }
            (Event::Copied(..) | Event::Done(Done::ReferenceCopied(_)), _) => {
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            (Event::Failed(failure), Route::Locked(locked)) => locked.failed(&failure, now),
            (event, Route::Open(_)) => drop(self.palette.hear(event)),
            _ => {}
        }
    }

    fn take(&mut self, ctx: &egui::Context, snapshot: Arc<Snapshot>) {
        if !matches!(snapshot.state, VaultState::Unusable(_)) {
            self.taste.follow(ctx, &snapshot.settings);
        }
        self.route = match std::mem::replace(&mut self.route, Route::Starting).follow(&snapshot.state) {
            Route::FirstRun(_) => {
                message("There is no vault yet", "Keys are copied from it.", "Open Keyloft to make one.")
            }
            route => route,
        };
        if matches!(self.route, Route::Open(_)) {
            drop(self.palette.hear(Event::Snapshot(Arc::clone(&snapshot))));
        } else {
            // Nothing of the vault stays in memory here.
            self.asking = None;
            self.palette = Palette::alone();
        }
        self.snapshot = Some(snapshot);
    }

    fn ask(&mut self, request: Request) {
        if self.worker.requests.try_send(request).is_err() {
            self.route =
                message("Keyloft can't go on", "Its worker does not answer.", "Close this window and try again.");
        }
    }

    /// Asks the person first, where they want to be asked before a protected secret is copied.
    fn ask_first(&mut self, request: Request) {
        match self.snapshot.as_ref().and_then(|snapshot| Copying::about(&request, snapshot)) {
            Some(question) => self.asking = Some(question),
            None => self.ask(request),
        }
    }

    fn carry_out(&mut self, ctx: &egui::Context, wish: Wish) {
        match wish {
            Wish::Ask(request) => self.ask_first(request),
            Wish::Confirmed(request) => self.ask(request),
            Wish::CloseModal if self.asking.is_some() => self.asking = None,
            Wish::Do(Command::ClearClipboard) => self.ask(Request::ClearClipboard),
            Wish::Do(Command::Lock) => self.ask(Request::Lock),
            Wish::DoTo(uid, command) => self.key_command(ctx, uid, command),
            Wish::OpenPage(page) => self.pages.open(ctx, page),
            Wish::CloseModal | Wish::Do(Command::Quit) => ctx.send_viewport_cmd(ViewportCommand::Close),
            // Everything else needs the window that is not there; the palette offers none of it.
            _ => {}
        }
    }

    fn key_command(&mut self, ctx: &egui::Context, uid: KeyUid, command: Command) {
        match command {
            Command::CopyKeyId => self.ask(Request::CopyKeyId(uid)),
            Command::CopyAssignment => self.ask_first(Request::CopyAs(uid, CopyForm::Assignment)),
            Command::CopyExportLine => self.ask_first(Request::CopyAs(uid, CopyForm::ExportLine)),
            Command::CopyReference => self.ask(Request::CopyAs(uid, CopyForm::Reference)),
            Command::OpenProvider => {
                let key = self.snapshot.as_ref().and_then(|snapshot| snapshot.keys.iter().find(|key| key.uid == uid));
                if let Some(page) = key.and_then(provider_page) {
                    self.carry_out(ctx, Wish::OpenPage(page));
                }
            }
            _ => {}
        }
    }
}

impl eframe::App for Quick {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        loop {
            match self.worker.events.try_recv() {
                Ok(event) => self.hear(ctx, event),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    if !matches!(self.route, Route::Message(_)) {
                        self.route = message("Keyloft can't go on", "Its worker has stopped.", "Start it again.");
                    }
                    break;
                }
            }
        }
        while let Some(came) = self.pages.hear() {
            if let (Err(failure), Route::Open(_)) = (came, &self.route) {
                drop(self.palette.hear(Event::Failed(failure)));
            }
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let (ctx, all) = (ui.ctx().clone(), ui.max_rect());
        widgets::name_window(&ctx);
        let mut wishes = Vec::new();
        match (&mut self.route, self.snapshot.clone()) {
            (Route::Message(failure), _) => screens::message::message_ui(ui, all, failure, &mut wishes),
            (Route::Locked(locked), Some(snapshot)) => {
                screens::locked::locked_ui(ui, all, locked, &snapshot, &mut wishes);
            }
            (Route::Open(_), Some(snapshot)) => match &self.asking {
                Some(question) => copying_ui(&ctx, question, &mut wishes),
                None => {
                    let acts = |command| matches!(command, Command::ClearClipboard | Command::Lock);
                    if let Some((command, _)) = Command::pressed(&ctx, acts) {
                        wishes.push(Wish::Do(command));
                    }
                    self.palette.show(&ctx, &snapshot, &mut wishes);
                }
            },
            _ => screens::message::starting_ui(ui, all),
        }
        if !matches!(self.route, Route::Open(_)) {
            // The window has no frame, and there is no palette with an edge and a way out.
            let edge = Stroke::new(1.0, theme::of(ui).stroke_default);
            ui.painter().rect_stroke(all, 0, edge, StrokeKind::Inside);
            let at = Rect::from_center_size(all.right_top() + vec2(-26.0, 26.0), vec2(28.0, 28.0));
            let closes = IconButton::new(Icon::X, "Close").shortcut(Some("Esc")).at(ui, at).clicked();
            if closes || ctx.input(|input| input.key_pressed(Key::Escape)) {
                wishes.push(Wish::CloseModal);
            }
        }
        for wish in wishes {
            self.carry_out(&ctx, wish);
        }
        self.route.tend_typed(&ctx);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::gui::sample;
    use crate::jobs::StoreKind;

    #[test]
    fn the_locked_window_closes_by_its_cross() {
        let (requests, _asked) = sync_channel(16);
        let (tell, events) = sync_channel(16);
        let builder = Harness::builder().with_size(vec2(640.0, 452.0));
        let mut window =
            builder.build_eframe(move |context| Quick::new(&context.egui_ctx, Worker { requests, events }));
        tell.send(Event::Snapshot(Arc::new(sample::locked(StoreKind::Sealed)))).unwrap();
        window.run_steps(3);
        window.get_by_label("Unlock");
        // It has no frame: an edge, as the palette has one.
        let edge = |shape: &egui::epaint::ClippedShape| match &shape.shape {
            egui::Shape::Rect(rect) => rect.rect.size() == vec2(640.0, 452.0) && rect.stroke.width == 1.0,
            _ => false,
        };
        assert!(window.output().shapes.iter().any(edge));
        window.get_by_label("Close").click();
        let closes = (0..4).any(|_| {
            window.step();
            let mut said = window.output().viewport_output.values().flat_map(|viewport| &viewport.commands);
            said.any(|command| *command == ViewportCommand::Close)
        });
        assert!(closes);
    }
}
