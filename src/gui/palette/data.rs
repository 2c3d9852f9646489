//! What the palette shows, as plain values: keys with the matched parts of their names, then what can be done.

use super::actions::{self, ActionRow};
use super::index::Index;
use super::key_row::{KeyRow, key_row};
use super::search::{Found, Search, TOP};
use crate::gui::commands::Command;
use crate::gui::counts;
use crate::gui::route::Section;
use crate::gui::screens::keys::Place;
use crate::gui::widgets::Mark;
use crate::jobs::{Match, Snapshot};
use crate::model::{Key, KeyUid, Severity, VariableName};

/// So many keys are offered before anything is typed.
const RECENT: usize = 5;

/// A row that can be selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Copies a key.
    Key(KeyRow),
    /// Does something else.
    Action(ActionRow),
}

impl Row {
    /// What a screen reader says.
    pub fn spoken(&self) -> String {
        match self {
            Self::Key(row) => row.spoken.clone(),
            Self::Action(row) => row.spoken(),
        }
    }

    /// Why nothing can be done with it.
    pub fn off(&self) -> Option<&str> {
        match self {
            Self::Action(row) => row.off.as_deref(),
            Self::Key(_) => None,
        }
    }

    /// Whether it leads to someone's page.
    fn is_person(&self) -> bool {
        matches!(self, Self::Action(row) if matches!(row.act, actions::Act::Person(_)))
    }
}

/// Everything in view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// What was typed whole (the page of someone, or a command), keys, then actions.
    pub rows: Vec<Row>,
    /// How many come before the keys.
    pub lead: usize,
    /// How many are keys.
    pub keys: usize,
    /// More keys were found than are shown.
    pub more: bool,
    /// What stands over the keys.
    pub heading: String,
    /// What was typed, where nothing is found for it.
    pub nothing: Option<String>,
}

impl Listing {
    /// Names what can be done anew, with the key of the row that was gone to.
    pub fn follow(&mut self, ask: &Ask<'_>, search: &mut Search) {
        let target = ask.snapshot.keys.iter().find(|key| Some(key.uid) == ask.chosen);
        add_actions(&mut self.rows, self.lead, self.keys, ask, target, search);
    }

    /// What stands over a row, where a part begins with it.
    pub fn heading_over(&self, row: usize) -> Option<&str> {
        let keys = self.lead..self.lead + self.keys;
        match row {
            _ if row == keys.end => Some("Actions"),
            _ if row == keys.start => Some(&self.heading),
            0 => Some(if self.rows.first().is_some_and(Row::is_person) { "People" } else { "Command" }),
            _ => None,
        }
    }
}

/// What the palette is made from.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The facts.
    pub snapshot: &'a Snapshot,
    /// What was typed.
    pub query: &'a str,
    /// Only this project's keys.
    pub scope: Option<&'a str>,
    /// What the window behind looks at.
    pub view: &'a Place,
    /// Which section of the window that is.
    pub section: Section,
    /// The key that is selected in the window behind.
    pub selected: Option<KeyUid>,
    /// The key of the row that was gone to.
    pub chosen: Option<KeyUid>,
    /// How many are selected there, and what can be done with all of them.
    pub picked: (usize, &'a [Command]),
    /// Only what needs no window behind.
    pub alone: bool,
}

/// What is to be shown now.
pub fn listing(ask: &Ask<'_>, index: &Index, search: &mut Search) -> Listing {
    let typed = !ask.query.trim().is_empty();
    let here = |at: usize| ask.scope.is_none_or(|scope| ask.snapshot.keys[at].place().project == scope);
    let mut found = if typed { search.find(index, ask.query, here) } else { offered(ask.snapshot, index, here) };
    // "dark" means the theme, not a key in whose name those letters stand about.
    if typed && actions::is_named(ask) && !found.top.iter().any(|at| holds(ask, *at)) {
        found = Found::default();
    }
    let target = target(ask, index, search, &found, typed);
    // Whoever types a name whole means the person, and not one of the keys that are theirs, and whoever types a command
    // means it, and not a key of "preview" for "review"; unless a key has that name.
    let is_named = |at: &usize| ask.snapshot.keys[*at].name().eq_ignore_ascii_case(ask.query.trim());
    let whole = actions::whole(ask).filter(|_| typed && !found.top.first().is_some_and(is_named));
    // Where no key is found a command stands first among its like.
    let whole = whole.map(Row::Action).filter(|row| row.is_person() || !found.top.is_empty());
    let mut rows: Vec<Row> = whole.into_iter().collect();
    let lead = rows.len();
    for at in &found.top {
        let row = key_row(ask.snapshot, *at, &search.matched(ask.snapshot.keys[*at].name(), ask.query));
        rows.push(Row::Key(row));
    }
    let keys = found.top.len();
    add_actions(&mut rows, lead, keys, ask, target, search);
    if typed && rows.is_empty() {
        // Before a key gets the name of a command.
        rows.extend(actions::named_in_vain(ask, target).into_iter().map(Row::Action));
    }
    let nothing = (typed && rows.is_empty()).then(|| ask.query.trim().to_owned());
    let used = |at: &usize| ask.snapshot.keys[*at].last_used_at.is_some();
    let heading = if !typed && found.top.iter().all(used) { "Used last" } else { "Keys" }.to_owned();
    Listing { rows, lead, keys, more: found.count > TOP && typed, heading, nothing }
}

