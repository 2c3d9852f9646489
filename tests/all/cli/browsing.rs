//! Reports in a real browser: what it makes of the page, what it complains of, what it asks the network for, what it prints.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::super::harness::{Run, TempHome};
use super::Desk;

/// Names under which systems have it.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

fn browser() -> Option<&'static str> {
    let is_there = |name: &&str| {
        let asked = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    let found = BROWSERS.into_iter().find(is_there);
    if found.is_none() {
        // Past the test harness, which keeps back what a test that passes prints.
        let _ =
            writeln!(std::io::stderr(), "NOT PROVED: reports in a browser: chromium is missing; tests/run installs it");
    }
    found
}

fn run(browser: &str, home: &TempHome) -> Run {
    let profile = home.path().join("profile");
    Run::of(browser, home)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .arg(format!("--user-data-dir={}", profile.display()))
}

fn address(page: &Path) -> String {
    format!("file://{}", page.display())
}

/// What a browser made of a page.
struct Seen {
    /// The page, as it stands after it was read.
    dom: String,
    /// What the console says.
    complaints: Vec<String>,
    /// What the page asked the network for.
    requests: Vec<String>,
}

fn look(browser: &str, home: &TempHome, page: &Path) -> Seen {
    let log = home.path().join("net.json");
    let output = run(browser, home)
        .args(["--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--log-net-log={}", log.display()))
        .arg(address(page))
        .run()
        .done();
    let net: Value = serde_json::from_slice(&std::fs::read(&log).unwrap()).unwrap();
    // The browser asks for things of its own too; they come from no page.
    let of_page = |event: &&Value| event["params"]["initiator"].as_str().is_some_and(|from| from != "not an origin");
    let address = |event: &Value| event["params"]["url"].as_str().map(str::to_owned);
    Seen {
        dom: output.text().to_owned(),
        complaints: output.stderr.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect(),
        requests: net["events"].as_array().unwrap().iter().filter(of_page).filter_map(address).collect(),
    }
}

/// A page that only a browser that looks away would find nothing in.
const TALKATIVE: &str = "<!DOCTYPE html><img src='http://keyloft.invalid/a.png'><script>console.error('seen')</script>";

/// Two projects; keys that end far enough from each other for a mark of their own each.
fn desk() -> Desk {
    let desk = Desk::new();
    for (reference, facts) in [
        ("shop/staging/A_KEY", ["--expires", "20d"]),
        ("shop/live/A_KEY", ["--expires", "2020-01-31"]),
        ("shop/live/B_KEY", ["--expires", "5d"]),
        ("billing/live/C_KEY", ["--expires", "60d"]),
        ("billing/live/D_KEY", ["--scope", "*"]),
        ("tools & <more>/dev/E_KEY", ["--owner", "Mia \"<script>\""]),
    ] {
        let add = ["add", reference, "--generate", "base62:40"];
        desk.run(add.into_iter().chain(facts)).done();
    }
    desk
}

/// As a browser writes text again.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn a_review_is_whole_in_a_browser_which_asks_for_nothing_and_complains_of_nothing() {
    let Some(browser) = browser() else { return };
    let desk = desk();
    let page = desk.home.path().join("review.html");
    desk.run(["review", "--format", "html", "-o", page.to_str().unwrap()]).done();
    let seen = look(browser, &desk.home, &page);
    assert_eq!((seen.requests, seen.complaints), (Vec::<String>::new(), Vec::<String>::new()));

    let rows = desk.json(["review", "--format", "json"]);
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 5);
    for row in rows {
        for fact in ["text", "name", "project", "environment", "owner"] {
            let said = row[fact].as_str().unwrap_or("No owner");
            assert!(seen.dom.contains(&escaped(said)), "{fact}: {said}");
        }
    }
    let count = |what: &str| seen.dom.matches(what).count();
    assert_eq!(count("<tr"), rows.len() + 1, "a row a warning, and the head");
    assert_eq!((count("<svg class=\"charts\""), count("<script"), count("<b>/")), (1, 0, 0));
    // Every environment with a key has a cell, every date within 90 days its mark: filled where it is protected.
    let cells = ["crit-cell", "warn-cell", "calm-cell"].map(|class| count(&format!("<rect class=\"{class}\"")));
    assert_eq!(cells.iter().sum::<usize>(), 4, "{cells:?}");
    let marks = ["soon filled", "late filled", "soon open", "late open"]
        .map(|class| count(&format!("<circle class=\"{class}\" cx")));
    let in_legend = [0, 1, 0, 1];
    assert_eq!([0, 1, 2, 3].map(|at| marks[at] - in_legend[at]), [1, 1, 0, 1], "B_KEY, C_KEY; A_KEY in staging");
    assert_eq!(count("l6 6-6 6-6-6z"), 1, "one has expired");

    let talkative = desk.home.path().join("talkative.html");
    std::fs::write(&talkative, TALKATIVE).unwrap();
    let seen = look(browser, &desk.home, &talkative);
    assert_eq!(seen.requests.first().map(String::as_str), Some("http://keyloft.invalid/a.png"));
    assert_eq!(seen.complaints.len(), 1, "{:?}", seen.complaints);
}

#[test]
fn a_handover_is_whole_in_a_browser_too() {
    let Some(browser) = browser() else { return };
    let desk = desk();
    for name in ["A_KEY", "B_KEY"] {
        desk.run(["edit", &format!("shop/live/{name}"), "--owner", "Jon Ruiz"]).done();
    }
    desk.run(["person", "leaving", "Jon Ruiz", "2099-12-31"]).done();
    desk.run(["edit", "shop/live/A_KEY", "--owner", "Mia & co"]).done();
    let page = desk.home.path().join("handover.html");
    desk.run(["person", "report", "Jon Ruiz", "--format", "html", "-o", page.to_str().unwrap()]).done();
    let seen = look(browser, &desk.home, &page);
    assert_eq!((seen.requests, seen.complaints), (Vec::<String>::new(), Vec::<String>::new()));
    for said in ["Handover: Jon Ruiz", "A_KEY", "B_KEY", "given to Mia &amp; co (command line)", "0 of 2"] {
        assert!(seen.dom.contains(said), "{said}: {}", seen.dom);
    }
}

#[test]
fn a_review_is_printed_on_landscape_pages_with_the_heading_on_each() {
    let Some(browser) = browser() else { return };
    let desk = Desk::new();
    let lines: String = (0..60).map(|at| format!("KEY_{at}={}\n", super::random())).collect();
    let file = desk.home.path().join("many.env");
    std::fs::write(&file, lines).unwrap();
    desk.run(["import", file.to_str().unwrap(), "--into", "shop/live"]).done();
    let page = desk.home.path().join("review.html");
    desk.run(["review", "--format", "html", "-o", page.to_str().unwrap()]).done();
    let printed = desk.home.path().join("review.pdf");
    run(browser, &desk.home)
        .arg("--no-pdf-header-footer")
        .arg(format!("--print-to-pdf={}", printed.display()))
        .arg(address(&page))
        .run()
        .done();
    let bytes = std::fs::read(&printed).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-"));
    let sizes: Vec<&str> = text.split("/MediaBox [").skip(1).filter_map(|rest| rest.split(']').next()).collect();
    assert!(sizes.len() > 2, "{sizes:?}");
    for size in sizes {
        let numbers: Vec<f64> = size.split_whitespace().map(|number| number.parse().unwrap()).collect();
        // A4 is 841.89 by 595.28 points; the browser rounds to its own pixels.
        assert!((numbers[2] - 841.89).abs() < 1.0 && (numbers[3] - 595.28).abs() < 1.0, "{size}");
    }
}
