//! Projects, environments and folders, changed by the worker.

use super::*;
use crate::model::EnvRef;

fn changed(window: &Window, change: PlaceChange) -> Arc<Snapshot> {
    window.ask(Request::ChangePlace(Box::new(change.clone())));
    let (snapshot, done) = window.hear_done();
    assert_eq!(done, Done::PlaceChanged(change));
    snapshot
}

fn refused(window: &Window, change: PlaceChange) -> Failure {
    window.ask(Request::ChangePlace(Box::new(change)));
    window.hear_failure()
}

#[test]
fn a_project_is_made_changed_and_taken_away() {
    let place = Place::with_keys(&[]);
    let window = place.worker();
    window.see_open();
    let name = || "labs".to_owned();
    let at = |environment: &str| EnvRef::new("labs", environment).unwrap();
    changed(&window, PlaceChange::AddProject(name()));
    assert!(refused(&window, PlaceChange::AddProject(name())).why.contains("exists already"));
    changed(&window, PlaceChange::AddEnvironment(at("production")));
    let after = changed(&window, PlaceChange::AddEnvironment(at("dev")));
    let environments =
        |snapshot: &Snapshot| snapshot.projects[0].environments.iter().map(|e| e.name.clone()).collect::<Vec<_>>();
    assert_eq!(environments(&after), ["dev", "production"]);
    let dev = after.projects[0].environments[0].id;
    let order = PlaceChange::Order { project: name(), names: vec!["production".to_owned(), "dev".to_owned()] };
    assert_eq!(environments(&changed(&window, order)), ["production", "dev"]);
    let short = PlaceChange::ShortName { place: at("production"), short: Some("Live".to_owned()) };
    let after = changed(&window, short);
    assert_eq!(after.projects[0].environments[0].short_name.as_deref(), Some("Live"));
    changed(&window, PlaceChange::RenameEnvironment { place: at("dev"), to: "prod-eu".to_owned() });
    assert!(matches!(window.hear(), Event::Done(Done::PlaceProtected(place)) if place == at("prod-eu")));
    changed(&window, PlaceChange::Protect { place: at("prod-eu"), protected: false });
    changed(&window, PlaceChange::RenameEnvironment { place: at("prod-eu"), to: "desk".to_owned() });
    let after = changed(&window, PlaceChange::Protect { place: at("desk"), protected: true });
    assert!(after.projects[0].environments[1].protected);
    assert_eq!(after.projects[0].environments[1].id, dev, "under another name, in another place");
    let after = changed(&window, PlaceChange::Archive { name: name(), archived: true });
    assert!(after.projects[0].archived);
    changed(&window, PlaceChange::RemoveEnvironment(at("desk")));
    let after = changed(&window, PlaceChange::DeleteProject { name: name(), keys: Vec::new() });
    assert!(after.projects.is_empty());
}

#[test]
fn a_project_goes_with_the_disabled_keys_a_person_saw_and_with_no_others() {
    let place = Place::with_keys(&["A", "B"]);
    let window = place.worker();
    let snapshot = window.see_open();
    let keys: Vec<KeyUid> = snapshot.keys.iter().map(|key| key.uid).collect();
    let gone = |keys: &[KeyUid]| PlaceChange::DeleteProject { name: "shop".to_owned(), keys: keys.to_vec() };
    assert_eq!(refused(&window, gone(&keys)).remedy, Some(Remedy::Disable));
    let remove = PlaceChange::RemoveEnvironment(EnvRef::new("shop", "development").unwrap());
    assert!(refused(&window, remove).why.contains("still has"));
    window.ask(Request::Disable(keys.clone()));
    window.hear_done();
    refused(&window, gone(&keys[..1]));
    window.ask(Request::Touch);
    let after = changed(&window, gone(&keys));
    assert!(after.keys.is_empty() && after.projects.is_empty());
}

#[test]
fn folders_are_linked_looked_at_and_unlinked() {
    let place = Place::with_keys(&["A"]);
    let window = place.worker();
    window.see_open();
    let code = tempfile::tempdir().unwrap();
    let folder = code.path().canonicalize().unwrap();
    let link = PlaceChange::LinkFolder { project: "shop".to_owned(), folder: folder.clone() };
    assert_eq!(changed(&window, link).projects[0].folders[0].path, folder);
    let gone = || {
        window.ask(Request::LookAtFolders);
        loop {
            if let Event::FoldersGone(gone) = window.hear() {
                return gone;
            }
        }
    };
    assert!(gone().is_empty());
    drop(code);
    assert_eq!(gone(), std::slice::from_ref(&folder));
    window.ask(Request::OpenFolder(folder.clone()));
    let why = loop {
        if let Event::Failed(failure) = window.hear() {
            break failure.why;
        }
    };
    assert_eq!(why, "It is gone.");
    let unlink = PlaceChange::UnlinkFolder { project: "shop".to_owned(), folder: folder.clone() };
    assert!(changed(&window, unlink.clone()).projects[0].folders.is_empty());
    // Taken back, though it lies there no more.
    let again = PlaceChange::LinkAgain { project: "shop".to_owned(), folder: folder.clone() };
    assert_eq!(changed(&window, again.clone()).projects[0].folders[0].path, folder);
    assert_eq!(changed(&window, again).projects[0].folders.len(), 1, "once");
    assert!(changed(&window, unlink).projects[0].folders.is_empty());
}
