//! What is listed: the rows of scope and lens in their order, made when one of them changes; and of these the ones that the
//! typed words leave, made anew at each letter. One more letter looks only at what the last one left. Where there are many
//! keys a thread looks, so that a letter costs no frame anything; what was listed stays until it comes back.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use super::search::{Found, Texts};
use super::whole::{Pick, Row};
use crate::jobs::Waker;

/// Rows, and of each whether it is listed still.
pub type Held = HashMap<Pick, bool>;

/// The list of warnings.
#[derive(Debug, Default)]
pub struct List {
    all: Arc<Vec<Row>>,
    /// What `typed` leaves of them.
    left: Arc<Vec<Row>>,
    /// The memory of what was left before, to be used again: freeing it costs more than a frame does.
    spare: Vec<Row>,
    /// Empty where nothing is typed, or nothing was found for it yet.
    typed: String,
    found: Found,
    away: Option<Receiver<Look>>,
}

/// A look for what was typed, that goes to a thread and comes back with what it found.
#[derive(Debug)]
struct Look {
    typed: String,
    found: Found,
    left: Vec<Row>,
    held: Held,
}

impl Look {
    fn run(&mut self, texts: &Texts, from: &[Row]) {
        self.found.leave(texts, &self.typed, from, &mut self.left);
        if !self.held.is_empty() {
            for row in &self.left {
                self.held.entry(row.pick()).and_modify(|listed| *listed = true);
            }
        }
    }
}

impl List {
    /// The rows that are listed.
    pub fn rows(&self) -> &[Row] {
        if self.typed.is_empty() { &self.all } else { &self.left }
    }

    /// The same without what is typed.
    pub fn all(&self) -> &[Row] {
        &self.all
    }

    /// What they were narrowed by.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Takes the rows of another scope, lens or order; all of them, until they are narrowed.
    pub fn take(&mut self, all: Vec<Row>) {
        self.all = Arc::new(all);
        self.widen();
    }

    /// Lists all of them; a look that is away is for nothing.
    fn widen(&mut self) {
        self.away = None;
        self.typed.clear();
    }

    /// What a look begins with: what the text before left, where the new one goes on from it.
    fn begin(&mut self, typed: &str, held: Held) -> (Look, Arc<Vec<Row>>) {
        let goes_on = !self.typed.is_empty() && typed.starts_with(&self.typed);
        let from = Arc::clone(if goes_on { &self.left } else { &self.all });
        let (found, left) = (std::mem::take(&mut self.found), std::mem::take(&mut self.spare));
        (Look { typed: typed.to_owned(), found, left, held }, from)
    }

    fn end(&mut self, look: Look) -> Held {
        (self.typed, self.found) = (look.typed, look.found);
        let before = std::mem::replace(&mut self.left, Arc::new(look.left));
        self.spare = Arc::try_unwrap(before).unwrap_or_default();
        look.held
    }

    /// Leaves those in which the typed words stand, at once; all where none is typed.
    pub fn narrow(&mut self, typed: Option<(&Texts, &str)>) {
        self.away = None;
        let Some((texts, typed)) = typed else { return self.widen() };
        let (mut look, from) = self.begin(typed, Held::new());
        look.run(texts, &from);
        drop(from);
        self.end(look);
    }

    /// The same on a thread, which calls `waker` once it is done; not before the last one is. Something has to be typed.
    /// `held`: of which rows it shall be told whether they are listed still.
    pub fn look(&mut self, texts: &Arc<Texts>, typed: &str, held: Held, waker: Waker) {
        if self.away.is_some() {
            return;
        }
        let (mut look, from) = self.begin(typed, held);
        let (back, away) = sync_channel(1);
        let texts = Arc::clone(texts);
        let work = move || {
            look.run(&texts, &from);
            drop((texts, from));
            // Nobody wants it any more where that fails.
            let _ = back.send(look);
            waker();
        };
        self.away = Some(away);
        // Without room for a thread nothing comes back, which is heard.
        drop(std::thread::Builder::new().name("review look".to_owned()).spawn(work));
    }

    /// Whether a look is away.
    pub fn is_looking(&self) -> bool {
        self.away.is_some()
    }

    /// Takes a look that came back over; `waits` for one that is away. None where none came. An error where one never will.
    pub fn hear(&mut self, waits: bool) -> Option<Result<Held, Lost>> {
        let away = self.away.as_ref()?;
        let heard = if waits { away.recv().map_err(|_| TryRecvError::Disconnected) } else { away.try_recv() };
        match heard {
            Err(TryRecvError::Empty) => None,
            heard => {
                self.away = None;
                Some(heard.map(|look| self.end(look)).map_err(|_| Lost))
            }
        }
    }
}

