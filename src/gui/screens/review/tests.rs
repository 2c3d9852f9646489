//! What is counted and listed, on the sample with some ends of keys.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::data::{Tile, View, environments, used};
use super::lens::{By, Cell, Lens, Sort, listed};
use super::list::List;
use super::row::{Columns, Told};
use super::search::Texts;
use super::state::Review;
use super::ui::review_ui;
use super::whole::{Bucket, Row, Whole};
use super::words::{row_text, since};
use crate::gui::awaits::QUIET_SECS;
use crate::gui::commands::Command;
use crate::gui::screens::keys::{Place, Summary};
use crate::gui::widgets::Mark;
use crate::gui::{sample, theme};
use crate::jobs::Snapshot;
use crate::model::{Expiry, KeyUid, Rule, Severity};

fn utc(at: DateTime<Utc>) -> NaiveDate {
    at.date_naive()
}

/// The sample, with ends of keys spread over the next weeks and two that are past.
fn facts() -> Snapshot {
    let mut snapshot = sample::snapshot();
    let today = snapshot.today;
    for (index, key) in snapshot.keys.iter_mut().enumerate() {
        let days = match key.name() {
            "STRIPE_SECRET_KEY" => 6 + index as i64 / 16 * 4,
            "OPENAI_API_KEY" if key.protected => -3,
            _ => continue,
        };
        key.expiry = Expiry::On(today + TimeDelta::days(days));
    }
    snapshot
}

fn place(project: Option<&str>, environment: Option<&str>) -> Place {
    Place { project: project.map(str::to_owned), environment: environment.map(str::to_owned) }
}

fn list(snapshot: &Snapshot, scope: &Place, lens: &Lens, sort: Sort, typed: &str) -> Vec<String> {
    let whole = Whole::new(snapshot, &utc);
    let texts = Texts::new(snapshot);
    let mut list = List::default();
    list.take(listed(&whole, snapshot, scope, lens, sort));
    list.narrow((!typed.is_empty()).then_some((&texts, typed)));
    list.rows().iter().map(|row| row_text(snapshot, *row).spoken).collect()
}

/// All of a view, as text.
fn told(snapshot: &Snapshot, scope: &Place) -> String {
    let whole = Whole::new(snapshot, &utc);
    let view = View::new(&whole, snapshot, scope);
    let mut text = format!("{}\n\n", view.words());
    for (tile, count) in Tile::ALL.into_iter().zip(view.tiles) {
        writeln!(text, "{}: {} {:?}", tile.title(snapshot), count.count, count.worst).unwrap();
    }
    writeln!(text, "quiet: {:?} %\n", view.quiet_percent()).unwrap();
    let titles: Vec<&str> = view.columns.iter().map(|column| column.title.as_str()).collect();
    writeln!(text, "{}", titles.join(" | ")).unwrap();
    for lane in &view.lanes {
        let cells: Vec<String> = lane
            .cells
            .iter()
            .map(|cell| match cell.keys {
                0 => "–".to_owned(),
                keys => format!("{}/{keys} {:?}", cell.findings, cell.worst),
            })
            .collect();
        writeln!(text, "{}: {}", lane.title(), cells.join(" | ")).unwrap();
        for day in &lane.days {
            writeln!(text, "  day {}: {} protected, {} other, first {:?}", day.day, day.protected, day.other, day.keys)
                .unwrap();
        }
    }
    writeln!(text).unwrap();
    for one in used(&view, snapshot) {
        let warned = if one.warned > 0 { format!(", {} warned about", one.warned) } else { String::new() };
        writeln!(text, "{}: {}{warned}", one.words, one.count).unwrap();
    }
    let next = view.next.map(|index| snapshot.keys[index as usize].reference.to_string());
    writeln!(text, "next: {}\n", next.unwrap_or_default()).unwrap();
    for row in list(snapshot, scope, &Lens::default(), Sort::default(), "").iter().take(12) {
        writeln!(text, "{row}").unwrap();
    }
    text
}

#[test]
fn numbers_heat_map_timeline_and_bars_are_what_they_always_were() {
    let snapshot = facts();
    insta::assert_snapshot!("all_projects", told(&snapshot, &Place::default()));
    insta::assert_snapshot!("one_project", told(&snapshot, &place(Some("Billing"), None)));
    insta::assert_snapshot!("one_environment", told(&snapshot, &place(None, Some("production"))));
}

