//! Where the columns of Compare stand.

use super::cell;
use crate::gui::theme::size;

/// What stands beside a name in its column.
pub const TILE: f32 = 42.0;
/// A pill with dots, last four and a few words needs so much.
const NARROWEST: f32 = 146.0;
/// Narrower than this no column is: its heading is read, with the shield and the number.
const LEAST: f32 = 124.0;
/// More room than this says nothing more.
const WIDEST: f32 = 220.0;
/// Less of a column than this says nothing.
const CLEAR: f32 = 0.4;
/// Between the last cell and the next step.
pub const STEP_AIR: f32 = 12.0;

/// Where the columns stand.
#[derive(Clone, Copy)]
pub struct Grid {
    pub names: f32,
    pub cell: f32,
    pub step: f32,
    pub count: usize,
}

/// What the words of a table want, in points.
#[derive(Clone, Copy)]
pub struct Wants {
    /// The longest name.
    pub names: f32,
    /// A cell with all that is said in one.
    pub cell: f32,
    /// The same without the dots before it, which are always the same.
    pub words: f32,
    /// The longest next step.
    pub step: f32,
}

impl Grid {
    /// For a pane of this width in a window of that one.
    pub fn new(pane: f32, window: f32, count: usize, wants: Wants) -> Self {
        let (most, most_step) = match window {
            wide if wide >= size::NARROW => (250.0, 260.0),
            wide if wide >= size::VERY_NARROW => (214.0, 190.0),
            // Tile and air, and a name of more than twenty letters.
            _ => (TILE + 168.0, 150.0),
        };
        let step = (wants.step + STEP_AIR).clamp(90.0, most_step);
        let names = wants.names.clamp(150.0, most);
        let columns = count.max(1) as f32;
        let room = pane - 2.0 * size::EDGE - names - step;
        let cell = match room / columns {
            // All of them beside each other, and each word read: better than a little to scroll.
            less if less < NARROWEST && less >= wants.words.max(LEAST) => less,
            // It scrolls sideways anyway: over whole columns at first, or with a clear part of the next one.
            less if less < NARROWEST => {
                let wanted = wants.cell.clamp(NARROWEST, WIDEST);
                let seen = pane - size::EDGE - names - cell::GAP;
                let whole = (seen / wanted).floor().max(1.0);
                let part = (seen - whole * wanted) / wanted;
                if whole < columns && part < CLEAR { seen / whole } else { wanted }
            }
            enough => enough.min(WIDEST),
        };
        // What the cells leave is the longest name's, then the next step's.
        let spare = (room - cell * columns).max(0.0);
        let name = (wants.names - names).clamp(0.0, spare);
        Self { names: names + name, cell, step: step + spare - name, count }
    }

    /// All of it, the next steps too.
    pub fn width(self) -> f32 {
        2.0 * size::EDGE + self.names + self.cell * self.count as f32 + self.step
    }

    /// The left edge of a column, from the left edge of the whole.
    pub fn left(self, column: usize) -> f32 {
        size::EDGE + self.names + self.cell * column as f32
    }
}

#[cfg(test)]
mod tests {
    use super::{Grid, STEP_AIR, TILE, WIDEST, Wants};

    #[test]
    fn a_name_has_room_for_more_than_twenty_letters_in_the_smallest_window() {
        let wants = |names| Wants { names, cell: 170.0, words: 141.0, step: 80.0 };
        assert_eq!(Grid::new(588.0, 640.0, 4, wants(400.0)).names - TILE, 168.0);
        assert_eq!(Grid::new(588.0, 640.0, 4, wants(180.0)).names, 180.0);
    }

    #[test]
    fn two_environments_leave_the_rest_to_the_name_and_the_next_step() {
        let wants = Wants { names: 270.0, cell: 170.0, words: 141.0, step: 300.0 };
        let grid = Grid::new(1064.0, 1280.0, 2, wants);
        assert_eq!((grid.names, grid.cell), (270.0, WIDEST));
        assert!(grid.step >= wants.step + STEP_AIR, "{}", grid.step);
        assert_eq!(grid.width(), 1064.0);
    }

    #[test]
    fn five_environments_stand_beside_each_other_where_their_words_can_be_read() {
        let of = |words| Grid::new(1064.0, 1280.0, 5, Wants { names: 200.0, cell: words + 33.0, words, step: 115.0 });
        let grid = of(110.0);
        assert_eq!((grid.width(), grid.cell), (1064.0, 141.0));
        assert!(of(142.0).width() > 1064.0, "else words would be cut");
        assert!(
            Grid::new(1064.0, 1280.0, 6, Wants { names: 200.0, cell: 140.0, words: 90.0, step: 115.0 }).cell > 124.0
        );
    }
}
