//! What reports say, and what never is in them.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::facts::Facts;
use super::{Form, Leaver, Step, handover, review};
use crate::model::{
    DeletedKey, Environment, EnvironmentId, Expiry, Finding, KeptVersion, Key, KeyRef, KeyUid, Kind, Person, Project,
    Rule, Severity,
};

fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2027-06-15T12:00:00Z").unwrap().to_utc()
}

fn today() -> NaiveDate {
    now().date_naive()
}

fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.date_naive()
}

fn key(uid: i64, reference: &str, protected: bool) -> Key {
    Key {
        protected,
        key_id: Some("the-public-half".into()),
        provider: Some("Stripe".into()),
        owner: Some("Mara Klein".into()),
        fingerprint: Some([0xAB; 16]),
        ..Key::new(KeyUid(uid), KeyRef::parse(reference).unwrap(), Kind::ApiKey, now())
    }
}

fn finding(rule: Rule, severity: Severity, text: &str) -> Finding {
    Finding { rule, severity, text: text.into(), since: Some(today()), snoozed_until: None, snooze_reason: None }
}

fn project(name: &str, environments: &[&str]) -> Project {
    let environment = |(number, name): (usize, &&str)| Environment {
        id: EnvironmentId(number as i64),
        name: (*name).to_owned(),
        protected: *name == "production",
        short_name: None,
        not_needed: Vec::new(),
    };
    Project {
        name: name.into(),
        archived: false,
        environments: environments.iter().enumerate().map(environment).collect(),
        folders: Vec::new(),
    }
}

struct Desk {
    projects: Vec<Project>,
    keys: Vec<Key>,
    findings: Vec<Vec<Finding>>,
}

impl Desk {
    fn facts(&self) -> Facts<'_> {
        Facts {
            about: "All projects".into(),
            projects: &self.projects,
            keys: self.keys.iter().zip(self.findings.iter().map(Vec::as_slice)).collect(),
            today: today(),
            day_of,
        }
    }
}

/// Two projects with something of everything.
fn desk() -> Desk {
    use Severity::{ActNow, ForInfo, LookSoon};
    let ends = |key: Key, days: i64| Key { expiry: Expiry::On(today() + chrono::TimeDelta::days(days)), ..key };
    let keys = vec![
        ends(key(1, "storefront/production/OPENAI_API_KEY", true), -3),
        ends(key(2, "storefront/production/STRIPE_SECRET_KEY", true), 6),
        key(3, "storefront/development/STRIPE_SECRET_KEY", false),
        ends(key(4, "billing/production/ADYEN_API_KEY", true), 60),
        ends(key(5, "billing/production/PLAID_SECRET", true), 62),
        Key { owner: None, ..key(6, "billing/staging/SMTP_PASSWORD", false) },
    ];
    let put_off = Finding {
        snoozed_until: Some(today() + Days::new(9)),
        snooze_reason: Some("the vendor is slow".into()),
        ..finding(Rule::TooBroad, LookSoon, "Scope * is too broad")
    };
    let findings = vec![
        vec![finding(Rule::Expired, ActNow, "Expired 3 days ago"), put_off],
        vec![finding(Rule::Expiring, LookSoon, "Expires in 6 days")],
        vec![],
        vec![],
        vec![],
        vec![finding(Rule::NoOwner, ForInfo, "Nobody owns it")],
    ];
    let projects =
        vec![project("storefront", &["development", "production"]), project("billing", &["staging", "production"])];
    Desk { projects, keys, findings }
}

#[test]
fn warnings_come_worst_first_and_those_put_off_last() {
    let desk = desk();
    let texts: Vec<String> = desk.facts().rows().iter().map(|row| row.finding.text.clone()).collect();
    assert_eq!(texts, ["Expired 3 days ago", "Expires in 6 days", "Nobody owns it", "Scope * is too broad"]);
    let counts = desk.facts().counts();
    assert_eq!((counts.act_now, counts.look_soon, counts.for_info, counts.snoozed), (1, 1, 1, 1));
    assert_eq!((counts.warned, counts.keys), (3, 6));
}

