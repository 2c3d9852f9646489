//! `review` and `person report` for others: pages, spreadsheets, Markdown, into files.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::Value;

use super::Desk;

/// A vault with warnings, and with names that would act in a spreadsheet or a page.
fn desk() -> (Desk, Vec<String>) {
    let desk = Desk::new();
    // They end in four characters that stand in no date and no colour.
    let secrets: Vec<String> = (0..4).map(|_| format!("{}zQ{}", super::random(), &super::random()[..2])).collect();
    for (reference, secret) in [
        ("=shop, \"one\"/live/A_KEY", &secrets[0]),
        ("@shop <b>/live/B_KEY", &secrets[1]),
        ("keyloft://-shop%7Cx/dev/C_KEY", &secrets[2]),
        ("caf\u{e9} \u{1f511}/dev/D_KEY", &secrets[2]),
    ] {
        desk.add(reference, secret);
    }
    desk.run(["edit", "=shop, \"one\"/live/A_KEY", "--owner", "=cmd|' /C calc'!A0", "--note", &secrets[3]]).done();
    desk.run(["edit", "@shop <b>/live/B_KEY", "--expires", "2020-01-31", "--owner", "Mia"]).done();
    desk.run([
        "snooze",
        "keyloft://-shop%7Cx/dev/C_KEY",
        "shared-value",
        "--until",
        "2099-01-31",
        "--reason",
        "+later",
    ])
    .done();
    (desk, secrets)
}

/// Nothing of a secret is in it: no value or note, no end of one, no fingerprint as the catalog keeps it.
#[track_caller]
fn assert_no_secret(text: &str, desk: &Desk, secrets: &[String]) {
    for secret in secrets {
        assert!(!text.contains(secret.as_str()));
        assert!(!text.contains(&secret[secret.len() - 4..]), "{}", &secret[secret.len() - 4..]);
    }
    let database = rusqlite::Connection::open(desk.home.vault().join("vault.db")).unwrap();
    let mut statement =
        database.prepare("SELECT hex(fingerprint) FROM versions WHERE fingerprint IS NOT NULL").unwrap();
    let prints: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(prints.len() >= 4);
    for print in prints {
        assert!(!text.to_uppercase().contains(&print[..8]), "{print}");
    }
}

/// What Python's csv module reads.
fn read_by_python(text: &str) -> Vec<Vec<String>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("report.csv");
    std::fs::write(&path, text).unwrap();
    let script = "import csv,json,sys\nprint(json.dumps(list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True))))";
    let output = Command::new("python3").args(["-c", script]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |cell: &Value| cell.as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|row| row.as_array().unwrap().iter().map(text).collect()).collect()
}

#[test]
fn a_csv_is_read_by_python_and_computes_nothing() {
    let (desk, secrets) = desk();
    let text = desk.text(["review", "--format", "csv"]);
    assert_no_secret(&text, &desk, &secrets);
    let rows = read_by_python(&text);
    let json = desk.json(["review", "--format", "json"]);
    assert_eq!(rows.len(), json.as_array().unwrap().len() + 1, "a line a warning, and the head");
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    let (rule, project, owner, key, why) =
        (column("Rule"), column("Project"), column("Owner"), column("Key"), column("Why snoozed"));
    for (row, of) in rows[1..].iter().zip(json.as_array().unwrap()) {
        assert_eq!(row.len(), rows[0].len());
        assert_eq!((&*row[rule], &*row[key]), (of["rule"].as_str().unwrap(), of["name"].as_str().unwrap()));
        // The name as it is, but for the apostrophe that keeps a spreadsheet from computing it.
        let name = of["project"].as_str().unwrap();
        let expected = if name.starts_with(['=', '@', '-', '+']) { format!("'{name}") } else { name.to_owned() };
        assert_eq!(row[project], expected);
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }
    assert!(rows.iter().any(|row| row[owner] == "'=cmd|' /C calc'!A0"));
    assert!(rows.iter().any(|row| row[why] == "'+later"));
}

