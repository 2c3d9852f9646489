//! The form without a pixel.

use super::*;
use crate::gui::sample;
use crate::jobs::Exported;
use crate::jobs::{Consent, Dangerous, FileThere, GitSees, LastExport};
use crate::model::Folder;

fn at(environment: &str) -> (Export, Snapshot) {
    let mut snapshot = sample::snapshot();
    snapshot.projects[0].folders.push(Folder { path: "/made/up".into() });
    let place = Place { project: Some("Storefront".to_owned()), environment: Some(environment.to_owned()) };
    (Export::new(&place, None, Before::default(), &snapshot), snapshot)
}

#[test]
fn the_file_lies_in_the_linked_folder_under_the_name_its_readers_look_for() {
    let (mut form, snapshot) = at("development");
    assert_eq!(form.path, "/made/up/.env");
    form.choose_target(Target::Json, &snapshot);
    assert_eq!(form.path, "/made/up/env.json");
    assert_eq!(at("staging").0.path, "/made/up/.env.staging");
}

#[test]
fn disabled_keys_are_never_written_and_others_can_be_left_out() {
    let (mut form, snapshot) = at("development");
    assert_eq!(form.count(&snapshot), 15);
    let port = snapshot.keys.iter().find(|key| key.name() == "PORT").unwrap();
    form.toggle(port);
    assert_eq!(form.count(&snapshot), 14);
    let Some(Request::Export(ask)) = form.submit(&snapshot) else { panic!("nothing was asked") };
    let only: Vec<&str> = ask.only.iter().map(VariableName::as_str).collect();
    assert!(!only.contains(&"PORT") && only.contains(&"AWS_ACCESS_KEY_ID") && !only.contains(&"LEGACY_PAYPAL_SECRET"));
}

#[test]
fn all_of_it_is_asked_for_without_naming_each() {
    let (mut form, snapshot) = at("staging");
    let Some(Request::Export(ask)) = form.submit(&snapshot) else { panic!("nothing was asked") };
    assert!(ask.only.is_empty() && ask.consent == Consent::default() && !ask.skip_refused);
}

#[test]
fn a_protected_environment_asks_first() {
    let (mut form, snapshot) = at("production");
    assert!(form.submit(&snapshot).is_none());
    assert_eq!(form.attempt, Attempt::Asking);
    assert!(form.submit(&snapshot).is_some());
}

fn told(form: &mut Export, change: impl FnOnce(&mut ExportLook)) {
    let asked = form.proof.next_question(9.0).or_else(|| form.proof.next_question(99.0)).unwrap();
    let mut look = ExportLook { asked, variables: 12, ..ExportLook::default() };
    change(&mut look);
    form.hear(Event::ExportLooked(Box::new(look)));
}

#[test]
fn each_consent_is_for_what_it_was_asked_for() {
    let (mut form, snapshot) = at("staging");
    told(&mut form, |look| {
        (look.file, look.git) = (FileThere::Another, GitSees::Tracked);
        look.dangerous = vec!["PATH".to_owned()];
        look.refused = vec![("PEM".to_owned(), "why".to_owned(), None)];
    });
    let mut waits = vec![form.waits_for()];
    form.consent(|consents, _| consents.replace = true);
    waits.push(form.waits_for());
    form.consent(|consents, _| consents.tracked = true);
    waits.push(form.waits_for());
    form.consent(Consents::leave_out);
    waits.push(form.waits_for());
    assert!(!form.is_ready(&snapshot));
    let expected = [
        "The file exists already.",
        "Git tracks the file.",
        "Its reader can't hold every value.",
        "Some names change how programs run.",
    ];
    assert_eq!(waits, expected);
    form.consent(Consents::allow_dangers);
    assert!(form.is_ready(&snapshot));
    let ask = form.ask(&snapshot).unwrap();
    let dangerous = Dangerous::These(vec!["PATH".to_owned()]);
    assert_eq!(ask.consent, Consent { replace: true, tracked: true, dangerous });
    assert!(ask.skip_refused);
    form.path_changed();
    let ask = form.ask(&snapshot).unwrap();
    assert_eq!((ask.consent, ask.skip_refused), (Consent::default(), true), "another path is another question");
}

fn refused() -> Vec<(String, String, Option<Target>)> {
    vec![("PEM".to_owned(), "why".to_owned(), None)]
}

#[test]
fn what_the_reader_can_not_hold_stays_out_until_reader_or_environment_change() {
    let changes: [fn(&mut Export, &Snapshot); 4] = [
        |form, _| form.path_changed(),
        |form, snapshot| form.choose_target(Target::Compose, snapshot),
        |form, snapshot| form.choose_place(EnvRef::new("Storefront", "development").unwrap(), snapshot),
        // The folder that was typed shows another reader.
        |form, _| told(form, |look| (look.likely, look.refused) = (vec![Target::Vite], refused())),
    ];
    let stays: Vec<bool> = changes
        .into_iter()
        .map(|change| {
            let (mut form, snapshot) = at("staging");
            told(&mut form, |look| look.refused = refused());
            form.consent(Consents::leave_out);
            form.proof.stale();
            change(&mut form, &snapshot);
            form.ask(&snapshot).unwrap().skip_refused
        })
        .collect();
    assert_eq!(stays, [true, false, false, false]);
}

