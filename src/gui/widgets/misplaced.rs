//! What is pasted into a field for a path or a variable's name and is none. A whole file, or a secret, would stand there readable, in egui's undo
//! history and in the accessibility tree: it is taken out of the frame before the field sees it, wiped, and that is said. So is that no dialog came to choose a path in.

use egui::{Context, Event, Id, Pos2, Ui, vec2};
use zeroize::Zeroize as _;

use super::field::field_error;
use super::keyboard::bring_into_view;
use crate::detect::{holds_secret, holds_user_info, recognise_value};
use crate::envfile::comment_as_note;
use crate::model::VariableName;

/// What a field asks for that nothing else may come to stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A path.
    Path,
    /// A variable's name.
    Name,
    /// Words that lie readable on the disk: who owns a key, what it may do, why a warning waits, what a project is called.
    Fact,
}

impl Wanted {
    fn refuses(self, text: &str) -> Option<Misplaced> {
        match self {
            Self::Path => Misplaced::as_path(text),
            Self::Name => Misplaced::as_name(text),
            Self::Fact => Misplaced::as_fact(text),
        }
    }
}

/// What a text is that is no path, or no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misplaced {
    /// A file's content: variables, or several lines.
    Text,
    /// One word that may be a secret.
    Secret,
}

impl Misplaced {
    /// What the text is, if it is no path. A path of several words, or with `=` in one of its folders, stays one.
    pub fn as_path(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.lines().nth(1).is_some() || text.starts_with(['{', '[']) || holds_variables(text) {
            return Some(Self::Text);
        }
        let is_known = recognise_value(text.as_bytes()).is_some() || holds_user_info(text.as_bytes());
        (is_known || may_be_secret(text)).then_some(Self::Secret)
    }

    /// What the text is, if it is no variable's name: one written as they mostly are stays one, however long.
    pub fn as_name(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_known = recognise_value(text.as_bytes()).is_some();
        let is_name = !is_known && text.contains('_') && is_usual_name(text);
        if is_name { None } else { Self::as_path(text) }
    }

    /// What the text is, if it can't stand among a key's facts. Words and addresses may look random: only what is known for a
    /// secret is one.
    pub fn as_fact(text: &str) -> Option<Self> {
        holds_secret(text).then_some(Self::Secret)
    }

    fn words(self, wanted: Wanted) -> &'static str {
        match (self, wanted) {
            (Self::Text, Wanted::Path) => "That is a file's content, not a path. None of it was kept.",
            (Self::Secret, Wanted::Path) => {
                "That looks like a secret, not a path. None of it was kept. A path begins with / or ~."
            }
            (_, Wanted::Fact) => "That looks like a secret, and what stands here can be read. None of it was kept.",
            (Self::Text, Wanted::Name) => "That is a file's content, not a name. None of it was kept.",
            (Self::Secret, Wanted::Name) => "That looks like a secret, not a name. None of it was kept.",
        }
    }
}

/// Whether it is written as names of variables mostly are: `STRIPE_SECRET_KEY`.
pub fn is_usual_name(text: &str) -> bool {
    VariableName::new(text).is_ok() && !text.contains(|c: char| c.is_ascii_lowercase())
}

/// Whether a line looks random where a path has a name. A slash is a sign of base64 too: what stands behind the first one tells.
fn may_be_secret(line: &str) -> bool {
    let has_drive = line.get(1..).is_some_and(|rest| rest.starts_with(":\\"));
    if has_drive || line.starts_with(['~', '.']) {
        return false;
    }
    match line.strip_prefix('/') {
        None => !line.is_empty() && comment_as_note(line).is_none(),
        Some(rest) => {
            let first = rest.split('/').next().unwrap_or_default();
            let is_base64 = first.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
            is_base64 && !first.is_empty() && comment_as_note(first).is_none()
        }
    }
}

/// Whether a line of the text is a variable, as no path is.
fn holds_variables(text: &str) -> bool {
    text.lines().filter_map(|line| line.split_once('=')).any(|(name, _)| {
        let name = name.trim();
        VariableName::new(name.strip_prefix("export ").unwrap_or(name).trim()).is_ok()
    })
}