#[test]
fn a_page_goes_into_a_private_file_that_is_not_written_over_unasked() {
    let (desk, secrets) = desk();
    let path = desk.home.path().join("review.html");
    let to = path.to_str().unwrap();
    let said = desk.run(["review", "--format", "html", "-o", to]).done();
    assert_eq!((said.text(), said.stderr.as_str()), ("", format!("Wrote {to}.\n").as_str()));
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let page = std::fs::read_to_string(&path).unwrap();
    assert_no_secret(&page, &desk, &secrets);
    assert!(page.contains("@shop &lt;b&gt;") && !page.contains("<b>/"));
    let again = desk.fails(1, ["review", "--format", "html", "-o", to]);
    assert!(again.contains("exists already"), "{again}");
    desk.run(["review", "--format", "md", "-o", to, "--force"]).done();
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("# Review: All projects\n"));
    // Written, and the bar is told all the same.
    desk.run(["review", "--format", "json", "-o", to, "--force", "--fail-on", "act-now"]).exits(3);
    let rows: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert!(rows.as_array().unwrap().len() > 3);
    desk.run(["review", "--force"]).exits(2);
    let link = desk.home.path().join("link.html");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    desk.fails(1, ["review", "-o", link.to_str().unwrap(), "--force"]);
}

#[test]
fn a_report_is_about_its_scope() {
    let (desk, _) = desk();
    let page = desk.text(["review", "@shop <b>", "--format", "html"]);
    assert!(page.contains("<h1>Review: @shop &lt;b&gt;</h1>") && page.contains("B_KEY") && !page.contains("A_KEY"));
    let table = desk.text(["review", "--owner", "Mia", "--format", "markdown"]);
    assert!(table.contains("keys of Mia") && table.contains("B&#95;KEY") && !table.contains("A&#95;KEY"));
    let text = desk.text(["review"]);
    let worst = text.lines().next().unwrap();
    assert!(worst.starts_with("act-now ") && worst.contains(" @shop <b>/live/B_KEY "), "{text}");
    assert!(text.lines().last().unwrap().ends_with("snoozed"), "what was put off comes last: {text}");
}

#[test]
fn without_a_vault_a_report_is_empty_and_makes_nothing() {
    let desk = Desk::empty();
    assert!(desk.text(["review", "--format", "html"]).contains("Nothing needs you."));
    assert_eq!(read_by_python(&desk.text(["review", "--format", "csv"])).len(), 1);
    assert_eq!(desk.json(["review", "--format", "json"]), Value::Array(Vec::new()));
    assert_eq!(desk.run(["review"]).done().stderr, "Nothing needs you.\n");
    assert_eq!(desk.bytes(), []);
}