/// What can be done, behind what was typed whole and the keys.
fn add_actions(
    rows: &mut Vec<Row>,
    lead: usize,
    keys: usize,
    ask: &Ask<'_>,
    target: Option<&Key>,
    search: &mut Search,
) {
    rows.truncate(lead + keys);
    let others = actions::actions(ask, target, keys > 0, search).into_iter().map(Row::Action);
    let others: Vec<Row> = others.filter(|row| !rows[..lead].contains(row)).collect();
    rows.extend(others);
}

/// Whether every typed word stands in one of a key's texts as it was typed.
fn holds(ask: &Ask<'_>, at: usize) -> bool {
    let key = &ask.snapshot.keys[at];
    let (name, place) = (key.name(), key.place());
    let mut texts = vec![name.to_lowercase(), name.replace('_', "").to_lowercase()];
    let more = [key.provider.as_deref(), key.owner.as_deref(), key.key_id.as_deref()].into_iter().flatten();
    let more = more.chain([place.project.as_str(), place.environment.as_str()]);
    let more = more.chain(key.key_id_name.as_ref().map(VariableName::as_str));
    let more =
        more.chain(key.tags.iter().map(String::as_str)).chain(ask.snapshot.tails.get(at).and_then(Option::as_deref));
    texts.extend(more.map(str::to_lowercase));
    ask.query.split_whitespace().all(|word| texts.iter().any(|text| text.contains(&word.to_lowercase())))
}

/// The key that key commands are about: the one that was gone to, else the best match; where the words name a command too ("rotate stripe"), the best
/// match of the others; with nothing typed, or nothing found, the one selected in the window.
fn target<'a>(ask: &Ask<'a>, index: &Index, search: &mut Search, found: &Found, typed: bool) -> Option<&'a Key> {
    let keys = &ask.snapshot.keys;
    let behind = || keys.iter().find(|key| Some(key.uid) == ask.selected);
    if !typed {
        return behind();
    }
    let chosen = |at: &&usize| keys.get(**at).is_some_and(|key| Some(key.uid) == ask.chosen);
    if let Some(chosen) = found.top.iter().find(chosen) {
        return keys.get(*chosen);
    }
    if let Some(first) = found.top.first() {
        return keys.get(*first);
    }
    let (verbs, rest): (Vec<&str>, Vec<&str>) = ask.query.split_whitespace().partition(|word| actions::is_verb(word));
    if verbs.is_empty() || rest.is_empty() {
        return behind();
    }
    let here = |at: usize| ask.scope.is_none_or(|scope| keys[at].place().project == scope);
    search.find(index, &rest.join(" "), here).top.first().and_then(|first| keys.get(*first))
}

/// The keys used last; where none ever was, the first ones, of development before those of other environments.
fn offered(snapshot: &Snapshot, index: &Index, here: impl Fn(usize) -> bool) -> Found {
    let last = recent(snapshot, &here);
    if last.count > 0 {
        return last;
    }
    let there = |at: &usize| !snapshot.keys[*at].state.is_disabled() && here(*at);
    let mut keys: Vec<usize> = (0..snapshot.keys.len().min(index.items.len())).filter(there).collect();
    keys.sort_by_key(|at| {
        let rank = index.items[*at].rank;
        (!rank.in_view, rank.protected, rank.stage, *at)
    });
    keys.truncate(RECENT);
    Found { count: keys.len(), top: keys }
}

