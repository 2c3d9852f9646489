//! What the worker refused and may go well the next time can be asked for again: what copies or shows one key, and a setting.
//! It gives nothing away that was not asked for before, and changes no key.

use egui::Context;

use super::App;
use crate::jobs::{CopyForm, Failure, Remedy, Request, VaultState};
use crate::model::{KeyUid, Setting};

/// A request that can be made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Again {
    /// A key's secret on the clipboard.
    Copy(KeyUid),
    /// The same in another form.
    CopyAs(KeyUid, CopyForm),
    /// A key's secret in its field.
    Show(KeyUid),
    /// A setting's value.
    Set(&'static str, String),
    /// What has to be known before the record is kept for so many days.
    CountOldActivity(u32),
}

impl Again {
    /// The same again; none of what is not to be made twice.
    pub(super) fn of(request: &Request) -> Option<Self> {
        match request {
            Request::Copy(uid) => Some(Self::Copy(*uid)),
            Request::CopyAs(uid, form) => Some(Self::CopyAs(*uid, *form)),
            Request::Reveal(uid) => Some(Self::Show(*uid)),
            Request::Set(name, value) => Some(Self::Set(name, value.clone())),
            Request::CountOldActivity(days) => Some(Self::CountOldActivity(*days)),
            _ => None,
        }
    }

    /// The key that it is about.
    pub(super) fn key(&self) -> Option<KeyUid> {
        match self {
            Self::Copy(uid) | Self::CopyAs(uid, _) | Self::Show(uid) => Some(*uid),
            Self::Set(..) | Self::CountOldActivity(_) => None,
        }
    }

    /// What its failure says: the verb, and the key that it is about or the setting's title.
    fn words(&self) -> (&'static str, Which) {
        let setting = |name: &'static str| Which::Setting(Setting::find(name).map_or(name, |setting| setting.title));
        match self {
            Self::Copy(uid) | Self::CopyAs(uid, _) => ("copy", Which::Key(*uid)),
            Self::Show(uid) => ("show", Which::Key(*uid)),
            Self::Set(name, _) => (SETTING, setting(name)),
            Self::CountOldActivity(_) => (SETTING, setting("activity-keep")),
        }
    }
}

const SETTING: &str = "change the setting";

/// What a request is about.
enum Which {
    Key(KeyUid),
    Setting(&'static str),
}

impl App {
    /// Whether that is what a failure is about.
    pub(super) fn is_of(&self, again: &Again, failure: &Failure) -> bool {
        let (verb, about) = again.words();
        let title = failure.title.strip_prefix("Couldn't ").and_then(|title| title.strip_prefix(verb));
        let Some(which) = title.map(|which| which.trim_end_matches('.')) else { return false };
        match about {
            Which::Key(uid) => {
                let name = which.rsplit(' ').next();
                self.key(uid).is_some_and(|key| Some(key.name()) == name)
            }
            Which::Setting(title) => which.trim_start() == title,
        }
    }

    /// A failure, with its way to try again only where it is the one of what can be asked for again: the worker answers in
    /// its order, and more may have been asked for since.
    pub(super) fn with_its_request(&self, failure: Failure) -> Failure {
        let offers = failure.remedy != Some(Remedy::TryAgain)
            || self.again.as_ref().is_some_and(|again| self.is_of(again, &failure));
        Failure { remedy: failure.remedy.filter(|_| offers), ..failure }
    }

    /// Remembers a request that can be made again. A setting that was refused is no matter any more once one is set anew.
    pub(super) fn remember(&mut self, request: &Request) {
        let Some(again) = Again::of(request) else { return };
        if again.words().0 == SETTING {
            let is_of_setting = |failure: &Failure| failure.title.starts_with(&format!("Couldn't {SETTING} "));
            self.notice.take_if(|(_, failure)| is_of_setting(failure));
        }
        self.again = Some(again);
    }

    /// Makes the last such request once more.
    pub(super) fn try_again(&mut self, ctx: &Context) {
        if let Some(again) = self.again.take() {
            self.make_again(ctx, again);
        }
    }

    /// Asks the keychain to open; what it kept from happening is asked for again once it does.
    pub(super) fn unlock_and_again(&mut self, ctx: &Context) {
        let failed = self.notice.as_ref().map(|(_, failure)| failure);
        self.once_open = self.again.clone().filter(|again| failed.is_some_and(|failure| self.is_of(again, failure)));
        self.ask(ctx, Request::Unlock(None));
    }

    /// The facts came: what waited for the keychain is asked for. Behind a dialog nobody waits for it any more.
    pub(super) fn is_open_again(&mut self, ctx: &Context) {
        match self.snapshot.as_ref().map(|snapshot| &snapshot.state) {
            Some(VaultState::KeychainTrouble(_)) => {}
            Some(VaultState::Open) if self.modal.is_none() => {
                if let Some(again) = self.once_open.take() {
                    self.make_again(ctx, again);
                }
            }
            _ => self.once_open = None,
        }
    }

    fn make_again(&mut self, ctx: &Context, again: Again) {
        match again {
            Again::Copy(uid) => self.ask(ctx, Request::Copy(uid)),
            Again::CopyAs(uid, form) => self.ask(ctx, Request::CopyAs(uid, form)),
            Again::Show(uid) => self.show_secret(ctx, uid),
            Again::Set(name, value) => self.ask(ctx, Request::Set(name, value)),
            Again::CountOldActivity(days) => self.ask(ctx, Request::CountOldActivity(days)),
        }
    }
}
