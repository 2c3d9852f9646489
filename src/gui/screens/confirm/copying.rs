//! "Copy this production secret?": asked before a protected secret goes to the clipboard, where a person set it so.

use egui::Context;

use crate::gui::theme::{Face, Icon};
use crate::gui::widgets::{Button, Confirm, ConfirmAnswer};
use crate::gui::wish::Wish;
use crate::jobs::{CopyForm, Request, Snapshot};
use crate::model::KeyUid;

/// What the question is about.
#[derive(Debug, PartialEq, Eq)]
pub struct Copying {
    uid: KeyUid,
    /// As a line; none for the value itself.
    form: Option<CopyForm>,
    name: String,
    environment: String,
    secs: u64,
}

impl Copying {
    /// The question that has to be asked before a request; none where it copies no protected secret, or nobody wants to be
    /// asked.
    pub fn about(request: &Request, snapshot: &Snapshot) -> Option<Self> {
        let (uid, form) = match request {
            Request::Copy(uid) => (*uid, None),
            Request::CopyAs(_, CopyForm::Reference) => return None,
            Request::CopyAs(uid, form) => (*uid, Some(*form)),
            _ => return None,
        };
        let key = snapshot.keys.iter().find(|key| key.uid == uid)?;
        let asks = snapshot.settings.ask_before_copy && key.protected && !key.is_plain() && !key.state.is_disabled();
        asks.then(|| Self {
            uid,
            form,
            name: key.name().to_owned(),
            environment: key.place().environment.clone(),
            secs: snapshot.settings.clipboard_clear_secs,
        })
    }

    fn request(&self) -> Request {
        match self.form {
            None => Request::Copy(self.uid),
            Some(form) => Request::CopyAs(self.uid, form),
        }
    }
}

/// Asks over the window. Enter copies.
pub fn copying_ui(ctx: &Context, copying: &Copying, wishes: &mut Vec<Wish>) {
    let title = format!("Copy this {} secret?", copying.environment);
    let words = format!(
        "will be on the clipboard for {} s. Any program on this computer can read it until then.",
        copying.secs
    );
    let confirm = Confirm {
        id: "copying",
        icon: (Icon::ShieldCheck, Face::Fill),
        title: &title,
        name: &copying.name,
        words: &words,
        buttons: &[Button::primary("Copy").icon(Icon::Copy)],
    };
    match confirm.show(ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => wishes.push(Wish::CloseModal),
        ConfirmAnswer::Button(_) => wishes.extend([Wish::CloseModal, Wish::Confirmed(copying.request())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;
    use crate::model::Key;

    #[test]
    fn only_protected_secrets_are_asked_about_and_only_where_a_person_wants_it() {
        let mut snapshot = sample::snapshot();
        let uid =
            |snapshot: &Snapshot, fits: &dyn Fn(&Key) -> bool| snapshot.keys.iter().find(|k| fits(k)).unwrap().uid;
        let strict = uid(&snapshot, &|key| key.protected && !key.is_plain());
        let calm = uid(&snapshot, &|key| !key.protected && !key.is_plain());
        let plain = uid(&snapshot, &|key| key.protected && key.is_plain());
        assert_eq!(Copying::about(&Request::Copy(strict), &snapshot), None);
        snapshot.settings.ask_before_copy = true;
        assert!(Copying::about(&Request::Copy(strict), &snapshot).is_some());
        assert!(Copying::about(&Request::CopyAs(strict, CopyForm::ExportLine), &snapshot).is_some());
        for request in [
            Request::Copy(calm),
            Request::Copy(plain),
            Request::CopyKeyId(strict),
            Request::CopyAs(strict, CopyForm::Reference),
        ] {
            assert_eq!(Copying::about(&request, &snapshot), None, "{request:?}");
        }
    }
}
