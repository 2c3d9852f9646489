//! What the worker says of an export before it is written: whether the reader reads everything back, what stands at the path,
//! how git sees it. Asked anew a moment after each change.

use super::consents::Consents;
use crate::envfile::Target;
use crate::gui::screens::keys::can_unlock;
use crate::jobs::{ExportLook, FileThere, GitSees};

/// A pause after a change before the worker is asked, in seconds: nobody is asked of each letter of a path.
const PAUSE: f64 = 0.2;

/// What is known, and what is asked.
#[derive(Debug, Default)]
pub struct Proof {
    /// How often it was asked; the answer to the last one counts.
    asked: u64,
    /// The last question that was answered.
    answered: u64,
    /// Something changed, and when: none before the first frame that saw it.
    changed: Changed,
    /// The last answer; kept while the next is on its way.
    look: Option<ExportLook>,
}

#[derive(Debug, Default, PartialEq)]
enum Changed {
    /// Not yet noticed by a frame.
    #[default]
    Now,
    /// At this time, in the frame's seconds.
    At(f64),
    /// Asked since.
    No,
}

impl Proof {
    /// What is known no longer holds.
    pub fn stale(&mut self) {
        self.changed = Changed::Now;
    }

    /// The number to ask with, once there was a pause; `None` while there is nothing to ask.
    pub fn next_question(&mut self, now: f64) -> Option<u64> {
        match self.changed {
            Changed::Now if self.look.is_some() => {
                self.changed = Changed::At(now);
                None
            }
            // The first look is asked at once.
            Changed::Now => Some(self.ask()),
            Changed::At(then) if now - then >= PAUSE => Some(self.ask()),
            Changed::At(_) | Changed::No => None,
        }
    }

    fn ask(&mut self) -> u64 {
        self.changed = Changed::No;
        self.asked += 1;
        self.asked
    }

    /// True while a question waits for its pause: a later frame asks it.
    pub fn waits(&self) -> bool {
        self.changed != Changed::No
    }

    /// The answer to the last question, others are late; true where it counts.
    pub fn hear(&mut self, look: ExportLook) -> bool {
        let counts = look.asked == self.asked;
        if counts {
            (self.answered, self.look) = (look.asked, Some(look));
        }
        counts
    }

    /// True while what is known is about to be replaced.
    pub fn is_asking(&self) -> bool {
        self.waits() || self.answered != self.asked
    }

    /// What is known.
    pub fn look(&self) -> Option<&ExportLook> {
        self.look.as_ref()
    }

    /// Whether what is known lets the file be written, with consent where it is needed.
    pub fn lets_write(&self, consents: &Consents) -> bool {
        self.look.is_some() && self.obstacle(consents).is_none()
    }

    /// What keeps it from being written, for the line beside the button: the first of it; what is to be done stands above.
    pub fn waits_for(&self, consents: &Consents) -> &'static str {
        self.obstacle(consents).unwrap_or("Reading it back…")
    }

    fn obstacle(&self, consents: &Consents) -> Option<&'static str> {
        match self.look.as_ref()? {
            ExportLook { unproved: Some(failure), .. } if can_unlock(failure) => Some("Unlock the keychain first."),
            look if !look.missing.is_empty() => Some("A value is missing."),
            look if look.unproved.is_some() => Some("It can't be read back."),
            look if matches!(look.file, FileThere::Bad(_)) => Some("The file can't be written there."),
            look if look.file == FileThere::Another && !consents.replace => Some("The file exists already."),
            look if look.git == GitSees::Tracked && !consents.tracked => Some("Git tracks the file."),
            look if look.git.wants_consent() && !consents.tracked => Some("Git may track the file."),
            look if !consents.cover_refused(look) => Some("Its reader can't hold every value."),
            look if !consents.cover_dangers(look) => Some("Some names change how programs run."),
            _ => None,
        }
    }
}

/// "Read back as Next reads it: 10 of 12": of as many as the preview counts, whyever some stay out.
pub fn proof_words(look: &ExportLook, target: Target) -> String {
    let all = look.variables + look.refused.len() + look.unasked;
    format!("Read back as {} reads it: {} of {all}", target.reader(), look.variables)
}

