//! What it lists for what was typed, as plain values.

use super::ask;
use crate::gui::commands::Command;
use crate::gui::palette::actions::Act;
use crate::gui::palette::data::{Ask, Listing, RECENT, Row, listing, whose};
use crate::gui::palette::index;
use crate::gui::palette::search::{Search, TOP};
use crate::gui::sample;
use crate::gui::screens::keys::Place;
use crate::jobs::{Match, Snapshot};
use crate::model::{EnvRef, Key, Person, State, VariableName};

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
    let now = snapshot.now.get();
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
        ["REDIS_URL Storefront · staging", "REDIS_URL Storefront · development", "REDIS_URL Storefront · production"]
    );
}

#[test]
fn a_key_that_rests_comes_after_namesakes_in_use_but_before_protected_ones() {
    let mut snapshot = sample::snapshot();
    let now = snapshot.now.get();
    let at = |snapshot: &Snapshot, project: &str, environment: &str| {
        let is_it = |key: &Key| key.name() == "REDIS_URL" && key.place().project == project;
        snapshot.keys.iter().position(|key| is_it(key) && key.place().environment == environment).unwrap()
    };
    let development = at(&snapshot, "Storefront", "development");
    snapshot.keys[development].state = State::Disabled { since: now };
    let found = keys(&list(&snapshot, "redis", Some("Storefront")));
    let places = ["staging", "development", "production"];
    assert_eq!(found, places.map(|place| format!("REDIS_URL Storefront · {place}")));
    // Used last, but of a project that nobody works on.
    let billing = at(&snapshot, "Billing", "development");
    snapshot.keys[billing].last_used_at = Some(now);
    snapshot.projects.iter_mut().find(|project| project.name == "Billing").unwrap().archived = true;
    let found = keys(&list(&snapshot, "redis development", None));
    assert_eq!(found.last().unwrap(), "REDIS_URL Billing · development", "{found:?}");
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
    let listing = list(&sample::snapshot(), "stripe", None);
    let actions = titles(&listing);
    assert_eq!(
        actions[..3],
        ["Rotate STRIPE_SECRET_KEY…", "Open dashboard.stripe.com for STRIPE_SECRET_KEY", "Export Storefront…"],
        "{actions:?}"
    );
    let spoken: Vec<String> = listing.rows.iter().map(Row::spoken).collect();
    for verb in ["Rotate STRIPE_SECRET_KEY…", "Open dashboard.stripe.com for STRIPE_SECRET_KEY"] {
        let whole = format!("{verb}, Storefront · development");
        assert!(spoken.iter().any(|row| row.starts_with(&whole)), "{verb} says of which: {spoken:?}");
    }
}

#[test]
fn a_verb_and_a_name_find_the_command_on_that_key() {
    let listing = list(&sample::snapshot(), "rotate openai", None);
    assert_eq!(listing.keys, 0);
    let Some(Row::Action(row)) = listing.rows.first() else { panic!("{listing:?}") };
    assert_eq!(row.title, "Rotate OPENAI_API_KEY…");
    let openai = |key: &&Key| key.name() == "OPENAI_API_KEY";
    let uid = sample::snapshot().keys.iter().find(openai).unwrap().uid;
    assert_eq!(row.act, Act::DoTo(uid, Command::Rotate));
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
    let page = |row: &Row| matches!(row, Row::Action(row) if row.act == Act::Person("Mara Klein".into()));
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
    assert_eq!(listing.heading, "This is `STRIPE_SECRET_KEY`, Storefront production");
    assert_eq!(whose(&snapshot, &[]), Listing::default());
}

/// The title of the first row, and how many rows come before the keys.
fn first(snapshot: &Snapshot, query: &str) -> (String, usize) {
    let listing = list(snapshot, query, None);
    (listing.rows.first().map(Row::spoken).unwrap_or_default(), listing.lead)
}

