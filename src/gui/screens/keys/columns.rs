//! Which columns a list of so much room has, and where they stand.

use crate::gui::theme::size;

/// Where the columns stand, from the row's padded left edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Columns {
    /// Width of tile and name.
    pub name: f32,
    /// Width of the provider; none where it is hidden.
    pub provider: Option<f32>,
    /// Width of the secret; none where it is hidden.
    pub secret: Option<f32>,
    /// Whether a warning stands in words, not as its mark alone.
    pub words: bool,
    /// Width of the ages at the right; where they are hidden, of the copy button that takes their place.
    pub last_used: f32,
    /// Whether ages are shown.
    pub ages: bool,
}

/// A column that one may do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spare {
    /// Who issued it.
    Provider,
    /// The dots and the last four characters.
    Secret,
    /// How long ago.
    LastUsed,
}

impl Spare {
    /// All of them, from left to right.
    pub const ALL: [Self; 3] = [Self::Provider, Self::Secret, Self::LastUsed];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Provider => "Provider",
            Self::Secret => "Secret",
            Self::LastUsed => "Last used",
        }
    }

    /// The columns that were kept under these names.
    pub fn named(names: &[String]) -> Vec<Self> {
        Self::ALL.into_iter().filter(|column| names.iter().any(|name| name == column.title())).collect()
    }
}

/// Widths that a person has given: name, provider, secret.
pub type Widths = [Option<f32>; 3];

/// The narrowest a column can be drawn: its head with the caret of the order, and what of its content never gets narrower.
const NARROWEST: [f32; 3] = [150.0, 76.0, LAST_FOUR];
/// What a person who draws the others wider leaves of the Health column.
const HEALTH_ROOM: f32 = 110.0;
/// What the Health column needs for its mark and the usual warnings in full.
const HEALTH: f32 = 172.0;
/// The same, the longest of them with it: a plain value gets what is over.
const HEALTH_WHOLE: f32 = 192.0;
/// The widest that a plain value makes the Secret column.
const VALUE: f32 = 240.0;
/// Between a plain value and the next column, the least.
pub const VALUE_END: f32 = 6.0;
/// What the dots with the last four characters need, and the room to the next column.
const LAST_FOUR: f32 = 80.0;
/// Room for the copy button where no ages are.
const COPY_ROOM: f32 = 32.0;

impl Columns {
    /// Columns for a pane of this width in a window of that one, as far as there is room for what a person wants; `value`: how
    /// wide the longest plain value is.
    pub fn new(pane: f32, window: f32, wanted: Widths, hidden: &[Spare], value: f32) -> Self {
        let mut columns = Self::usual(pane, window);
        if !columns.words {
            return columns;
        }
        for column in hidden {
            match column {
                Spare::Provider => columns.provider = None,
                Spare::Secret => columns.secret = None,
                Spare::LastUsed => (columns.last_used, columns.ages) = (COPY_ROOM, false),
            }
        }
        columns.leave_words_their_room(pane);
        let spare = (columns.health(pane) - HEALTH_WHOLE).max(0.0);
        let lacks = |width: f32| ((value + VALUE_END).min(VALUE) - width).clamp(0.0, spare);
        columns.secret = columns.secret.map(|width| width + lacks(width));
        let room = pane - 2.0 * size::EDGE - columns.last_used - HEALTH_ROOM;
        let [name, provider, secret] = wanted;
        let others = |columns: &Self, own: f32| columns.lefts()[2] - own;
        if let (Some(width), Some(wanted)) = (columns.secret, secret) {
            let most = room - others(&columns, width);
            columns.secret = Some(wanted.clamp(NARROWEST[2], most.max(NARROWEST[2])));
        }
        if let (Some(width), Some(wanted)) = (columns.provider, provider) {
            let most = room - others(&columns, width);
            columns.provider = Some(wanted.clamp(NARROWEST[1], most.max(NARROWEST[1])));
        }
        if let Some(wanted) = name {
            let most = room - others(&columns, columns.name);
            columns.name = wanted.clamp(NARROWEST[0], most.max(NARROWEST[0]));
        }
        columns
    }

    /// Provider goes first, then Secret, as far as the words of a warning need their room: an inspector beside the list makes
    /// it narrow in a wide window too.
    fn leave_words_their_room(&mut self, pane: f32) {
        let lacks = |columns: &Self| HEALTH - columns.health(pane);
        if lacks(self) > 0.0 {
            self.provider = None;
        }
        if let Some(width) = self.secret.filter(|_| lacks(self) > 0.0) {
            self.secret = Some(width - lacks(self)).filter(|left| *left >= LAST_FOUR);
        }
    }

    /// The width of the Health column, its mark with it.
    fn health(self, pane: f32) -> f32 {
        pane - 2.0 * size::EDGE - self.last_used - self.lefts()[2]
    }

