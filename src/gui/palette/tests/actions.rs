//! What the palette offers to do, as plain values, in each section and about each kind of key.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::ask;
use crate::gui::app::BULK;
use crate::gui::commands::Command;
use crate::gui::palette::actions::{Act, ActionRow, Behind, LEFT_OUT, actions, searched};
use crate::gui::palette::data::{Ask, Row, listing};
use crate::gui::palette::index;
use crate::gui::palette::search::Search;
use crate::gui::route::Section;
use crate::gui::sample;
use crate::gui::screens::keys::Place;
use crate::jobs::{Snapshot, StoreKind};
use crate::model::{Finding, KeptVersion, KeyUid, Motion, Outlines, Person, Rule, Theme, UsedIn, ZOOM};

const SECTIONS: [Section; 5] = [Section::Keys, Section::Review, Section::Activity, Section::Settings, Section::Person];

/// The sample as it is, and with what fits its other side: another store, and a key that was rotated, stands in a file
/// and has places outside. Of keys that the same fits, one.
pub(super) fn snapshots() -> [Snapshot; 2] {
    let mut all = [sample::snapshot(), sample::snapshot()];
    let [first, second] = &mut all;
    second.store = if first.store == StoreKind::Sealed { StoreKind::Keychain } else { StoreKind::Sealed };
    (second.settings.motion, second.settings.outlines) = (Motion::Off, Outlines::Strong);
    (second.settings.theme, second.settings.zoom_percent) = (Theme::Dark, *ZOOM.end());
    second.sample = !first.sample;
    let (now, at) = (second.now.get(), second.keys.iter().position(|key| !key.is_plain() && !key.state.is_disabled()));
    let at = at.unwrap();
    let kept = KeptVersion { number: 1, made_at: now, replaced_at: now, kept_until: Some(now), ended_at: None };
    second.keys[at].older = vec![kept];
    second.keys[at].used_in = vec![UsedIn { place: "CI".to_owned() }];
    let mut finding = second.findings.iter().flatten().next().unwrap().clone();
    finding.rule = Rule::PlainFile;
    let quiet = Finding { snoozed_until: Some(second.today + TimeDelta::days(9)), ..finding.clone() };
    second.findings[at] = vec![finding, quiet];
    for snapshot in &mut all {
        let mut seen = Vec::new();
        let mut keep = Vec::new();
        for (at, key) in snapshot.keys.iter().enumerate() {
            let fits = Command::ALL.map(|command| command.fits(snapshot, Some(key)));
            if !seen.contains(&fits) {
                seen.push(fits);
                keep.push(at);
            }
        }
        snapshot.keys = keep.iter().map(|at| snapshot.keys[*at].clone()).collect();
        snapshot.findings = keep.iter().map(|at| snapshot.findings[*at].clone()).collect();
        snapshot.tails = keep.iter().map(|at| snapshot.tails[*at]).collect();
    }
    all
}

/// Every list of actions: over each section and alone, with each key of the snapshot selected and with none.
fn lists(snapshot: &Snapshot, query: &str, look: &mut impl FnMut(&Ask<'_>, &[ActionRow])) {
    let view = Place { project: Some("Storefront".to_owned()), environment: None };
    let none = index::Index::default();
    for selected in std::iter::once(None).chain(snapshot.keys.iter().map(|key| Some(key.uid))) {
        for (section, alone) in SECTIONS.map(|section| (section, false)).into_iter().chain([(Section::Keys, true)]) {
            let ask = Ask { section, selected, alone, ..ask(snapshot, query, &view) };
            let action = |row: Row| match row {
                Row::Action(row) => Some(row),
                Row::Key(_) => None,
            };
            let rows = listing(&ask, &none, &mut Search::default()).rows.into_iter();
            look(&ask, &rows.filter_map(action).collect::<Vec<_>>());
        }
    }
}

/// What tells a row from others on screen: an action's title, a key's name and place.
fn told(row: &Row) -> String {
    match row {
        Row::Action(row) => row.title.clone(),
        Row::Key(row) => format!("{} {} · {}", row.whole_name(), row.place.project, row.place.environment),
    }
}

#[test]
fn no_two_entries_have_the_same_words_whatever_is_in_view_selected_and_typed() {
    let mut typed: BTreeSet<String> =
        ["", "keys", "stripe", "storefront", "production", "ada", "keys of ada"].map(str::to_owned).into();
    typed.extend(Command::ALL.iter().filter_map(|command| command.title().split(' ').next()).map(str::to_lowercase));
    typed.extend(Command::ALL.map(|command| command.title().to_lowercase()));
    let storefront = Place { project: Some("Storefront".to_owned()), environment: None };
    let picks: [(usize, &[Command]); 3] = [(0, &[]), (1, &BULK), (3, &BULK)];
    for mut snapshot in snapshots() {
        let name = "Ada Byron".to_owned();
        snapshot.keys[0].owner = Some(name.clone());
        snapshot.people = vec![Person { name, last_day: Some(snapshot.today), ..Person::default() }];
        let uids: Vec<KeyUid> = snapshot.keys.iter().map(|key| key.uid).collect();
        let look = |ask: &Ask<'_>| {
            let rows = listing(ask, &index::of(ask.snapshot, ask.view), &mut Search::default()).rows;
            let words: BTreeSet<String> = rows.iter().map(told).collect();
            assert!(!rows.is_empty() || ask.alone || !ask.query.is_empty());
            assert_eq!(words.len(), rows.len(), "{:?} {:?}: {rows:#?}", ask.query, ask.section);
        };
        for (section, alone) in SECTIONS.map(|section| (section, false)).into_iter().chain([(Section::Keys, true)]) {
            for view in [&storefront, &Place::default()] {
                let here = Ask { section, alone, ..ask(&snapshot, "", view) };
                // With nothing typed it is about what is selected behind, whichever that is.
                for (selected, picked) in std::iter::once(None)
                    .chain(uids.iter().copied().map(Some))
                    .flat_map(|one| picks.map(|picked| (one, picked)))
                {
                    look(&Ask { selected, picked, ..here });
                }
                for query in &typed {
                    let (selected, picked, scope) = (uids.first().copied(), picks[2], view.project.as_deref());
                    look(&Ask { query, selected, picked, scope, ..here });
                    // Of a row that was gone to.
                    look(&Ask { query, chosen: uids.last().copied(), ..here });
                }
            }
        }
    }
}

