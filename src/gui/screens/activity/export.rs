//! Activity into a file: what is in view, as JSON or CSV.

use std::path::{Path, PathBuf};

use egui::{Context, Id, Rect, pos2, vec2};

use super::days::entries;
use crate::gui::modal::Heard;
use crate::gui::screens::import::{expand_home, file_path_needs, short_path};
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::{
    Button, Choice, Dialog, DialogAnswer, Segmented, field_label, name_node, paragraph, path_field,
};
use crate::gui::wish::{Browse, Wish};
use crate::jobs::{ActivityExport, ActivityFormat, Done, Event, Remedy, Request};
use crate::model::ActivityQuery;

/// How writing goes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Attempt {
    /// It was not asked for.
    None,
    /// The worker writes.
    Writing,
    /// It did not happen: why, and the technical text behind it; `replace`: a file stands there that may be replaced.
    Failed { words: String, details: String, replace: bool },
}

/// The dialog.
#[derive(Debug)]
pub struct ExportActivity {
    query: ActivityQuery,
    /// How many entries; none while that is not known.
    count: Option<u64>,
    /// What of the record is asked for, in words; none for all of it.
    narrowed: Option<String>,
    format: ActivityFormat,
    path: String,
    /// A file dialog is open for its path.
    pub browses: bool,
    attempt: Attempt,
    began: bool,
}

impl ExportActivity {
    /// For what is in view: so many entries, narrowed to what these words say.
    pub fn new(query: ActivityQuery, count: Option<u64>, narrowed: Option<String>) -> Self {
        Self {
            narrowed,
            query,
            count,
            format: ActivityFormat::Json,
            path: "~/keyloft-activity.json".to_owned(),
            browses: false,
            attempt: Attempt::None,
            began: false,
        }
    }

    fn wanted(&self) -> PathBuf {
        expand_home(self.path.trim())
    }

    /// Another format: the file's ending follows where it was the other one's.
    fn choose(&mut self, format: ActivityFormat) {
        if ending_of(&self.path).is_some() {
            let ending = if format == ActivityFormat::Json { "json" } else { "csv" };
            self.path = Path::new(self.path.trim()).with_extension(ending).display().to_string();
        }
        self.format = format;
        self.attempt = Attempt::None;
    }

    /// Another name: the format follows its ending where that is one's.
    fn named(&mut self) {
        self.format = ending_of(&self.path).unwrap_or(self.format);
        self.attempt = Attempt::None;
    }

    /// What it still takes before it can be written.
    fn needs(&self) -> Option<&'static str> {
        match self.count {
            Some(0) if self.narrowed.is_some() => Some("No entry matches."),
            Some(0) => Some("Nothing was recorded yet."),
            _ => file_path_needs(&self.path),
        }
    }

    fn submit(&mut self, wishes: &mut Vec<Wish>) {
        if self.needs().is_some() || self.attempt == Attempt::Writing {
            return;
        }
        let replace = matches!(self.attempt, Attempt::Failed { replace: true, .. });
        let (query, format, to) = (self.query.clone(), self.format, self.wanted());
        self.attempt = Attempt::Writing;
        wishes.push(Wish::Ask(Request::ExportActivity(Box::new(ActivityExport { query, format, to, replace }))));
    }

    /// A place was picked in the system's dialog.
    pub fn chose(&mut self, path: &Path) {
        self.path = short_path(path);
        self.named();
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Failed(failure) if self.attempt == Attempt::Writing => {
                let words = format!("{} {}", failure.why, failure.advice);
                let replace = failure.remedy == Some(Remedy::Replace);
                self.attempt = Attempt::Failed { words: words.trim().to_owned(), details: failure.details, replace };
                Heard::Taken
            }
            Event::Done(done @ Done::ActivityExported(..)) => Heard::Close(Event::Done(done)),
            other => Heard::Pass(other),
        }
    }
}

/// The format that a file's ending says, in capitals too.
fn ending_of(path: &str) -> Option<ActivityFormat> {
    let ending = Path::new(path.trim()).extension()?;
    let formats = [("json", ActivityFormat::Json), ("csv", ActivityFormat::Csv)];
    formats.into_iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, format)| format)
}

/// Draws the dialog.
pub fn export_activity_ui(ctx: &Context, form: &mut ExportActivity, wishes: &mut Vec<Wish>) {
    let writing = form.attempt == Attempt::Writing;
    let replace = matches!(form.attempt, Attempt::Failed { replace: true, .. });
    let note = form.count.map(entries).unwrap_or_default();
    let act = if replace { "Replace file" } else { "Write file" };
    let needs = form.needs();
    let (wrong, details) = match &form.attempt {
        Attempt::Failed { words, details, .. } => (Some(words.clone()), details.clone()),
        _ => (None, String::new()),
    };
    let dialog = Dialog::new("export activity", "Export activity")
        .width(480.0)
        .note(&note)
        .details(&details)
        .cancel(Some(Button::secondary("Cancel").enabled(!writing)))
        .primary(Button::primary(act).busy(writing), !replace)
        .needs(needs);
    let answer = dialog.show(ctx, |ui, body| {
        let t = of(ui);
        let (left, right) = (body.left() + size::DIALOG_EDGE, body.right() - size::DIALOG_EDGE);
        let row = |y: f32, high: f32| Rect::from_min_size(pos2(left, y), vec2(right - left, high));
        let mut top = body.top() + 16.0;
        let what = form.narrowed.as_deref().unwrap_or("All of the record");
        top = paragraph(ui, pos2(left, top), right - left, Type::Body, t.text_primary, what).bottom();
        let node = Rect::from_x_y_ranges(left..=right, body.top() + 16.0..=top);
        name_node(ui, node, ui.make_persistent_id("exported activity"), what);
        top += 14.0;
        field_label(ui, row(top, 16.0), "Format", "");
        let choices = [Choice::words("JSON"), Choice::words("CSV for a spreadsheet")];
        let current = usize::from(form.format == ActivityFormat::Csv);
        let segmented = Segmented::new("activity format", &choices, current);
        let place = pos2(left, top + 21.0 + size::CONTROL / 2.0);
        if let Some(chosen) = segmented.at(ui, place) {
            form.choose(if chosen == 0 { ActivityFormat::Json } else { ActivityFormat::Csv });
        }
        let top = top + 21.0 + size::CONTROL + 14.0;
        let id = Id::unique("activity path");
        let file = path_field(ui, row(top, 0.0), id, &mut form.path, wrong.as_deref(), !writing);
        if file.response.changed() {
            form.named();
        }
        if !std::mem::replace(&mut form.began, true) {
            file.response.request_focus();
        }
        if file.browses {
            wishes.push(Wish::Browse(Browse::Save(form.wanted().display().to_string())));
        }
        let words = "Names, places and times, as shown in Activity. It contains no key's value.";
        paragraph(ui, pos2(left, file.bottom + 12.0), right - left, Type::Small, t.text_tertiary, words).bottom() + 16.0
    });
    match answer {
        DialogAnswer::Primary => form.submit(wishes),
        DialogAnswer::Cancel if !writing => wishes.push(Wish::CloseModal),
        _ => {}
    }
}
