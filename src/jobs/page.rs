//! A provider's page in the browser: no work of the worker's, which may wait for a keychain, but on a thread of the window's own.

use super::talk::{Failure, Remedy};
use super::words::{sentence, title};
use crate::browser::{self, BrowserError};
use crate::detect;

/// Opens a page of a provider that Keyloft knows: hence an address that is part of the program. Says what came of it, with the
/// address, to be copied, where nobody opens it; and once more where who took it fails later. Blocks, for minutes where the
/// desktop asks by which browser.
pub fn open_page(page: &'static str, say: &mut dyn FnMut(Result<(), Failure>)) {
    browser::open(page, &mut |came| say(came.map_err(|error| not_opened(page, &error))));
}

fn not_opened(page: &'static str, error: &BrowserError) -> Failure {
    let advice = format!("Open {page} in a browser yourself.");
    let words = Failure::new(title("open", detect::host(page)), sentence(&error.to_string()), advice);
    Failure { remedy: Some(Remedy::CopyAddress(page)), details: error.tried().to_owned(), ..words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_did_not_open_is_named_with_what_to_do() {
        let page = "https://dashboard.stripe.com/apikeys";
        let said = not_opened(page, &BrowserError::NoOpener { tried: "portal: ServiceUnknown".to_owned() });
        assert_eq!(said.title, "Couldn't open dashboard.stripe.com.");
        assert_eq!(said.why, "No program that opens web pages was found.");
        assert_eq!(said.advice, "Open https://dashboard.stripe.com/apikeys in a browser yourself.");
        assert_eq!((said.remedy, said.details.as_str()), (Some(Remedy::CopyAddress(page)), "portal: ServiceUnknown"));
        let mut said = Vec::new();
        open_page("file:///etc/passwd", &mut |came| said.extend(came.err()));
        assert!(said.len() == 1 && said[0].why == "Only https addresses are opened.", "{said:?}");
    }
}