    fn usual(pane: f32, window: f32) -> Self {
        let inner = pane - 2.0 * size::EDGE;
        if window < size::VERY_NARROW {
            let name = inner - COPY_ROOM - 44.0;
            return Self { name, provider: None, secret: None, words: false, last_used: COPY_ROOM, ages: false };
        }
        let (words, ages) = (true, true);
        if window < size::NARROW {
            return Self { name: 250.0, provider: None, secret: Some(118.0), words, last_used: 76.0, ages };
        }
        let name = (inner * 0.34).clamp(232.0, 420.0);
        let provider = (inner * 0.13).clamp(92.0, 160.0);
        let secret = (inner * 0.147).clamp(100.0, 180.0);
        Self { name, provider: Some(provider), secret: Some(secret), words, last_used: 64.0, ages }
    }

    /// Left edges: provider, secret, health; each relative to the name's left edge.
    pub fn lefts(self) -> [f32; 3] {
        let provider = self.name;
        let secret = provider + self.provider.unwrap_or(0.0);
        [provider, secret, secret + self.secret.unwrap_or(0.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING_DRAWN: Widths = [None; 3];

    /// The list's pane beside the sidebar and an inspector of that width.
    fn beside(window: f32, inspector: f32) -> f32 {
        window - size::SIDEBAR - inspector
    }

    #[test]
    fn a_wide_window_with_the_usual_inspector_has_every_column() {
        let [window, _] = size::WINDOW;
        let pane = beside(window, size::INSPECTOR);
        let columns = Columns::new(pane, window, NOTHING_DRAWN, &[], 0.0);
        assert_eq!(columns, Columns::usual(pane, window));
        assert!(columns.provider.is_some() && columns.secret.is_some());
    }

    #[test]
    fn words_have_their_room_however_wide_the_window_and_its_inspector_are() {
        let [least, most] = size::INSPECTOR_RANGE;
        for window in (size::WIDE as i32..=1700).step_by(5).map(|window| window as f32) {
            for inspector in [least, size::INSPECTOR, most] {
                let pane = beside(window, inspector);
                let columns = Columns::new(pane, window, NOTHING_DRAWN, &[], 0.0);
                assert!(columns.health(pane) >= HEALTH, "{window}, {inspector}: {columns:?}");
                assert!(columns.provider.is_none() || columns.secret.is_some(), "{window}, {inspector}: {columns:?}");
                assert!(columns.secret.is_none_or(|width| width >= LAST_FOUR), "{window}, {inspector}: {columns:?}");
            }
        }
    }

    #[test]
    fn without_an_inspector_every_window_down_to_a_very_narrow_one_keeps_its_columns() {
        for window in (size::VERY_NARROW as i32..=1700).map(|window| window as f32) {
            let pane = window - if window < size::NARROW { size::RAIL } else { size::SIDEBAR };
            assert_eq!(Columns::new(pane, window, NOTHING_DRAWN, &[], 0.0), Columns::usual(pane, window), "{window}");
        }
    }

    #[test]
    fn a_plain_value_gets_what_the_usual_warnings_leave() {
        const ADDRESS: f32 = 144.0;
        let mut before: Option<Columns> = None;
        for window in (size::VERY_NARROW as i32..=1700).map(|window| window as f32) {
            let pane = window - if window < size::NARROW { size::RAIL } else { size::SIDEBAR };
            let columns = Columns::new(pane, window, NOTHING_DRAWN, &[], ADDRESS);
            let room = columns.secret.unwrap_or_default() - VALUE_END;
            let health = columns.health(pane);
            assert!(room >= ADDRESS || health <= HEALTH_WHOLE, "{window}: {room}, {health}: {columns:?}");
            assert!(health >= Columns::usual(pane, window).health(pane).min(HEALTH_WHOLE), "{window}: {columns:?}");
            // It gets wider with the window, the step from the rail to the sidebar apart.
            let fell = before.is_some_and(|before| columns.secret < before.secret);
            assert!(!fell || window == size::NARROW, "{window}: {columns:?}");
            before = Some(columns);
        }
        let endless = Columns::new(1484.0, 1700.0, NOTHING_DRAWN, &[], 1e4);
        assert_eq!(endless.secret, Some(VALUE));
    }

    #[test]
    fn a_column_that_a_person_does_without_leaves_the_room_to_the_others() {
        let pane = beside(size::WIDE, size::INSPECTOR);
        let columns = |hidden: &[Spare]| Columns::new(pane, size::WIDE, NOTHING_DRAWN, hidden, 0.0);
        assert_eq!(columns(&[]).provider, None);
        assert!(columns(&[Spare::Secret]).provider.is_some());
    }
}
