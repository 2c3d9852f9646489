//! The columns of a person's table, for the room there is. A key's name says little without its project: where that has no
//! column it stands with the environment under the name, and rows are of two lines.

use crate::gui::theme::size;

/// Left edges of the columns, from the row's padded left edge; none where a column is hidden.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Columns {
    pub key: f32,
    pub project: Option<f32>,
    pub environment: Option<f32>,
    /// The right edge of the last use.
    pub used: Option<f32>,
    /// The mark of a warning, which always has room.
    pub mark: f32,
    /// The words of a warning.
    pub words: Option<f32>,
    pub value: f32,
    pub owner: f32,
    pub end: f32,
}

/// The tick.
const TICK: f32 = 30.0;
const PROJECT: f32 = 108.0;
/// A whole name of an environment, and a short one.
const ENVIRONMENT: [f32; 2] = [112.0, 80.0];
const USED: f32 = 64.0;
/// A warning's mark alone.
const MARK: f32 = 28.0;
/// The least that a warning's sentence can do with.
const WORDS: f32 = 182.0;
const VALUE: f32 = 126.0;
/// The least of the new owner, and what it takes where there is room.
const OWNER: [f32; 2] = [104.0, 150.0];
/// A name of which most is read, and the usual one.
const NAME: [f32; 2] = [186.0, 226.0];

/// Which columns there are: the place, last use, words of the warning.
struct Has {
    place: bool,
    used: bool,
    words: bool,
}

impl Has {
    const fn new(place: bool, used: bool, words: bool) -> Self {
        Self { place, used, words }
    }

    /// What all but the name and the warning takes.
    fn taken(&self, environment: f32) -> f32 {
        let place = if self.place { PROJECT + environment } else { 0.0 };
        place + if self.used { USED } else { 0.0 }
    }

    /// A last use and a place come only where a name keeps its usual room beside them.
    fn least(&self, environment: f32) -> f32 {
        NAME[usize::from(self.used)] + self.taken(environment) + if self.words { WORDS } else { MARK }
    }
}

/// From the roomiest on. The words of a warning are worth more than a last use, and both more than a row on one line. What
/// left does not come back as the table gets narrower.
const ALL: [Has; 4] = [
    Has::new(true, true, true),
    Has::new(false, true, true),
    Has::new(false, false, true),
    Has::new(false, false, false),
];

impl Columns {
    /// For a table of this inner width in a window of that one.
    pub fn new(inner: f32, window: f32, leaving: bool) -> Self {
        let room = inner - TICK - if leaving { VALUE + OWNER[0] } else { 0.0 };
        let environment = ENVIRONMENT[usize::from(window < size::NARROW)];
        // A very narrow window shows the marks alone.
        let fits =
            |has: &&Has| has.least(environment) <= room && (window >= size::VERY_NARROW || !(has.words || has.used));
        let has = ALL.iter().find(fits).unwrap_or(&ALL[ALL.len() - 1]);
        let free = room - has.taken(environment);
        let wanted = match (has.words, leaving) {
            (false, _) => MARK,
            (true, true) => 216.0,
            (true, false) => 268.0,
        };
        // A warning has shorter forms that keep its number, a name has none.
        let mut name = (free - if has.words { WORDS } else { MARK }).clamp(NAME[0], NAME[1]);
        let mut health = if has.words { (free - name).min(wanted) } else { MARK };
        let mut over = (free - name - health).max(0.0);
        if leaving && has.words {
            over -= over.min(OWNER[1] - OWNER[0]);
        }
        if has.words {
            // What is over goes to both, and words are longer than names.
            health += over * 0.6;
            name += over * 0.4;
        } else {
            name += over;
        }
        let mut x = TICK;
        let mut next = |wide: f32| {
            x += wide;
            x - wide
        };
        let key = next(name);
        let project = has.place.then(|| next(PROJECT));
        let environment = has.place.then(|| next(environment));
        let used = has.used.then(|| next(USED) + USED);
        // Behind an age, which ends at its column's right edge.
        let lead = match (has.used, has.place) {
            (false, _) => 0.0,
            (true, false) => 16.0,
            (true, true) => 28.0,
        };
        let mark = next(health) + lead;
        let value = next(VALUE);
        Self {
            key,
            project,
            environment,
            used,
            mark,
            words: has.words.then_some(mark + 22.0),
            value,
            owner: value + VALUE,
            end: inner,
        }
    }

    /// Where the name's column ends.
    pub fn name_end(&self) -> f32 {
        let used = self.used.map(|right| right - USED);
        self.project.or(used).unwrap_or(self.mark)
    }

    /// Rows have a second line, with the place under the name.
    pub fn has_two_lines(&self) -> bool {
        self.project.is_none()
    }

    /// How high a row is.
    pub fn row(&self) -> f32 {
        if self.has_two_lines() { size::TWO_LINES } else { size::ROW }
    }

