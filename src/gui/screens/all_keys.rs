//! The list of keys of the keyboard, from the commands themselves.

use egui::{Context, Rect, Ui, pos2, vec2};

use crate::gui::commands::Command;
use crate::gui::route::Section;
use crate::gui::theme::{Type, of};
use crate::gui::widgets::{Dialog, DialogAnswer, baseline, keycap, keycap_width, name_node, text};
use crate::gui::wish::Wish;

const WIDE: f32 = 720.0;
const ROW: f32 = 26.0;
const PADDING: f32 = 20.0;
const BETWEEN: f32 = 36.0;

/// A line: what happens, and the caps.
type Line = (&'static str, Vec<&'static str>);

/// The groups, in the order they stand: first everything that works anywhere, then what works in the list.
fn groups() -> [(&'static str, Vec<Line>); 4] {
    let commands = |wanted: fn(Command) -> bool| {
        Command::ALL
            .into_iter()
            .filter(move |command| command.shortcut().is_some() && wanted(*command))
            .map(|command| (command.title(), command.caps()))
            .collect::<Vec<Line>>()
    };
    let of_review = |command: Command| command.home() == Some(Section::Review);
    let mut review = commands(of_review);
    review.extend([("Select a range", vec!["Shift", "↑", "↓"]), ("Open the key", vec!["Enter"])]);
    let moves = vec![
        ("Move in the list", vec!["↑", "↓"]),
        ("First and last key", vec!["Home", "End"]),
        ("A page at once", vec!["PgUp", "PgDn"]),
        ("Menu of the key", vec!["Shift", "F10"]),
        ("Pick the key, or let go of it", vec!["X"]),
        ("Pick a range", vec!["Shift", "↑", "↓"]),
        ("Pick all", vec!["Ctrl", "A"]),
        ("Clear the filter, close", vec!["Esc"]),
        ("Compare: environment", vec!["←", "→"]),
        ("Compare: add what is missing", vec!["A"]),
        ("Compare: not needed", vec!["N"]),
    ];
    let everywhere = |command: Command| !command.is_about_a_key() && command.home() != Some(Section::Review);
    [
        ("Everywhere", commands(everywhere)),
        ("The selected key", commands(Command::is_about_a_key)),
        ("The list", moves),
        (Command::ShowReview.title(), review),
    ]
}

/// Draws the dialog.
pub fn all_keys_ui(ctx: &Context, wishes: &mut Vec<Wish>) {
    let dialog = Dialog::new("all keys", Command::AllKeys.title()).width(WIDE).without_footer();
    let answer = dialog.show(ctx, |ui, body| {
        let [everywhere, key, list, review] = groups();
        let inner = body.shrink2(vec2(PADDING, 14.0));
        let two = inner.width() > 520.0;
        let column = if two { (inner.width() - BETWEEN) / 2.0 } else { inner.width() };
        let first = group_ui(ui, inner.min, column, &everywhere);
        let start = if two { pos2(inner.left() + column + BETWEEN, inner.top()) } else { pos2(inner.left(), first) };
        let second = group_ui(ui, start, column, &key);
        let third = group_ui(ui, pos2(start.x, second), column, &list);
        // Under the shorter column.
        let (left, top) = if two && first < third { (inner.left(), first) } else { (start.x, third) };
        group_ui(ui, pos2(left, top), column, &review).max(first).max(third)
    });
    if answer != DialogAnswer::None {
        wishes.push(Wish::CloseModal);
    }
}

/// Draws a group from `at`; returns where the next one begins.
fn group_ui(ui: &Ui, at: egui::Pos2, wide: f32, (title, lines): &(&str, Vec<Line>)) -> f32 {
    let t = of(ui);
    text(ui, at.x, baseline(ui, at.y + 12.0, Type::Micro), Type::Micro, t.text_tertiary, title);
    for (index, (words, caps)) in lines.iter().enumerate() {
        let top = at.y + 26.0 + index as f32 * ROW;
        row_ui(ui, Rect::from_min_size(pos2(at.x, top), vec2(wide, ROW)), words, caps);
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
    name_node(ui, rect, ui.make_persistent_id(("keys", words)), &format!("{words}: {}", caps.join(" ")));
}
