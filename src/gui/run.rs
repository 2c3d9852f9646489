//! Opens the window, and says what is missing where it can't be opened.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, OnceLock};

use super::app::App;
use super::gallery::Gallery;
use super::on_screen::{bring_back, make_fit};
use super::palette;
use super::quick::Quick;
use super::taste::prefer;
use super::theme::size;
#[cfg(target_os = "linux")]
use super::unseen::{self, End};
use super::widgets::icon_data;
use crate::jobs::{self, Waker, WindowState, Worker};
use crate::model::Theme;

/// What the desktop knows the window by (Wayland's app id, X11's class): the file name of its menu entry.
pub const APP_ID: &str = "keyloft";

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No X11 or Wayland display is named in the environment.
    #[error("no display answers. Start Keyloft in a desktop session, or use `keyloft --help` on the command line")]
    NoDisplay,
    /// A library of the system is not installed.
    #[error("the window needs the package {package}, which is not installed. Install it, then start Keyloft again")]
    MissingLibrary {
        /// Its name on Debian and Ubuntu.
        package: &'static str,
    },
    /// It was open, and the desktop is gone.
    #[error("the desktop session ended")]
    SessionEnded,
    /// It was open, and can't be drawn any more.
    #[error("the window can't be drawn any more")]
    GaveUp,
    /// Anything else.
    #[error("the window could not be opened")]
    Window(#[source] eframe::Error),
}

/// Libraries that are opened at run time, with the Debian packages that hold them. The longer name comes first.
const LIBRARIES: [(&str, &str); 10] = [
    ("libX11-xcb", "libx11-xcb1"),
    ("libX11", "libx11-6"),
    ("libXcursor", "libxcursor1"),
    ("libXi", "libxi6"),
    ("xkbcommon-x11", "libxkbcommon-x11-0"),
    ("xkbcommon", "libxkbcommon0"),
    ("wayland-client", "libwayland-client0"),
    ("wayland-egl", "libwayland-egl1"),
    ("libEGL", "libegl1"),
    ("libGL", "libgl1"),
];

/// What became of a window that was to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// It was, and has been closed.
    Closed,
    /// Another one was open already, over the same vault on the same display, and came to the front instead.
    OpenAlready,
}

/// Opens the window on this user's own vault and returns when it is closed; on Linux, raises the one that is open already.
///
/// # Errors
/// As [`run`].
pub fn open() -> Result<Opened, Error> {
    let whole = |window: Window| {
        let start = move |waker, ctx: &egui::Context| {
            let _ = window.set(ctx.clone());
            jobs::start_here(waker)
        };
        run_window(start, Begins::AtHome)
    };
    #[cfg(target_os = "linux")]
    {
        the_only(jobs::WindowKind::Whole, whole)
    }
    #[cfg(not(target_os = "linux"))]
    {
        whole(Window::default()).map(|()| Opened::Closed)
    }
}

/// A window that is about to open, for whoever asks it to come to the front.
type Window = Arc<OnceLock<egui::Context>>;

/// Opens a window of which there is one on a display, or raises that; under Wayland the small one makes way for another.
#[cfg(target_os = "linux")]
fn the_only(kind: jobs::WindowKind, opens: impl FnOnce(Window) -> Result<(), Error>) -> Result<Opened, Error> {
    if jobs::raise_first(kind) {
        return Ok(Opened::OpenAlready);
    }
    let window = Window::default();
    let asked = Arc::clone(&window);
    let seat = jobs::take_seat(kind, move || {
        // Before there is a window, it is about to come to the front anyway.
        match asked.get() {
            Some(ctx) if kind.makes_way() => {
                ctx.send_viewport_cmd_to(egui::ViewportId::ROOT, egui::ViewportCommand::Close);
            }
            Some(ctx) => raise(ctx),
            None => {}
        }
    });
    let result = opens(window);
    drop(seat);
    result.map(|()| Opened::Closed)
}

