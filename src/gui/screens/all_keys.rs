//! The list of keys of the keyboard, from the commands themselves.

use egui::style::ScrollAnimation;
use egui::{Context, Key, Modifiers, Rect, Ui, pos2, vec2};

use crate::gui::commands::{COMMAND_CAP, Command, caps_count};
use crate::gui::route::Section;
use crate::gui::theme::{Type, of};
use crate::gui::widgets::{Dialog, DialogAnswer, baseline, keycap, keycap_width, name_node, text};
use crate::gui::wish::Wish;
use crate::model::Settings;

/// With two columns, and with three where the window has room for them.
const WIDE: f32 = 720.0;
const WIDEST: f32 = 1012.0;
const ROW: f32 = 26.0;
const PADDING: f32 = 20.0;
const BETWEEN: f32 = 36.0;

/// A line: what happens, and the caps.
type Line = (&'static str, Vec<&'static str>);

/// What a command is called here. Of two that share a key, since only one of them fits what is selected, one stands for both.
fn title(command: Command) -> Option<&'static str> {
    match command {
        Command::Disable => Some("Disable or enable"),
        Command::MarkEnded => Some(Command::MarkValueEnded.title()),
        Command::Enable | Command::MarkValueEnded => None,
        other => Some(other.title()),
    }
}

/// The groups, in the order they stand: first everything that works anywhere, then what works in the list.
fn groups(settings: &Settings) -> [(&'static str, Vec<Line>); 5] {
    let commands = |wanted: fn(Command) -> bool| {
        Command::ALL
            .into_iter()
            .filter(move |command| command.shortcut().is_some() && wanted(*command))
            .filter_map(|command| Some((title(command)?, command.caps())))
            .collect::<Vec<Line>>()
    };
    let of_review = |command: Command| command.home() == Some(Section::Review);
    let mut review = commands(of_review);
    review.extend([("Select a range", vec!["Shift", "↑", "↓"]), ("Open the key", vec!["Enter"])]);
    let moves = vec![
        ("Copy, in a list", vec![COMMAND_CAP, "C"]),
        ("Move in the list", vec!["↑", "↓"]),
        ("First and last key", vec!["Home", "End"]),
        ("A page at once", vec!["PgUp", "PgDn"]),
        ("Menu of the key", vec!["Shift", "F10"]),
        ("Select the key, or leave it out", vec!["X"]),
        ("Select a range", vec!["Shift", "↑", "↓"]),
        ("Select all", vec![COMMAND_CAP, "A"]),
        ("Clear the filter, close", vec!["Esc"]),
        ("Compare: environment", vec!["←", "→"]),
        ("Compare: add what is missing", vec!["A"]),
        ("Compare: not needed", vec!["N"]),
        ("Activity: close and open a day", vec!["←", "→"]),
        ("Activity: open the key", vec!["Enter"]),
    ];
    let palette = vec![
        ("Copy the key", vec!["Enter"]),
        ("Go to the key", vec![COMMAND_CAP, "Enter"]),
        ("More with the key", vec!["→"]),
        ("Search here, or everywhere", vec![COMMAND_CAP, "Tab"]),
    ];
    let everywhere = |command: Command| !command.is_about_a_key() && command.home() != Some(Section::Review);
    let mut groups = [
        ("Everywhere", commands(everywhere)),
        ("The selected key", commands(Command::is_about_a_key)),
        ("The list", moves),
        (Command::ShowReview.title(), review),
        (Command::Search.title(), palette),
    ];
    groups.iter_mut().for_each(|(_, lines)| lines.retain(|(_, caps)| caps_count(caps, settings)));
    groups
}

/// How many columns have room in a body of this width.
fn columns_in(wide: f32) -> usize {
    match wide {
        _ if wide > 960.0 => 3,
        _ if wide > 520.0 => 2,
        _ => 1,
    }
}

/// Draws the dialog.
pub fn all_keys_ui(ctx: &Context, settings: &Settings, wishes: &mut Vec<Wish>) {
    let wide = if ctx.content_rect().width() >= WIDEST + 32.0 { WIDEST } else { WIDE };
    let dialog = Dialog::new("all keys", Command::AllKeys.title()).width(wide).without_footer();
    let answer = dialog.show(ctx, |ui, body| {
        scroll_by_keys(ui, body.height());
        let inner = body.shrink2(vec2(PADDING, 14.0));
        let count = columns_in(inner.width());
        let column = (inner.width() - BETWEEN * (count - 1) as f32) / count as f32;
        // Each group under the shortest column, the first of those that are.
        let mut ends = vec![inner.top(); count];
        for group in groups(settings) {
            let shortest = (1..count).fold(0, |best, at| if ends[at] < ends[best] { at } else { best });
            let left = inner.left() + (column + BETWEEN) * shortest as f32;
            ends[shortest] = group_ui(ui, pos2(left, ends[shortest]), column, &group);
        }
        ends.into_iter().fold(inner.top(), f32::max)
    });
    if answer != DialogAnswer::None {
        wishes.push(Wish::CloseModal);
    }
}

/// Nothing here takes the keyboard but ✕: the keys that move elsewhere scroll.
fn scroll_by_keys(ui: &Ui, page: f32) {
    let moves = [
        (Key::ArrowDown, ROW),
        (Key::ArrowUp, -ROW),
        (Key::PageDown, page - ROW),
        (Key::PageUp, ROW - page),
        (Key::Space, page - ROW),
        (Key::End, f32::from(u16::MAX)),
        (Key::Home, -f32::from(u16::MAX)),
    ];
    let pressed = ui.input_mut(|input| {
        moves.into_iter().filter(|(key, _)| input.consume_key(Modifiers::NONE, *key)).map(|(_, by)| by).sum::<f32>()
    });
    if pressed != 0.0 {
        ui.scroll_with_delta_animation(vec2(0.0, -pressed), ScrollAnimation::none());
    }
}

/// Draws a group from `at`; returns where the next one begins.
fn group_ui(ui: &Ui, at: egui::Pos2, wide: f32, (title, lines): &(&str, Vec<Line>)) -> f32 {
    let t = of(ui);
    text(ui, at.x, baseline(ui, at.y + 12.0, Type::Micro), Type::Micro, t.text_tertiary, title);
    for (index, (words, caps)) in lines.iter().enumerate() {
        let top = at.y + 26.0 + index as f32 * ROW;
        let rect = Rect::from_min_size(pos2(at.x, top), vec2(wide, ROW));
        row_ui(ui, rect, words, caps);
        // The same words may stand in two groups.
        name_node(ui, rect, ui.make_persistent_id((title, words)), &format!("{words}: {}", caps.join(" ")));
    }
    at.y + 26.0 + lines.len() as f32 * ROW + 14.0
}

fn row_ui(ui: &Ui, rect: Rect, words: &str, caps: &[&str]) {
    let t = of(ui);
    let middle = rect.center().y;
    text(ui, rect.left(), baseline(ui, middle, Type::Body), Type::Body, t.text_primary, words);
    let mut right = rect.right();
    for cap in caps.iter().rev() {
        let wide = keycap_width(ui, cap);
        keycap(ui, pos2(right - wide, middle), cap);
        right -= wide + 4.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_the_keyboard_stands_once_among_those_of_the_selected_key() {
        let groups = groups(&Settings::default());
        let (_, lines) = groups.iter().find(|(title, _)| *title == "The selected key").unwrap();
        let mut caps: Vec<_> = lines.iter().map(|(_, caps)| caps).collect();
        let count = caps.len();
        caps.sort_unstable();
        caps.dedup();
        assert_eq!(caps.len(), count, "{lines:?}");
    }
}