/// The keys used last, the latest first.
fn recent(snapshot: &Snapshot, here: impl Fn(usize) -> bool) -> Found {
    let used = |at: usize| {
        let key = &snapshot.keys[at];
        key.last_used_at.filter(|_| !key.state.is_disabled() && here(at)).map(|when| (std::cmp::Reverse(when), at))
    };
    let mut latest: Vec<_> = (0..snapshot.keys.len()).filter_map(used).collect();
    if latest.len() > RECENT {
        latest.select_nth_unstable(RECENT);
        latest.truncate(RECENT);
    }
    latest.sort_unstable();
    Found { count: latest.len(), top: latest.into_iter().map(|(_, at)| at).collect() }
}

/// What the answer to a pasted secret shows.
pub fn whose(snapshot: &Snapshot, matches: &[Match]) -> Listing {
    let mut rows = Vec::new();
    for found in matches.iter().take(TOP) {
        let Some(at) = snapshot.keys.iter().position(|key| key.uid == found.uid) else { continue };
        let mut row = key_row(snapshot, at, &[]);
        let place = snapshot.keys[at].place();
        let verb = if found.live { "This is" } else { "This is an older value of" };
        row.spoken = format!("{verb} {}, {} {}", row.whole_name(), place.project, place.environment);
        if !found.live {
            row.health = Some((Mark::Warning(Severity::ForInfo), "An older value".to_owned()));
        }
        rows.push(Row::Key(row));
    }
    let heading = match (rows.first(), rows.len()) {
        (Some(first), 1) => first.spoken(),
        (None, _) => String::new(),
        (Some(_), count) => format!("{} hold this value", counts::keys(count)),
    };
    Listing { lead: 0, keys: rows.len(), rows, more: false, heading, nothing: None }
}

#[cfg(test)]
mod tests {
    use super::super::index;
    use super::super::tests::ask;
    use super::*;
    use crate::gui::sample;
    use crate::model::Person;

    fn storefront() -> Place {
        Place { project: Some("Storefront".to_owned()), environment: None }
    }

    fn list(snapshot: &Snapshot, query: &str, scope: Option<&str>) -> Listing {
        let view = storefront();
        let ask = Ask { scope, ..ask(snapshot, query, &view) };
        listing(&ask, &index::of(snapshot, &view), &mut Search::default())
    }

    fn keys(listing: &Listing) -> Vec<String> {
        let key = |row: &Row| match row {
            Row::Key(row) => Some(format!("{} {} · {}", row.whole_name(), row.place.project, row.place.environment)),
            Row::Action(_) => None,
        };
        listing.rows.iter().filter_map(key).collect()
    }

    fn titles(listing: &Listing) -> Vec<String> {
        let action = |row: &Row| match row {
            Row::Action(row) => Some(row.title.clone()),
            Row::Key(_) => None,
        };
        listing.rows.iter().filter_map(action).collect()
    }

    #[test]
    fn of_one_name_development_comes_first_and_production_last_and_the_project_in_view_before_others() {
        let found = keys(&list(&sample::snapshot(), "stripe secret", None));
        assert_eq!(
            found[..4],
            [
                "STRIPE_SECRET_KEY Storefront · development",
                "STRIPE_SECRET_KEY Storefront · staging",
                "STRIPE_SECRET_KEY Storefront · production",
                "STRIPE_SECRET_KEY Billing · development",
            ]
        );
    }

    #[test]
    fn a_key_used_lately_comes_before_its_namesakes_but_a_protected_one_does_not() {
        let mut snapshot = sample::snapshot();
        let now = snapshot.now;
        for key in snapshot.keys.iter_mut().filter(|key| key.name() == "REDIS_URL") {
            let later = match key.place().environment.as_str() {
                "production" => 3,
                "staging" => 2,
                _ => 1,
            };
            key.last_used_at = Some(now + chrono::TimeDelta::minutes(later));
        }
        let found = keys(&list(&snapshot, "redis", Some("Storefront")));
        assert_eq!(
            found,
            [
                "REDIS_URL Storefront · staging",
                "REDIS_URL Storefront · development",
                "REDIS_URL Storefront · production"
            ]
        );
    }