/// "Next can't hold DB_URL", "Next can't hold 3 of them", and why the first.
pub fn refused_words(look: &ExportLook, target: Target) -> Option<(String, String, Option<Target>)> {
    let (name, why, could) = look.refused.first()?;
    let reads = match target {
        Target::Portable => "Not every dotenv reader can".to_owned(),
        _ => capitalised(target.reader()) + " can't",
    };
    let which = match look.refused.len() {
        1 => format!("`{name}`"),
        several => format!("{several} of them"),
    };
    let why = if look.refused.len() > 1 { format!("`{name}`: {why}.") } else { capitalised(why) + "." };
    let could = could.filter(|could| look.refused.iter().all(|(_, _, other)| *other == Some(*could)));
    Some((format!("{reads} hold {which}."), why, could))
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(asked: u64) -> ExportLook {
        ExportLook { asked, variables: 12, ..ExportLook::default() }
    }

    #[test]
    fn it_is_asked_at_once_and_then_after_a_pause() {
        let mut proof = Proof::default();
        assert_eq!(proof.next_question(10.0), Some(1));
        assert_eq!((proof.next_question(11.0), proof.waits()), (None, false));
        proof.hear(look(1));
        proof.stale();
        assert_eq!((proof.next_question(12.0), proof.waits()), (None, true));
        assert_eq!(proof.next_question(12.1), None);
        proof.stale();
        assert_eq!(proof.next_question(12.15), None, "each change begins the pause anew");
        assert_eq!(proof.next_question(12.3), None);
        assert_eq!(proof.next_question(12.4), Some(2));
        proof.hear(ExportLook { variables: 1, ..look(1) });
        assert_eq!(proof.look().unwrap().variables, 12, "a late answer is none");
        assert!(proof.is_asking());
    }

    #[test]
    fn what_needs_consent_waits_for_it_and_what_can_not_be_has_none() {
        let with = |look: ExportLook| Proof { look: Some(look), ..Proof::default() };
        let mut yes = Consents { replace: true, tracked: true, ..Consents::default() };
        assert!(!Proof::default().lets_write(&yes), "nothing is known");
        assert!(with(look(0)).lets_write(&Consents::default()));
        for needs in [
            ExportLook { file: FileThere::Another, ..look(0) },
            ExportLook { git: GitSees::Tracked, ..look(0) },
            ExportLook { git: GitSees::Unsure, ..look(0) },
            ExportLook { dangerous: vec!["PATH".to_owned()], ..look(0) },
            ExportLook { refused: vec![("A".to_owned(), "why".to_owned(), None)], ..look(0) },
        ] {
            yes.allow_dangers(&needs);
            yes.leave_out(&needs);
            let proof = with(needs);
            assert!(!proof.lets_write(&Consents::default()) && proof.lets_write(&yes));
        }
        assert!(!with(ExportLook { file: FileThere::Bad("a link".to_owned()), ..look(0) }).lets_write(&yes));
        let ours = ExportLook { git: GitSees::Open, file: FileThere::Ours, ..look(0) };
        assert!(with(ours).lets_write(&Consents::default()));
    }

    #[test]
    fn what_a_reader_can_not_hold_is_named_with_one_that_could() {
        let one = |name: &str, could| (name.to_owned(), "its value holds a line break".to_owned(), could);
        let words = |refused| refused_words(&ExportLook { refused, ..look(0) }, Target::Portable);
        assert_eq!(words(vec![]), None);
        let (title, why, could) = words(vec![one("PEM", Some(Target::Sh))]).unwrap();
        assert_eq!(
            (title.as_str(), why.as_str()),
            ("Not every dotenv reader can hold `PEM`.", "Its value holds a line break.")
        );
        assert_eq!(could, Some(Target::Sh));
        let (title, why, could) = words(vec![one("A", Some(Target::Sh)), one("B", Some(Target::Json))]).unwrap();
        assert_eq!((title.as_str(), could), ("Not every dotenv reader can hold 2 of them.", None));
        assert_eq!(why, "`A`: its value holds a line break.");
        assert_eq!(proof_words(&look(0), Target::Sh), "Read back as a shell reads it: 12 of 12");
    }
}