#[test]
fn a_handover_is_told_from_the_leaving_to_its_end() {
    let desk = Desk::new();
    let secrets: Vec<String> = (0..3).map(|_| super::random()).collect();
    for (name, secret) in ["A_KEY", "B_KEY", "C_KEY"].iter().zip(&secrets) {
        desk.command(["add", &format!("shop/live/{name}"), "--secret-stdin", "--owner", "Jon Ruiz"])
            .input(secret)
            .run()
            .done();
    }
    desk.run(["person", "leaving", "Jon Ruiz", "2099-12-31"]).done();
    desk.run(["rotate", "shop/live/A_KEY", "--generate", "base62:40"]).done();
    desk.run(["ended", "shop/live/A_KEY"]).done();
    desk.run(["edit", "shop/live/A_KEY", "--owner", "Mia"]).done();
    desk.run(["edit", "shop/live/B_KEY", "--owner", "Mia"]).done();
    let report = desk.text(["person", "report", "Jon Ruiz"]);
    assert!(report.starts_with("# Handover: Jon Ruiz\n"), "{report}");
    assert!(report.contains("1 of 3 done."), "{report}");
    let done = report.lines().find(|line| line.starts_with("| yes |")).unwrap();
    for said in ["A&#95;KEY", "Mia", "rotated", "ended at its provider", "given to Mia (command line)"] {
        assert!(done.contains(said), "{said}: {done}");
    }
    assert_no_secret_of(&report, &secrets);
    let rows = read_by_python(&desk.text(["person", "report", "Jon Ruiz", "--format", "csv"]));
    let told: Vec<(&str, &str, &str)> = rows[1..].iter().map(|row| (&*row[0], &*row[3], &*row[5])).collect();
    assert_eq!(told, [("no", "B_KEY", "Mia"), ("no", "C_KEY", ""), ("yes", "A_KEY", "Mia")]);
    let path = desk.home.path().join("handover.html");
    desk.run(["person", "report", "Jon Ruiz", "--format", "html", "-o", path.to_str().unwrap()]).done();
    assert!(std::fs::read_to_string(&path).unwrap().contains("<b>1 of 3</b>"));
    let people = desk.json(["person", "ls", "--json"]);
    let jon = people.as_array().unwrap().iter().find(|person| person["name"] == "Jon Ruiz").unwrap();
    assert_eq!((&jon["keys"], &jon["handed_over"], &jon["to_do"]), (&1.into(), &2.into(), &2.into()));
    desk.run(["disable", "shop/live/C_KEY"]).done();
    desk.run(["ended", "shop/live/C_KEY"]).done();
    desk.run(["delete", "shop/live/C_KEY", "--yes", "--now"]).done();
    let report = desk.text(["person", "report", "Jon Ruiz"]);
    let gone = report.lines().find(|line| line.contains("C&#95;KEY")).unwrap();
    assert!(gone.starts_with("| yes |") && report.contains("2 of 3 done."), "{report}");
    for said in ["C&#95;KEY", "deleted and ended", "disabled", "ended at its provider", "deleted (command line)"] {
        assert!(gone.contains(said), "{said}: {gone}");
    }
    let rows = read_by_python(&desk.text(["person", "report", "Jon Ruiz", "--format", "csv"]));
    assert_eq!((&*rows[3][3], &*rows[3][4], &*rows[3][6]), ("C_KEY", "deleted and ended", "deleted"));
    let people = desk.json(["person", "ls", "--json"]);
    let jon = people.as_array().unwrap().iter().find(|person| person["name"] == "Jon Ruiz").unwrap();
    assert_eq!((&jon["deleted"][0]["ref"], &jon["deleted"][0]["ended"]), (&"shop/live/C_KEY".into(), &true.into()));
    assert!(desk.text(["person", "ls"]).contains("1 deleted"));
    // Deleted before its value ended: to do, until somebody says so; by its name, which another key may have by then.
    desk.run(["disable", "shop/live/B_KEY"]).done();
    desk.run(["delete", "shop/live/B_KEY", "--yes", "--now"]).done();
    let to_do = || desk.text(["person", "ls"]).lines().find(|line| line.starts_with("Jon Ruiz")).unwrap().to_owned();
    assert!(to_do().contains("1 to do"), "{}", to_do());
    desk.command(["add", "shop/live/B_KEY", "--secret-stdin"]).input(&secrets[0]).run().done();
    assert!(desk.fails(1, ["ended", "shop/live/B_KEY"]).contains("it has no older value"));
    desk.run(["ended", "shop/live/B_KEY", "--deleted"]).done();
    assert!(to_do().contains("done"), "{}", to_do());
    assert!(desk.fails(1, ["ended", "shop/live/B_KEY", "--deleted"]).contains("noted already"));
    assert!(desk.fails(1, ["ended", "shop/live/C_KEY"]).contains("noted already"));
    assert!(desk.fails(1, ["ended", "shop/live/A_KEY", "--deleted"]).contains("nobody who leaves had a key"));
    // What was done stays done when the key goes.
    desk.run(["disable", "shop/live/A_KEY"]).done();
    desk.run(["delete", "shop/live/A_KEY", "--yes", "--now"]).done();
    assert!(!to_do().contains("to do"), "{}", to_do());
    assert!(desk.text(["person", "report", "Jon Ruiz"]).contains("3 of 3 done."));
    assert!(desk.fails(1, ["ended", "shop/live/D_KEY"]).contains("D_KEY"));
    let said = desk.fails(1, ["person", "report", "Nobody"]);
    assert!(said.contains("nobody named Nobody owns a key"), "{said}");
}

#[track_caller]
fn assert_no_secret_of(text: &str, secrets: &[String]) {
    assert!(secrets.iter().all(|secret| !text.contains(secret.as_str())));
}
