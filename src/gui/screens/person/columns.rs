//! The columns of a person's table, for the room there is: what is least needed gives way first.

use crate::gui::theme::size;

/// Left edges of the columns, from the row's padded left edge; none where a column is hidden.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Columns {
    pub key: f32,
    pub project: Option<f32>,
    pub environment: Option<f32>,
    /// Environments stand under their short names.
    pub short: bool,
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
const ENVIRONMENT: f32 = 112.0;
const SHORT_ENVIRONMENT: f32 = 80.0;
const USED: f32 = 64.0;
/// A warning's mark alone.
const MARK: f32 = 28.0;
/// The least that a warning's sentence can do with.
const WORDS: f32 = 190.0;
const VALUE: f32 = 126.0;
/// The least of the new owner, and what it takes where there is room.
const OWNER: [f32; 2] = [104.0, 150.0];
/// A name of which most is read, and the usual one.
const NAME: [f32; 2] = [186.0, 226.0];

/// Which columns there are: project, environment, last use, words of the warning.
struct Has {
    project: bool,
    environment: f32,
    used: bool,
    words: bool,
}

impl Has {
    const fn new(project: bool, environment: f32, used: bool, words: bool) -> Self {
        Self { project, environment, used, words }
    }

    /// What all but the name and the warning takes.
    fn taken(&self) -> f32 {
        let project = if self.project { PROJECT } else { 0.0 };
        project + self.environment + if self.used { USED } else { 0.0 }
    }

    fn least(&self) -> f32 {
        NAME[0] + self.taken() + if self.words { WORDS } else { MARK }
    }
}

/// From the roomiest on. The words of a warning are worth more than a last use.
const ALL: [Has; 7] = [
    Has::new(true, ENVIRONMENT, true, true),
    Has::new(false, ENVIRONMENT, true, true),
    Has::new(false, SHORT_ENVIRONMENT, true, true),
    Has::new(false, SHORT_ENVIRONMENT, false, true),
    Has::new(false, SHORT_ENVIRONMENT, true, false),
    Has::new(false, SHORT_ENVIRONMENT, false, false),
    Has::new(false, 0.0, false, false),
];

impl Columns {
    /// For a table of this inner width in a window of that one.
    pub fn new(inner: f32, window: f32, leaving: bool) -> Self {
        let room = inner - TICK - if leaving { VALUE + OWNER[0] } else { 0.0 };
        // A very narrow window shows the marks alone.
        let fits = |has: &&Has| has.least() <= room && (window >= size::VERY_NARROW || !(has.words || has.used));
        let has = ALL.iter().find(fits).unwrap_or(&ALL[ALL.len() - 1]);
        let free = room - has.taken();
        let wanted = match (has.words, leaving) {
            (false, _) => MARK,
            (true, true) => 216.0,
            (true, false) => 400.0,
        };
        let mut name = (free - wanted).clamp(NAME[0], NAME[1]);
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
        let project = has.project.then(|| next(PROJECT));
        let environment = (has.environment > 0.0).then(|| next(has.environment));
        let used = has.used.then(|| next(USED) + USED);
        // Behind an age, which ends at its column's right edge.
        let lead = match (has.used, has.words, has.project) {
            (false, ..) => 0.0,
            (true, false, _) => 8.0,
            (true, true, false) => 16.0,
            (true, true, true) => 28.0,
        };
        let mark = next(health) + lead;
        let value = next(VALUE);
        Self {
            key,
            project,
            environment,
            short: has.environment < ENVIRONMENT,
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
        self.project.or(self.environment).or(used).unwrap_or(self.mark)
    }

    /// The room that the words of a warning have.
    pub fn words_room(&self) -> f32 {
        self.words.map_or(0.0, |x| self.value - x - 6.0)
    }

    /// The room that a name of an environment has, behind its shield.
    pub fn environment_room(&self) -> f32 {
        (if self.short { SHORT_ENVIRONMENT } else { ENVIRONMENT }) - SHIELD - 3.0
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
            short: false,
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
                let before = columns.used.or(columns.environment.map(|x| x + SHIELD + columns.environment_room()));
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
    fn a_small_window_shows_name_environment_and_mark_and_a_narrow_one_words_before_ages() {
        let small = in_window(640.0, true);
        assert_eq!((small.words, small.used, small.project, small.short), (None, None, None, true));
        assert!(small.environment.is_some());
        let narrow = in_window(900.0, true);
        assert!(narrow.words.is_some() && narrow.used.is_some() && narrow.project.is_none(), "{narrow:?}");
        let tight = in_window(size::NARROW, true);
        assert!(tight.words.is_some() && tight.used.is_none(), "{tight:?}");
    }
}
