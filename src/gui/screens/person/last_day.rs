//! When someone leaves: a name and a day. `Leaving` begins with it, and so does "Change…".

use chrono::{Days, NaiveDate};
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Context, Id, Rect, pos2, vec2};

use crate::gui::modal::Heard;
use crate::gui::theme::{Icon, Type, of, size};
use crate::gui::widgets::keyboard::is_pointed;
use crate::gui::widgets::{
    Button, ConfirmAnswer, Dialog, DialogAnswer, Field, Frame, Offer, Strip, combo, combo_room, discard, field_error,
    field_label, field_said, paragraph,
};
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Request, Snapshot};
use crate::model::{DateWish, parse_date_wish};
use crate::review::date;

/// Days that most who leave have left, in words: a click says one.
const NEAR: [(&str, u64); 4] = [("Today", 0), ("In 7 d", 7), ("In 14 d", 14), ("In 30 d", 30)];

/// The dialog.
#[derive(Debug)]
pub struct LastDay {
    name: String,
    /// The name is the user's to say.
    asks_name: bool,
    day: String,
    /// The last day that was noted before.
    noted: Option<NaiveDate>,
    saving: bool,
    /// Why it was not saved, and the technical text behind that.
    failed: Option<(String, String)>,
    began: bool,
    /// Whether what was typed may be lost is being asked.
    leaving: bool,
}

impl LastDay {
    /// Opens it for a person; for whoever is typed where none is known.
    pub fn new(snapshot: &Snapshot, name: Option<&str>) -> Self {
        let last_day = name.and_then(|name| noted(snapshot, name));
        Self {
            name: name.unwrap_or_default().to_owned(),
            asks_name: name.is_none(),
            day: in_field(last_day),
            noted: last_day,
            saving: false,
            failed: None,
            began: false,
            leaving: false,
        }
    }

    /// Another name was typed: the day that was noted for them stands in the field, and goes with the name.
    fn look_up(&mut self, snapshot: &Snapshot) {
        let noted = noted(snapshot, self.name.trim());
        // What was typed there is another's wish, and stays.
        if self.day.trim() == in_field(self.noted) {
            self.day = in_field(noted);
        }
        self.noted = noted;
    }

    /// The day that was typed; `14d` counts from today.
    fn wanted(&self, today: NaiveDate) -> Option<NaiveDate> {
        match parse_date_wish(self.day.trim())? {
            DateWish::On(day) => Some(day),
            DateWish::InDays(days) => today.checked_add_days(Days::new(u64::from(days))),
            DateWish::Never | DateWish::NotKnown => None,
        }
    }

    /// A name stands there that is not one of the list, or a day that no button says.
    pub fn is_typed(&self, snapshot: &Snapshot) -> bool {
        let (name, day) = (self.name.trim(), self.day.trim());
        let names = self.asks_name && !name.is_empty() && !snapshot.people.iter().any(|person| person.name == name);
        let is_near = |day: NaiveDate| {
            NEAR.iter().any(|(_, days)| snapshot.today.checked_add_days(Days::new(*days)) == Some(day))
        };
        let days = !day.is_empty() && day != in_field(self.noted) && !self.wanted(snapshot.today).is_some_and(is_near);
        names || days
    }

    fn error(&self, today: NaiveDate) -> Option<String> {
        let typed = !self.day.trim().is_empty();
        let wrong = typed && self.wanted(today).is_none();
        wrong
            .then(|| "Enter a date such as 2027-01-31, or a period such as 14d".to_owned())
            .or_else(|| self.failed.as_ref().map(|(words, _)| words.clone()))
    }