/// A look that never comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

#[cfg(test)]
mod tests {
    use proptest::prelude::ProptestConfig;

    use super::super::lens::{Lens, Sort, listed};
    use super::super::whole::Whole;
    use super::*;
    use crate::gui::sample;
    use crate::gui::screens::keys::Place;
    use crate::jobs::Snapshot;

    fn rows(snapshot: &Snapshot) -> Vec<Row> {
        let whole = Whole::new(snapshot, &|at| at.date_naive());
        listed(&whole, snapshot, &Place::default(), &Lens::default(), Sort::default())
    }

    /// The plain way: every word in every row's own texts.
    fn slowly(snapshot: &Snapshot, typed: &str) -> Vec<Row> {
        let stands = |row: &Row, word: &str| {
            let key = &snapshot.keys[row.key as usize];
            let place = key.place();
            let said = row.finding(snapshot).map(|finding| finding.text.as_str()).unwrap_or_default();
            let texts = [
                key.name().to_owned(),
                key.name().replace('_', ""),
                key.provider.clone().unwrap_or_default(),
                key.owner.clone().unwrap_or_else(|| if key.is_plain() { "" } else { "no owner" }.to_owned()),
                place.project.clone(),
                place.environment.clone(),
                snapshot.tails[row.key as usize].map(|tail| tail.to_string()).unwrap_or_default(),
                said.to_owned(),
            ];
            texts.iter().chain(&key.tags).any(|text| text.to_lowercase().contains(&word.to_lowercase()))
        };
        rows(snapshot).into_iter().filter(|row| typed.split_whitespace().all(|word| stands(row, word))).collect()
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn whatever_was_typed_and_erased_the_same_is_left(
            keys in proptest::collection::vec(proptest::sample::select(vec![
                "<", "<", "<", "e", "k", "y", " ", "stripe", "prod", "expired", "days", "Billing", "Mara", "ß",
            ]), 1..60),
        ) {
            let snapshot = sample::snapshot();
            let texts = Arc::new(Texts::new(&snapshot));
            let (mut list, mut away, mut typed) = (List::default(), List::default(), String::new());
            list.take(rows(&snapshot));
            away.take(rows(&snapshot));
            for key in keys {
                match key {
                    "<" => drop(typed.pop()),
                    letters => typed.push_str(letters),
                }
                list.narrow((!typed.trim().is_empty()).then_some((&*texts, typed.as_str())));
                proptest::prop_assert_eq!(list.rows(), slowly(&snapshot, &typed), "{}", typed);
                // On a thread the same is found.
                if typed.trim().is_empty() {
                    away.narrow(None);
                } else {
                    away.look(&texts, &typed, Held::new(), Arc::new(|| ()));
                    proptest::prop_assert!(matches!(away.hear(true), Some(Ok(_))));
                }
                proptest::prop_assert_eq!(away.rows(), list.rows(), "{}", typed);
            }
        }
    }

    #[test]
    fn while_a_thread_looks_what_was_listed_stays_and_what_is_held_is_told_of() {
        let snapshot = sample::snapshot();
        let texts = Arc::new(Texts::new(&snapshot));
        let mut list = List::default();
        let all = rows(&snapshot);
        list.take(all.clone());
        let stripes = slowly(&snapshot, "stripe");
        let other = all.iter().find(|row| !stripes.contains(row)).unwrap();
        let (go, gone) = sync_channel::<()>(1);
        let gone = std::sync::Mutex::new(gone);
        let held = Held::from([(stripes[0].pick(), false), (other.pick(), false)]);
        // The thread lives until it was told to go on, so that a second letter comes while it is away.
        list.look(
            &texts,
            "stripe",
            held,
            Arc::new(move || {
                let _ = gone.lock().unwrap().recv();
            }),
        );
        assert_eq!((list.rows(), list.typed()), (&*all, ""));
        list.look(&texts, "stripe s", Held::new(), Arc::new(|| panic!("one at a time")));
        let held = list.hear(true).unwrap().unwrap();
        assert_eq!((held[&stripes[0].pick()], held[&other.pick()]), (true, false));
        assert_eq!((list.rows(), list.typed(), list.is_looking()), (&*stripes, "stripe", false));
        go.send(()).unwrap();
        assert!(list.hear(false).is_none());
        // Another scope, and what was looked for is of no use.
        list.look(&texts, "stripe p", Held::new(), Arc::new(|| ()));
        list.take(all.clone());
        assert!(list.hear(true).is_none() && list.rows() == all);
    }
}
