//! Going places: sections, keys, environments.

use super::App;
use crate::gui::route::{Route, Section};
use crate::gui::screens::keys::Place;
use crate::jobs::Request;
use crate::model::{Key, KeyUid};

impl App {
    /// Brings what was done into view, and asks the worker for it.
    pub(super) fn show_activity(&mut self, ctx: &egui::Context) {
        let is_there = matches!(self.route, Route::Open(Section::Activity));
        self.go_to(Section::Activity);
        if is_there {
            return;
        }
        // What the project asks for anew goes first: nothing else is asked until it is answered.
        let narrowed = self.activity.go(self.keys.place.project.as_ref());
        for request in narrowed.into_iter().chain(self.activity.show()) {
            self.ask(ctx, request);
        }
    }

    /// Another project is looked at than before: in view, Activity is of that one.
    pub(super) fn turn_activity(&mut self, ctx: &egui::Context) {
        if self.section() == Some(Section::Activity)
            && let Some(request) = self.activity.go(self.keys.place.project.as_ref())
        {
            self.ask(ctx, request);
        }
    }

    /// Brings the settings into view; the worker looks whether linked folders are still there.
    pub(super) fn show_settings(&mut self, ctx: &egui::Context) {
        self.leave_review(ctx);
        self.go_to(Section::Settings);
        self.ask(ctx, Request::LookAtFolders);
    }

    /// Brings the review into view: of the project that one looked at. Where that is still the one of the last time, the
    /// review keeps the scope that it was given since.
    pub(super) fn show_review(&mut self) {
        let looked_at = self.keys.place.project.clone();
        let from_there = matches!(self.route, Route::Open(Section::Keys | Section::Activity));
        if let Some(snapshot) = self.snapshot.clone().filter(|_| from_there) {
            if self.review_of.as_ref() != Some(&looked_at) {
                self.review.go(Place { project: looked_at.clone(), environment: None }, &snapshot);
            }
            self.review_of = Some(looked_at);
        }
        self.go_to(Section::Review);
    }

    /// Brings a section of the open vault into view, which takes the keyboard.
    pub(super) fn go_to(&mut self, section: Section) {
        self.came = true;
        let Route::Open(at) = self.route else { return };
        if at == section {
            return;
        }
        if matches!(section, Section::Settings | Section::Person) {
            self.came_from.retain(|before| *before != section);
            self.came_from.push(at);
        } else {
            self.came_from.clear();
            (self.opened_from, self.left_review) = (None, None);
        }
        self.hide_secret();
        self.route = Route::Open(section);
    }

    /// Leads back to where one was before settings or a person's page.
    pub(super) fn go_back(&mut self, ctx: &egui::Context) {
        let section = self.came_from.pop().unwrap_or(Section::Keys);
        if section == Section::Review {
            self.back_at = self.left_review.map(|had| (had, ctx.cumulative_pass_nr()));
        }
        let (before, opened_from) = (std::mem::take(&mut self.came_from), self.opened_from.take());
        self.go_to(section);
        (self.came_from, self.opened_from) = (before, opened_from);
    }

    /// Looks at the key where it stands, whatever is in view now.
    pub(super) fn select(&mut self, uid: KeyUid) {
        let Some(snapshot) = &self.snapshot else { return };
        let Some(key) = snapshot.keys.iter().find(|key| key.uid == uid) else { return };
        let of_review = |section: &Section| *section == Section::Review;
        let from_review = self.section().is_some_and(|at| of_review(&at)) || self.came_from.iter().any(of_review);
        if !self.keys.place.holds(key) {
            let at = key.place();
            let place = Place::of(at);
            self.keys.go(place, snapshot);
        }
        // Whose project that is was nobody's choice: the review is of what it was of, once one is back.
        if from_review {
            self.review_of = Some(self.keys.place.project.clone());
        }
        self.keys.show(uid, snapshot);
        self.go_to(Section::Keys);
    }

    /// The key that is selected in the section in view: what a command about a key is about.
    pub(super) fn selected(&self) -> Option<&Key> {
        let (snapshot, Route::Open(section)) = (self.snapshot.as_deref()?, &self.route) else { return None };
        let index = match section {
            Section::Keys => self.keys.acted_on(snapshot),
            Section::Person => self.person.selected(snapshot),
            Section::Activity | Section::Settings => None,
            Section::Review => self.review.selected_index(snapshot),
        };
        index.map(|index| &snapshot.keys[index])
    }

    /// What is looked at in the section in view.
    pub(super) fn place(&self) -> &Place {
        match self.route {
            Route::Open(Section::Review) => &self.review.place,
            _ => &self.keys.place,
        }
    }

    /// Opens the menu of projects in the section in view; from one that has none it leads to the keys.
    pub(super) fn ask_for_projects(&mut self) {
        match self.route {
            Route::Open(Section::Review) => self.review.projects_asked = true,
            Route::Open(Section::Activity) => self.activity.projects_asked = true,
            _ => {
                self.go_to(Section::Keys);
                self.keys.projects_asked = true;
            }
        }
    }

    /// Whether that menu opens with the next frame.
    pub(super) fn is_asked_for_projects(&self) -> bool {
        self.keys.projects_asked || self.review.projects_asked || self.activity.projects_asked
    }

    /// All, then each environment in its order, and round again.
    pub(super) fn step_environment(&mut self, step: isize) {
        let Some(snapshot) = &self.snapshot else { return };
        let at = self.place().clone();
        let Some(project) = snapshot.projects.iter().find(|project| Some(&project.name) == at.project.as_ref()) else {
            return;
        };
        let names: Vec<Option<String>> =
            std::iter::once(None).chain(project.environments.iter().map(|e| Some(e.name.clone()))).collect();
        let now = names.iter().position(|name| *name == at.environment).unwrap_or_default();
        let next = (now as isize + step).rem_euclid(names.len() as isize) as usize;
        let place = Place { project: at.project.clone(), environment: names[next].clone() };
        match self.route {
            Route::Open(Section::Review) => self.review.go(place, snapshot),
            _ => {
                self.keys.go(place, snapshot);
                // Its cell is another one now.
                self.came |= self.keys.compare.on;
            }
        }
    }
}