    /// The room that the words of a warning have.
    pub fn words_room(&self) -> f32 {
        self.words.map_or(0.0, |x| self.value - x - 6.0)
    }

    /// The room that a name of an environment has in its column at `x`, behind its shield.
    pub fn environment_room(&self, x: f32) -> f32 {
        self.used.map_or(self.mark, |right| right - USED) - x - SHIELD - 3.0
    }
}

/// Room for the shield before an environment.
pub const SHIELD: f32 = 21.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// The inner width of a table in a window of this width: without the sidebar, or the rail, and the edges.
    fn in_window(window: f32, leaving: bool) -> Columns {
        let side = if window < size::NARROW { size::RAIL } else { size::SIDEBAR };
        Columns::new(window - side - 2.0 * size::EDGE, window, leaving)
    }

    #[test]
    fn a_leavers_table_in_the_usual_window_has_the_pictures_columns() {
        let columns = in_window(1280.0, true);
        // From the left edge of the row's content, which stands at 232.
        let drawn = Columns {
            key: 262.0 - 232.0,
            project: Some(488.0 - 232.0),
            environment: Some(596.0 - 232.0),
            used: Some(772.0 - 232.0),
            mark: 800.0 - 232.0,
            words: Some(822.0 - 232.0),
            value: 988.0 - 232.0,
            owner: 1114.0 - 232.0,
            end: 1264.0 - 232.0,
        };
        assert_eq!(columns, drawn);
    }

    #[test]
    fn the_mark_of_a_warning_has_room_in_every_window_and_a_name_too() {
        for window in 640_u16..2600 {
            for leaving in [false, true] {
                let columns = in_window(f32::from(window), leaving);
                let before = columns.used.or(columns.environment.map(|x| x + SHIELD + columns.environment_room(x)));
                assert!(columns.mark >= before.unwrap_or_default(), "{window}: {columns:?}");
                assert!(
                    columns.mark + 15.0 < if leaving { columns.value } else { columns.end },
                    "{window}: {columns:?}"
                );
                assert!(columns.name_end() - columns.key >= NAME[0], "{window}: {columns:?}");
                let ends = if leaving { columns.owner + OWNER[0] } else { columns.value };
                assert!(ends <= columns.end + 0.01, "{window}: {columns:?}");
                assert_eq!(columns.words.is_none(), window < 720 || columns.words_room() == 0.0);
            }
        }
    }

    #[test]
    fn a_name_is_cut_only_where_the_words_of_a_warning_need_the_room() {
        for window in [900.0, size::NARROW, 1280.0] {
            let columns = in_window(window, false);
            let name = columns.name_end() - columns.key;
            assert!(name >= NAME[1] || columns.words_room() <= WORDS + MARK, "{window}: {name}: {columns:?}");
        }
    }

    #[test]
    fn no_column_that_comes_takes_a_name_the_room_it_had() {
        for leaving in [false, true] {
            for window in (760_u16..1700).map(f32::from) {
                let columns = in_window(window, leaving);
                let name = columns.name_end() - columns.key;
                assert!(name >= NAME[1], "{window}, {leaving}: {name}: {columns:?}");
            }
        }
    }

    #[test]
    fn a_column_that_left_does_not_come_back_as_the_window_gets_narrower() {
        for leaving in [false, true] {
            let mut before = [true; 3];
            for window in (640_u16..1700).rev().map(f32::from) {
                let columns = in_window(window, leaving);
                let has = [columns.project.is_some(), columns.used.is_some(), columns.words.is_some()];
                // The rail gives the room of a whole column back.
                let came_back = has.iter().zip(before).any(|(has, had)| *has && !had);
                assert!(!came_back || window == size::NARROW - 1.0, "{window}, {leaving}: {columns:?}");
                assert!(has.is_sorted(), "{window}, {leaving}: the place goes first, the words last: {columns:?}");
                before = has;
            }
            assert_eq!(before, [false; 3], "{leaving}");
        }
    }

    #[test]
    fn what_has_no_room_beside_a_warnings_words_is_the_place_which_goes_under_the_name_and_then_the_last_use() {
        let has = |window: f32, leaving: bool| {
            let columns = in_window(window, leaving);
            assert_eq!(columns.project.is_some(), columns.environment.is_some(), "{window}: one names the other");
            (columns.has_two_lines(), columns.used.is_some(), columns.words.is_some())
        };
        assert_eq!(has(1280.0, true), (false, true, true));
        assert_eq!(has(1200.0, true), (false, true, true));
        assert_eq!(has(900.0, true), (true, true, true));
        assert_eq!(has(size::NARROW, true), (true, true, true));
        assert_eq!(has(820.0, true), (true, true, true));
        assert_eq!(has(800.0, true), (true, false, true));
        assert_eq!(has(size::VERY_NARROW, true), (true, false, true));
        assert_eq!(has(640.0, true), (true, false, false));
        assert_eq!(has(900.0, false), (false, true, true));
        assert_eq!(has(640.0, false), (true, false, false));
    }
}