/// Why no dialog came to choose a path in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NoChooser {
    /// Nobody answered.
    #[default]
    NoService,
    /// There is one already.
    OneIsOpen,
}

impl NoChooser {
    fn words(self) -> &'static str {
        match self {
            Self::NoService => "Couldn't open a file dialog. No file chooser service answered. Type or paste the path.",
            Self::OneIsOpen => "A file dialog is open already. Close it first, or type or paste the path.",
        }
    }
}

/// Keeps what there is to say of a field, until something else is typed there.
fn say(ui: &Ui, field: Id, words: &'static str) {
    ui.data_mut(|data| {
        data.insert_temp(field.with("said"), words);
        data.insert_temp(field.with("said now"), ());
    });
    // What stands under the field may have been drawn already.
    ui.ctx().request_repaint();
}

fn no_chooser_id() -> Id {
    Id::unique("no file chooser")
}

/// No dialog came to choose a path in: the field for it that is drawn next says so, and takes the keyboard.
pub fn no_file_chooser(ctx: &Context, why: NoChooser) {
    ctx.data_mut(|data| data.insert_temp(no_chooser_id(), why));
    ctx.request_repaint();
}

/// Whether this field has to say that no dialog came.
pub(super) fn take_no_chooser(ui: &Ui, field: Id, wanted: Wanted) -> bool {
    let why = (wanted == Wanted::Path).then(|| ui.data_mut(|data| data.remove_temp::<NoChooser>(no_chooser_id())));
    let why = why.flatten();
    if let Some(why) = why {
        say(ui, field, why.words());
        ui.data_mut(|data| data.insert_temp(no_chooser_id(), field));
    }
    why.is_some()
}

/// The dialog that was open is closed: that it is open is said no longer.
pub fn file_chooser_closed(ctx: &Context) {
    ctx.data_mut(|data| {
        let Some(field) = data.get_temp::<Id>(no_chooser_id()) else { return };
        data.remove::<Id>(no_chooser_id());
        let said = field.with("said");
        if data.get_temp::<&'static str>(said) == Some(NoChooser::OneIsOpen.words()) {
            data.remove::<&'static str>(said);
        }
    });
}

/// Takes what is pasted in this frame and is not what the field wants away from it; it has the keyboard. It stays said until
/// something else is typed there.
pub(super) fn refuse_pastes(ui: &Ui, field: Id, wanted: Wanted) {
    let mut refused = None;
    ui.input_mut(|input| {
        input.events.retain_mut(|event| match event {
            Event::Paste(text) => {
                let misplaced = wanted.refuses(text);
                if misplaced.is_some() {
                    text.zeroize();
                    refused = misplaced;
                }
                misplaced.is_none()
            }
            _ => true,
        });
    });
    if let Some(misplaced) = refused {
        say(ui, field, misplaced.words(wanted));
    }
}

/// Whether the keyboard is elsewhere in the window. That another window is in front (a file dialog, above all) leaves nothing.
pub(super) fn is_left(ui: &Ui, field: Id) -> bool {
    !ui.memory(|memory| memory.has_focus(field))
}

