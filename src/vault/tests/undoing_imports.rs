//! Imports taken back, files laid over each other, and what becomes of files.

use std::fs;
use std::path::PathBuf;

use super::bench::{BOTH, Bench, LIMIT, assert_sound, find, held, live, plain, secret, uid, wish};
use super::store::Fault;
use crate::model::{EnvRef, Facts, ImportedFileState};
use crate::store::StoreKind;
use crate::vault::{Conflict, Error, Expand, FileState, ImportWish, Imported, NewKeyWish, Source, Vault};

fn into(place: &str) -> ImportWish {
    ImportWish { conflict: Conflict::Replace, ..ImportWish::new(EnvRef::parse(place).unwrap()) }
}

fn file(bench: &Bench, name: &str, text: &str) -> PathBuf {
    let path = bench.dir.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

fn import(vault: &mut Vault, path: &PathBuf, wish: &ImportWish) -> Imported {
    vault.import(path, wish, &mut |_, _| true).unwrap()
}

/// New and replaced, plain and secret, a pair, one too large for a keychain, and both crossings.
const TEXT: &str = "# told\nA=a-new\nB=b-new\nC=c-new\nPORT=9090\nDEBUG=true\nNEW_TOKEN=new\nAWS_ACCESS_KEY_ID=id\n\
                    AWS_SECRET_ACCESS_KEY=half\n";

fn with_some(kind: StoreKind) -> (Bench, Vault) {
    let (bench, mut vault) = Bench::new(kind);
    vault.add(NewKeyWish { key_id: Some("id-a".into()), ..wish("shop/dev/A", b"a-old") }).unwrap();
    vault.rotate(uid(&vault, "shop/dev/A"), secret(b"a-older"), None, None).unwrap();
    vault.add(wish("shop/dev/B", b"b-old")).unwrap();
    vault.add(plain("shop/dev/C", "c-old")).unwrap();
    vault.add(plain("shop/dev/PORT", "8080")).unwrap();
    (bench, vault)
}

/// B becomes plain, C a secret.
fn crossing() -> ImportWish {
    ImportWish { plain: vec!["B".into()], secret: vec!["C".into()], ..into("shop/dev") }
}

fn whole() -> String {
    format!("{TEXT}LARGE={}\n", "x".repeat(LIMIT + 1))
}

fn refusal(result: Result<crate::vault::Undone, Error>) -> String {
    match result {
        Err(Error::Refused(why)) => why,
        other => panic!("it was not refused: {other:?}"),
    }
}

#[test]
fn an_import_taken_back_leaves_everything_as_it_stood() {
    for kind in BOTH {
        let (bench, mut vault) = with_some(kind);
        let path = file(&bench, ".env", &whole());
        let (before, facts) = (held(&mut vault), vault.list().unwrap());
        let items = bench.keychain.count();
        let id = import(&mut vault, &path, &crossing()).import.unwrap();
        assert_ne!(held(&mut vault), before);
        let undone = vault.undo_import(id).unwrap();
        assert_eq!((undone.gone, undone.put_back, undone.from.as_str()), (4, 4, ".env"));
        assert_eq!(held(&mut vault), before);
        let now = vault.list().unwrap();
        assert_eq!((now.projects, now.findings), (facts.projects, facts.findings));
        let row = |key: &crate::model::Key| (key.provider.clone(), key.kind, key.rotated_at, key.weak, key.has_note);
        assert_eq!(now.keys.iter().map(row).collect::<Vec<_>>(), facts.keys.iter().map(row).collect::<Vec<_>>());
        assert_eq!(bench.keychain.count(), items);
        assert!(refusal(vault.undo_import(id)).contains("already undone"));
        assert_sound(&mut vault, "taken back");
        // And once more: the same file comes in again.
        import(&mut vault, &path, &crossing());
        assert_eq!(live(&mut vault, "shop/dev/A"), b"a-new");
        assert_sound(&mut vault, "again");
    }
}

#[test]
fn a_place_that_an_import_made_goes_with_it() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let wished = ImportWish { protect: Some(true), ..into("fresh/review") };
        let id = import(&mut vault, &file(&bench, ".env", "A_TOKEN=1x\nPORT=1\n"), &wished).import.unwrap();
        assert!(vault.projects().unwrap()[0].environments[0].protected);
        vault.undo_import(id).unwrap();
        assert_eq!(vault.projects().unwrap(), []);
        assert_sound(&mut vault, "the place is gone");
    }
}

