//! Under Wayland a window that can't be seen is painted too. The compositor asks such a window for no picture, and winit lets it
//! paint one at the most until then: the last one painted is the first to be seen again. A secret or names that had to go
//! meanwhile would stand there once more. eframe runs what the window hears and masks all the same (`App::logic`): where it
//! did so and no picture followed, one is painted here. Swapping never waits there: eframe asks Wayland for no swap interval.

use std::cell::Cell;
use std::rc::Rc;

use eframe::{EframeWinitApplication, UserEvent};
use winit::application::ApplicationHandler;
use winit::event::{DeviceEvent, DeviceId, StartCause, WindowEvent};
use winit::event_loop::{ActiveEventLoop, EventLoop};
use winit::platform::run_on_demand::EventLoopExtRunOnDemand as _;
use winit::window::WindowId;

/// How a window that opened came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It was closed.
    Closed,
    /// The compositor is gone.
    CutOff,
    /// eframe gave up, and keeps to itself why.
    GaveUp,
}

/// What is known of the window while it runs.
#[derive(Debug, Default)]
struct Course {
    opened: Cell<bool>,
    closing: Cell<bool>,
    /// It heard and masked, and was not painted since.
    behind: Cell<bool>,
}

/// Whether winit takes the window to Wayland.
pub fn is_on_wayland() -> bool {
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET"].iter().any(|name| std::env::var_os(name).is_some_and(|name| !name.is_empty()))
}

/// Opens the window and returns when it has ended.
///
/// # Errors
/// Where it does not open.
pub fn run(title: &str, options: eframe::NativeOptions, create: eframe::AppCreator<'_>) -> eframe::Result<End> {
    let mut events = EventLoop::<UserEvent>::with_user_event().build()?;
    let course = Rc::new(Course::default());
    let watched: eframe::AppCreator<'_> = Box::new({
        let course = Rc::clone(&course);
        move |context| {
            let app = create(context)?;
            course.opened.set(true);
            Ok(Box::new(Watched { app, course }))
        }
    });
    let app = eframe::create_native(title, options, watched, &events);
    let ended = events.run_app_on_demand(&mut Painting { app, course: Rc::clone(&course), window: None });
    match ended {
        Err(error) if !course.opened.get() => Err(error.into()),
        Ok(()) if !course.opened.get() => Err(eframe::Error::AppCreation("nothing can be drawn".into())),
        Ok(()) if course.closing.get() => Ok(End::Closed),
        Ok(()) => Ok(End::GaveUp),
        // winit ends so for nothing else.
        Err(_) => Ok(End::CutOff),
    }
}

/// The window's own part, which tells whether it was painted.
struct Watched<'a> {
    app: Box<dyn eframe::App + 'a>,
    course: Rc<Course>,
}

impl eframe::App for Watched<'_> {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.course.behind.set(true);
        // Also while it can't be seen.
        self.course.closing.set(ctx.input(|input| input.viewport().close_requested()));
        self.app.logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.app.ui(ui, frame);
        self.course.behind.set(false);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        self.app.save(storage);
    }

    fn on_exit(&mut self, gl: Option<&eframe::glow::Context>) {
        self.app.on_exit(gl);
    }

    fn auto_save_interval(&self) -> std::time::Duration {
        self.app.auto_save_interval()
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }

    fn persist_egui_memory(&self) -> bool {
        self.app.persist_egui_memory()
    }

    fn raw_input_hook(&mut self, ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        self.app.raw_input_hook(ctx, raw_input);
    }
}

/// eframe's part, which is told to paint what it is behind with.
struct Painting<'a> {
    app: EframeWinitApplication<'a>,
    course: Rc<Course>,
    window: Option<WindowId>,
}

impl ApplicationHandler<UserEvent> for Painting<'_> {
    fn resumed(&mut self, events: &ActiveEventLoop) {
        self.app.resumed(events);
    }

    fn new_events(&mut self, events: &ActiveEventLoop, cause: StartCause) {
        self.app.new_events(events, cause);
    }

    fn user_event(&mut self, events: &ActiveEventLoop, event: UserEvent) {
        self.app.user_event(events, event);
    }

    fn window_event(&mut self, events: &ActiveEventLoop, window: WindowId, event: WindowEvent) {
        self.window = Some(window);
        self.app.window_event(events, window, event);
    }

    fn device_event(&mut self, events: &ActiveEventLoop, device: DeviceId, event: DeviceEvent) {
        self.app.device_event(events, device, event);
    }

    fn about_to_wait(&mut self, events: &ActiveEventLoop) {
        if let Some(window) = self.window.filter(|_| self.course.behind.take()) {
            self.app.window_event(events, window, WindowEvent::RedrawRequested);
        }
        self.app.about_to_wait(events);
    }

    fn suspended(&mut self, events: &ActiveEventLoop) {
        self.app.suspended(events);
    }

    fn exiting(&mut self, events: &ActiveEventLoop) {
        self.app.exiting(events);
    }

    fn memory_warning(&mut self, events: &ActiveEventLoop) {
        self.app.memory_warning(events);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Blank;

    impl eframe::App for Blank {
        fn ui(&mut self, _ui: &mut egui::Ui, _frame: &mut eframe::Frame) {}
    }

    fn watched() -> (Watched<'static>, Rc<Course>) {
        let course = Rc::new(Course::default());
        (Watched { app: Box::new(Blank), course: Rc::clone(&course) }, course)
    }

    fn asked_to_close() -> egui::RawInput {
        let mut input = egui::RawInput::default();
        let viewport = input.viewports.entry(egui::ViewportId::ROOT).or_default();
        viewport.events.push(egui::ViewportEvent::Close);
        input
    }

    #[test]
    fn what_was_heard_unseen_is_painted_and_once_is_enough() {
        let ctx = egui::Context::default();
        let mut frame = eframe::Frame::_new_kittest();
        let (mut app, course) = watched();
        let painted = |app: &mut Watched<'_>, frame: &mut eframe::Frame| {
            let output = ctx.run_ui(egui::RawInput::default(), |ui| {
                eframe::App::logic(app, &ui.ctx().clone(), frame);
                eframe::App::ui(app, ui, frame);
            });
            { output }.textures_delta.clear();
        };
        painted(&mut app, &mut frame);
        assert!(!course.behind.get(), "it was painted");
        drop(ctx.run_logic(&egui::RawInput::default(), |ctx| eframe::App::logic(&mut app, ctx, &mut frame)));
        assert!(course.behind.get());
        painted(&mut app, &mut frame);
        assert!(!course.behind.get());
    }

    #[test]
    fn a_window_that_is_closed_unseen_is_closed() {
        let ctx = egui::Context::default();
        let mut frame = eframe::Frame::_new_kittest();
        let (mut app, course) = watched();
        drop(ctx.run_logic(&egui::RawInput::default(), |ctx| eframe::App::logic(&mut app, ctx, &mut frame)));
        assert!(!course.closing.get());
        drop(ctx.run_logic(&asked_to_close(), |ctx| eframe::App::logic(&mut app, ctx, &mut frame)));
        assert!(course.closing.get());
    }
}