/// Forgets what was said.
pub(super) fn forget(ui: &Ui, field: Id) {
    ui.data_mut(|data| data.remove::<&'static str>(field.with("said")));
}

/// Whether there is anything to say of a field, where its own words have no room.
pub fn was_refused(ui: &Ui, field: Id) -> bool {
    ui.data(|data| data.get_temp::<&'static str>(field.with("said"))).is_some()
}

/// Whether something was refused that nobody could read yet.
pub(super) fn is_refused_now(ui: &Ui, field: Id) -> bool {
    ui.data(|data| data.get_temp::<()>(field.with("said now"))).is_some()
}

/// Says under a field for a path or a name what there is to say of it, from the field's lower left corner; what stands under it
/// gives way. Returns where it ends.
pub fn field_said(ui: &Ui, field: Id, at: Pos2, room: f32) -> f32 {
    let Some(words) = ui.data(|data| data.get_temp::<&'static str>(field.with("said"))) else { return at.y };
    let rect = field_error(ui, at + vec2(0.0, 6.0), room, words);
    if ui.data_mut(|data| data.remove_temp::<()>(field.with("said now"))).is_some() {
        // What is refused is seen where it was pasted, however low the window.
        bring_into_view(ui, rect.expand2(vec2(0.0, 10.0)), None);
    }
    rect.bottom()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks random, and is no key of anyone.
    fn made_up(length: usize) -> String {
        (0..length).map(|n| char::from(b"aQ7x/Z2k"[n * 5 % 8])).collect()
    }

    #[test]
    fn paths_stay_paths() {
        for path in [
            "/home/dana/code/shop/.env",
            "~/code/shop/.env.local",
            "./shop/.env",
            "../.env",
            "~",
            "/",
            "code/shop/.env",
            "/srv/my shop/a=b/.env",
            "/var/lib/9f86d081884c7d659a2f/.env",
            "/20261125-export-of-the-shop/.env",
            "C:\\code\\shop\\.env",
            "/home/dana/.env\n",
            "file:///home/dana/two%20shops/.env\r\n",
            "",
        ] {
            assert_eq!(Misplaced::as_path(path), None, "{path}");
        }
    }

    #[test]
    fn what_holds_a_secret_is_misplaced() {
        let value = made_up(40);
        let word = value.replace('/', "b");
        let token = format!("ghp_{}", "a1".repeat(18));
        for (text, what) in [
            (format!("API_KEY={word}"), Misplaced::Text),
            (format!("# mine\nexport API_KEY={word}\n"), Misplaced::Text),
            (format!("{{\"API_KEY\": \"{word}\"}}"), Misplaced::Text),
            (format!("-----BEGIN KEY-----\n{word}\n"), Misplaced::Text),
            (token, Misplaced::Secret),
            (format!("postgres://shop:{word}@db/shop"), Misplaced::Secret),
            (word.clone(), Misplaced::Secret),
            (format!("{word}/{word}"), Misplaced::Secret),
            (format!("/{word}"), Misplaced::Secret),
            (format!("/{word}/{word}"), Misplaced::Secret),
        ] {
            assert_eq!(Misplaced::as_path(&text), Some(what), "{text}");
        }
    }

    #[test]
    fn facts_stay_facts_and_known_secrets_are_none() {
        for fact in
            ["payments", "Mara Klein", "https://api.example.com/v1", "repo:status", "AQ7xZ2k9mPq1", "eu-west-1", ""]
        {
            assert_eq!(Misplaced::as_fact(fact), None, "{fact}");
        }
        for secret in [
            format!("ghp_{}", "a1".repeat(18)),
            format!("until ghp_{} is gone", "a1".repeat(18)),
            format!("postgres://shop:{}@db/shop", made_up(12).replace('/', "b")),
            "0f1e2d3c".repeat(8),
            format!("-----BEGIN {} KEY-----\nAA\n", "PRIVATE"),
            format!("https://api.example.com/v1?api_key={}", "a1".repeat(9)),
        ] {
            assert_eq!(Misplaced::as_fact(&secret), Some(Misplaced::Secret), "{secret}");
        }
    }

    #[test]
    fn names_stay_names_and_secrets_are_none() {
        for name in ["PORT", "STRIPE_SECRET_KEY", "AWS_S3_BACKUP_BUCKET_ACCESS_KEY", "my-key", "databaseUrl", ""] {
            assert_eq!(Misplaced::as_name(name), None, "{name}");
        }
        let word = made_up(40).replace('/', "b");
        for secret in [word.clone(), word.to_uppercase(), format!("ghp_{}", "a1".repeat(18))] {
            assert_eq!(Misplaced::as_name(&secret), Some(Misplaced::Secret), "{secret}");
        }
        assert_eq!(Misplaced::as_name(&format!("API_KEY={word}")), Some(Misplaced::Text));
    }
}
