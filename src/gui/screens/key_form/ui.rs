//! The fields of a key's facts and names, one under the other.

use chrono::NaiveDate;
use egui::{Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::facts::{Ends, FactsForm, Usual, day_words, usual_expiry, usual_words};
use super::typed::{ListOrTyped, Typed, typed_ui};
use crate::detect;
use crate::gui::screens::keys::{project_note, projects_in_order};
use crate::gui::theme::{Type, of, radius, size};
use crate::gui::widgets::keyboard::{bring_into_view, is_pointed};
use crate::gui::widgets::{
    Button, Choice, Field, Frame, Lead, MenuItem, Offer, Segmented, SelectFace, TagLook, TokenField, baseline, combo,
    elided, field_error, field_label, field_said, field_warning, initials, menu_parted, name_node, paragraph, select,
    switch, tag_as, tag_width_as, text, text_area, token_field, token_field_height, width,
};
use crate::jobs::Snapshot;
use crate::model::{Kind, Level, Project, RotateEvery};

/// Between a label and its field.
const LABEL: f32 = 21.0;
/// Between fields.
const GAP: f32 = 14.0;
/// Between two fields side by side.
const BESIDE: f32 = 10.0;

/// Fields one under the other: where the next one stands.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its left edge.
    pub left: f32,
    /// Its width.
    pub wide: f32,
    /// Where the next thing begins.
    pub y: f32,
}

impl Column {
    /// A column from a corner.
    pub fn new(left: f32, wide: f32, y: f32) -> Self {
        Self { left, wide, y }
    }

    /// A rectangle of so much height, the column moves on.
    pub fn take(&mut self, height: f32) -> Rect {
        let rect = Rect::from_min_size(pos2(self.left, self.y), vec2(self.wide, height));
        self.y += height;
        rect
    }

    /// Leaves room.
    pub fn gap(&mut self, points: f32) {
        self.y += points;
    }

    /// Leaves the room between fields.
    pub fn next(&mut self) {
        self.y += GAP;
    }

    /// Paints a label, with more at its right, and the room under it.
    pub fn label(&mut self, ui: &Ui, words: &str, right: &str) {
        let rect = Rect::from_min_size(pos2(self.left, self.y), vec2(self.wide, 16.0));
        field_label(ui, rect, words, right);
        self.y += LABEL;
    }

    /// A control's rectangle.
    pub fn control(&mut self) -> Rect {
        self.take(size::CONTROL)
    }

    /// Two columns side by side; give them back to [`Column::after`].
    pub fn halves(&self) -> [Self; 2] {
        let wide = ((self.wide - BESIDE) / 2.0).floor();
        [Self { wide, ..*self }, Self { left: self.left + self.wide - wide, wide, y: self.y }]
    }

    /// Goes on under the lower of two columns.
    pub fn after(&mut self, halves: [Self; 2]) {
        self.y = halves[0].y.max(halves[1].y);
    }

    /// Paints what is wrong under the control above.
    pub fn error(&mut self, ui: &Ui, words: Option<&str>) {
        if let Some(words) = words {
            self.y += 6.0;
            self.y = field_error(ui, pos2(self.left, self.y), self.wide, words).bottom();
        }
    }

    /// Paints what is to be known of what was chosen above.
    pub fn warning(&mut self, ui: &Ui, words: &str) {
        self.y = field_warning(ui, pos2(self.left, self.y + 6.0), self.wide, words).bottom();
    }

    /// Paints what there is to say of the field above, one for a path or a name.
    pub fn said(&mut self, ui: &Ui, id: Id) {
        self.y = field_said(ui, id, pos2(self.left, self.y), self.wide);
    }

    /// What to know of it, under it.
    pub fn hint(&mut self, ui: &Ui, words: &str) {
        self.y += 6.0;
        let said = paragraph(ui, pos2(self.left, self.y), self.wide, Type::Small, of(ui).text_tertiary, words);
        name_node(ui, said, ui.make_persistent_id(("hint", words)), words);
        self.y = said.bottom();
    }

    /// A labelled one-line field.
    pub fn field(&mut self, ui: &mut Ui, label: &str, right: &str, field: Field<'_>, text: &mut String) -> Response {
        self.label(ui, label, right);
        field.at(ui, self.control(), text)
    }
}

/// The variable's name, with what is wrong under it.
pub fn name_field_ui(ui: &mut Ui, column: &mut Column, id: Id, name: &mut String, error: Option<&str>) -> Response {
    column.label(ui, "Variable name", "");
    let rect = column.control();
    let frame = if error.is_some() { Frame::Wrong } else { Frame::Rest };
    let response = Field::new(id, "Variable name").name().frame(frame).hint("STRIPE_SECRET_KEY").at(ui, rect, name);
    column.error(ui, error);
    column.said(ui, id);
    response
}