#[test]
fn once_a_key_of_it_changed_an_import_stays() {
    type Change = fn(&mut Vault);
    let changes: [(&str, Change); 6] = [
        ("rotated", |v| v.rotate(uid(v, "shop/dev/A"), secret(b"a-2"), None, None).unwrap()),
        ("edited", |v| {
            let facts = Facts { owner: Some("Ada".into()), ..Facts::default() };
            v.edit(uid(v, "shop/dev/NEW_TOKEN"), &facts, None).unwrap();
        }),
        ("another plain value", |v| {
            v.edit_plain(uid(v, "shop/dev/PORT"), &Facts::default(), None, Some("1")).unwrap();
        }),
        ("moved", |v| v.move_key(uid(v, "shop/dev/NEW_TOKEN"), &super::bench::at("shop/prod/NEW_TOKEN")).unwrap()),
        ("disabled", |v| drop(v.disable(&[uid(v, "shop/dev/NEW_TOKEN")]).unwrap())),
        ("deleted", |v| {
            let key = uid(v, "shop/dev/NEW_TOKEN");
            v.disable(&[key]).unwrap();
            v.delete(&[key], true).unwrap();
        }),
    ];
    for (what, change) in changes {
        let (bench, mut vault) = with_some(StoreKind::Keychain);
        let id = import(&mut vault, &file(&bench, ".env", TEXT), &crossing()).import.unwrap();
        change(&mut vault);
        let after = held(&mut vault);
        let why = refusal(vault.undo_import(id));
        assert!(why.contains("until one of its keys changes"), "{what}: {why}");
        assert_eq!(held(&mut vault), after, "{what}");
        assert!(vault.past_import(id).unwrap().unwrap().stays.is_some(), "{what}");
        assert_sound(&mut vault, what);
    }
}

#[test]
fn a_use_is_no_change_and_a_vault_opened_again_still_knows_its_import() {
    let (bench, mut vault) = with_some(StoreKind::Keychain);
    import(&mut vault, &file(&bench, ".env", TEXT), &crossing());
    let key = uid(&vault, "shop/dev/NEW_TOKEN");
    vault.get(key, crate::model::UseKind::Get, None).unwrap();
    drop(vault);
    let mut vault = bench.open();
    let id = vault.last_import(&EnvRef::parse("shop/dev").unwrap()).unwrap();
    assert_eq!(vault.past_imports(5).unwrap()[0].stays, None);
    vault.undo_import(id).unwrap();
    assert_eq!(live(&mut vault, "shop/dev/A"), b"a-older");
    let last = vault.last_import(&EnvRef::parse("shop/dev").unwrap());
    assert!(matches!(last, Err(Error::Refused(_))));
}

#[test]
fn an_import_is_not_taken_back_when_the_vault_holds_the_only_copy() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let path = file(&bench, ".env", "A_TOKEN=only-here\n");
    let id = import(&mut vault, &path, &into("shop/dev")).import.unwrap();
    fs::remove_file(&path).unwrap();
    let said = refusal(vault.undo_import(id));
    assert!(said.contains("only copy") && said.starts_with(&path.display().to_string()), "which file: {said}");
    fs::write(&path, "A_TOKEN=only-here\n").unwrap();
    vault.delete_imported_files(id, std::slice::from_ref(&path)).unwrap();
    assert!(!path.exists());
    fs::write(&path, "A_TOKEN=something else\n").unwrap();
    let said = refusal(vault.undo_import(id));
    assert!(said.contains("only copy") && said.starts_with(&path.display().to_string()), "which file: {said}");
    assert_eq!(live(&mut vault, "shop/dev/A_TOKEN"), b"only-here");
}

