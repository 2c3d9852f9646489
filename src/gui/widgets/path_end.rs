//! A path that is longer than its field: its end, the file's name, is what tells it. Without the keyboard the field shows that
//! end; the caret comes to stand there with the keyboard, and with a path that was chosen elsewhere.

use egui::{Id, Rect, Ui};

use super::field::caret_to_end;
use super::paint;
use crate::gui::theme::{Type, of};

/// What a field was like in the last frame.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Seen {
    /// Of its text.
    hash: u64,
    focused: bool,
    /// It showed the end alone.
    cut: bool,
}

/// Whether the field shows the end of the path alone: it is too long, and nobody types.
pub(super) fn is_cut(ui: &Ui, field: Id, style: Type, path: &str, room: f32) -> bool {
    !ui.memory(|memory| memory.has_focus(field)) && paint::width(ui, style, path) > room
}

/// The end of a path in so much room, behind "…": with the name of its file, and of as many folders as there is room for.
fn end_of(path: &str, fits: usize) -> String {
    let count = path.chars().count();
    if count <= fits {
        return path.to_owned();
    }
    let end: String = path.chars().skip(count - fits.saturating_sub(1)).collect();
    // From a folder's beginning, where that is not all of it.
    let whole = end.find('/').filter(|at| *at > 0 && end.len() > at + 1).map_or(end.as_str(), |at| &end[at..]);
    format!("…{whole}")
}

/// A path in so much room: its middle gives way, from a folder's end, and the name of its file is whole while that fits alone.
pub fn path_elided(ui: &Ui, style: Type, path: &str, room: f32) -> String {
    let advance = paint::width(ui, style, "M").max(1.0);
    cut_before_name(path, (room / advance).floor().max(0.0) as usize)
}

fn cut_before_name(path: &str, fits: usize) -> String {
    let name = path.rfind('/').map_or(path, |at| &path[at..]);
    let left = fits.checked_sub(name.chars().count() + 1);
    let Some(left) = left.filter(|_| path.chars().count() > fits) else { return end_of(path, fits) };
    let head: String = path.chars().take(left).collect();
    let folders = head.rfind('/').map_or("", |at| &head[..=at]);
    format!("{folders}…{name}")
}

/// Paints the end in the field's place.
pub(super) fn end_ui(ui: &Ui, inner: Rect, middle: f32, style: Type, path: &str) {
    let advance = paint::width(ui, style, "M").max(1.0);
    let words = end_of(path, (inner.width() / advance).floor() as usize);
    paint::text(ui, inner.left(), paint::baseline(ui, middle, style), style, of(ui).text_primary, &words);
}

/// After the field was drawn: puts its caret behind the path's end, where nobody has put it elsewhere.
pub(super) fn tend_caret(ui: &Ui, field: Id, path: &str, cut: bool, typed: bool) {
    let focused = ui.memory(|memory| memory.has_focus(field));
    let now = Seen { hash: egui::util::hash(path), focused, cut };
    let before = ui.data_mut(|data| {
        let seen = data.get_temp_mut_or_default::<Seen>(field.with("seen"));
        std::mem::replace(seen, now)
    });
    let by_pointer = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    // A click into the whole path means the letter under it; one on its end alone, the path.
    let comes = focused && !before.focused && (before.cut || !by_pointer);
    if comes || (before.hash != now.hash && !typed) {
        caret_to_end(ui, field, path);
    }
}

#[cfg(test)]
mod tests {
    use super::{cut_before_name, end_of};

    #[test]
    fn the_middle_of_a_path_gives_way_before_the_name_of_its_file() {
        let path = "~/code/customers/storefront/.env.production";
        assert_eq!(cut_before_name(path, 43), path);
        assert_eq!(cut_before_name(path, 42), "~/code/customers/…/.env.production");
        assert_eq!(cut_before_name(path, 33), "~/code/…/.env.production");
        assert_eq!(cut_before_name(path, 18), "…/.env.production");
        assert_eq!(cut_before_name(path, 17), "…/.env.production");
        assert_eq!(cut_before_name(path, 10), "…roduction");
        assert_eq!(cut_before_name("made-up-name", 5), "…name");
    }

    #[test]
    fn a_long_path_loses_its_beginning_up_to_a_folder() {
        let path = "/home/dana/code/storefront/.env.production";
        assert_eq!(end_of(path, 60), path);
        assert_eq!(end_of(path, 30), "…/storefront/.env.production");
        assert_eq!(end_of(path, 20), "…/.env.production");
        assert_eq!(end_of(path, 10), "…roduction");
        assert_eq!(end_of("/made/up/", 6), "…/up/");
    }
}