    #[test]
    fn keys_are_found_by_provider_owner_tag_key_id_last_four_and_place() {
        let snapshot = sample::snapshot();
        let tail = snapshot.tails[0].unwrap();
        for (query, name) in [
            ("payments", "STRIPE_SECRET_KEY"),
            ("mara", "ALGOLIA_SEARCH_KEY"),
            ("made-up-id", "AWS_SECRET_ACCESS_KEY"),
            ("aws_access_key", "AWS_SECRET_ACCESS_KEY"),
            ("openai production", "OPENAI_API_KEY"),
            ("stripesecret", "STRIPE_SECRET_KEY"),
            ("strpe", "STRIPE_SECRET_KEY"),
            (tail.to_uppercase().as_str(), "ALGOLIA_ADMIN_KEY"),
        ] {
            let found = keys(&list(&snapshot, query, None));
            assert!(found.iter().any(|found| found.starts_with(name)), "{query}: {found:?}");
        }
        let found = keys(&list(&snapshot, "openai production", None));
        assert!(found.iter().all(|found| found.ends_with("production")), "{found:?}");
    }

    #[test]
    fn a_name_weighs_more_than_a_tag_and_the_whole_name_most() {
        let mut snapshot = sample::snapshot();
        snapshot.keys[0].tags = vec!["port".to_owned()];
        snapshot.keys[1].provider = Some("Port".to_owned());
        assert!(keys(&list(&snapshot, "port", None))[0].starts_with("PORT "));
    }

    #[test]
    fn matched_letters_are_told_from_the_rest() {
        let listing = list(&sample::snapshot(), "stripe key", None);
        let Row::Key(row) = &listing.rows[0] else { panic!("no key") };
        let part = |text: &str, hit| (text.to_owned(), hit);
        assert_eq!(row.name, [part("STRIPE", true), part("_SECRET_", false), part("KEY", true)]);
        assert_eq!(row.spoken, "STRIPE_SECRET_KEY, Storefront, development");
    }

    #[test]
    fn the_scope_leaves_other_projects_out() {
        let found = keys(&list(&sample::snapshot(), "stripe", Some("Billing")));
        assert!(!found.is_empty() && found.iter().all(|found| found.contains("Billing")), "{found:?}");
    }

    #[test]
    fn a_letter_alone_means_the_beginning_of_a_word() {
        let found = keys(&list(&sample::snapshot(), "t", Some("Internal tools")));
        assert!(found[0].starts_with("TWILIO_AUTH_TOKEN"), "{found:?}");
        assert!(!found.iter().any(|found| found.starts_with("STRIPE_SECRET_KEY")) || found.len() == 16, "{found:?}");
    }

    #[test]
    fn fifty_are_shown_and_the_rest_is_said() {
        let listing = list(&sample::snapshot(), "key", None);
        assert!(listing.keys <= TOP);
        let everything = list(&sample::snapshot(), "mara", None);
        assert_eq!((everything.keys, everything.more), (TOP, true));
    }

    #[test]
    fn nothing_typed_offers_the_keys_used_last_then_commands() {
        let listing = list(&sample::snapshot(), "", None);
        assert_eq!(listing.keys, RECENT);
        assert!(keys(&listing)[0].starts_with("ALGOLIA_SEARCH_KEY"));
        let actions = titles(&listing);
        assert!(actions.contains(&"New key".to_owned()) && actions.contains(&"Lock".to_owned()), "{actions:?}");
        assert!(!actions.iter().any(|title| title.starts_with("Rotate")), "no key is selected: {actions:?}");
    }

    #[test]
    fn where_no_key_was_ever_used_the_first_of_development_are_offered() {
        let mut snapshot = sample::snapshot();
        for key in &mut snapshot.keys {
            key.last_used_at = None;
        }
        let listing = list(&snapshot, "", None);
        assert_eq!((listing.keys, listing.heading.as_str()), (RECENT, "Keys"));
        let offered = keys(&listing);
        assert!(offered.iter().all(|key| key.ends_with("Storefront · development")), "{offered:?}");
        assert_eq!(list(&snapshot, "", Some("Billing")).keys, RECENT, "of the project that is looked in");
    }

    #[test]
    fn found_keys_bring_their_own_verbs() {
        let actions = titles(&list(&sample::snapshot(), "stripe", None));
        assert_eq!(
            actions[..3],
            ["Rotate STRIPE_SECRET_KEY…", "Open dashboard.stripe.com", "Export Storefront…"],
            "{actions:?}"
        );
    }