/// A select with its menu, `notes` behind the first of its entries; returns what was chosen.
fn select_ui(ui: &Ui, rect: Rect, face: &SelectFace<'_>, items: &[(String, bool)], notes: &[&str]) -> Option<usize> {
    let response = select(ui, rect, face);
    let items: Vec<MenuItem> = items
        .iter()
        .map(|(words, current)| MenuItem { words: words.clone(), count: None, protected: false, current: *current })
        .collect();
    menu_parted(&response, face.name, &items, items.len(), notes)
}

/// Projects, those that are put aside at the end, then a new one, which is typed. True where it changed.
pub fn project_ui(
    ui: &mut Ui,
    column: &mut Column,
    id: Id,
    project: &mut String,
    side: &mut ListOrTyped,
    snapshot: &Snapshot,
    error: Option<&str>,
) -> bool {
    column.label(ui, "Project", "");
    let rect = column.control();
    let mut changed = false;
    let listed: Vec<&Project> = projects_in_order(snapshot).map(|(_, project)| project).collect();
    if side.typed {
        let field = Field::new(id, "Project").hint("Name of the project").fact();
        let first = listed.first();
        let typed = typed_ui(ui, rect, id, field, project, first.map(|_| "Project"));
        if let (Typed::GivenUp, Some(first)) = (typed, first) {
            side.turn(project);
            if listed.iter().all(|known| known.name != *project) {
                project.clone_from(&first.name);
            }
        }
        column.error(ui, error.filter(|_| side.typed));
        column.said(ui, id);
        return typed != Typed::Same;
    }
    let mut items: Vec<(String, bool)> =
        listed.iter().map(|known| (known.name.clone(), known.name == *project)).collect();
    let notes: Vec<&str> = listed.iter().map(|known| project_note(known)).collect();
    items.push(("New project…".to_owned(), false));
    let face = SelectFace { name: "Project", words: project, ..SelectFace::default() };
    if let Some(index) = select_ui(ui, rect, &face, &items, &notes) {
        changed = true;
        match listed.get(index) {
            Some(known) => project.clone_from(&known.name),
            None => {
                side.turn(project);
                ui.memory_mut(|memory| memory.request_focus(id));
            }
        }
    }
    changed
}

/// The kinds of `kinds`; none of them leaves the one it has. True where another was chosen.
pub fn kind_ui(ui: &Ui, column: &mut Column, kind: &mut Kind, kinds: &[Kind]) -> bool {
    column.label(ui, "Kind", "");
    let items: Vec<(String, bool)> = kinds.iter().map(|one| (one.title().to_owned(), one == kind)).collect();
    let face = SelectFace { name: "Kind", words: kind.title(), disabled: kinds.len() < 2, ..SelectFace::default() };
    let chosen = select_ui(ui, column.control(), &face, &items, &[]).map(|index| kinds[index]);
    let changed = chosen.is_some_and(|chosen| chosen != *kind);
    *kind = chosen.unwrap_or(*kind);
    changed
}

/// Who issued it: typed, or one that is known. True where it changed.
pub fn provider_ui(ui: &mut Ui, column: &mut Column, id: Id, provider: &mut String, right: &str) -> bool {
    column.label(ui, "Provider", right);
    let offers: Vec<Offer<'_>> =
        detect::providers().iter().map(|known| Offer { letters: known.monogram, ..Offer::new(known.name) }).collect();
    let field = Field::new(id, "Provider").hint("None").fact();
    let changed = combo(ui, column.control(), field, id, provider, &offers).changed();
    column.said(ui, id);
    changed
}

