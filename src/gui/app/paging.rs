//! Pages in the browser, and what is said of those that did not open.

use egui::Context;

use super::App;
use crate::gui::route::{Route, Section};
use crate::gui::toast::Toast;
use crate::jobs::Remedy;

impl App {
    /// What came of pages: one that did not open is said where it was asked for.
    pub(super) fn hear_pages(&mut self) {
        while let Some(came) = self.pages.hear() {
            let came = match &mut self.modal {
                Some(modal) => modal.hear_page(came),
                None => came,
            };
            let was_of_a_page = |failure: &crate::jobs::Failure| matches!(failure.remedy, Some(Remedy::CopyAddress(_)));
            match (came, &self.route) {
                (Err(failure), Route::Open(_)) => {
                    self.notice = Some((self.section().unwrap_or(Section::Keys), failure));
                }
                // The window was locked meanwhile, and names nothing.
                (Err(_), _) => {}
                (Ok(()), _) => self.notice = self.notice.take().filter(|(_, failure)| !was_of_a_page(failure)),
            }
        }
    }

    /// Puts the address of a page on the clipboard.
    pub(super) fn copy_address(&mut self, ctx: &Context, page: &'static str) {
        #[allow(clippy::disallowed_methods)] // No secret: it stands in the program.
        ctx.copy_text(page.to_owned());
        self.toasts.say(Toast::news("Address copied".to_owned(), self.now(ctx)), self.now(ctx));
    }
}
