//! What is selected and hidden: where nothing that is listed is selected, how many are not listed, and what lists them again.

use std::collections::HashSet;

use super::lens::Lens;
use super::state::Review;
use super::whole::{Pick, Row};

/// The selected rows of this place that are not listed, and what hides them.
#[derive(Debug, Clone, Default)]
pub(super) struct Hiding {
    picks: HashSet<Pick>,
    by: By,
}

#[derive(Debug, Clone, Copy, Default)]
enum By {
    /// What was typed: that alone goes, for what the charts leave may be what one works on.
    #[default]
    Words,
    /// A number, a chart, or those and words together.
    Charts,
}

impl Review {
    /// How many of this place are selected that are not listed, where none that is listed is.
    pub(super) fn unlisted(&mut self) -> usize {
        let narrowed = !self.filter.is_empty() || !self.lens.is_clear();
        if !narrowed || !self.checked.is_empty() || self.hidden.is_empty() {
            return 0;
        }
        // Many rows are looked through: once a change.
        let hiding = self.hiding.take().unwrap_or_else(|| self.find_hiding());
        self.hiding.insert(hiding).picks.len()
    }

    fn find_hiding(&self) -> Hiding {
        let hidden = |row: &Row| Some(row.pick()).filter(|one| self.hidden.contains(one));
        let picks: HashSet<Pick> = self.list.all().iter().filter_map(hidden).collect();
        if !picks.is_empty() {
            return Hiding { picks, by: By::Words };
        }
        let Some((facts, whole)) = self.whole() else { return Hiding::default() };
        let held: Vec<bool> = whole.places(facts).iter().map(|at| self.place.takes_in(at)).collect();
        let here = whole.rows.iter().filter(|row| held[row.place as usize]);
        Hiding { picks: here.filter_map(hidden).collect(), by: By::Charts }
    }

    /// Lists them.
    pub(super) fn show_unlisted(&mut self) {
        let by = self.hiding.as_ref().map(|hiding| hiding.by).unwrap_or_default();
        self.filter.clear();
        self.look_through(|lens| {
            if let By::Charts = by {
                *lens = Lens::default();
            }
        });
        self.reveal = true;
    }

    /// Selects none of them, where that is what was said.
    pub(super) fn clear_unlisted(&mut self) {
        let hiding = self.hiding.take().unwrap_or_default();
        self.hidden.retain(|one| !hiding.picks.contains(one));
    }
}