#[test]
fn a_place_typed_word_for_word_comes_before_keys_that_match_it_loosely() {
    let snapshot = sample::snapshot();
    assert!(list(&snapshot, "go to internal tools", None).keys > 0, "keys have those letters too");
    for (query, title) in [
        ("go to internal tools", "Go to Internal tools"),
        ("  Go To INTERNAL Tools ", "Go to Internal tools"),
        ("internal tools", "Go to Internal tools"),
        ("billing production", "Go to Billing · production"),
        ("billing/production", "Go to Billing · production"),
        ("go to billing · production", "Go to Billing · production"),
        // Of the project in view, and of the only one that has it.
        ("production", "Go to Storefront · production"),
        ("staging", "Go to Storefront · staging"),
        // Where one is, too: a key would be copied instead.
        ("go to storefront", "Go to Storefront"),
        // As far as it was typed.
        ("go to intern", "Go to Internal tools"),
    ] {
        let rows = list(&snapshot, query, None);
        assert_eq!(first(&snapshot, query), (title.to_owned(), usize::from(rows.keys > 0)), "{query}");
        assert_eq!(rows.heading_over(0), Some(if rows.keys > 0 { "Projects" } else { "Actions" }), "{query}");
        assert_eq!(titles(&rows).iter().filter(|one| *one == title).count(), 1, "{query}");
    }
    let view = storefront();
    let nowhere = Ask { alone: true, ..ask(&snapshot, "billing", &view) };
    let rows = listing(&nowhere, &index::of(&snapshot, &view), &mut Search::default());
    assert!(matches!(rows.rows[0], Row::Key(_)), "the small window goes nowhere");
}

#[test]
fn go_to_leads_to_screens_and_people_as_well() {
    let mut snapshot = sample::snapshot();
    snapshot.people = vec![Person { name: "Mara Klein".to_owned(), ..Person::default() }];
    for (query, title) in [
        ("go to review", "Review"),
        ("go to settings", "Settings"),
        ("go to activity", "Activity"),
        ("go to mara klein", "Keys of Mara Klein"),
        ("go to all projects", "Go to all projects"),
    ] {
        assert!(first(&snapshot, query).0.starts_with(title), "{query}");
    }
}

#[test]
fn a_keys_own_name_comes_before_a_place_that_has_it_too() {
    let mut snapshot = sample::snapshot();
    let place = snapshot.keys[0].place().clone();
    snapshot.keys[0].reference = place.key(&VariableName::new("BILLING_API_TOKEN").unwrap());
    for query in ["billing api token", "billing", "BILLING_API_TOKEN"] {
        assert!(first(&snapshot, query).0.starts_with("BILLING_API_TOKEN"), "{query}");
    }
    assert_eq!(first(&snapshot, "go to billing").0, "Go to Billing");
    snapshot.keys[0].reference = place.key(&VariableName::new("GO_TO_BILLING").unwrap());
    assert!(first(&snapshot, "go_to_billing").0.starts_with("GO_TO_BILLING"));
}

#[test]
fn a_verb_with_words_for_a_key_is_about_one_with_which_it_can_be_done() {
    let [plain, rich] = super::actions::snapshots();
    let fitting = |snapshot: &Snapshot, command: Command| {
        (0..snapshot.keys.len()).find(|at| command.fits(snapshot, snapshot.keys.get(*at)))
    };
    let about = |command: &Command| command.is_about_a_key() && *command != Command::Copy;
    let mut tried = 0;
    for command in Command::ALL.into_iter().filter(about) {
        let Some((snapshot, fits)) = [&plain, &rich].into_iter().find_map(|one| Some((one, fitting(one, command)?)))
        else {
            panic!("no key fits {command:?}")
        };
        let Some(other) = (0..snapshot.keys.len()).find(|at| !command.fits(snapshot, snapshot.keys.get(*at))) else {
            continue;
        };
        // Two keys of one name; the one in the environment that comes first can't.
        let mut two = snapshot.clone();
        let name = VariableName::new("ZEBRA").unwrap();
        for (at, environment) in [(other, "development"), (fits, "production")] {
            two.keys[at].reference = EnvRef::new("Storefront", environment).unwrap().key(&name);
            two.keys[at].protected = environment == "production";
        }
        for query in [format!("{} zebra", command.title()), format!("ZEBRA {}", command.title().to_uppercase())] {
            let query = query.replace('…', "");
            let Some(Row::Action(row)) = list(&two, &query, None).rows.into_iter().next() else {
                panic!("{query} finds nothing")
            };
            assert_eq!((row.off, row.act), (None, Act::DoTo(two.keys[fits].uid, command)), "{query}");
        }
        // And where none can, why.
        two.keys[fits].reference =
            EnvRef::new("Storefront", "production").unwrap().key(&VariableName::new("O").unwrap());
        let query = format!("{} zebra", command.title()).replace('…', "");
        let refused = list(&two, &query, None).rows;
        let why = refused.iter().find(|row| row.off().is_some()).map(Row::spoken).unwrap_or_default();
        assert!(why.contains("ZEBRA"), "{query}: {refused:?}");
        tried += 1;
    }
    assert!(tried > 10, "{tried}");
}