#[test]
fn every_command_that_is_offered_is_found_by_each_word_for_it() {
    let does = |row: &ActionRow, wanted: Command| match row.act {
        Act::Do(command) | Act::DoTo(_, command) | Act::GoAndDo(_, command) => command == wanted,
        Act::Go(_) | Act::Person(_) => false,
    };
    let view = Place { project: Some("Storefront".to_owned()), environment: None };
    let mut offered = BTreeSet::new();
    for snapshot in snapshots() {
        let (mut here, mut asked) = (Vec::new(), BTreeSet::new());
        lists(&snapshot, "", &mut |ask, rows| {
            let commands = Command::ALL.into_iter().filter(|command| rows.iter().any(|row| does(row, *command)));
            here.extend(commands.map(|command| (ask.section, ask.selected, ask.alone, command)));
        });
        for (section, selected, alone, command) in here {
            offered.insert(command.title());
            for word in command.words().iter().filter(|word| asked.insert((command.title(), **word))) {
                let ask = Ask { section, selected, alone, ..ask(&snapshot, word, &view) };
                let target = snapshot.keys.iter().find(|key| Some(key.uid) == selected);
                let found = actions(&ask, target, Behind::Nothing, &mut Search::default());
                assert!(found.iter().any(|row| does(row, command)), "{command:?} by {word}: {found:?}");
            }
        }
    }
    let left_out = |command: &Command| LEFT_OUT.contains(command) || command.words().is_empty();
    let never: Vec<Command> =
        Command::ALL.into_iter().filter(|command| !offered.contains(command.title()) && !left_out(command)).collect();
    assert!(never.is_empty(), "offered nowhere: {never:?}");
}

#[test]
fn what_is_called_so_on_screen_comes_before_what_others_call_so() {
    let mut snapshot = sample::snapshot();
    snapshot.store = StoreKind::Sealed;
    let (uid, view) = (snapshot.keys[0].uid, Place::default());
    let first = |query: &str, selected: Option<KeyUid>| {
        let ask = Ask { selected, ..ask(&snapshot, query, &view) };
        let index = index::of(&snapshot, &view);
        let rows = listing(&ask, &index, &mut Search::default()).rows;
        rows.into_iter().map(|row| row.spoken()).next().unwrap_or_default()
    };
    for (query, selected, wanted) in [
        ("change", Some(uid), "Change passphrase…"),
        ("leaving", None, "Someone leaves…"),
        ("leave", None, "Leave the sample"),
        ("leaves", None, "Someone leaves…"),
        ("stale", None, "Review"),
        ("hotkeys", None, "Keyboard shortcuts"),
        ("rename openai", None, "Edit OPENAI_API_KEY…"),
        ("dark mode", None, "Dark theme"),
    ] {
        let found = first(query, selected);
        assert!(found.starts_with(wanted), "{query}: {found}");
    }
    let view = Place::default();
    let ask = ask(&snapshot, "f", &view);
    let found = actions(&ask, None, Behind::Nothing, &mut Search::default());
    let begins = |row: &ActionRow| searched(row).to_lowercase().split_whitespace().any(|word| word.starts_with('f'));
    assert!(!found.is_empty() && found.iter().all(begins), "a letter is the beginning of a word: {found:?}");
}

#[test]
fn what_would_change_nothing_is_not_offered() {
    let mut snapshot = sample::snapshot();
    let storefront = Place { project: Some("Storefront".to_owned()), environment: None };
    let selected = Some(snapshot.keys[0].uid);
    let offers = |ask: &Ask<'_>, command: Command| {
        let rows = listing(ask, &index::Index::default(), &mut Search::default()).rows;
        rows.iter().any(|row| matches!(row, Row::Action(row) if row.act == Act::Do(command)))
    };
    for section in SECTIONS {
        let here = Ask { section, selected, ..ask(&snapshot, "", &storefront) };
        let has_environments = matches!(section, Section::Keys | Section::Review);
        assert_eq!(offers(&here, Command::NextEnvironment), has_environments, "{section:?}");
        assert!(!offers(&Ask { view: &Place::default(), ..here }, Command::NextEnvironment), "of all projects");
        assert!(!offers(&Ask { selected: None, ..here }, Command::Inspector), "nothing is selected: {section:?}");
    }
    assert!(offers(&Ask { selected, ..ask(&snapshot, "", &storefront) }, Command::Inspector));
    let [themes, zooms] = [
        [Command::SystemTheme, Command::LightTheme, Command::DarkTheme],
        [Command::ZoomOut, Command::ZoomReset, Command::ZoomIn],
    ];
    for (at, (theme, zoom)) in
        [(Theme::System, *ZOOM.start()), (Theme::Light, 100), (Theme::Dark, *ZOOM.end())].into_iter().enumerate()
    {
        (snapshot.settings.theme, snapshot.settings.zoom_percent) = (theme, zoom);
        for commands in [themes, zooms] {
            let offered = commands.map(|command| offers(&ask(&snapshot, "", &storefront), command));
            assert_eq!(offered, std::array::from_fn(|other| other != at), "{theme:?} at {zoom} %");
        }
    }
}