/// The user, everyone who owns keys, nobody, or someone who is typed.
pub fn owner_ui(
    ui: &mut Ui,
    column: &mut Column,
    id: Id,
    owner: &mut String,
    typing: &mut bool,
    snapshot: &Snapshot,
) -> bool {
    column.label(ui, "Owner", "");
    let rect = column.control();
    if *typing {
        let changed = Field::new(id, "Owner").hint("A person or a team").fact().at(ui, rect, owner).changed();
        column.said(ui, id);
        return changed;
    }
    let me = Some(snapshot.settings.me.clone()).filter(|me| !me.is_empty());
    let mut people: Vec<String> = me.into_iter().collect();
    let owners = snapshot.people.iter().map(|person| person.name.clone());
    for name in owners.chain(snapshot.keys.iter().filter_map(|key| key.owner.clone())) {
        if !people.contains(&name) {
            people.push(name);
        }
    }
    let mut items: Vec<(String, bool)> = people.iter().map(|name| (name.clone(), name == owner)).collect();
    items.push(("No owner".to_owned(), owner.is_empty()));
    items.push(("Someone else…".to_owned(), false));
    let letters = initials(owner);
    let lead = if owner.is_empty() { Lead::None } else { Lead::Avatar(&letters) };
    let face = SelectFace { name: "Owner", words: owner, hint: "No owner", lead, ..SelectFace::default() };
    let Some(index) = select_ui(ui, rect, &face, &items, &[]) else { return false };
    match people.get(index) {
        Some(name) => owner.clone_from(name),
        None => {
            owner.clear();
            *typing = index > people.len();
            if *typing {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
        }
    }
    true
}

/// When it ends: the choices, the day they come to, the day that is typed, and the provider's usual rule to take over.
pub fn ends_ui(ui: &mut Ui, column: &mut Column, id: Id, facts: &mut FactsForm, today: NaiveDate) {
    let usual = usual_expiry(&facts.provider).filter(|_| facts.ends == Ends::NotKnown);
    let row = Rect::from_min_size(pos2(column.left, column.y), vec2(column.wide, 16.0));
    column.label(ui, "Expires", &facts.end_words(today));
    if let Some(usual) = usual {
        let used = width(ui, Type::SmallStrong, "Expires") + 16.0;
        usual_ui(ui, row.with_min_x(row.left() + used), facts, usual, today);
    }
    let choices = Ends::CHOICES.map(|(words, _)| Choice::words(words));
    let current = Ends::CHOICES.iter().position(|(_, ends)| *ends == facts.ends).unwrap_or(0);
    let rect = column.control();
    let chosen = Segmented::new("expires", &choices, current).spread(ui, rect);
    if let Some(index) = chosen {
        facts.ends = Ends::CHOICES[index].1;
        if facts.ends == Ends::Date && is_pointed(ui.ctx()) {
            // The click is still the choice's own: the field asks for the keyboard once that is over.
            let pass = ui.ctx().cumulative_pass_nr();
            ui.data_mut(|data| data.insert_temp(id.with("asks"), pass));
            ui.ctx().request_repaint();
        }
    }
    if facts.ends == Ends::Date {
        column.gap(8.0);
        let error = facts.day_error();
        let frame = if error.is_some() { Frame::Wrong } else { Frame::Rest };
        let field = Field::new(id, "Last day").code().hint("2027-01-31").frame(frame).fact();
        let rect = column.control();
        let response = field.at(ui, rect, &mut facts.day);
        let asks = ui.data(|data| data.get_temp::<u64>(id.with("asks")));
        if asks.is_some_and(|pass| pass < ui.ctx().cumulative_pass_nr()) {
            ui.data_mut(|data| data.remove::<u64>(id.with("asks")));
            response.request_focus();
        }
        column.error(ui, error);
        column.said(ui, id);
        if chosen.is_some() {
            // It comes under what was chosen, which may be the last thing in view.
            bring_into_view(ui, rect.expand2(vec2(0.0, GAP)), None);
        }
    }
}

/// "Stripe sets no expiry", with a link that takes it over.
fn usual_ui(ui: &Ui, row: Rect, facts: &mut FactsForm, usual: Usual, today: NaiveDate) {
    let mut right = row.right();
    if let Some(ends) = usual.ends {
        // Of "sets no expiry" there is nothing to use.
        let link = Button::link(if ends == Ends::Never { "Set to Never" } else { "Use it" }).small();
        let wide = link.size(ui).x;
        // No higher than leaves its ring whole above the control.
        let rect = Rect::from_center_size(pos2(right - wide / 2.0, row.center().y), vec2(wide, row.height()));
        if link.at(ui, rect).clicked() {
            facts.accept(ends, today);
        }
        right -= wide + 8.0;
    }
    let words = usual_words(facts.provider.trim(), usual.words);
    let wide = width(ui, Type::Small, &words).min(right - row.left());
    let line = baseline(ui, row.center().y, Type::Small);
    elided(ui, right - wide, line, wide + 0.5, Type::Small, of(ui).text_tertiary, &words);
}

/// How often it is rotated, and the day that is due.
pub fn every_ui(ui: &Ui, column: &mut Column, facts: &mut FactsForm, settings: Option<u32>, today: NaiveDate) {
    let mut days = vec![30, 90, 180, 365];
    if let RotateEvery::Days(own) = facts.every
        && !days.contains(&own)
    {
        days.push(own);
        days.sort_unstable();
    }
    let words: Vec<String> =
        days.iter().map(|days| if *days == 365 { "1 year".to_owned() } else { format!("{days} d") }).collect();
    let every = std::iter::once(RotateEvery::AsSettings)
        .chain(days.iter().map(|days| RotateEvery::Days(*days)))
        .chain(std::iter::once(RotateEvery::Never));
    let every: Vec<RotateEvery> = every.collect();
    let choices: Vec<Choice<'_>> = std::iter::once(Choice::words("As in Settings"))
        .chain(words.iter().map(|words| Choice::words(words)))
        .chain(std::iter::once(Choice::words("Never")))
        .collect();
    let due = match (facts.every, settings) {
        (RotateEvery::Days(days), _) => format!("due {}", day_words(today, days)),
        (RotateEvery::AsSettings, Some(days)) => format!("every {days} days, due {}", day_words(today, days)),
        (RotateEvery::AsSettings, None) => "no interval".to_owned(),
        (RotateEvery::Never, _) => String::new(),
    };
    column.label(ui, "Rotate every", &due);
    let current = every.iter().position(|one| *one == facts.every).unwrap_or(0);
    let rect = column.control();
    let choice = Segmented::new("rotate every", &choices, current);
    let choice = if choice.width(ui) > rect.width() { choice.dense() } else { choice };
    if let Some(index) = choice.spread(ui, rect) {
        facts.every = every[index];
    }
}

/// A field of tags that are words; of scopes see [`scopes_ui`].
pub fn tokens_ui(ui: &mut Ui, column: &mut Column, id: Id, name: &str, hint: &str, field: &mut TokenField) {
    tokens_as(ui, column, id, (name, hint), TagLook::Plain, field);
}

fn tokens_as(ui: &mut Ui, column: &mut Column, id: Id, said: (&str, &str), look: TagLook, field: &mut TokenField) {
    column.label(ui, said.0, "optional");
    let rect = Rect::from_min_size(pos2(column.left, column.y), vec2(column.wide, size::CONTROL));
    column.y += token_field_height(ui, column.wide, look, field);
    token_field(ui, rect, id, said, look, field);
    column.said(ui, id);
}

/// What it may do. Under it stand the scopes that are usual at its provider and not chosen yet, as many as fit a line: a
/// click takes one in.
pub fn scopes_ui(ui: &mut Ui, column: &mut Column, id: Id, provider: &str, field: &mut TokenField) {
    tokens_as(ui, column, id, ("Scopes", "Add…"), TagLook::Code, field);
    let usual = detect::find(provider).map_or(&[][..], |known| known.usual_scopes);
    let left: Vec<&str> = usual.iter().copied().filter(|scope| !field.tags.iter().any(|tag| tag == scope)).collect();
    if left.is_empty() {
        return;
    }
    column.gap(6.0);
    let row = column.take(20.0);
    let mut x = row.left();
    for scope in left {
        let wide = tag_width_as(ui, scope, TagLook::Code);
        if x + wide > row.right() {
            break;
        }
        let rect = Rect::from_min_size(pos2(x, row.top()), vec2(wide, row.height()));
        let response = ui.interact(rect.expand2(vec2(0.0, 2.0)), id.with(scope), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Add the scope {scope}")));
        tag_as(ui, rect.left_center(), scope, TagLook::Code);
        if response.hovered() || response.has_focus() {
            let ring = Stroke::new(1.0, of(ui).accent_ring);
            ui.painter().rect_stroke(rect, radius::TAG, ring, StrokeKind::Inside);
        }
        if response.clicked() {
            field.tags.push(scope.to_owned());
        }
        x += wide + 6.0;
    }
}

/// What it may do at most.
pub fn level_ui(ui: &Ui, column: &mut Column, level: &mut Option<Level>) {
    const LEVELS: [(&str, Option<Level>); 4] =
        [("Not set", None), ("Read", Some(Level::Read)), ("Write", Some(Level::Write)), ("Admin", Some(Level::Admin))];
    column.label(ui, "Level", "the most it may do");
    let choices = LEVELS.map(|(words, _)| Choice::words(words));
    let current = LEVELS.iter().position(|(_, one)| one == level).unwrap_or(0);
    let rect = column.control();
    if let Some(index) = Segmented::new("level", &choices, current).spread(ui, rect) {
        *level = LEVELS[index].1;
    }
}

/// The note; `known` is false while it is still asked for.
pub fn note_ui(ui: &mut Ui, column: &mut Column, id: Id, note: &mut String, known: bool) {
    column.label(ui, "Note", "encrypted on disk");
    let rect = column.take(72.0);
    if known {
        text_area(ui, rect, id, ("Note", ""), Type::Body, note);
    } else {
        paragraph(ui, rect.min + vec2(10.0, 6.0), rect.width(), Type::Body, of(ui).text_tertiary, "Opening…");
    }
}

/// Programs want it as a file.
pub fn as_file_ui(ui: &Ui, column: &mut Column, as_file: &mut bool) {
    let row = column.take(24.0);
    let place = Rect::from_center_size(pos2(row.left() + 14.0, row.center().y), vec2(28.0, 16.0));
    let words = "Programs want it as a file";
    switch(ui, place, words, as_file);
    let line = baseline(ui, row.center().y, Type::Body);
    text(ui, row.left() + 36.0, line, Type::Body, of(ui).text_primary, words);
}
