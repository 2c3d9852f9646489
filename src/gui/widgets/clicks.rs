//! Which presses of the pointer count. The second click of a double click is meant for what its first one fell on, so that
//! nothing that came under the pointer since then hears of it: a question's answer, an eye, a row that moved up. And a
//! press beside an open menu only closes the menu.

use egui::{Context, Event, Id, LayerId, PointerButton, Popup, Pos2, RawInput, Response};

use super::keyboard;

/// What is known of the last click.
#[derive(Debug, Clone, Copy)]
struct Click {
    /// Where it was.
    at: Pos2,
    /// When it was over, in the frame's seconds.
    time: f64,
    /// What it fell on; none where that was nothing, or where it closed a menu.
    target: Option<Id>,
}

/// Takes what does not count out of the input, before egui hears of it.
#[derive(Debug, Default)]
struct Clicks {
    last: Option<Click>,
    /// The button is down, and its press was taken out.
    taken: bool,
}

/// The menus that are open.
#[derive(Debug, Clone, Default)]
struct Menus {
    /// The pass in which they were drawn.
    pass: u64,
    layers: Vec<LayerId>,
}

fn menus_key() -> Id {
    Id::unique("open menus")
}

/// Says in each pass that this menu is open.
pub fn menu_is_open(menu: &Response) {
    let ctx = &menu.ctx;
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| {
        let menus: &mut Menus = data.get_temp_mut_or_default(menus_key());
        if menus.pass != pass {
            *menus = Menus { pass, layers: Vec::new() };
        }
        menus.layers.push(menu.layer_id);
    });
}

/// Where the menu of this is asked for by the right button: also on a part of it that does something of its own.
pub fn menu_clicked(of: &Response) -> Option<Pos2> {
    let at = of.ctx.input(|input| input.pointer.interact_pos().filter(|_| input.pointer.secondary_clicked()))?;
    (of.interact_rect.contains(at) && of.ctx.layer_id_at(at) == Some(of.layer_id)).then_some(at)
}

/// Whether a menu is open and the place is in none of them.
fn is_beside_menus(ctx: &Context, at: Pos2) -> bool {
    // Between passes this is the number of the last one, or of the one to come.
    let pass = ctx.cumulative_pass_nr();
    let menus: Option<Menus> = ctx.data(|data| data.get_temp(menus_key()));
    let Some(menus) = menus.filter(|menus| menus.pass + 1 >= pass && Popup::is_any_open(ctx)) else { return false };
    ctx.layer_id_at(at).is_none_or(|layer| !menus.layers.contains(&layer))
}

/// Looks after the presses from now on.
pub(super) fn listen(ctx: &Context) {
    ctx.add_plugin(Clicks::default());
}

impl Clicks {
    /// Whether a press there counts.
    fn counts(&mut self, ctx: &Context, at: Pos2, now: f64) -> bool {
        let (delay, near) = ctx.options(|options| {
            let options = &options.input_options;
            (options.max_double_click_delay, options.max_click_dist)
        });
        let target = keyboard::under(ctx, at).first().copied();
        let goes_on = self.last.filter(|last| now - last.time < delay && last.at.distance(at) < near);
        if goes_on.is_some_and(|last| last.target != target) {
            return false;
        }
        let closes = is_beside_menus(ctx, at);
        if closes {
            Popup::close_all(ctx);
        }
        self.last = Some(Click { at, time: now, target: target.filter(|_| !closes) });
        !closes
    }

    /// Whether egui is to hear of it.
    fn hears(&mut self, ctx: &Context, event: &Event, now: f64) -> bool {
        let Event::PointerButton { pos, button: PointerButton::Primary, pressed, .. } = event else { return true };
        if *pressed {
            self.taken = !self.counts(ctx, *pos, now);
            return !self.taken;
        }
        if let Some(last) = &mut self.last {
            last.time = now;
        }
        !std::mem::take(&mut self.taken)
    }
}

impl egui::Plugin for Clicks {
    fn debug_name(&self) -> &'static str {
        "clicks"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let now = input.time.unwrap_or_else(|| ctx.input(|input| input.time));
        input.events.retain(|event| self.hears(ctx, event, now));
    }
}