#[test]
fn a_vault_without_keys_has_nothing_to_count() {
    let none = Snapshot { projects: Vec::new(), keys: Vec::new(), findings: Vec::new(), ..sample::snapshot() };
    let view = View::new(&Whole::new(&none, &utc), &none, &Place::default());
    assert_eq!((view.words().as_str(), view.quiet_percent()), ("0 warnings on 0 of 0 keys", None));
    assert!(view.lanes.is_empty() && view.columns.is_empty() && view.next.is_none());
}

#[test]
fn of_many_projects_the_worst_come_first() {
    let mut snapshot = facts();
    let model = snapshot.projects[0].clone();
    let keys: Vec<_> = snapshot.keys.iter().take(16).cloned().collect();
    for number in 0..8 {
        let name = format!("calm {number}");
        snapshot.projects.push(crate::model::Project { name: name.clone(), ..model.clone() });
        for key in &keys {
            let mut key = key.clone();
            key.reference.place.project.clone_from(&name);
            snapshot.keys.push(key);
            snapshot.findings.push(Vec::new());
            snapshot.tails.push(None);
        }
    }
    let view = View::new(&Whole::new(&snapshot, &utc), &snapshot, &Place::default());
    let first: Vec<&str> = view.lanes.iter().take(5).map(|lane| lane.project.as_str()).collect();
    assert_eq!(first, ["Storefront", "Billing", "Data pipeline", "Internal tools", "calm 0"]);
    assert_eq!(view.lanes.len(), 12);
}

#[test]
fn environments_stand_by_their_stage_whatever_the_first_project_holds() {
    let titles = |orders: &[&[&str]]| -> Vec<String> {
        let mut snapshot = facts();
        snapshot.projects.truncate(orders.len());
        for (project, names) in snapshot.projects.iter_mut().zip(orders) {
            let model = project.environments[0].clone();
            let made = |name: &&str| crate::model::Environment { name: (*name).to_owned(), ..model.clone() };
            project.environments = names.iter().map(made).collect();
        }
        let view = View::new(&Whole::new(&snapshot, &utc), &snapshot, &Place::default());
        view.columns.into_iter().map(|column| column.title).collect()
    };
    assert_eq!(titles(&[&["staging"], &["development", "production"]]), ["Dev", "Staging", "Production"]);
    assert_eq!(titles(&[&["staging", "production"], &["development"]]), ["Dev", "Staging", "Production"]);
    let own = titles(&[&["production", "staging", "development"], &["production", "development"]]);
    assert_eq!(own, ["Production", "Staging", "Dev"], "an order that somebody gave stays");
}

#[test]
fn more_environments_than_columns_share_the_last_one() {
    let mut snapshot = facts();
    let model = snapshot.projects[0].environments[0].clone();
    for name in ["qa", "canary", "eu"] {
        let environment = crate::model::Environment { name: name.to_owned(), ..model.clone() };
        snapshot.projects[0].environments.push(environment);
    }
    let view = View::new(&Whole::new(&snapshot, &utc), &snapshot, &Place::default());
    let titles: Vec<&str> = view.columns.iter().map(|column| column.title.as_str()).collect();
    assert_eq!(titles, ["Dev", "Staging", "Production", "Other"]);
    assert_eq!(view.columns[3].environments, ["qa", "canary", "eu"]);
    assert_eq!(environments(&snapshot, None).len(), 6);
    assert_eq!(environments(&snapshot, Some(&"Billing".to_owned())).len(), 2);
}

#[test]
fn environments_of_one_short_name_share_a_column() {
    let mut snapshot = facts();
    // Billing's are named in short.
    for (long, name) in [("development", "dev"), ("production", "prod")] {
        for environment in &mut snapshot.projects[1].environments {
            if environment.name == long {
                environment.name = name.to_owned();
            }
        }
        for key in snapshot.keys.iter_mut().filter(|key| key.place().project == "Billing") {
            if key.place().environment == long {
                key.reference.place.environment = name.to_owned();
            }
        }
    }
    let whole = Whole::new(&snapshot, &utc);
    let view = View::new(&whole, &snapshot, &Place::default());
    let before = View::new(&Whole::new(&facts(), &utc), &facts(), &Place::default());
    assert_eq!(view.lanes, before.lanes, "every key stands where it stood");
    let titles: Vec<&str> = view.columns.iter().map(|column| column.title.as_str()).collect();
    assert_eq!(titles, ["Dev", "Staging", "Production"]);
    assert_eq!(view.columns[2].environments, ["production", "prod"]);
    // A click on a cell lists its own.
    let cell = Cell { project: "Billing".to_owned(), column: Some(view.columns[2].clone()), ends: None };
    let lens = Lens { cell: Some(cell), ..Lens::default() };
    let rows = list(&snapshot, &Place::default(), &lens, Sort::default(), "");
    assert!(!rows.is_empty() && rows.iter().all(|row| row.contains("Billing, prod,")), "{rows:?}");
}