#[test]
fn health_is_counted_by_project_and_environment() {
    let desk = desk();
    let facts = desk.facts();
    let health = super::charts::Health::of(&facts);
    assert_eq!(health.columns, ["development", "staging", "production"]);
    let cells = |lane: usize| -> Vec<(usize, usize)> {
        health.lanes[lane].cells.iter().map(|cell| (cell.warned, cell.keys)).collect()
    };
    assert_eq!(cells(0), [(0, 1), (0, 0), (2, 2)]);
    assert_eq!(cells(1), [(0, 0), (1, 1), (0, 2)]);
    assert_eq!(health.lanes[0].cells[2].worst, Some(Severity::ActNow));
    let days = |lane: usize| -> Vec<i64> { health.lanes[lane].ends.iter().map(|(days, _)| *days).collect() };
    assert_eq!((days(0), days(1)), (vec![-3, 6], vec![60, 62]));
}

#[test]
fn many_environments_share_the_last_column() {
    let names: Vec<String> = (0..9).map(|n| format!("env{n}")).collect();
    let words: Vec<&str> = names.iter().map(String::as_str).collect();
    let keys: Vec<Key> = (0..9).map(|n| key(n, &format!("shop/env{n}/A"), false)).collect();
    let desk = Desk { projects: vec![project("shop", &words)], findings: vec![Vec::new(); keys.len()], keys };
    let facts = desk.facts();
    let health = super::charts::Health::of(&facts);
    assert_eq!(health.columns, ["env0", "env1", "env2", "env3", "env4", "others"]);
    assert_eq!(health.lanes[0].cells.iter().map(|cell| cell.keys).sum::<usize>(), 9, "none is lost");
}

#[test]
fn each_form_has_every_warning_and_nothing_of_a_secret() {
    let desk = desk();
    for form in Form::ALL {
        let text = review(&desk.facts(), form);
        for said in ["Expired 3 days ago", "OPENAI", "Nobody owns it", "Mara Klein", "the vendor is slow"] {
            let said = if form == Form::Markdown { said.replace('_', "&#95;") } else { said.to_owned() };
            assert!(text.contains(&said), "{form:?}: {said}");
        }
        // Neither a pair's public half nor a fingerprint in any spelling.
        for never in ["the-public-half", "abababab", "ABABABAB", "q6urq6", "171, 171"] {
            assert!(!text.contains(never), "{form:?}: {never}");
        }
    }
}

#[test]
fn a_page_stands_alone_and_runs_nothing() {
    let mut desk = desk();
    desk.keys[0].owner = Some("<script>alert(1)</script>\" onload=\"x".into());
    desk.projects[0].name = "a&b".into();
    desk.keys[0].reference = KeyRef::parse("a&b/production/OPENAI_API_KEY").unwrap();
    let page = review(&desk.facts(), Form::Html);
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    for never in
        ["<script", "<img", "<link", "<iframe", "src=", "href=", "url(", "@import", "http://", "https://", "javascript"]
    {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.contains("&lt;script&gt;") && page.contains("a&amp;b"));
    assert!(!page.contains("onload=\"x"));
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
    for chart in ["<svg class=\"charts\"", "Today", "90 d", "class=\"crit-cell\""] {
        assert!(page.contains(chart), "{chart}");
    }
}

#[test]
fn nothing_to_say_is_said() {
    let desk = Desk { projects: Vec::new(), keys: Vec::new(), findings: Vec::new() };
    assert!(review(&desk.facts(), Form::Html).contains("Nothing needs you."));
    assert!(review(&desk.facts(), Form::Markdown).contains("Nothing needs you."));
    assert_eq!(review(&desk.facts(), Form::Csv).lines().count(), 1, "the head stays");
}

#[test]
fn a_csv_has_as_many_fields_in_every_line() {
    let desk = desk();
    let text = review(&desk.facts(), Form::Csv);
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    let fields = |line: &str| line.split("\",\"").count();
    let counts: Vec<usize> = text.lines().map(fields).collect();
    assert!(counts.iter().all(|count| *count == counts[0]) && counts[0] == 13, "{counts:?}");
}