/// Brings the window to the front. Where the desktop keeps programs from that, it marks the window as calling for attention.
#[cfg(target_os = "linux")]
fn raise(ctx: &egui::Context) {
    use egui::ViewportCommand::{Focus, Minimized, RequestUserAttention};
    for command in [Minimized(false), RequestUserAttention(egui::UserAttentionType::Informational), Focus] {
        ctx.send_viewport_cmd_to(egui::ViewportId::ROOT, command);
    }
}

/// Opens a window with every component of the window in every state, for looking at.
///
/// # Errors
/// As [`run`].
pub fn open_gallery(theme: Theme) -> Result<(), Error> {
    let viewport = viewport(&WindowState::default()).with_title("Keyloft components").with_inner_size([1280.0, 1052.0]);
    show(viewport, Box::new(move |context| Ok(Box::new(Gallery::new(&context.egui_ctx, theme)))))
}

/// Opens the window on made-up keys in a vault of their own, which is gone when it is closed; in a theme, where one is
/// wanted.
///
/// # Errors
/// As [`run`].
pub fn open_sample(theme: Option<Theme>) -> Result<(), Error> {
    let mut end = None;
    let sample = |waker, _: &egui::Context| {
        let (worker, sample_end) = jobs::start_sample(waker, theme);
        end = Some(sample_end);
        worker
    };
    let result = run_window(sample, Begins::InSample(theme));
    drop(end);
    result
}

/// Opens the small window with the palette alone, on this user's own vault, and returns when it is closed; on Linux, raises the
/// one that is open already, or takes its place where Wayland lets none be raised.
///
/// # Errors
/// As [`run`].
pub fn open_quick() -> Result<Opened, Error> {
    let viewport = viewport(&WindowState::default())
        .with_inner_size(palette::SIZE)
        .with_min_inner_size(palette::SIZE)
        .with_drag_and_drop(false)
        .with_resizable(false)
        .with_decorations(false)
        .with_window_level(egui::WindowLevel::AlwaysOnTop);
    let small = move |window: Window| {
        let create: eframe::AppCreator<'_> = Box::new(move |context| {
            let ctx = context.egui_ctx.clone();
            let _ = window.set(ctx.clone());
            Theme::of_word(&jobs::kept_window().theme).into_iter().for_each(|theme| prefer(&ctx, theme));
            let waker: Waker = Arc::new(move || ctx.request_repaint());
            Ok(Box::new(Quick::new(&context.egui_ctx, jobs::start_here(waker))))
        });
        show(viewport, create)
    };
    #[cfg(target_os = "linux")]
    {
        the_only(jobs::WindowKind::Small, small)
    }
    #[cfg(not(target_os = "linux"))]
    {
        small(Window::default()).map(|()| Opened::Closed)
    }
}

/// Opens the window and returns when it is closed. `worker` is started with a waker once there is a window to wake.
///
/// # Errors
/// Where no display answers, or a library of the system is missing; [`Error`] names it.
pub fn run(worker: impl FnOnce(Waker) -> Worker) -> Result<(), Error> {
    run_window(|waker, _| worker(waker), Begins::AtHome)
}

/// Which vault a window begins on.
#[derive(Debug, Clone, Copy)]
enum Begins {
    /// The user's own.
    AtHome,
    /// The sample's, in a theme where one is wanted.
    InSample(Option<Theme>),
}

fn run_window(worker: impl FnOnce(Waker, &egui::Context) -> Worker, begins: Begins) -> Result<(), Error> {
    // The sample begins as it does for everyone.
    let (kept, theme) = match begins {
        Begins::AtHome => (jobs::kept_window(), None),
        Begins::InSample(theme) => (WindowState::default(), theme),
    };
    let stands = kept.clone();
    let create: eframe::AppCreator<'_> = Box::new(move |context| {
        make_fit(context);
        bring_back(context);
        let ctx = context.egui_ctx.clone();
        let waker: Waker = Arc::new(move || ctx.request_repaint());
        let sample = move |waker| {
            let (worker, end) = jobs::start_sample(waker, theme);
            (worker, Some(end))
        };
        let app = App::new(&context.egui_ctx, worker(Arc::clone(&waker), &context.egui_ctx), waker)
            .standing(&kept)
            .with_sample(Arc::new(sample), Arc::new(jobs::start_here));
        Ok(Box::new(match begins {
            Begins::AtHome => app,
            Begins::InSample(theme) => {
                // Its worker says so only after the first frames.
                prefer(&context.egui_ctx, theme.unwrap_or(Theme::System));
                app.in_sample()
            }
        }))
    });
    show(viewport(&stands), create)
}