#[test]
fn tile_cell_bar_and_words_narrow_the_list_together() {
    let snapshot = facts();
    let all = list(&snapshot, &Place::default(), &Lens::default(), Sort::default(), "").len();
    let mut lens = Lens::default();
    let mut counts = vec![all];
    lens.turn_tile(Tile::Unused);
    counts.push(list(&snapshot, &Place::default(), &lens, Sort::default(), "").len());
    lens.turn_bucket(Bucket::Long);
    counts.push(list(&snapshot, &Place::default(), &lens, Sort::default(), "").len());
    let column = View::new(&Whole::new(&snapshot, &utc), &snapshot, &Place::default()).columns[2].clone();
    lens.turn_cell(Cell { project: "Billing".to_owned(), column: Some(column), ends: None });
    let rows = list(&snapshot, &Place::default(), &lens, Sort::default(), "");
    assert_eq!(rows, ["ALGOLIA_ADMIN_KEY, Billing, production, Not used here for 94 days, owner Mara Klein"]);
    counts.push(rows.len());
    assert!(counts.is_sorted_by(|one, other| one >= other), "{counts:?}");
    assert_eq!(list(&snapshot, &Place::default(), &Lens::default(), Sort::default(), "used billing prod").len(), 1);
    assert!(list(&snapshot, &Place::default(), &Lens::default(), Sort::default(), "nowhere").is_empty());
    lens.turn_tile(Tile::Unused);
    lens.turn_bucket(Bucket::Long);
    let cell = lens.cell.clone().unwrap();
    assert_eq!(cell.words(), "Billing · Production");
    lens.turn_cell(cell);
    assert!(lens.is_clear());
}

#[test]
fn every_tile_leaves_as_many_rows_as_it_counts() {
    let snapshot = facts();
    for scope in [Place::default(), place(Some("Storefront"), None), place(None, Some("development"))] {
        let whole = Whole::new(&snapshot, &utc);
        let view = View::new(&whole, &snapshot, &scope);
        for (tile, count) in Tile::ALL.into_iter().zip(view.tiles) {
            let lens = Lens { tile: Some(tile), ..Lens::default() };
            let rows = listed(&whole, &snapshot, &scope, &lens, Sort::default());
            assert_eq!(rows.len(), count.count, "{tile:?} in {scope:?}");
        }
        for (lane, (at, column)) in
            view.lanes.iter().flat_map(|lane| view.columns.iter().enumerate().map(move |column| (lane, column)))
        {
            let cell = Cell::of(lane, Some(column));
            let lens = Lens { cell: Some(cell), ..Lens::default() };
            let rows = listed(&whole, &snapshot, &scope, &lens, Sort::default());
            let mut keys: Vec<u32> = rows.iter().map(|row| row.key).collect();
            keys.dedup();
            assert_eq!(keys.len(), lane.cells[at].findings, "{} {column:?}", lane.project);
        }
    }
}

#[test]
fn a_dot_lists_its_keys_also_those_without_a_warning() {
    let snapshot = facts();
    let lens = Lens {
        cell: Some(Cell { project: "Billing".to_owned(), column: None, ends: Some((60, 62)) }),
        ..Lens::default()
    };
    let rows = list(&snapshot, &Place::default(), &lens, Sort::default(), "");
    assert_eq!(rows[0], "CLOUDFLARE_API_TOKEN, Billing, development, Expires in 61 days, owner Mara Klein");
    let past = Cell { project: "Storefront".to_owned(), column: None, ends: Some((-1, -1)) };
    assert_eq!(past.words(), "Storefront · expired");
    let rows = list(&snapshot, &Place::default(), &Lens { cell: Some(past), ..Lens::default() }, Sort::default(), "");
    assert_eq!(rows.len(), 1);
}

