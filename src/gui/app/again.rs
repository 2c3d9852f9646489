//! What the worker refused and may go well the next time can be asked for again: what copies or shows one key, which gives
//! nothing away that was not asked for before and changes no key.

use egui::Context;

use super::App;
use crate::jobs::{CopyForm, Failure, Remedy, Request};
use crate::model::KeyUid;

/// A request that can be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// A key's secret on the clipboard.
    Copy(KeyUid),
    /// The same in another form.
    CopyAs(KeyUid, CopyForm),
    /// A key's secret in its field.
    Show(KeyUid),
}

impl Again {
    /// The same again; none of what is not to be made twice.
    pub(super) fn of(request: &Request) -> Option<Self> {
        match request {
            Request::Copy(uid) => Some(Self::Copy(*uid)),
            Request::CopyAs(uid, form) => Some(Self::CopyAs(*uid, *form)),
            Request::Reveal(uid) => Some(Self::Show(*uid)),
            _ => None,
        }
    }

    fn uid(self) -> KeyUid {
        match self {
            Self::Copy(uid) | Self::CopyAs(uid, _) | Self::Show(uid) => uid,
        }
    }

    /// What its failure says of it.
    fn verb(self) -> &'static str {
        match self {
            Self::Copy(_) | Self::CopyAs(..) => "copy",
            Self::Show(_) => "show",
        }
    }
}

impl App {
    /// A failure, with its way to try again only where it is the one of what can be asked for again: the worker answers in
    /// its order, and more may have been asked for since.
    pub(super) fn with_its_request(&self, failure: Failure) -> Failure {
        let is_its = |again: &Again| {
            let which = failure.title.strip_prefix("Couldn't ").and_then(|title| title.strip_prefix(again.verb()));
            let name = which.and_then(|which| which.trim_end_matches('.').rsplit(' ').next());
            self.key(again.uid()).is_some_and(|key| Some(key.name()) == name)
        };
        let offers = failure.remedy != Some(Remedy::TryAgain) || self.again.as_ref().is_some_and(is_its);
        Failure { remedy: failure.remedy.filter(|_| offers), ..failure }
    }

    /// Makes the last such request once more.
    pub(super) fn try_again(&mut self, ctx: &Context) {
        match self.again.take() {
            Some(Again::Copy(uid)) => self.ask(ctx, Request::Copy(uid)),
            Some(Again::CopyAs(uid, form)) => self.ask(ctx, Request::CopyAs(uid, form)),
            Some(Again::Show(uid)) => self.show_secret(ctx, uid),
            None => {}
        }
    }
}