#[test]
fn what_comes_after_a_consent_is_another_question() {
    let (mut form, snapshot) = at("staging");
    told(&mut form, |look| {
        (look.file, look.git, look.dangerous) = (FileThere::Another, GitSees::Open, vec!["PATH".to_owned()]);
    });
    form.consent(Consents::allow_dangers);
    form.consent(|consents, _| (consents.replace, consents.gitignore) = (true, true));
    assert!(form.is_ready(&snapshot));
    // The file is gone, git sees another thing, and one more name came: by someone else's hand.
    form.proof.stale();
    told(&mut form, |look| look.dangerous = vec!["PATH".to_owned(), "LD_PRELOAD".to_owned()]);
    assert!(!form.is_ready(&snapshot));
    form.proof.stale();
    told(&mut form, |look| (look.file, look.git) = (FileThere::Another, GitSees::Open));
    assert_eq!(form.waits_for(), "The file exists already.");
    assert!(!form.ask(&snapshot).unwrap().gitignore);
}

#[test]
fn the_last_export_before_this_window_is_repeated_too() {
    let last = Some(LastExport {
        path: "/made/up/last.env".into(),
        target: Target::Vite,
        left_out: vec!["PORT".to_owned()],
        delete_after: Some(Duration::from_secs(900)),
    });
    let (mut form, snapshot) = at("staging");
    assert!(form.acts(&snapshot) && form.act(&snapshot).is_none(), "nothing is known yet");
    told(&mut form, |look| (look.last, look.likely) = (last.clone(), vec![Target::Next]));
    assert_eq!((form.target, form.path.as_str()), (Target::Vite, "/made/up/last.env"));
    let port = VariableName::new("PORT").unwrap();
    let ask = form.ask(&snapshot).unwrap();
    assert!(!ask.only.is_empty() && !ask.only.contains(&port), "what it was written without stays out");
    assert_eq!(ask.delete_after, Some(Duration::from_secs(900)));
    assert!(form.act_late(&snapshot).is_none(), "that path was not looked at yet");
    told(&mut form, |look| look.file = FileThere::Ours);
    let Some(Request::Export(ask)) = form.act_late(&snapshot) else { panic!("nothing was asked") };
    assert_eq!((ask.to.to_str(), ask.target), (Some("/made/up/last.env"), Target::Vite));
    let (mut form, _) = at("staging");
    form.path = "/made/up/mine.env".to_owned();
    form.path_changed();
    told(&mut form, |look| look.last = last);
    assert_eq!(form.path, "/made/up/mine.env", "a person wrote another");
    assert_eq!(form.last_used(), Some(Target::Vite));
}

#[test]
fn the_next_export_of_an_environment_is_filled_as_its_last() {
    let (mut form, snapshot) = at("development");
    form.choose_target(Target::Compose, &snapshot);
    form.path = "/made/up/elsewhere".to_owned();
    form.out.insert("PORT".to_owned());
    let mut before = Before::default();
    before.keep(&form, &snapshot);
    let place = |name: &str| Place { project: Some("Storefront".to_owned()), environment: Some(name.to_owned()) };
    let mut again = Export::new(&place("development"), None, before.clone(), &snapshot);
    assert_eq!((again.target, again.path.as_str()), (Target::Compose, "/made/up/elsewhere"));
    assert!(again.out.contains("PORT") && again.consents == Consents::default());
    again.choose_place(EnvRef::new("Storefront", "staging").unwrap(), &snapshot);
    assert_ne!(again.path, "/made/up/elsewhere");
    let mut other = Export::new(&place("staging"), None, before, &snapshot);
    assert_eq!((other.target, other.path.as_str()), (Target::default(), "/made/up/.env.staging"));
    other.choose_place(EnvRef::new("Storefront", "development").unwrap(), &snapshot);
    assert_eq!(other.path, "/made/up/elsewhere");
}

#[test]
fn over_a_lock_it_keeps_what_was_chosen_and_nothing_of_other_environments() {
    let (mut form, snapshot) = at("development");
    form.path = "/made/up/elsewhere".to_owned();
    let mut before = Before::default();
    before.keep(&form, &snapshot);
    let staging = Place { project: Some("Storefront".to_owned()), environment: Some("staging".to_owned()) };
    let mut form = Export::new(&staging, None, before, &snapshot);
    form.choose_target(Target::Compose, &snapshot);
    told(&mut form, |look| look.missing = vec!["PORT".to_owned()]);
    let mut again = form.over_lock();
    assert_eq!((again.target, again.path.as_str()), (Target::Compose, "/made/up/.env.staging"));
    assert!(again.proof.look().is_none());
    again.choose_place(EnvRef::new("Storefront", "development").unwrap(), &snapshot);
    assert_ne!(again.path, "/made/up/elsewhere");
}