fn viewport(kept: &WindowState) -> egui::ViewportBuilder {
    let [least_wide, least_high] = size::MIN_WINDOW;
    let kept_size = kept.size.map(|[wide, high]| [wide.max(least_wide), high.max(least_high)]);
    let builder = egui::ViewportBuilder { position: kept.place.map(Into::into), ..egui::ViewportBuilder::default() };
    builder
        .with_maximized(kept.maximised)
        .with_title("Keyloft")
        .with_app_id(APP_ID)
        .with_icon(icon_data())
        .with_inner_size(kept_size.unwrap_or(size::WINDOW))
        .with_min_inner_size(size::MIN_WINDOW)
        .with_drag_and_drop(true)
}

fn show(viewport: egui::ViewportBuilder, create: eframe::AppCreator<'_>) -> Result<(), Error> {
    // In the middle of the screen at first, later where it stood.
    let centered = viewport.position.is_none();
    let options =
        eframe::NativeOptions { viewport, centered, persist_window: false, ..eframe::NativeOptions::default() };
    // winit panics, rather than fails, where libxkbcommon-x11 is missing.
    match catch_unwind(AssertUnwindSafe(|| open_and_wait(options, create))) {
        Ok(result) => result,
        Err(panic) => {
            let words = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            match words.and_then(missing_library) {
                Some(package) => Err(Error::MissingLibrary { package }),
                None => resume_unwind(panic),
            }
        }
    }
}

fn open_and_wait(options: eframe::NativeOptions, create: eframe::AppCreator<'_>) -> Result<(), Error> {
    #[cfg(target_os = "linux")]
    if unseen::is_on_wayland() {
        return match unseen::run("Keyloft", options, create).map_err(explain)? {
            End::Closed => Ok(()),
            End::GaveUp if jobs::wayland_answers() => Err(Error::GaveUp),
            End::GaveUp | End::CutOff => Err(Error::SessionEnded),
        };
    }
    eframe::run_native("Keyloft", options, create).map_err(explain)
}

fn explain(error: eframe::Error) -> Error {
    let words = format!("{error} {error:?}");
    if let Some(package) = missing_library(&words) {
        return Error::MissingLibrary { package };
    }
    let named = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].iter().any(|name| std::env::var_os(name).is_some());
    if matches!(error, eframe::Error::WinitEventLoop(_)) && (!named || words.contains("XOpenDisplay")) {
        return Error::NoDisplay;
    }
    Error::Window(error)
}

fn missing_library(words: &str) -> Option<&'static str> {
    let about_a_library = words.contains(".so") || words.contains("could not be loaded") || words.contains("NotFound");
    LIBRARIES.iter().filter(|_| about_a_library).find(|(name, _)| words.contains(name)).map(|(_, package)| *package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_debian_package_recommends_every_library_that_is_opened_at_run_time() {
        let manifest = include_str!("../../Cargo.toml");
        let line = manifest.lines().find_map(|line| line.strip_prefix("recommends = ")).unwrap();
        let recommended: Vec<&str> = line.trim_matches('"').split(", ").collect();
        for (_, package) in LIBRARIES {
            assert!(recommended.contains(&package), "{package} is not in {recommended:?}");
        }
    }

    #[test]
    fn a_missing_library_is_named_by_its_package() {
        let words = "opening library failed (libX11-xcb.so.1: cannot open shared object file: No such file)";
        assert_eq!(missing_library(words), Some("libx11-xcb1"));
        assert_eq!(missing_library("Library libxkbcommon-x11.so could not be loaded."), Some("libxkbcommon-x11-0"));
        assert_eq!(missing_library("Library libxkbcommon.so could not be loaded."), Some("libxkbcommon0"));
        assert_eq!(missing_library("os error: Broken pipe"), None);
    }
}