#[test]
fn every_order_holds_every_row_once_and_turns_round() {
    let mut snapshot = facts();
    snapshot.keys[34].owner = Some("Ana".to_owned());
    snapshot.keys[40].owner = None;
    snapshot.findings[40][0].since = Some(snapshot.today - TimeDelta::days(400));
    let natural = list(&snapshot, &Place::default(), &Lens::default(), Sort::default(), "");
    for by in [By::Finding, By::Key, By::Project, By::Environment, By::Owner, By::Since] {
        let sort = Sort { by, reversed: false };
        let rows = list(&snapshot, &Place::default(), &Lens::default(), sort, "");
        let mut same = rows.clone();
        same.sort();
        let mut wanted = natural.clone();
        wanted.sort();
        assert_eq!(same, wanted, "{by:?}");
        let mut back = list(&snapshot, &Place::default(), &Lens::default(), Sort { by, reversed: true }, "");
        back.reverse();
        assert_eq!(back, rows, "{by:?}");
    }
    let first =
        |by| list(&snapshot, &Place::default(), &Lens::default(), Sort { by, reversed: false }, "").swap_remove(0);
    assert!(first(By::Key).starts_with("ALGOLIA_ADMIN_KEY"));
    assert!(first(By::Owner).ends_with("owner Ana"));
    assert!(first(By::Environment).contains("development"));
    assert!(first(By::Since).starts_with("OPENAI_API_KEY"));
    assert_eq!(Sort::default().clicked(By::Key).clicked(By::Key), Sort { by: By::Key, reversed: true });
}

#[test]
fn every_row_ends_in_a_verb_that_stays_in_the_window() {
    let snapshot = facts();
    let whole = Whole::new(&snapshot, &utc);
    for row in &whole.rows {
        let words = row_text(&snapshot, *row);
        assert!(words.verb.command != Command::OpenProvider && !words.verb.words.is_empty(), "{words:?}");
    }
    let expired = whole.rows.iter().find(|row| row.warning.is_some_and(|(_, how)| how == Severity::ActNow)).unwrap();
    assert_eq!(row_text(&snapshot, *expired).verb.words, "Rotate…");
    let calm = snapshot.keys.iter().position(|key| key.name() == "DATABASE_URL").unwrap();
    let row = Row::quiet(snapshot.keys[calm].uid, u32::try_from(calm).unwrap(), 0);
    let words = row_text(&snapshot, row);
    assert_eq!((words.words.as_str(), words.since.as_str(), words.verb.command), ("No warnings", "–", Command::Edit));
}

#[test]
fn ages_are_short() {
    let today = sample::snapshot().today;
    for (days, words) in [(-1, "today"), (0, "today"), (1, "1 d"), (239, "239 d"), (250, "8 mo"), (800, "2 y")] {
        assert_eq!(since(today - TimeDelta::days(days), today), words);
    }
}

/// The same over and over, up to so many keys: enough of them that they are read on a thread.
fn many(count: usize) -> Arc<Snapshot> {
    let mut snapshot = facts();
    for index in snapshot.keys.len()..count {
        let mut key = snapshot.keys[index % 128].clone();
        key.uid = KeyUid(i64::try_from(index).unwrap() + 1_000_000);
        snapshot.keys.push(key);
        snapshot.findings.push(snapshot.findings[index % 128].clone());
        snapshot.tails.push(None);
    }
    snapshot.keys.truncate(count);
    snapshot.findings.truncate(count);
    snapshot.tails.truncate(count);
    Arc::new(snapshot)
}

#[test]
fn of_many_keys_new_facts_and_what_they_list_come_together() {
    let ctx = egui::Context::default();
    let (before, after) = (many(6_000), many(5_200));
    let mut review = Review::default();
    while review.facts().is_none() {
        review.follow(&ctx, &before);
    }
    let all = review.rows().len();
    review.filter = "expired prod".to_owned();
    review.narrow();
    while review.rows().len() == all {
        review.follow(&ctx, &before);
    }
    let listed = |review: &Review| {
        let facts = review.facts().unwrap();
        let said = review.rows().iter().map(|row| row_text(facts, *row).spoken);
        said.filter(|words| words.contains("production, Expired")).count()
    };
    let count = listed(&review);
    assert_eq!(count, review.rows().len());
    while Arc::ptr_eq(review.facts().unwrap(), &before) {
        assert_eq!(listed(&review), count, "what was listed stays until the new is there");
        review.follow(&ctx, &after);
    }
    assert!(listed(&review) < count);
    assert_eq!(listed(&review), review.rows().len());
}