#[test]
fn a_keychain_that_does_not_let_go_is_asked_again_later() {
    let (bench, mut vault) = with_some(StoreKind::Keychain);
    let items = bench.keychain.count();
    let before = held(&mut vault);
    let id = import(&mut vault, &file(&bench, ".env", TEXT), &crossing()).import.unwrap();
    bench.keychain.always("delete", Fault::TimedOut);
    vault.undo_import(id).unwrap();
    assert_eq!(vault.list().unwrap().keys.len(), before.len(), "what is going is not seen");
    bench.keychain.heal();
    drop(vault);
    let mut vault = bench.open();
    vault.recover().unwrap();
    vault.forget_due().unwrap();
    assert_eq!((held(&mut vault), bench.keychain.count()), (before, items));
    assert_sound(&mut vault, "let go later");
}

#[test]
fn a_later_file_wins_and_what_it_hides_is_said() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let files = [
            file(&bench, ".env", "HOST=db\nA_TOKEN=base\nURL_X=http://${HOST}:${DB_PORT}\n"),
            file(&bench, ".env.local", "A_TOKEN=mine\nDB_PORT=5432\n"),
        ];
        let wish = ImportWish { expand: Expand::Known, ..into("shop/dev") };
        let done = vault.import(Source::Files(&files), &wish, &mut |_, _| true).unwrap();
        assert_eq!(done.paths, files);
        let token = done.keys.iter().find(|key| key.name == "A_TOKEN").unwrap();
        assert_eq!((token.file, token.remarks.as_slice()), (1, &["counts more than what .env says".to_owned()][..]));
        assert_eq!(live(&mut vault, "shop/dev/A_TOKEN"), b"mine");
        assert_eq!(live(&mut vault, "shop/dev/URL_X"), b"http://db:5432", "values of both files are put in");
        let id = done.import.unwrap();
        // .env's own A_TOKEN stands nowhere else.
        let kept = vault.delete_imported_files(id, &files);
        assert!(matches!(&kept, Err(Error::Refused(why)) if why.starts_with("A_TOKEN of .env")), "{kept:?}");
        assert!(files.iter().all(|file| file.exists()), "one that may not go keeps every one");
        vault.delete_imported_files(id, &files[1..]).unwrap();
        assert_eq!(files.each_ref().map(|file| file.exists()), [true, false]);
        assert_sound(&mut vault, "folded");
    }
}

#[test]
fn a_file_goes_only_while_it_is_what_was_read_and_all_of_it_stands_in_the_vault() {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    let lines = "A_TOKEN=a\nAWS_ACCESS_KEY_ID=id\nAWS_SECRET_ACCESS_KEY=half\nPORT=1\n";
    let path = file(&bench, ".env", &format!("{lines}LEFT_TOKEN=left\n"));
    let wished = ImportWish { leave_out: vec!["LEFT_TOKEN".into()], ..into("shop/dev") };
    let id = import(&mut vault, &path, &wished).import.unwrap();
    let delete = |vault: &mut Vault, id| match vault.delete_imported_files(id, std::slice::from_ref(&path)) {
        Ok(()) => String::new(),
        Err(error) => error.why_and_advice().0,
    };
    assert!(delete(&mut vault, id).contains("LEFT_TOKEN"));
    fs::write(&path, lines).unwrap();
    assert!(delete(&mut vault, id).contains("not what was imported"));
    // Everything stands there already: it is read again so that it may go.
    let id = import(&mut vault, &path, &into("shop/dev")).import.unwrap();
    vault.rotate(uid(&vault, "shop/dev/A_TOKEN"), secret(b"newer"), None, None).unwrap();
    assert!(delete(&mut vault, id).contains("A_TOKEN"), "what it says is no live value any more");
    vault.undo_rotate(uid(&vault, "shop/dev/A_TOKEN")).unwrap();
    assert_eq!(delete(&mut vault, id), "");
    assert!(!path.exists());
    let noted = vault.activity(1).unwrap().remove(0);
    assert!(noted.detail.unwrap().contains("after its import"));
    assert_sound(&mut vault, "deleted");
}

#[test]
fn a_line_that_could_not_be_read_keeps_its_file() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let path = file(&bench, ".env", "A_TOKEN=a\nno assignment at all\n");
    let id = import(&mut vault, &path, &into("shop/dev")).import.unwrap();
    let kept = vault.delete_imported_files(id, std::slice::from_ref(&path));
    assert!(matches!(&kept, Err(Error::Refused(why)) if why.starts_with("line 2")), "{kept:?}");
    assert!(path.exists());
}

