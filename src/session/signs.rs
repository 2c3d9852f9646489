//! Which messages mean that the user is leaving, and the rules by which a bus hands them to us.

use zbus::Message;
use zbus::message::Type;

/// Interfaces with a signal `ActiveChanged(boolean)`: KDE and others by the first name, GNOME and Budgie, Cinnamon, MATE,
/// Xfce. It says that the screen was covered, which some desktops do a while before they ask for a password.
const SAVERS: [&str; 5] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
];
const COVERED: &str = "ActiveChanged";

/// The name of logind, and of elogind where that stands in for it.
pub(super) const LOGIND: &str = "org.freedesktop.login1";
pub(super) const SESSION: &str = "org.freedesktop.login1.Session";
const MANAGER: &str = "org.freedesktop.login1.Manager";
/// Asks a session's lock screen to come up.
const LOCK: &str = "Lock";
const SLEEP: &str = "PrepareForSleep";

/// What the session bus shall hand us. By interface and not by sender, so that a saver may start later; any program
/// of the session may say that it is locked, as that only costs the user a passphrase.
pub(super) fn session_rules() -> Vec<String> {
    SAVERS.iter().map(|saver| format!("type='signal',interface='{saver}',member='{COVERED}'")).collect()
}

/// What the system bus shall hand us: from logind alone, as every user of the computer can send signals there.
pub(super) fn system_rules() -> Vec<String> {
    [(SESSION, LOCK), (MANAGER, SLEEP)]
        .iter()
        .map(|(interface, member)| format!("type='signal',sender='{LOGIND}',interface='{interface}',member='{member}'"))
        .collect()
}

/// The screen was covered.
pub(super) fn is_covered(message: &Message) -> bool {
    SAVERS.iter().any(|saver| is_signal(message, saver, COVERED)) && says_true(message)
}

/// The computer is about to sleep.
pub(super) fn is_sleep(message: &Message) -> bool {
    is_signal(message, MANAGER, SLEEP) && says_true(message)
}

/// Some session, maybe another user's, is to be locked: the one whose path the message bears.
pub(super) fn is_lock(message: &Message) -> bool {
    is_signal(message, SESSION, LOCK)
}

fn is_signal(message: &Message, interface: &str, member: &str) -> bool {
    let header = message.header();
    header.message_type() == Type::Signal
        && header.interface().is_some_and(|name| name.as_str() == interface)
        && header.member().is_some_and(|name| name.as_str() == member)
}

fn says_true(message: &Message) -> bool {
    message.body().deserialize::<bool>().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal<B: serde::Serialize + zbus::zvariant::DynamicType>(interface: &str, member: &str, body: &B) -> Message {
        Message::signal("/some/path", interface, member).unwrap().build(body).unwrap()
    }

    #[test]
    fn a_covered_screen_counts_under_every_savers_name_and_an_uncovered_one_does_not() {
        for saver in SAVERS {
            assert!(is_covered(&signal(saver, "ActiveChanged", &true)), "{saver}");
            assert!(!is_covered(&signal(saver, "ActiveChanged", &false)), "{saver}");
            assert!(!is_covered(&signal(saver, "ActiveChanged", &"true")), "{saver}");
            assert!(!is_covered(&signal(saver, "ActiveChanged", &())), "{saver}");
            assert!(!is_covered(&signal(saver, "WakeUpScreen", &true)), "{saver}");
        }
        assert!(!is_covered(&signal("org.example.Player", "ActiveChanged", &true)));
    }

    #[test]
    fn sleep_counts_as_it_begins_and_not_as_it_ends() {
        assert!(is_sleep(&signal(MANAGER, "PrepareForSleep", &true)));
        assert!(!is_sleep(&signal(MANAGER, "PrepareForSleep", &false)));
        assert!(!is_sleep(&signal(MANAGER, "PrepareForShutdown", &true)));
        assert!(!is_sleep(&signal(SESSION, "PrepareForSleep", &true)));
    }

    #[test]
    fn a_session_is_locked_by_the_signal_and_not_by_the_method_of_that_name() {
        assert!(is_lock(&signal(SESSION, "Lock", &())));
        assert!(!is_lock(&signal(SESSION, "Unlock", &())));
        assert!(!is_lock(&signal(MANAGER, "Lock", &())));
        let call = Message::method_call("/some/path", "Lock").unwrap().interface(SESSION).unwrap().build(&()).unwrap();
        assert!(!is_lock(&call));
    }
}
