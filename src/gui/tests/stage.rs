//! The window on a stage: its worker's ends of both channels are the test's.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::gui::app::App;
use crate::gui::chooser::Chooser;
use crate::gui::pages::Opener;
use crate::jobs::{Event, Request, Snapshot, WindowState, Worker};
use crate::model::{Clock, FixedClock};

/// Randomness that is the same in every run, and never twice the same within one.
struct Counted(std::sync::atomic::AtomicU64);

impl crate::model::Random for Counted {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            let count = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            // The high bits of a product are spread over all values.
            *byte = (count.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8;
        }
    }
}

/// The window and the worker's ends of both channels.
pub(in crate::gui) struct Stage {
    pub window: Harness<'static, App>,
    pub asked: Asked,
    pub tell: SyncSender<Event>,
}

/// What the window asked of the worker, in its order. Looks at the selected key, which anything that selects makes, and
/// that there was input or how the window stands, are left out here.
pub(in crate::gui) struct Asked(pub Receiver<Request>);

impl Asked {
    pub fn try_recv(&self) -> Result<Request, TryRecvError> {
        self.try_iter().next().ok_or(TryRecvError::Empty)
    }

    pub fn try_iter(&self) -> impl Iterator<Item = Request> {
        self.0.try_iter().filter(|request| {
            !matches!(request, Request::Look(_) | Request::Touch | Request::KeepWindow(_) | Request::LookAtImports(_))
        })
    }
}

impl Stage {
    pub fn sized(first: Snapshot, width: f32, height: f32) -> Self {
        Self::built(Harness::builder().with_size(vec2(width, height)), first, WindowState::default())
    }

    /// The window as it stood when it was last used.
    pub fn standing(first: Snapshot, state: &WindowState) -> Self {
        Self::standing_sized(first, 1280.0, 820.0, state)
    }

    /// The same in a window of another size.
    pub fn standing_sized(first: Snapshot, width: f32, height: f32, state: &WindowState) -> Self {
        Self::built(Harness::builder().with_size(vec2(width, height)), first, state.clone())
    }

    /// One whose pixels can be looked at.
    #[cfg(feature = "snapshots")]
    pub fn drawn(first: Snapshot, width: f32, height: f32) -> Self {
        Self::built(Harness::builder().with_size(vec2(width, height)).wgpu(), first, WindowState::default())
    }

    /// The window before its worker's first word.
    pub fn starting() -> Self {
        Self::silent(Harness::builder().with_size(vec2(1280.0, 820.0)), WindowState::default())
    }

    /// One whose pages open in a way of the test's.
    pub fn opening_pages(first: Snapshot, opener: Opener) -> Self {
        let builder = Harness::builder().with_size(vec2(1280.0, 820.0));
        let mut stage = Self::adorned(builder, WindowState::default(), |app| app.with_opener(opener));
        stage.hears(Event::Snapshot(Arc::new(first)));
        stage
    }

    /// One to which the time of day is told by the test.
    pub fn on_clock(first: Snapshot, clock: Arc<dyn Clock>) -> Self {
        let builder = Harness::builder().with_size(vec2(1280.0, 820.0));
        let mut stage = Self::adorned(builder, WindowState::default(), |app| app.with_clock(clock));
        stage.hears(Event::Snapshot(Arc::new(first)));
        stage
    }

    /// One whose file dialogs are the test's.
    pub fn choosing(first: Snapshot, chooser: Chooser) -> Self {
        let builder = Harness::builder().with_size(vec2(1280.0, 820.0));
        let mut stage = Self::adorned(builder, WindowState::default(), |app| app.with_chooser(chooser));
        stage.hears(Event::Snapshot(Arc::new(first)));
        stage
    }

    fn built(builder: egui_kittest::HarnessBuilder<App>, first: Snapshot, state: WindowState) -> Self {
        let mut stage = Self::silent(builder, state);
        stage.hears(Event::Snapshot(Arc::new(first)));
        stage
    }