#[test]
fn a_keys_name_keeps_its_room_until_the_owner_has_some() {
    for pane in (932..=1400).map(|points| points as f32) {
        let columns = Columns::new(pane, Told::default());
        let project = columns.project.unwrap_or(columns.environment);
        assert!(project - columns.key >= 210.0, "{pane}: {columns:?}");
        assert!(columns.environment < columns.end && columns.key < project, "{pane}: {columns:?}");
        if let (Some(owner), Some(since)) = (columns.owner, columns.since) {
            assert!(since - owner >= 150.0, "{pane}: {columns:?}");
        }
    }
    // At 900: a warning of the most words is read whole, in one project at 1000 too.
    let warning = |pane: f32, told: Told| Columns::new(pane, told).key;
    assert_eq!(warning(848.0, Told { short: true, one_project: false }), 298.0);
    for one_project in [true, false] {
        let told = Told { short: false, one_project };
        let columns = Columns::new(784.0, told);
        assert_eq!((columns.key == 298.0, columns.project.is_none()), (one_project, one_project), "{columns:?}");
    }
    // As it was drawn.
    let drawn = Columns::new(1064.0, Told::default());
    let stands = (drawn.key, drawn.project, drawn.environment, drawn.owner, drawn.since);
    assert_eq!(stands, (298.0, Some(516.0), 634.0, Some(762.0), Some(940.0)));
}

#[test]
fn a_disabled_key_has_its_own_mark_until_its_deletion_is_due() {
    let mut snapshot = facts();
    let waits = |finding: &crate::model::Finding| finding.rule == Rule::WaitingForDeletion;
    for severity in [Severity::ForInfo, Severity::LookSoon] {
        snapshot.findings.iter_mut().flatten().filter(|one| waits(one)).for_each(|one| one.severity = severity);
        let whole = Whole::new(&snapshot, &utc);
        let rows = listed(&whole, &snapshot, &Place::default(), &Lens::default(), Sort::default());
        let marks: Vec<(bool, Mark)> = rows
            .iter()
            .map(|row| (row.finding(&snapshot).is_some_and(waits), row_text(&snapshot, *row).mark))
            .collect();
        assert!(marks.iter().any(|(waits, _)| *waits), "{severity:?}");
        for (waits, mark) in marks {
            let still = waits && severity == Severity::ForInfo;
            assert_eq!(still, mark == Mark::Disabled, "{severity:?}: {mark:?}");
        }
    }
}

#[test]
fn outlines_of_rows_come_only_once_the_first_reading_takes_long() {
    let facts = sample::snapshot();
    let summary = Summary::new(&facts);
    // The fonts are there from the second frame on. Nothing is ever read of these facts.
    let mut dressed = false;
    let draw = move |ui: &mut egui::Ui, (review, since): &mut (Review, Option<f64>)| {
        if std::mem::replace(&mut dressed, true) {
            since.get_or_insert(ui.input(|input| input.time));
            review_ui(ui, ui.max_rect(), review, &facts, &summary, None, &mut Vec::new());
        } else {
            theme::install(ui.ctx());
        }
    };
    let step = QUIET_SECS / 4.0;
    let builder = Harness::builder().with_size(egui::vec2(1280.0, 820.0)).with_step_dt(step as f32).with_max_steps(1);
    let mut window = builder.build_ui_state(draw, (Review::default(), None));
    let mut seen = Vec::new();
    for _ in 0..10 {
        window.step();
        let Some(since) = window.state().1 else { continue };
        let waited = window.ctx.input(|input| input.time) - since;
        let loads = window.query_by_label("Loading").is_some();
        // A number of the clock's is none that can be told exactly.
        if (waited - QUIET_SECS).abs() > step / 2.0 {
            assert_eq!(loads, waited > QUIET_SECS, "after {waited} s");
        }
        seen.push(loads);
    }
    assert!(seen.contains(&false) && seen.contains(&true), "{seen:?}");
}
