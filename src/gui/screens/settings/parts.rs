//! What stands in each part: which settings, in which words, with which choices.

use std::path::PathBuf;

use super::data::{Beside, Choices, Control, Linked, Number, Part, Row};
use super::storage::storage;
use crate::gui::counts::age_words;
use crate::gui::screens::import::short_path;
use crate::jobs::Snapshot;
use crate::model::{Motion, Outlines, Setting, Settings, Severity, Theme};

/// The rows of a part.
pub fn rows(part: Part, snapshot: &Snapshot, beside: Beside<'_>) -> Vec<Row> {
    match part {
        Part::Security => {
            let lock_after = snapshot.idle_lock.map(|after| after.as_secs());
            security(&snapshot.settings, lock_after, &protected_words(snapshot))
        }
        Part::Warnings => warnings(&snapshot.settings),
        Part::Keys => keys_part(&snapshot.settings),
        Part::Storage => storage(snapshot, beside.at),
        Part::Folders => folders(snapshot, beside.gone),
        Part::Appearance => appearance(&snapshot.settings),
    }
}

/// The rows of everything that is a setting.
pub(super) fn of_settings(settings: &Settings) -> impl Iterator<Item = Row> {
    let security = security(settings, settings.lock_after_secs, "");
    security.into_iter().chain(warnings(settings)).chain(keys_part(settings)).chain(appearance(settings))
}

pub(super) fn row(label: &str, hint: &str, control: Control) -> Row {
    Row { label: label.to_owned(), hint: hint.to_owned(), control }
}

/// What a setting is called here, and by Activity.
fn title(setting: &str) -> &'static str {
    Setting::find(setting).map_or("", |setting| setting.title)
}

/// "30 s", "10 min", "1 h".
fn time_words(secs: u64) -> String {
    match secs {
        s if s % 3_600 == 0 => format!("{} h", s / 3_600),
        s if s % 60 == 0 && s > 60 => format!("{} min", s / 60),
        60 => "1 min".to_owned(),
        s => format!("{s} s"),
    }
}

/// The usual choices, and the one in force where it is none of them, in its order.
fn choose<T: Copy + PartialEq>(
    setting: &'static str,
    usual: &[T],
    now: T,
    order: impl Fn(T) -> u64,
    words: impl Fn(T) -> String,
    text: impl Fn(T) -> String,
) -> Choices {
    let mut all = usual.to_vec();
    if !all.contains(&now) {
        all.push(now);
        all.sort_by_key(|one| order(*one));
    }
    let current = all.iter().position(|one| *one == now).unwrap_or_default();
    Choices { setting, all: all.iter().map(|one| (words(*one), text(*one))).collect(), current }
}

fn seconds(setting: &'static str, usual: &[u64], now: u64) -> Control {
    Control::Select(choose(setting, usual, now, |secs| secs, time_words, |secs| format!("{secs}s")))
}

fn switch(setting: &'static str, on: bool) -> Control {
    Control::Switch { setting, on, texts: ["off", "on"] }
}

fn number(setting: &'static str, name: &'static str, value: u32, lead: Option<Severity>) -> Number {
    Number { setting, name, value, lead }
}

fn security(settings: &Settings, lock_after_secs: Option<u64>, protected: &str) -> Vec<Row> {
    let usual = [60, 300, 600, 1_800, 3_600].map(Some);
    let lock = choose(
        "lock-after",
        &[&usual[..], &[None]].concat(),
        lock_after_secs,
        |after| after.unwrap_or(u64::MAX),
        |after| after.map_or_else(|| "Never".to_owned(), time_words),
        |after| after.map_or_else(|| "never".to_owned(), |secs| format!("{secs}s")),
    );
    let years = [30, 90, 365, 730].map(Some);
    let keep = choose(
        "activity-keep",
        &[&years[..], &[None]].concat(),
        settings.activity_keep_days,
        |days| days.map_or(u64::MAX, u64::from),
        |days| days.map_or_else(|| "Forever".to_owned(), age_words),
        |days| days.map_or_else(|| "forever".to_owned(), |days| format!("{days}d")),
    );
    vec![
        row(title("lock-after"), "Idle time. Locking also clears the clipboard.", Control::Select(lock)),
        row(title("lock-with-screen"), "", switch("lock-with-screen", settings.lock_with_screen)),
        row(
            title("clipboard-clear"),
            "Only if it still holds the copied secret.",
            seconds("clipboard-clear", &[10, 30, 60, 120], settings.clipboard_clear_secs),
        ),
        row(title("reveal"), "", seconds("reveal", &[10, 20, 60], settings.reveal_secs)),
        row(
            title("ask-before-copy"),
            &format!("Showing one always asks. {protected}"),
            switch("ask-before-copy", settings.ask_before_copy),
        ),
        row(
            title("activity-keep"),
            "Older entries are dropped. What is left can still be checked.",
            Control::Select(keep),
        ),
    ]
}