    #[test]
    fn a_verb_and_a_name_find_the_command_on_that_key() {
        let listing = list(&sample::snapshot(), "rotate openai", None);
        assert_eq!(listing.keys, 0);
        let Some(Row::Action(row)) = listing.rows.first() else { panic!("{listing:?}") };
        assert_eq!(row.title, "Rotate OPENAI_API_KEY…");
        let openai = |key: &&Key| key.name() == "OPENAI_API_KEY";
        let uid = sample::snapshot().keys.iter().find(openai).unwrap().uid;
        assert_eq!(row.act, actions::Act::DoTo(uid, Command::Rotate));
    }

    #[test]
    fn a_command_comes_before_keys_in_which_its_letters_only_stand_about() {
        let mut snapshot = sample::snapshot();
        snapshot.keys[0].provider = Some("Databricks".to_owned());
        let index = index::of(&snapshot, &Place::default());
        assert!(Search::default().find(&index, "dark", |_| true).count > 0, "they do stand about in one");
        let named = list(&snapshot, "dark", None);
        assert_eq!((named.keys, titles(&named)[0].as_str()), (0, "Dark theme"));
        assert!(list(&snapshot, "data", None).keys > 0, "those that hold what was typed stay");
    }

    #[test]
    fn a_persons_page_comes_before_their_keys_once_the_name_is_whole() {
        let mut snapshot = sample::snapshot();
        snapshot.people = vec![Person { name: "Mara Klein".to_owned(), ..Person::default() }];
        for key in &mut snapshot.keys {
            key.owner = Some("Mara Klein".to_owned());
        }
        let page = |row: &Row| matches!(row, Row::Action(row) if row.act == actions::Act::Person("Mara Klein".into()));
        let whole = list(&snapshot, " mara klein ", None);
        assert!(page(&whole.rows[0]) && whole.rows.iter().filter(|row| page(row)).count() == 1);
        assert!(matches!(whole.rows[1], Row::Key(_)) && (whole.lead, whole.keys) == (1, TOP));
        let headings = [0, 1, 2, 1 + TOP].map(|at| whole.heading_over(at));
        assert_eq!(headings, [Some("People"), Some("Keys"), None, Some("Actions")]);
        assert!(matches!(list(&snapshot, "mara klei", None).rows[0], Row::Key(_)));
        // A key has the name.
        let name = snapshot.keys[0].name().to_lowercase();
        snapshot.people[0].name.clone_from(&name);
        assert!(matches!(list(&snapshot, &name, None).rows[0], Row::Key(_)));
    }

    #[test]
    fn a_command_comes_before_the_keys_once_its_title_is_whole() {
        let mut snapshot = sample::snapshot();
        snapshot.keys[0].tags = vec!["preview".to_owned()];
        let shown = list(&snapshot, " review ", None);
        assert_eq!((shown.lead, shown.keys, titles(&shown)[0].as_str()), (1, 1, "Review"));
        assert_eq!(shown.heading_over(0), Some("Command"));
        assert_eq!(titles(&shown).iter().filter(|title| *title == "Review").count(), 1);
        assert!(matches!(list(&snapshot, "revie", None).rows[0], Row::Key(_)));
    }

    #[test]
    fn places_can_be_gone_to() {
        let actions = titles(&list(&sample::snapshot(), "go billing production", None));
        assert!(actions.contains(&"Go to Billing · production".to_owned()), "{actions:?}");
        assert_eq!(titles(&list(&sample::snapshot(), "all projects", None))[0], "Go to all projects");
    }

    #[test]
    fn what_is_found_nowhere_is_said() {
        let listing = list(&sample::snapshot(), " zzqxw ", None);
        assert_eq!((listing.nothing.as_deref(), listing.rows.len()), (Some("zzqxw"), 0));
    }

    #[test]
    fn a_value_is_told_by_its_key_and_place() {
        let snapshot = sample::snapshot();
        let stripe = |key: &&Key| key.name() == "STRIPE_SECRET_KEY" && key.place().environment == "production";
        let uid = snapshot.keys.iter().find(stripe).unwrap().uid;
        let listing = whose(&snapshot, &[Match { uid, live: true }]);
        assert_eq!(listing.heading, "This is STRIPE_SECRET_KEY, Storefront production");
        assert_eq!(whose(&snapshot, &[]), Listing::default());
    }
}
