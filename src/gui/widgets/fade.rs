//! How what lies over the window comes and goes: fade and rise, quick at first (LOOK.md part 8). With reduced motion it is
//! there or it is not.

use egui::{Context, Id, LayerId, Order, Rect, Ui, UiBuilder, vec2};

use super::dialog::surface_ui;
use crate::gui::theme;

/// In seconds.
const COMES_IN: f64 = 0.12;
const GOES_OUT: f64 = 0.08;
/// It comes from so many points under its place, and goes there.
pub const RISE: f32 = 4.0;

/// How much is there of what came at `since` (the frame's seconds), 0 to 1. Asks for the next frame where it is not all.
pub fn coming(ctx: &Context, since: f64) -> f32 {
    eased(passed(ctx, since, COMES_IN))
}

/// How much is still there of what left at `since`, 1 to 0. Asks for the next frame where it is any.
pub fn going(ctx: &Context, since: f64) -> f32 {
    1.0 - eased(passed(ctx, since, GOES_OUT))
}

/// What goes: its bare surface, so that nothing of what stood in it is kept, be it words or a secret. It is paint alone
/// and takes no input.
#[derive(Debug, Clone, Copy)]
struct Leaving {
    surface: Rect,
    corners: u8,
    scrim: bool,
    since: f64,
}

fn with_leaving<T>(ctx: &Context, act: impl FnOnce(&mut Vec<Leaving>) -> T) -> T {
    ctx.data_mut(|data| act(data.get_temp_mut_or_default(Id::unique("leaving surfaces"))))
}

/// Lets a surface go from here on; with the scrim under it, where it had one.
pub fn leave(ctx: &Context, surface: Rect, corners: u8, scrim: bool) {
    let since = ctx.input(|input| input.time);
    if !theme::reduced_motion(ctx) {
        with_leaving(ctx, |leaving| leaving.push(Leaving { surface, corners, scrim, since }));
        ctx.request_repaint();
    }
}

/// Paints what goes, under a dialog that came in its place.
pub fn leaving_ui(ui: &mut Ui) {
    let ctx = ui.ctx().clone();
    let mut still = with_leaving(&ctx, std::mem::take);
    still.retain(|one| going(&ctx, one.since) > 0.0);
    let window = ctx.content_rect();
    for (index, Leaving { surface, corners, scrim, since }) in still.iter().copied().enumerate() {
        let part = going(&ctx, since);
        let layer = LayerId::new(Order::Middle, Id::unique(("leaving", index)));
        let mut over = ui.new_child(UiBuilder::new().layer_id(layer).max_rect(window));
        over.set_clip_rect(window);
        if scrim {
            over.painter().rect_filled(window, 0.0, theme::scrim(&ctx).gamma_multiply(part));
        }
        over.set_opacity(part);
        surface_ui(&over, surface.translate(vec2(0.0, RISE * (1.0 - part))), corners);
    }
    with_leaving(&ctx, |leaving| *leaving = still);
}

/// Which part of so many seconds is over.
fn passed(ctx: &Context, since: f64, secs: f64) -> f32 {
    if theme::reduced_motion(ctx) {
        return 1.0;
    }
    let part = ((ctx.input(|input| input.time) - since) / secs).clamp(0.0, 1.0) as f32;
    if part < 1.0 {
        ctx.request_repaint();
    }
    part
}

/// Ease-out.
fn eased(part: f32) -> f32 {
    1.0 - (1.0 - part) * (1.0 - part)
}

#[cfg(test)]
mod tests {
    use egui::{Rect, Shape, Ui, pos2, vec2};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::super::{Button, Dialog, paint};
    use crate::gui::theme;

    /// Whether the dialog is open, whether anything may move, and how often the button under it was clicked.
    struct State {
        open: bool,
        still: bool,
        clicked: usize,
    }

    /// Fifty frames a second.
    fn window(still: bool) -> Harness<'static, State> {
        let mut dressed = false;
        let draw = move |ui: &mut Ui, state: &mut State| {
            if !std::mem::replace(&mut dressed, true) {
                return theme::install(ui.ctx());
            }
            theme::set_reduced_motion(ui.ctx(), state.still);
            let rect = Rect::from_min_size(pos2(250.0, 180.0), vec2(100.0, 30.0));
            state.clicked += usize::from(Button::primary("Under it").at(ui, rect).clicked());
            if state.open {
                Dialog::new("test", "Rotate").width(400.0).show(ui.ctx(), |ui, body| {
                    paint::text(
                        ui,
                        body.left(),
                        body.top() + 14.0,
                        theme::Type::Body,
                        theme::of(ui).crit_text,
                        "inside",
                    );
                    body.top() + 100.0
                });
            }
        };
        let state = State { open: false, still, clicked: 0 };
        let mut window =
            Harness::builder().with_size(vec2(600.0, 400.0)).with_step_dt(0.02).build_ui_state(draw, state);
        window.run_steps(4);
        window
    }

    /// How many shapes are painted, and whether the dialog's text is one.
    fn painted(window: &Harness<'_, State>) -> (usize, bool) {
        let shapes = &window.output().shapes;
        let says = |shape: &Shape| matches!(shape, Shape::Text(text) if text.galley.text() == "inside");
        (shapes.len(), shapes.iter().any(|clipped| says(&clipped.shape)))
    }

    #[test]
    fn a_dialog_leaves_its_bare_surface_for_eighty_milliseconds_which_takes_no_input() {
        let mut window = window(false);
        let (without, _) = painted(&window);
        window.state_mut().open = true;
        window.run_steps(10);
        assert!(painted(&window).1);
        window.state_mut().open = false;
        window.run_steps(1);
        let (leaving, text) = painted(&window);
        assert!(leaving > without && !text, "{leaving} shapes, {without} without it");
        window.get_by_label("Under it").click();
        window.run_steps(1);
        assert_eq!(window.state().clicked, 1);
        assert!(painted(&window).0 > without);
        window.run_steps(6);
        assert_eq!(painted(&window), (without, false));
    }

    #[test]
    fn with_reduced_motion_a_dialog_comes_and_goes_at_once() {
        let mut window = window(true);
        let (without, _) = painted(&window);
        window.state_mut().open = true;
        window.run_steps(3);
        assert!(painted(&window).1);
        window.state_mut().open = false;
        window.run_steps(1);
        assert_eq!(painted(&window), (without, false));
    }
}