#[test]
fn a_file_that_counts_as_written_by_keyloft_may_be_replaced_until_the_import_is_taken_back() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let path = file(&bench, ".env", "A_TOKEN=a\n");
    let id = import(&mut vault, &path, &into("shop/dev")).import.unwrap();
    assert!(!vault.is_as_written(&path).unwrap());
    vault.adopt_imported_file(id, &path).unwrap();
    assert!(vault.is_as_written(&path).unwrap());
    assert_eq!(vault.past_import(id).unwrap().unwrap().files[0].state, ImportedFileState::Ours);
    assert_eq!(vault.file_state(&path).unwrap(), FileState::TakenOver);
    let told = vault.list().unwrap().findings[0].iter().map(|finding| finding.text.clone()).collect::<Vec<_>>();
    assert!(told.contains(&"In a file that Keyloft took over today".to_owned()), "{told:?}");
    let place = EnvRef::new("shop", "dev").unwrap();
    assert_eq!(vault.last_export(&place).unwrap(), None, "nothing was exported");
    vault.undo_import(id).unwrap();
    assert!(!vault.is_as_written(&path).unwrap(), "the file is the only copy now");
    let id = import(&mut vault, &path, &into("shop/dev")).import.unwrap();
    fs::write(&path, "A_TOKEN=other\n").unwrap();
    assert!(vault.adopt_imported_file(id, &path).is_err());
}

#[test]
fn a_file_with_a_value_that_stands_nowhere_else_is_not_taken_over() {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(wish("shop/dev/CI_TOKEN", b"the vault's")).unwrap();
    let path = file(&bench, "y.env", "B_TOKEN=b\nCI_TOKEN=the file's\nLEFT_TOKEN=left\n");
    let wished = ImportWish { conflict: Conflict::Skip, leave_out: vec!["LEFT_TOKEN".into()], ..into("shop/dev") };
    let id = import(&mut vault, &path, &wished).import.unwrap();
    let taken = vault.adopt_imported_file(id, &path).unwrap_err();
    let (why, advice) = taken.why_and_advice();
    assert!(why.contains("CI_TOKEN, LEFT_TOKEN of y.env don't stand"), "{why}");
    assert!(advice.contains("import what is missing"), "{advice}");
    assert!(!vault.is_as_written(&path).unwrap());
    // So its keys' details have no file to delete.
    assert_eq!(vault.delete_files_of(uid(&vault, "shop/dev/B_TOKEN")).unwrap(), []);
    assert!(path.exists());
    let path = file(&bench, "z.env", "B_TOKEN=b\nno assignment at all\n");
    let id = import(&mut vault, &path, &into("shop/dev")).import.unwrap();
    let (why, _) = vault.adopt_imported_file(id, &path).unwrap_err().why_and_advice();
    assert!(why.starts_with("line 2"), "{why}");
}

#[test]
fn a_file_that_is_taken_over_is_noted_at_the_keys_whose_values_it_holds() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/THERE", b"already")).unwrap();
    let files = [file(&bench, ".env", "A_TOKEN=a\nTHERE=already\n"), file(&bench, ".env.local", "B_TOKEN=b\n")];
    let id = vault.import(Source::Files(&files), &into("shop/dev"), &mut |_, _| true).unwrap().import.unwrap();
    vault.adopt_imported_file(id, &files[0]).unwrap();
    let names = |vault: &Vault| {
        let mut keys = vault.catalog.keys_in_written_file(&files[0].canonicalize().unwrap()).unwrap();
        keys.sort_unstable();
        keys
    };
    let mut held = [uid(&vault, "shop/dev/A_TOKEN"), uid(&vault, "shop/dev/THERE")];
    held.sort_unstable();
    assert_eq!(names(&vault), held);
}