#[test]
fn a_command_is_found_by_its_title_with_a_key_and_by_all_that_a_key_is_known_by() {
    let snapshot = sample::snapshot();
    for (query, title) in [
        ("assign an owner to stripe secret", "Assign an owner to STRIPE_SECRET_KEY…"),
        ("copy reference of openai", "Copy reference of OPENAI_API_KEY"),
        ("duplicate stripe secret to", "Duplicate STRIPE_SECRET_KEY to…"),
        ("rotate payments", "Rotate STRIPE_SECRET_KEY…"),
        ("edit made-up-id", "Edit AWS_SECRET_ACCESS_KEY…"),
        ("export billing production", "Export Billing…"),
        ("rotate stripe-secret-key", "Rotate STRIPE_SECRET_KEY…"),
    ] {
        assert!(first(&snapshot, query).0.starts_with(title), "{query}: {:?}", list(&snapshot, query, None).rows);
    }
    assert!(first(&snapshot, "no owner").0.starts_with("Keys without an owner"), "two letters are no key's");
    // What was named is refused, and nothing else offered in its place.
    let rows = list(&snapshot, "delete openai", None).rows;
    assert!(!rows.is_empty() && rows.iter().all(|row| row.off().is_some()), "{rows:?}");
    assert!(rows[0].spoken().starts_with("Delete OPENAI_API_KEY…"), "{rows:?}");
}

#[test]
fn of_a_value_that_was_put_back_the_newer_one_is_put_back_and_ended() {
    let mut snapshot = super::actions::snapshots()[1].clone();
    let at = snapshot.keys.iter().position(|key| !key.older.is_empty()).unwrap();
    snapshot.keys[at].reference.name = VariableName::new("ZEBRA").unwrap();
    for (version, which) in [(2, "old"), (1, "newer")] {
        snapshot.keys[at].older[0].number = 3 - version;
        snapshot.keys[at].version = version;
        assert!(first(&snapshot, "put back zebra").0.starts_with(&format!("Put the {which} value of ZEBRA back")));
        let ended = format!("The {which} value of ZEBRA has ended at its provider");
        assert!(first(&snapshot, "ended zebra").0.starts_with(&ended));
    }
}

#[test]
fn copy_with_a_keys_name_lists_the_keys_that_enter_copies() {
    let snapshot = sample::snapshot();
    for query in ["copy openai", "openai copy", "COPY openai key"] {
        let listing = list(&snapshot, query, None);
        assert!(
            listing.keys > 0 && keys(&listing)[0].starts_with("OPENAI_API_KEY Storefront · development"),
            "{query}"
        );
        let Row::Key(row) = &listing.rows[0] else { panic!("{query}") };
        assert!(row.name[0].1 && row.name[0].0 == "OPENAI", "what was typed is marked: {:?}", row.name);
    }
}

#[test]
fn references_paths_and_names_with_dashes_find_their_keys() {
    let snapshot = sample::snapshot();
    let stripe = "STRIPE_SECRET_KEY Billing · production";
    for query in [
        "Billing/production/STRIPE_SECRET_KEY",
        "billing/prod/stripe_secret",
        "keyloft://Billing/production/STRIPE_SECRET_KEY",
        "billing · production stripe-secret-key",
    ] {
        assert_eq!(keys(&list(&snapshot, query, None))[0], stripe, "{query}");
    }
    let encoded = "keyloft://Internal%20tools/development/REDIS_URL";
    assert_eq!(keys(&list(&snapshot, encoded, None)), ["REDIS_URL Internal tools · development"]);
    assert_eq!(list(&snapshot, "zz-qx/w", None).nothing.as_deref(), Some("zz-qx/w"));
}

#[test]
fn words_that_a_command_is_called_by_alone_are_about_the_key_behind() {
    let [_, mut rich] = super::actions::snapshots();
    let at = (0..rich.keys.len()).find(|at| Command::PutBack.fits(&rich, rich.keys.get(*at))).unwrap();
    let uid = rich.keys[at].uid;
    // Another key's owner holds the letters of one of the words.
    for key in rich.keys.iter_mut().filter(|key| key.uid != uid) {
        key.owner = Some("backend".to_owned());
    }
    let view = storefront();
    let ask = Ask { selected: Some(uid), ..ask(&rich, "put back", &view) };
    let listing = listing(&ask, &index::of(&rich, &view), &mut Search::default());
    let Some(Row::Action(row)) = listing.rows.first() else { panic!("{listing:?}") };
    assert_eq!(row.act, Act::DoTo(uid, Command::PutBack), "{}", row.title);
}
