//! A provider's page in the browser: no work of the worker's, which may wait for a keychain, but on a thread of the window's own.

use super::talk::{Failure, Remedy};
use super::words::{sentence, title};
use crate::browser::{self, BrowserError};
use crate::detect;

/// Opens a page of a provider that Keyloft knows: hence an address that is part of the program. Blocks, for minutes where the desktop
/// asks by which browser.
///
/// # Errors
/// Where nobody opens it; with the address, to be copied.
pub fn open_page(page: &'static str) -> Result<(), Failure> {
    browser::open(page).map_err(|error| not_opened(page, &error))
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
        assert!(open_page("file:///etc/passwd").is_err_and(|said| said.why == "Only https addresses are opened."));
    }
}