#[test]
fn a_file_that_is_not_there_is_not_offered_and_its_path_does_not_come_in_for_it() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let path = file(&bench, ".env", "GOOGLE_APPLICATION_CREDENTIALS=./account.json\n");
    let careful = ImportWish { careful: true, ..into("shop/dev") };
    let said = |planned: Imported| (planned.keys[0].names_file, planned.keys[0].remarks.join("; "));
    let planned = vault.plan_import(&path, &careful).unwrap();
    assert_eq!(said(planned), (false, "names a file that isn't there; only its path comes in".to_owned()));
    let chosen = ImportWish { take_file: vec!["GOOGLE_APPLICATION_CREDENTIALS".into()], ..careful.clone() };
    let refused = vault.import(&path, &chosen, &mut |_, _| true).unwrap_err().why_and_advice();
    assert!(refused.0.contains("isn't there") && refused.1.contains("Take the path"), "{refused:?}");
    assert!(vault.list().unwrap().keys.is_empty());
    let account = file(&bench, "account.json", "{\"type\": \"service_account\", \"private_key\": \"x\"}");
    let planned = vault.plan_import(&path, &careful).unwrap();
    assert_eq!(said(planned), (true, crate::vault::ONLY_ITS_PATH.to_owned()));
    fs::write(&account, "no credentials at all").unwrap();
    let planned = vault.plan_import(&path, &careful).unwrap();
    assert_eq!(said(planned), (false, "names a file that holds no credentials; only its path comes in".to_owned()));
}

#[test]
fn commented_out_assignments_come_in_disabled_and_a_path_can_bring_its_file() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let account = file(&bench, "account.json", "{\"type\": \"service_account\", \"private_key\": \"x\"}");
        let text = "# OLD_TOKEN=old\nGOOGLE_APPLICATION_CREDENTIALS=./account.json\nVAULTED=op://a/b/c\n";
        let path = file(&bench, ".env", text);
        let careful = ImportWish { careful: true, ..into("shop/dev") };
        let planned = vault.plan_import(&path, &careful).unwrap();
        assert_eq!(planned.commented_out, ["OLD_TOKEN"]);
        let by_name = |name: &str| planned.keys.iter().find(|key| key.name == name).unwrap();
        assert!(by_name("VAULTED").can_be_taken && !by_name("GOOGLE_APPLICATION_CREDENTIALS").can_be_taken);
        assert!(by_name("GOOGLE_APPLICATION_CREDENTIALS").names_file && account.exists());
        // Why it stays out says that it points elsewhere, and it is not kept.
        assert!(by_name("VAULTED").remarks.is_empty(), "{:?}", by_name("VAULTED").remarks);
        let wished = ImportWish {
            disabled: vec!["OLD_TOKEN".into()],
            take_file: vec!["GOOGLE_APPLICATION_CREDENTIALS".into()],
            take: vec!["VAULTED".into()],
            ..careful
        };
        let done = import(&mut vault, &path, &wished);
        // What points to a secret elsewhere is none itself.
        assert_eq!((done.secrets(), done.plain(), done.commented_out.len()), (2, 1, 0));
        assert!(find(&vault, "shop/dev/OLD_TOKEN").state.is_disabled());
        let credentials = find(&vault, "shop/dev/GOOGLE_APPLICATION_CREDENTIALS");
        assert!(credentials.as_file && credentials.kind == crate::model::Kind::ServiceAccount);
        vault.delete_imported_files(done.import.unwrap(), std::slice::from_ref(&path)).unwrap();
        assert_sound(&mut vault, "disabled and as a file");
    }
}

#[test]
fn no_import_is_begun_to_be_taken_back_while_another_keychain_answers_in_the_place_of_the_vaults() {
    let (bench, mut vault) = with_some(StoreKind::Keychain);
    let done = import(&mut vault, &file(&bench, ".env", "NEW_TOKEN=new\n"), &into("shop/fresh"));
    let (before, ours) = (held(&mut vault), bench.keychain.items());
    bench.keychain.set_items(Default::default());
    let refused = vault.undo_import(done.import.unwrap());
    assert!(matches!(refused, Err(Error::KeyGone { .. })), "{refused:?}");
    assert!(bench.keychain.items().is_empty());
    bench.keychain.set_items(ours);
    assert_eq!(vault.recover().unwrap(), []);
    assert_eq!(held(&mut vault), before);
}
