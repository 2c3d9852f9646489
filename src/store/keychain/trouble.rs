//! What went wrong on the bus, in the store's words. Names of errors only: their texts are the daemon's and unknown.

use super::super::StoreError;

/// Sorts an error of a call to the keychain's daemon.
pub(super) fn classify(store: &str, error: &zbus::Error) -> StoreError {
    let store = store.to_owned();
    match error {
        zbus::Error::MethodError(name, ..) => by_name(store, name.as_str()),
        zbus::Error::InputOutput(_)
        | zbus::Error::Connection(..)
        | zbus::Error::Handshake(_)
        | zbus::Error::Failure(_) => StoreError::Broken { store },
        _ => unreadable(store),
    }
}

/// The daemon's answer has a form this program does not know.
pub(super) fn unreadable(store: String) -> StoreError {
    StoreError::Failed { store, reason: "its answer can't be read".into() }
}

fn by_name(store: String, name: &str) -> StoreError {
    let last = name.rsplit('.').next().unwrap_or(name);
    match last {
        "IsLocked" => StoreError::Locked { store },
        "AccessDenied" | "AuthFailed" | "InteractiveAuthorizationRequired" => StoreError::Denied { store },
        // The daemon ended or was replaced: what we hold (its address, our session, paths) is void.
        "NoSession" | "NoSuchObject" | "UnknownObject" | "UnknownMethod" | "UnknownInterface" | "ServiceUnknown"
        | "NameHasNoOwner" | "NoReply" | "Disconnected" | "NoServer" => StoreError::Broken { store },
        // Names are at most 255 characters of letters, digits, `_` and dots, by the bus's own rules.
        _ => StoreError::Failed { store, reason: name.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_bus_become_situations() {
        let sorted = |name: &str| by_name("K".into(), name).to_string();
        assert_eq!(sorted("org.freedesktop.Secret.Error.IsLocked"), "K is locked");
        assert_eq!(sorted("org.freedesktop.Secret.Error.NoSession"), "the connection to K broke");
        assert_eq!(sorted("org.freedesktop.DBus.Error.ServiceUnknown"), "the connection to K broke");
        assert_eq!(sorted("org.freedesktop.DBus.Error.AccessDenied"), "K refused access");
        assert_eq!(sorted("org.example.Odd"), "K failed: org.example.Odd");
        let cut = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert!(matches!(
            classify("K", &zbus::Error::InputOutput(cut.into())),
            StoreError::Broken { store } if store == "K"
        ));
    }
}