    fn ask(&mut self, day: Option<NaiveDate>, wishes: &mut Vec<Wish>) {
        let name = self.name.trim();
        if name.is_empty() || self.saving {
            return;
        }
        wishes.push(Wish::Ask(Request::LastDay(name.to_owned(), day)));
        (self.saving, self.failed) = (true, None);
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Done(done @ Done::LastDay(..)) if self.saving => Heard::Close(Event::Done(done)),
            Event::Failed(failure) if self.saving => {
                self.saving = false;
                let words = format!("{} {}", failure.title, failure.why);
                self.failed = Some((words.trim().to_owned(), failure.details));
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
    }
}

/// The last day that was noted for a person.
fn noted(snapshot: &Snapshot, name: &str) -> Option<NaiveDate> {
    snapshot.people.iter().find(|person| person.name == name)?.last_day
}

fn in_field(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn select_all(ctx: &Context, field: Id, text: &str) {
    let Some(mut state) = TextEditState::load(ctx, field) else { return };
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ctx, field);
}

fn id(name: &str) -> Id {
    Id::unique(("last day", name))
}

/// Draws the dialog.
pub fn last_day_ui(ctx: &Context, last_day: &mut LastDay, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let today = snapshot.today;
    let wanted = last_day.wanted(today);
    let title = if last_day.asks_name { "Someone leaves".to_owned() } else { format!("{} leaves", last_day.name) };
    let note = wanted.map(|day| format!("{} {}", day.format("%a"), date(day))).unwrap_or_default();
    let needs = match (last_day.name.trim(), wanted) {
        ("", _) => Some("Needs a name."),
        (_, None) => Some("Needs the last day."),
        _ => None,
    };
    let saving = last_day.saving;
    let details = last_day.failed.as_ref().map(|(_, details)| details.clone()).unwrap_or_default();
    let saves = if last_day.noted.is_some() { "Change last day" } else { "Save last day" };
    let dialog = Dialog::new("last day", &title)
        .width(420.0)
        .steady()
        .note(&note)
        .details(&details)
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(saves).busy(saving), !saving)
        .needs(needs);
    let mut stays = false;
    let answer = dialog.show(ctx, |ui, body| {
        let left = body.left() + size::DIALOG_EDGE;
        let mut list_ends = body.top();
        let wide = body.width() - 2.0 * size::DIALOG_EDGE;
        let mut y = body.top() + 16.0;
        let place = |ui: &egui::Ui, name: &str, y: &mut f32| {
            field_label(ui, Rect::from_min_size(pos2(left, *y), vec2(wide, 16.0)), name, "");
            let rect = Rect::from_min_size(pos2(left, *y + 21.0), vec2(wide, size::CONTROL));
            *y = rect.bottom() + 14.0;
            rect
        };
        if last_day.asks_name {
            let rect = place(ui, "Name", &mut y);
            let people: Vec<Offer<'_>> =
                snapshot.people.iter().map(|person| Offer::new(&person.name)).collect();
            let field = Field::new(id("name"), "Name").hint("As written on their keys").fact();
            let response = combo(ui, rect, field, id("name"), &mut last_day.name, &people);
            if response.changed() {
                last_day.look_up(snapshot);
            }
            if !last_day.began {
                response.request_focus();
            }
            list_ends = rect.bottom() + combo_room(ui, id("name"));
            y += field_said(ui, id("name"), rect.left_bottom(), wide) - rect.bottom();
        }
        let line = place(ui, "Last day", &mut y);
        let mut strip = Strip::new(line, 0.0);
        let near = NEAR.map(|(words, days)| (Button::secondary(words).small(), days));
        let mut places = near.each_ref().map(|(button, _)| button.size(ui).x);
        for wide in places.iter_mut().rev() {
            *wide = strip.right(*wide, size::SMALL_CONTROL).left();
            strip.gap_right(6.0);
        }
        let rect = strip.rest();
        let error = last_day.error(today);
        let frame = if error.is_some() { Frame::Wrong } else { Frame::Rest };
        let field = Field::new(id("day"), "Last day").hint("2027-01-31").code().frame(frame).fact();
        let response = field.at(ui, rect, &mut last_day.day);
        if response.changed() {
            last_day.failed = None;
        }
        // Another day is typed in place of the one that is noted.
        let begins = !last_day.began && !last_day.asks_name;
        let came = begins || (response.gained_focus() && !is_pointed(ctx));
        if came && last_day.day == in_field(last_day.noted) {
            select_all(ctx, response.id, &last_day.day);
        }
        for ((button, days), left) in near.into_iter().zip(places) {
            let at = Rect::from_min_size(pos2(left, line.center().y - size::SMALL_CONTROL / 2.0), button.size(ui));
            if button.enabled(!saving).at(ui, at).clicked()
                && let Some(day) = today.checked_add_days(Days::new(days))
            {
                (last_day.day, last_day.failed) = (day.to_string(), None);
            }
        }
        if begins {
            response.request_focus();
        }
        if let Some(words) = &error {
            y = field_error(ui, pos2(left, rect.bottom() + 6.0), wide, words).bottom() + 14.0;
        }
        y = field_said(ui, id("day"), pos2(left, y - 14.0), wide) + 14.0;
        last_day.began = true;
        let words = "Whoever leaves knows every value made before today. Each key needs a new value, its old one ended at \
                     the provider, and a new owner.";
        y = paragraph(ui, pos2(left, y), wide, Type::Small, of(ui).text_tertiary, words).bottom() + 12.0;
        if last_day.noted.is_some() {
            let button = Button::link("Not leaving after all").small();
            let at = Rect::from_min_size(pos2(left, y - 4.0), button.size(ui));
            stays = button.at(ui, at).clicked();
            y = at.bottom() + 12.0;
        }
        y.max(list_ends)
    });
    if stays {
        return last_day.ask(None, wishes);
    }
    match answer {
        // With a question over it, what was meant for it is the question's.
        _ if last_day.leaving => leave_ui(ctx, last_day, wishes),
        DialogAnswer::Primary if needs.is_none() => last_day.ask(wanted, wishes),
        DialogAnswer::Cancel if !saving && last_day.is_typed(snapshot) => last_day.leaving = true,
        DialogAnswer::Cancel if !saving => wishes.push(Wish::CloseModal),
        DialogAnswer::None | DialogAnswer::Cancel | DialogAnswer::Primary => {}
    }
}

fn leave_ui(ctx: &Context, last_day: &mut LastDay, wishes: &mut Vec<Wish>) {
    match discard("leave last day", Icon::Calendar, "Discard what was typed?", "", "Nothing else was changed.", ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => last_day.leaving = false,
        ConfirmAnswer::Button(_) => wishes.push(Wish::CloseModal),
    }
}
