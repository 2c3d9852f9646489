//! The processor time of a frame: layout, painting and tessellation of the whole window over 100,000 keys, without a
//! display. What the graphics card or its emulation takes is not in it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use eframe::App as _;
use egui::accesskit::NodeId;
use egui::{Key, Modifiers, PointerButton, Pos2, Rect, pos2, vec2};
use keyloft::fs::Home;
use keyloft::gui::App;
use keyloft::jobs::{self, Event, Opening, Request, Snapshot, VaultState, Worker};
use keyloft::vault::World;
use rustix::time::{ClockId, clock_gettime};

use super::vaults::Sealed;
use super::{milliseconds, percentile, row};

const KEYS: usize = 100_000;
const BAR: &str = "p99 ≤ 6 ms";

/// The window, with this program as its worker.
pub struct Stage {
    ctx: egui::Context,
    app: App,
    frame: eframe::Frame,
    time: f64,
    tell: SyncSender<Event>,
    _asked: Receiver<Request>,
}

impl Stage {
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        let ctx = egui::Context::default();
        let (requests, asked) = sync_channel(64);
        let (tell, events) = sync_channel(4);
        let app = App::new(&ctx, Worker { requests, events }, Arc::new(|| {}));
        let frame = eframe::Frame::_new_kittest();
        let mut stage = Self { ctx, app, frame, time: 0.0, tell, _asked: asked };
        stage.tell.send(Event::Snapshot(snapshot)).unwrap();
        // Fonts are laid out, and the first focus is given.
        for _ in 0..5 {
            stage.frame(Vec::new());
        }
        stage
    }

    /// One frame of the window, in the order eframe gives it, and its time on this thread's processor.
    pub fn frame(&mut self, events: Vec<egui::Event>) -> Duration {
        self.time += 1.0 / 60.0;
        let input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 820.0))),
            time: Some(self.time),
            focused: true,
            events,
            ..egui::RawInput::default()
        };
        let before = processor_time();
        let output = self.ctx.run_ui(input, |ui| {
            self.app.logic(ui.ctx(), &mut self.frame);
            self.app.ui(ui, &mut self.frame);
        });
        let meshes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = processor_time() - before;
        assert!(!meshes.is_empty(), "the frame showed something");
        took
    }

    pub fn press(&mut self, key: Key, modifiers: Modifiers) -> Duration {
        self.frame(vec![egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }])
    }

    /// Where the widget of this name stands, as a screen reader would be told.
    pub fn place_of(&mut self, name: &str) -> Rect {
        self.find(name).expect("it is in view")
    }

    /// Whether a widget of this name is in view.
    pub fn has(&mut self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&mut self, name: &str) -> Option<Rect> {
        self.ctx.enable_accesskit();
        let input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 820.0))),
            time: Some(self.time),
            ..egui::RawInput::default()
        };
        let output = self.ctx.run_ui(input, |ui| self.app.ui(ui, &mut self.frame));
        self.ctx.disable_accesskit();
        let nodes = output.platform_output.accesskit_update.unwrap().nodes;
        let named =
            |(_, node): &&(NodeId, egui::accesskit::Node)| node.label().is_some_and(|label| label.starts_with(name));
        let bounds = nodes.iter().find(named)?.1.bounds()?;
        Some(Rect::from_min_max(pos2(bounds.x0 as f32, bounds.y0 as f32), pos2(bounds.x1 as f32, bounds.y1 as f32)))
    }

    fn click(&mut self, pos: Pos2) {
        self.frame(vec![egui::Event::PointerMoved(pos)]);
        for pressed in [true, false] {
            let button = PointerButton::Primary;
            self.frame(vec![egui::Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE }]);
        }
    }
}

fn processor_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.try_into().unwrap(), now.tv_nsec.try_into().unwrap())
}

/// What the real worker says of a real vault.
pub fn snapshot() -> Arc<Snapshot> {
    let vault = Sealed::new(KEYS);
    let home = Home::at(&vault.home.vault());
    // The helper answers where the runtime folder says, which the environment of this program does not: the names are
    // enough, and a locked vault gives none, so it is opened here.
    let phrase = keyloft::model::Secret::new(std::fs::read(vault.home.path().join("phrase")).unwrap());
    let worker = jobs::start(move || Ok(Opening::at(home, World::real("bench"))), Arc::new(|| {}));
    worker.requests.send(Request::Unlock(Some(phrase))).unwrap();
    loop {
        match worker.events.recv().unwrap() {
            Event::Snapshot(snapshot) if snapshot.state == VaultState::Open => return snapshot,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
}

pub fn measure() {
    let snapshot = snapshot();
    assert_eq!(snapshot.keys.len(), KEYS);
    let mut stage = Stage::new(snapshot);
    let all = stage.place_of("All projects");
    stage.click(all.center());
    let everything = stage.place_of("Filter");
    stage.frame(vec![egui::Event::PointerMoved(pos2(760.0, 500.0))]);

    let mut scrolling: Vec<Duration> = (0..1_000).map(|step| scroll(&mut stage, step)).collect();
    let mut typing = Vec::new();
    stage.click(everything.center());
    while typing.len() < 1_000 {
        type_and_erase(&mut stage, &mut typing);
    }
    stage.press(Key::Escape, Modifiers::NONE);
    let mut both = [scrolling.clone(), typing.clone()].concat();
    let mut arrows: Vec<Duration> = (0..500)
        .map(|step| stage.press(if step % 100 < 60 { Key::ArrowDown } else { Key::PageDown }, Modifiers::NONE))
        .collect();
    let mut still: Vec<Duration> = (0..500).map(|_| stage.frame(Vec::new())).collect();
    for (what, times, bar) in [
        ("scrolling, 1,000 frames", &mut scrolling, BAR),
        ("typing and erasing, 1,000 frames", &mut typing, BAR),
        ("both, 2,000 frames", &mut both, BAR),
        ("arrows and pages, 500 frames", &mut arrows, ""),
        ("nothing happens, 500 frames", &mut still, ""),
    ] {
        let [p50, p99, max] = [50, 99, 100].map(|percent| milliseconds(percentile(times, percent)));
        row(&format!("100,000 keys, {what}: p50, p99, max"), &format!("{p50:.2} {p99:.2} {max:.2} ms"), bar);
    }
}

/// Wheel clicks down and up again, slow and fast.
pub fn scroll(stage: &mut Stage, step: usize) -> Duration {
    let speed = [1.0, 3.0, 40.0][step / 50 % 3];
    let down = if (step / 250).is_multiple_of(2) { -1.0 } else { 1.0 };
    stage.frame(vec![egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: vec2(0.0, down * speed),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }])
}

/// A letter a frame, then a backspace a frame: the hardest typing there is.
fn type_and_erase(stage: &mut Stage, times: &mut Vec<Duration>) {
    for word in ["stripe 09", "openai prod", "service", "zzz", "e", "project 07 github"] {
        for letter in word.chars() {
            times.push(stage.frame(vec![egui::Event::Text(letter.to_string())]));
        }
        for _ in word.chars() {
            times.push(stage.press(Key::Backspace, Modifiers::NONE));
        }
    }
}
