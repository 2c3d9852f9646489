//! Where the window stands among the screens there are: a place that was kept may lie on one that is gone.

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use winit::dpi::{LogicalSize, PhysicalSize};

use super::theme::size;

/// So much of the window's upper edge must be on a screen to be taken hold of: width, height, in pixels.
const HOLD: [f32; 2] = [120.0, 24.0];

/// What a desktop may put around a window, not known before it is shown: beside it, and over and under it, in pixels.
const FRAME: [f32; 2] = [8.0, 40.0];

/// Where a window has to go to be reached; none where it can be, or no screen is known.
fn reachable(window: Rect, screens: &[Rect]) -> Option<Pos2> {
    let upper = window.with_max_y(window.top() + HOLD[1]);
    let holds = |screen: &Rect| {
        let seen = screen.intersect(upper);
        seen.width() >= HOLD[0].min(window.width()) && seen.height() >= HOLD[1]
    };
    if screens.iter().any(holds) {
        return None;
    }
    let shown = |screen: &&Rect| {
        let both = screen.intersect(window);
        if both.is_positive() { both.area() } else { 0.0 }
    };
    // The first of equals, which is the desktop's own first.
    let screen = screens.iter().rev().max_by(|a, b| shown(a).total_cmp(&shown(b)))?;
    let most = (screen.max - window.size() - Vec2::from(FRAME)).max(screen.min);
    Some(window.min.clamp(screen.min, most))
}

/// Room for a title bar over the window, in points.
const BAR: f32 = 48.0;

/// The size to ask for instead, in points, where no screen has room for this one and its bar; none where one has, or no screen is
/// known.
fn fitting(window: Vec2, screens: &[Vec2]) -> Option<Vec2> {
    let room = |screen: &Vec2| vec2(screen.x, screen.y - BAR);
    if screens.iter().map(room).any(|room| window.x <= room.x && window.y <= room.y) {
        return None;
    }
    let largest = screens.iter().max_by(|a, b| (a.x * a.y).total_cmp(&(b.x * b.y)))?;
    let size = window.min(room(largest)).max(size::MIN_WINDOW.into());
    Some(size).filter(|size| *size != window)
}

/// Has a window ask for less than it wants where no screen has room for it.
pub fn make_fit(context: &eframe::CreationContext<'_>) {
    let Some(window) = context.winit_window().filter(|window| !window.is_maximized()) else { return };
    let points = |size: PhysicalSize<u32>, scale: f64| {
        let size = size.to_logical::<f32>(scale);
        vec2(size.width, size.height)
    };
    let screens: Vec<Vec2> =
        window.available_monitors().map(|screen| points(screen.size(), screen.scale_factor())).collect();
    if let Some(size) = fitting(points(window.inner_size(), window.scale_factor()), &screens) {
        let _ = window.request_inner_size(LogicalSize::new(size.x, size.y));
    }
}

/// Brings a window that can't be reached back onto a screen. Where the desktop tells no places there is nothing to do.
pub fn bring_back(context: &eframe::CreationContext<'_>) {
    let Some(window) = context.winit_window() else { return };
    let Ok(mut at) = window.outer_position() else { return };
    let size = window.outer_size();
    let size = vec2(size.width as f32, size.height as f32);
    let screens: Vec<Rect> = window
        .available_monitors()
        .map(|screen| {
            let (at, size) = (screen.position(), screen.size());
            Rect::from_min_size(pos2(at.x as f32, at.y as f32), vec2(size.width as f32, size.height as f32))
        })
        .collect();
    if let Some(to) = reachable(Rect::from_min_size(pos2(at.x as f32, at.y as f32), size), &screens) {
        (at.x, at.y) = (to.x as i32, to.y as i32);
        window.set_outer_position(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: f32, y: f32, wide: f32, high: f32) -> Rect {
        Rect::from_min_size(pos2(x, y), vec2(wide, high))
    }

    #[test]
    fn a_window_that_can_be_taken_hold_of_stays_where_it_stood() {
        let screens = [rect(0.0, 0.0, 1920.0, 1080.0), rect(1920.0, 200.0, 1280.0, 1024.0)];
        for (x, y) in [(0.0, 0.0), (400.0, 200.0), (-1100.0, 30.0), (1800.0, 1050.0), (1300.0, 210.0), (2500.0, 900.0)]
        {
            assert_eq!(reachable(rect(x, y, 1280.0, 820.0), &screens), None, "{x}, {y}");
        }
        assert_eq!(reachable(rect(9_000.0, 0.0, 1280.0, 820.0), &[]), None);
    }

    #[test]
    fn one_whose_screen_is_gone_comes_onto_the_one_that_is_left() {
        let one = [rect(0.0, 0.0, 1920.0, 1080.0)];
        for (x, y, to) in [
            (2_500.0, 300.0, pos2(632.0, 220.0)),
            (-1_270.0, 100.0, pos2(0.0, 100.0)),
            (300.0, -400.0, pos2(300.0, 0.0)),
            (300.0, 1_075.0, pos2(300.0, 220.0)),
        ] {
            assert_eq!(reachable(rect(x, y, 1280.0, 820.0), &one), Some(to), "{x}, {y}");
        }
    }

    #[test]
    fn one_that_is_larger_than_the_screen_shows_its_upper_left() {
        assert_eq!(
            reachable(rect(-3_000.0, -3_000.0, 1280.0, 820.0), &[rect(0.0, 0.0, 800.0, 600.0)]),
            Some(Pos2::ZERO)
        );
    }

    #[test]
    fn a_window_asks_for_what_a_screen_has_room_for_under_its_bar() {
        let window = vec2(1280.0, 820.0);
        for (screens, asks) in [
            (&[][..], None),
            (&[vec2(1920.0, 1080.0)], None),
            (&[vec2(1280.0, 868.0)], None),
            (&[vec2(1280.0, 800.0)], Some(vec2(1280.0, 752.0))),
            (&[vec2(1366.0, 768.0)], Some(vec2(1280.0, 720.0))),
            (&[vec2(1024.0, 768.0), vec2(800.0, 600.0)], Some(vec2(1024.0, 720.0))),
            (&[vec2(1280.0, 800.0), vec2(1920.0, 1080.0)], None),
            (&[vec2(320.0, 240.0)], Some(size::MIN_WINDOW.into())),
        ] {
            assert_eq!(fitting(window, screens), asks, "{screens:?}");
        }
        assert_eq!(fitting(size::MIN_WINDOW.into(), &[vec2(640.0, 400.0)]), None, "it can't be less");
    }

    #[test]
    fn of_several_screens_the_one_that_shows_most_of_it_takes_it() {
        let screens = [rect(0.0, 0.0, 1000.0, 800.0), rect(1000.0, 0.0, 1000.0, 800.0)];
        assert_eq!(reachable(rect(1100.0, -300.0, 640.0, 400.0), &screens), Some(pos2(1100.0, 0.0)));
        assert_eq!(reachable(rect(5000.0, 0.0, 640.0, 400.0), &screens), Some(pos2(352.0, 0.0)));
    }
}