    fn silent(builder: egui_kittest::HarnessBuilder<App>, state: WindowState) -> Self {
        Self::adorned(builder, state, |app| app)
    }

    fn adorned(builder: egui_kittest::HarnessBuilder<App>, state: WindowState, adorn: impl FnOnce(App) -> App) -> Self {
        let (requests, asked) = sync_channel(16);
        let (tell, events) = sync_channel(16);
        let window = builder.build_eframe(move |context| {
            let worker = Worker { requests, events };
            let app = App::new(&context.egui_ctx, worker, Arc::new(|| {})).standing(&state);
            let still = FixedClock(chrono::DateTime::UNIX_EPOCH);
            adorn(app.with_random(Arc::new(Counted(0.into()))).with_clock(Arc::new(still)))
        });
        Self { window, asked: Asked(asked), tell }
    }

    pub fn new(first: Snapshot) -> Self {
        Self::sized(first, 1280.0, 820.0)
    }

    pub fn hears(&mut self, event: Event) {
        self.tell.send(event).unwrap();
        self.window.run_steps(3);
    }

    /// The same with the next frame, whatever else comes then.
    pub fn tells(&self, event: Event) {
        self.tell.send(event).unwrap();
    }

    pub fn press(&mut self, key: Key) {
        self.window.key_press(key);
        self.window.run_steps(3);
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(3);
    }

    /// Looks at all projects: the first entry of the menu of projects.
    pub fn go_to_all_projects(&mut self) {
        self.press_with(Modifiers::COMMAND, Key::P);
        self.press(Key::Home);
        self.press(Key::Enter);
    }

    pub fn click(&mut self, label: &str) {
        self.window.get_by_label(label).click();
        self.window.run_steps(3);
    }

    /// Where these words, or an icon's glyph, are painted: the ink of their letters.
    pub fn painted(&self, words: &str) -> Vec<egui::Rect> {
        fn look(shape: &egui::Shape, words: &str, found: &mut Vec<egui::Rect>) {
            match shape {
                egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, words, found)),
                egui::Shape::Text(text) if text.galley.text() == words => {
                    found.push(text.galley.mesh_bounds.translate(text.pos.to_vec2()));
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        self.window.output().shapes.iter().for_each(|clipped| look(&clipped.shape, words, &mut found));
        found
    }

    /// All pieces of text that are painted, from those under others up.
    pub fn texts(&self) -> Vec<egui::epaint::TextShape> {
        fn look(shape: &egui::Shape, found: &mut Vec<egui::epaint::TextShape>) {
            match shape {
                egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, found)),
                egui::Shape::Text(text) => found.push(text.clone()),
                _ => {}
            }
        }
        let mut found = Vec::new();
        self.window.output().shapes.iter().for_each(|clipped| look(&clipped.shape, &mut found));
        found
    }

    /// Clicks what lies on top: a menu or a dialog over a screen that says the same.
    pub fn click_on_top(&mut self, label: &str) {
        let last = self.window.query_all_by_label(label).last();
        last.unwrap_or_else(|| panic!("nothing is called {label}")).click();
        self.window.run_steps(3);
    }

    pub fn type_text(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run_steps(3);
    }

    /// Turns the wheel there, by so many points; down is less than none.
    pub fn wheel(&mut self, at: egui::Pos2, points: f32) {
        self.window.event(egui::Event::PointerMoved(at));
        self.window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, points),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        // The way is eased.
        self.window.run_steps(20);
    }

    pub fn rows(&self) -> Vec<String> {
        self.window.query_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label()).collect()
    }

    /// Every label and value in the tree, for what must not be there.
    pub fn tree(&self) -> String {
        tree(&self.window)
    }
}

/// Every label and value in a window's tree, each node a line.
pub(in crate::gui) fn tree<S>(window: &Harness<'_, S>) -> String {
    let mut words = String::new();
    for node in window.root().children_recursive() {
        let node = node.accesskit_node();
        words.extend(node.label());
        words.extend(node.value());
        words.push('\n');
    }
    words
}