/// "Protected: production in 4 projects."
fn protected_words(snapshot: &Snapshot) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut projects = 0;
    for project in &snapshot.projects {
        let here: Vec<&str> = project.environments.iter().filter(|e| e.protected).map(|e| e.name.as_str()).collect();
        projects += usize::from(!here.is_empty());
        names.extend(here);
    }
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    let within = if projects == 1 { "1 project".to_owned() } else { format!("{projects} projects") };
    match names.as_slice() {
        [] => "None is protected now.".to_owned(),
        [one] => format!("Protected: {one} in {within}."),
        _ => format!("Protected: {all} environments in {within}."),
    }
}

fn warnings(settings: &Settings) -> Vec<Row> {
    let usual = [30, 60, 90, 180, 365].map(Some);
    let rotate = choose(
        "rotate-protected",
        &[&usual[..], &[None]].concat(),
        settings.rotate_protected_days,
        |days| days.map_or(u64::MAX, u64::from),
        |days| days.map_or_else(|| "Never".to_owned(), age_words),
        |days| days.map_or_else(|| "never".to_owned(), |days| format!("{days}d")),
    );
    let soon = Some(Severity::LookSoon);
    let expiry = vec![
        number("warn-days", "Days before expiry to look soon", settings.warn_days, soon),
        number("info-days", "Days before expiry for info", settings.info_days, Some(Severity::ForInfo)),
    ];
    let unused = vec![number("unused-days", "Days without use", settings.unused_days, soon)];
    vec![
        row("Before a key expires", "Look soon, and for info.", Control::Numbers(expiry)),
        row(title("unused-days"), "", Control::Numbers(unused)),
        row(title("rotate-protected"), "Each key can have its own interval.", Control::Select(rotate)),
        row(title("notify"), "At most one a day, with what needs you.", switch("notify", settings.notify)),
    ]
}

fn keys_part(settings: &Settings) -> Vec<Row> {
    let keep = vec![number("keep-old", "Days the old value is kept", settings.keep_old_days, None)];
    let waiting = vec![number("waiting-period", "Days a disabled key waits", settings.waiting_period_days, None)];
    let after = [("Stay", "stay"), ("Minimise", "minimise")].map(|(words, text)| (words.to_owned(), text.to_owned()));
    let after =
        Choices { setting: "after-copy", all: after.to_vec(), current: usize::from(settings.minimise_after_copy) };
    vec![
        row(title("me"), "Owns the keys you add. Their chip is Mine.", Control::Name(settings.me.clone())),
        row(title("keep-old"), "How long it can be put back after a rotation.", Control::Numbers(keep)),
        row(title("waiting-period"), "A disabled key may be deleted once it is over.", Control::Numbers(waiting)),
        row(title("after-copy"), "What the window does.", Control::Segments(after)),
    ]
}

fn folders(snapshot: &Snapshot, gone: &[PathBuf]) -> Vec<Row> {
    let mut rows = Vec::new();
    for project in &snapshot.projects {
        for folder in &project.folders {
            let shown = short_path(&folder.path);
            let gone = gone.contains(&folder.path);
            let linked =
                Linked { path: folder.path.clone(), shown: shown.clone(), project: project.name.clone(), gone };
            rows.push(row(&shown, "", Control::Folder(linked)));
        }
    }
    if rows.is_empty() {
        rows.push(row(
            "No linked folders",
            "Link one to tell Keyloft where a project's source code is.",
            Control::Nothing,
        ));
    }
    rows
}

fn appearance(settings: &Settings) -> Vec<Row> {
    let pick = |setting, all: &[(&str, &str)], current| Choices {
        setting,
        all: all.iter().map(|(words, text)| ((*words).to_owned(), (*text).to_owned())).collect(),
        current,
    };
    let theme = match settings.theme {
        Theme::System => 0,
        Theme::Light => 1,
        Theme::Dark => 2,
    };
    let motion = match settings.motion {
        Motion::System => 0,
        Motion::Off => 1,
        Motion::On => 2,
    };
    let themes = [("System", "system"), ("Light", "light"), ("Dark", "dark")];
    // "Reduce motion: on" is motion off.
    let motions = [("As the system", "as-system"), ("On", "off"), ("Off", "on")];
    let strong = settings.outlines == Outlines::Strong;
    let outlines = Control::Switch { setting: "outlines", on: strong, texts: ["normal", "strong"] };
    vec![
        row(title("theme"), "", Control::Segments(pick("theme", &themes, theme))),
        row(title("zoom"), "", Control::Zoom(settings.zoom_percent)),
        row(
            title("motion"),
            "No fades. Countdowns show seconds instead of a ring.",
            Control::Select(pick("motion", &motions, motion)),
        ),
        row(title("outlines"), "Clearer borders on fields and buttons.", outlines),
        row(
            title("letter-shortcuts"),
            "R rotates, E edits, D disables the selected key.",
            switch("letter-shortcuts", settings.letter_shortcuts),
        ),
    ]
}