#[test]
fn a_handover_tells_what_is_to_do_and_what_was_done() {
    let gone = |name: &str, ended| DeletedKey {
        reference: KeyRef::parse(&format!("shop/staging/{name}")).unwrap(),
        at: now(),
        ended,
        entry: 7,
    };
    let (ended, lives) = (gone("C_KEY", true), gone("D_KEY", false));
    let person = Person {
        name: "Jon Ruiz".into(),
        last_day: Some(today() + Days::new(4)),
        leaving_since: Some(now() - chrono::TimeDelta::days(5)),
        handed_over: vec![KeyUid(2)],
        deleted: vec![ended.clone(), lives.clone()],
    };
    let mine = Key { owner: Some("Jon Ruiz".into()), ..key(1, "shop/production/A_KEY", true) };
    let rotated = now() - chrono::TimeDelta::minutes(14);
    let given = Key {
        rotated_at: Some(rotated),
        older: vec![KeptVersion {
            number: 1,
            made_at: now() - chrono::TimeDelta::days(90),
            replaced_at: rotated,
            kept_until: None,
            ended_at: Some(now()),
        }],
        ..key(2, "shop/production/B_KEY", true)
    };
    let findings = [finding(Rule::Expired, Severity::ActNow, "Expired yesterday")];
    let two_hours_east = now().naive_utc() + chrono::TimeDelta::hours(2);
    let step = |words: &str| Step { at: now(), local: two_hours_east, words: words.into(), via: "window".into() };
    let steps = vec![step("rotated"), step("ended at its provider"), step("given to Mara Klein")];
    let leaver = Leaver {
        person: &person,
        keys: vec![(&given, &[], steps), (&mine, &findings, Vec::new())],
        deleted: vec![(&ended, vec![step("disabled"), step("deleted")]), (&lives, Vec::new())],
        by: Some("Priya Nair".into()),
        today: today(),
        day_of,
    };
    let page = handover(&leaver, Form::Html);
    for said in [
        "Handover: Jon Ruiz",
        "Last day 19 Jun 2027, in 4 days",
        "<b>2 of 4</b>",
        "Expired yesterday",
        ">15 Jun 2027</td>",
        "15 Jun 2027 14:00 rotated (window)<br>15 Jun 2027 14:00 ended",
        "given to Mara Klein (window)",
        "done by Priya Nair",
        ">To do 2</th>",
        ">Done 2</th>",
        "<b>1</b>",
        "deleted and ended",
        "14:00 deleted (window)",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(page.find("A_KEY") < page.find("B_KEY"), "what is to do comes first");
    let table = handover(&leaver, Form::Csv);
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[1].starts_with("\"no\",\"shop\",\"production\",\"A_KEY\",\"not yet\","), "{}", lines[1]);
    assert!(
        lines[2].starts_with("\"no\",\"shop\",\"staging\",\"D_KEY\",\"deleted, not ended there\",\"\",\"deleted\""),
        "{}",
        lines[2]
    );
    assert!(
        lines[3].starts_with("\"yes\",\"shop\",\"production\",\"B_KEY\",\"2027-06-15\",\"Mara Klein\""),
        "{}",
        lines[3]
    );
    assert!(lines[3].contains("2027-06-15T12:00:00Z rotated (window); 2027"), "{}", lines[3]);
    assert!(lines[4].starts_with("\"yes\",\"shop\",\"staging\",\"C_KEY\",\"deleted and ended\""), "{}", lines[4]);
    let fields = |line: &str| line.split("\",\"").count();
    assert!(lines.iter().all(|line| fields(line) == fields(lines[0])), "{table}");
    let text = handover(&leaver, Form::Markdown);
    assert!(text.contains("| no | D&#95;KEY | shop | staging | deleted, not ended there |"), "{text}");
    assert!(text.contains("2 of 4 done.") && text.contains("14&#58;00 given to Mara Klein (window)"), "{text}");
    // Files are read later: none of them counts from the moment it was made.
    for text in [page, table, text] {
        assert!(!text.contains(" ago") && !text.contains(" min<"), "{text}");
    }
    let nameless = Leaver { by: None, ..leaver };
    assert!(handover(&nameless, Form::Markdown).contains("done by its user"));
}

#[test]
fn a_page_wraps_on_a_narrow_screen_and_keeps_its_columns_on_paper() {
    let page = review(&desk().facts(), Form::Html);
    let narrow = "@media screen and (max-width: 1180px) { td.one, td.num { white-space: normal; }";
    assert!(page.contains(narrow) && !page.contains("@media (max-width: 1180px)"), "{page}");
}

#[test]
fn the_forms_are_told_by_their_files_names() {
    for form in Form::ALL {
        assert_eq!(Form::of_name(&format!("report.{}", form.extension().to_uppercase())), Some(form));
        assert!(!form.title().is_empty());
    }
    assert_eq!(Form::of_name("report.pdf"), None);
    assert_eq!(Form::of_name("report"), None);
}