#[test]
fn on_all_projects_it_begins_where_the_selected_key_is() {
    let snapshot = sample::snapshot();
    let all = Place { project: None, environment: None };
    let twice = |place: &EnvRef| snapshot.keys.iter().find(|key| key.name() == "DATABASE_URL" && key.place() == place);
    for place in [("Billing", "production"), ("Storefront", "staging")] {
        let place = EnvRef::new(place.0, place.1).unwrap();
        let key = twice(&place).unwrap_or_else(|| panic!("no such key in {place}"));
        let form = Export::new(&all, Some(key.place()), Before::default(), &snapshot);
        assert_eq!(
            (form.place.as_ref(), form.picks_project, form.project == place.project),
            (Some(&place), true, true)
        );
        assert_eq!(form.delete, place.environment == "production");
    }
    let mut aside = sample::snapshot();
    aside.projects[0].archived = true;
    let form = Export::new(&all, None, Before::default(), &aside);
    assert_eq!(form.place.map(|place| place.to_string()).as_deref(), Some("Billing/development"));
    let names: Vec<&str> = projects_in_order(&aside).map(|(_, project)| project.name.as_str()).collect();
    assert_eq!((names.len(), names.last()), (4, Some(&"Storefront")));
    assert!(!at("staging").0.picks_project, "the project is in view");
}

#[test]
fn another_project_is_filled_as_if_the_dialog_had_been_opened_on_it() {
    let mut snapshot = sample::snapshot();
    snapshot.projects[0].folders.push(Folder { path: "/made/up".into() });
    snapshot.projects[3].environments.clear();
    let all = Place { project: None, environment: None };
    let selected = EnvRef::new("Storefront", "production").unwrap();
    let mut form = Export::new(&all, Some(&selected), Before::default(), &snapshot);
    form.choose_target(Target::Json, &snapshot);
    form.out.insert("PORT".to_owned());
    assert!(form.path.starts_with("/made/up/"));
    let project = |at: usize| snapshot.projects[at].clone();
    form.choose_project(&project(1), &snapshot);
    let ask = form.ask(&snapshot).unwrap();
    assert_eq!((ask.place.to_string().as_str(), ask.target), ("Billing/production", Target::default()));
    assert!(ask.only.is_empty() && ask.delete_after.is_some() && form.path.is_empty(), "no other project's folder");
    form.path = "/made/up/mine".to_owned();
    form.choose_project(&project(3), &snapshot);
    assert_eq!((form.place.as_ref(), form.project.as_str()), (None, "Internal tools"));
    assert!(!form.acts(&snapshot) && form.ask(&snapshot).is_none());
    form.choose_project(&project(0), &snapshot);
    assert_eq!(form.place.as_ref().map(EnvRef::to_string).as_deref(), Some("Storefront/development"));
}

#[test]
fn the_result_is_said_in_one_line() {
    let place = EnvRef::new("shop", "development").unwrap();
    let (left_out, expired) = (vec![("A".to_owned(), "why".to_owned())], vec!["B".to_owned()]);
    let path = "/made/up/.env".into();
    let exported = Exported { path, place, variables: 12, left_out, unasked: 1, expired, delete_after: None };
    assert_eq!(exported_words(&exported), "Wrote 12 variables to .env, 2 left out, B has expired");
}

#[test]
fn question_and_result_tell_when_a_file_goes_by_itself() {
    let (mut form, snapshot) = at("production");
    assert_eq!(form.note(), "The file is deleted after 1 hour. Recorded in Activity.");
    assert!(form.submit(&snapshot).is_none(), "it asks first");
    assert!(form.effect().contains("It is deleted after 1 hour, unless it was changed by then."), "{}", form.effect());
    let Some(Request::Export(ask)) = form.submit(&snapshot) else { panic!("nothing was asked") };
    let exported = Exported {
        path: "/made/up/.env".into(),
        place: ask.place,
        variables: 12,
        left_out: Vec::new(),
        unasked: 0,
        expired: Vec::new(),
        delete_after: ask.delete_after,
    };
    assert_eq!(exported_words(&exported), "Wrote 12 variables to .env, deleted after 1 hour");
    form.delete = false;
    assert!(form.effect().contains("It stays until you delete it."));
}

#[test]
fn a_key_that_was_left_out_stays_out_under_another_name() {
    let (mut form, mut snapshot) = at("development");
    form.out.insert("PORT".to_owned());
    let mut before = Before::default();
    before.keep(&form, &snapshot);
    let is_it = |key: &&mut Key| key.name() == "PORT" && Some(key.place()) == form.place.as_ref();
    let renamed = snapshot.keys.iter_mut().find(is_it).unwrap();
    renamed.reference.name = VariableName::new("HTTP_PORT").unwrap();
    let place = Place { project: Some("Storefront".to_owned()), environment: Some("development".to_owned()) };
    let again = Export::new(&place, None, before, &snapshot);
    let written: Vec<&str> = again.keys(&snapshot).filter(|key| again.is_written(key)).map(Key::name).collect();
    assert!(!written.is_empty() && !written.contains(&"HTTP_PORT"), "{written:?}");
}
