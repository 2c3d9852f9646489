//! Every state of the dialog, without a pixel.

use std::sync::Arc;

use super::about::About;
use super::data::{
    Attempt, Doubt, Ends, Footer, Held, Holder, Mend, Old, Proof, Way, every_choices, every_words, failed_words,
    footer, leave_words, lost_words, make, make_here, old_at_first, old_cards, old_hint, proof, same_words,
};
use super::made::Shape;
use super::places::places_note;
use super::state::Rotate;
use crate::gui::looks::Look;
use crate::gui::sample;
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Request, ShapeLook, Snapshot};
use crate::model::{DateWish, Expiry, Finding, Key, KeyUid, Kind, Random, RotateEvery, Rule, Severity, UsedIn};

/// One byte again and again: what is made of it is the same in every run.
struct Same(u8);

impl Random for Same {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(self.0);
    }
}

/// The sample with its production Stripe key changed; the key's number.
fn with(change: impl FnOnce(&mut Key)) -> (Snapshot, KeyUid) {
    let mut snapshot = sample::snapshot();
    let stripe = |key: &&mut Key| key.name() == "STRIPE_SECRET_KEY" && key.protected;
    let key = snapshot.keys.iter_mut().find(stripe).unwrap();
    change(key);
    let uid = key.uid;
    (snapshot, uid)
}

fn about(change: impl FnOnce(&mut Key)) -> About {
    let (snapshot, uid) = with(change);
    About::of(&snapshot, uid).unwrap()
}

/// Made at run time, so that no key stands here.
fn stripe(stage: &str) -> String {
    ["sk", stage, &"q7".repeat(12)].join("_")
}

fn pasted(value: &str, holders: Option<Vec<Holder>>) -> Held {
    Held::Pasted(Look::of("STRIPE_SECRET_KEY", value), holders)
}

fn doubt(about: &About, held: &Held) -> Doubt {
    match proof(about, held) {
        Proof::Doubt(doubt) => doubt,
        other => panic!("{other:?} is no doubt"),
    }
}

fn holder(own: bool, live: bool) -> Holder {
    Holder { own, live, place: "API_KEY in Billing production".to_owned() }
}

fn foot(about: &About, held: &Held, attempt: &Attempt) -> Footer {
    footer(about, held, 1, false, attempt)
}

#[test]
fn an_empty_field_asks_for_a_value() {
    let about = about(|_| {});
    assert_eq!(proof(&about, &Held::Nothing), Proof::Empty);
    let foot = foot(&about, &Held::Nothing, &Attempt::None);
    assert_eq!((foot.note.as_str(), foot.acts, foot.primary.as_str()), ("Needs a new value.", false, "Rotate key"));
}

#[test]
fn a_recognised_value_is_named_and_said_to_differ_once_that_is_known() {
    let about = about(|_| {});
    let words = "Looks like a Stripe live key".to_owned();
    let asked = pasted(&stripe("live"), None);
    assert_eq!(proof(&about, &asked), Proof::Looks { words: words.clone(), differs: false });
    assert!(foot(&about, &asked, &Attempt::None).acts);
    let told = pasted(&stripe("live"), Some(Vec::new()));
    assert_eq!(proof(&about, &told), Proof::Looks { words, differs: true });
    assert_eq!(foot(&about, &told, &Attempt::None).note, "Rotating is recorded in Activity.");
}

#[test]
fn the_old_value_is_refused_and_an_earlier_one_only_named() {
    let about = about(|_| {});
    let same = pasted(&stripe("live"), Some(vec![holder(true, true)]));
    let said = doubt(&about, &same);
    assert_eq!(said.title, "This is the old value");
    assert_eq!(said.hint, "Copy the new one at Stripe, then paste it here.");
    assert!(said.needs.is_some() && said.mend == Mend::PasteAgain);
    assert!(!foot(&about, &same, &Attempt::None).acts);
    let earlier = pasted(&stripe("live"), Some(vec![holder(true, false)]));
    assert!(doubt(&about, &earlier).needs.is_none());
    assert!(foot(&about, &earlier, &Attempt::None).acts);
}

#[test]
fn the_value_that_the_store_lost_is_welcome_and_nothing_is_kept_of_it() {
    let about = about(|key| key.missing = true);
    let same = pasted(&stripe("live"), Some(vec![holder(true, true)]));
    let words = "This is the value that was lost".to_owned();
    assert_eq!(proof(&about, &same), Proof::Looks { words, differs: false });
    let foot = foot(&about, &same, &Attempt::None);
    assert_eq!((foot.acts, foot.primary.as_str()), (true, "Save value"));
    assert_eq!(foot.note, "Saving it is recorded in Activity.");
    assert_eq!(old_at_first(&about), Old::Forget);
    assert!(lost_words(&about).ends_with(" has lost it: nothing is left to keep."));
    assert!(leave_words(&about).starts_with("is left without a value."));
    assert!(leave_words(&self::about(|_| {})).starts_with("keeps its old value."));
}

#[test]
fn a_value_that_looks_like_something_else_is_a_warning_and_no_hindrance() {
    let production = about(|_| {});
    let test_key = pasted(&stripe("test"), Some(Vec::new()));
    let said = doubt(&production, &test_key);
    assert_eq!(said.title, "Looks like a Stripe test key");
    assert_eq!(said.hint, "This is production. Test keys take no real payments.");
    assert!(said.needs.is_none() && foot(&production, &test_key, &Attempt::None).acts);

    let github = pasted(&format!("ghp_{}", "q7".repeat(18)), None);
    let said = doubt(&production, &github);
    assert_eq!(said.title, "Looks like a GitHub key");
    assert_eq!(said.hint, "STRIPE_SECRET_KEY is a Stripe key.");

    let spaced = pasted(&format!("{} ", stripe("live")), None);
    let said = doubt(&production, &spaced);
    assert_eq!((said.title.as_str(), said.mend), ("There is white space around the value", Mend::Trim));
    assert_eq!((said.hint.as_str(), said.mend.words()), ("It would be saved as part of it.", "Remove it"));

    let calm = about(|key| key.protected = false);
    assert_eq!(doubt(&calm, &pasted(&stripe("live"), None)).title, "Looks like a Stripe live key");
    assert!(matches!(proof(&calm, &pasted(&stripe("test"), None)), Proof::Looks { .. }));

    let elsewhere = pasted("a value of no known shape", Some(vec![holder(false, true)]));
    assert_eq!(doubt(&production, &elsewhere).hint, "It is the value of API_KEY in Billing production.");
}

#[test]
fn an_unknown_shape_is_no_warning_and_a_made_up_provider_never_disagrees() {
    let about_it = about(|_| {});
    assert_eq!(proof(&about_it, &pasted("a value of no known shape", Some(Vec::new()))), Proof::Silent);
    let own = about(|key| key.provider = Some("Acme".to_owned()));
    assert!(matches!(proof(&own, &pasted(&stripe("live"), None)), Proof::Looks { .. }));
}

#[test]
fn a_value_made_here_shows_its_strength() {
    let about = about(|_| {});
    assert_eq!(proof(&about, &Held::Made(238.0)), Proof::Strength(238.0));
    assert!(foot(&about, &Held::Made(238.0), &Attempt::None).acts);
}

#[test]
fn the_first_step_names_the_provider_its_page_and_the_scopes() {
    let scopes = ["charges", "refunds", "customers", "payouts"].map(str::to_owned);
    let about_it = about(|key| key.scopes = scopes[..2].to_vec());
    let step = make(&about_it);
    assert_eq!(step.title, "Make a new key at Stripe");
    assert_eq!(step.hint.as_deref(), Some("Give it the same scopes: charges and refunds."));
    assert_eq!(step.page.as_ref().map(|(words, _)| words.as_str()), Some("Open Stripe"));
    let many = about(|key| key.scopes = scopes.to_vec());
    assert_eq!(make(&many).hint.as_deref(), Some("Give it the same scopes: charges, refunds and 2 more."));

    let unknown = about(|key| key.provider = None);
    let step = make(&unknown);
    assert_eq!((step.title.as_str(), &step.page), ("Make a new key where you got this one", &None));
    let own = about(|key| key.provider = Some("Acme".to_owned()));
    let step = make(&own);
    assert_eq!((step.title.as_str(), &step.page), ("Make a new key at Acme", &None));

    let login = |provider: Option<&str>| {
        let of = |key: &mut Key| (key.kind, key.provider) = (Kind::ConnectionString, provider.map(str::to_owned));
        make(&about(of)).title
    };
    assert_eq!(login(Some("PostgreSQL")), "Set a new password at PostgreSQL");
    assert_eq!(login(None), "Set a new password where this one is asked for");

    let step = make_here(Shape::NotAsked);
    assert_eq!((step.title.as_str(), step.quiet, &step.page), ("No provider needed", true, &None));
}

#[test]
fn a_url_or_a_file_can_only_be_pasted() {
    for kind in Kind::ALL {
        let can = matches!(kind, Kind::ApiKey | Kind::Token | Kind::Password | Kind::Other);
        if kind != Kind::Plain {
            assert_eq!(about(|key| key.kind = kind).can_be_made(), can, "{kind:?}");
        }
    }
    let (snapshot, uid) = with(|key| key.kind = Kind::Plain);
    assert_eq!(About::of(&snapshot, uid), None, "a plain key has no secret");
}

#[test]
fn the_old_value_is_kept_as_the_settings_say_and_forgotten_where_it_is_spoilt() {
    let kept = about(|_| {});
    let [keep, forget] = old_cards(&kept);
    assert_eq!((keep.0.as_str(), keep.1.as_str()), ("Keep the old value 7 days", "Can be put back until 30 Nov 2025"));
    assert_eq!(forget.0, "Forget it now");
    assert_eq!(old_at_first(&kept), Old::Keep);
    assert_eq!(old_hint(&kept, Way::Paste), "Stripe accepts the old one until you delete it there.");
    assert_eq!(old_hint(&kept, Way::Generate), "Give the new one to everything that checks it.");
    let dated = About { expiry: Expiry::On(kept.today), ..kept.clone() };
    assert!(old_hint(&dated, Way::Generate).ends_with(" It has no last day."), "the old one's goes");
    let unknown = about(|key| key.provider = None);
    assert_eq!(old_hint(&unknown, Way::Paste), "Where you got it, the old one works until you delete it there.");

    for rule in [Rule::Leaked, Rule::Expired, Rule::Unused] {
        let (mut snapshot, uid) = with(|_| {});
        let index = snapshot.keys.iter().position(|key| key.uid == uid).unwrap();
        let (severity, text) = (Severity::ActNow, String::new());
        snapshot.findings[index] =
            vec![Finding { rule, severity, text, since: None, snoozed_until: None, snooze_reason: None }];
        let expected = if rule == Rule::Unused { Old::Keep } else { Old::Forget };
        assert_eq!(old_at_first(&About::of(&snapshot, uid).unwrap()), expected, "{rule:?}");
    }
    let (mut snapshot, uid) = with(|_| {});
    snapshot.settings.keep_old_days = 0;
    let none = About::of(&snapshot, uid).unwrap();
    assert_eq!((old_at_first(&none), none.kept_for()), (Old::Forget, 7));
}

#[test]
fn nothing_is_said_about_the_end_unless_a_person_says_it() {
    let unknown = about(|_| {});
    assert_eq!(Ends::at_first(&unknown), Ends::NotKnown);
    assert_eq!(Ends::NotKnown.wish("", &unknown), Ok(None));
    assert_eq!(Ends::NotKnown.words("", &unknown), "Stripe sets no expiry");
    assert_eq!(Ends::In(90).words("", &unknown), "21 Feb 2026");
    assert_eq!(Ends::In(90).wish("", &unknown), Ok(Some(DateWish::InDays(90))));

    let dated = about(|key| key.expiry = Expiry::On(unknown.today));
    assert_eq!(Ends::at_first(&dated), Ends::NotKnown);
    assert_eq!(Ends::NotKnown.wish("", &dated), Ok(Some(DateWish::NotKnown)), "the old day was the old value's");
    let never = about(|key| key.expiry = Expiry::Never);
    assert_eq!(Ends::at_first(&never), Ends::Never);

    assert_eq!(Ends::Date.words("2026-01-31", &unknown), "31 Jan 2026");
    assert_eq!(Ends::Date.wish("2025-01-31", &unknown), Err("That day is past."));
    assert_eq!(Ends::Date.wish("soon", &unknown), Err("Enter a date such as 2027-01-31."));
    assert!(!footer(&unknown, &Held::Made(238.0), 1, true, &Attempt::None).acts);
}

#[test]
fn a_value_made_here_is_rotated_as_often_as_before_or_as_a_person_says() {
    let usual = about(|_| {});
    let words: Vec<String> = every_choices(&usual).into_iter().map(|(words, _)| words).collect();
    assert_eq!(words, ["As in Settings", "30 d", "90 d", "180 d", "1 year", "Never"]);
    assert_eq!(every_words(RotateEvery::AsSettings, &usual), "every 90 days, due 21 Feb 2026");
    let own = about(|key| key.rotate_every = RotateEvery::Days(45));
    assert_eq!(every_choices(&own)[2], ("45 d".to_owned(), RotateEvery::Days(45)));
    let calm = about(|key| key.protected = false);
    assert_eq!(every_words(RotateEvery::AsSettings, &calm), "no interval");
}

#[test]
fn keys_with_the_same_value_are_counted_and_rotated_with_it() {
    let (mut snapshot, uid) = with(|key| key.fingerprint = Some([1; 16]));
    assert_eq!(same_words(&About::of(&snapshot, uid).unwrap()), None);
    for key in snapshot.keys.iter_mut().filter(|key| key.uid != uid).take(2) {
        key.fingerprint = Some([1; 16]);
    }
    let about = About::of(&snapshot, uid).unwrap();
    assert_eq!(same_words(&about).as_deref(), Some("Same value in 2 other places"));
    assert_eq!(about.same[0].1, "ALGOLIA_ADMIN_KEY in Storefront development");

    let mut rotate = Rotate::new(&snapshot, uid, Arc::new(Same(1))).unwrap();
    rotate.input.fill("a new value");
    rotate.changed(true, 0.0);
    assert_eq!(rotate.footer().primary, "Rotate 3 keys");
    let mut wishes = Vec::new();
    rotate.submit(&mut wishes);
    let Some(Wish::Ask(Request::Rotate(asked, wish))) = wishes.pop() else { panic!("nothing was asked") };
    assert_eq!((asked, wish.also.len(), wish.value.expose()), (uid, 2, b"a new value".as_slice()));
    let foot = rotate.footer();
    assert_eq!((foot.note.as_str(), foot.busy, foot.acts), ("Saving in GNOME Keyring…", true, false));
    rotate.submit(&mut wishes);
    assert!(wishes.is_empty(), "it is asked for once");
}

#[test]
fn a_failed_attempt_keeps_the_value_and_says_that_nothing_changed() {
    let [title, why, advice] = ["Couldn't rotate X.", "GNOME Keyring is locked.", "Unlock it."].map(str::to_owned);
    let failure = Failure::new(title, why, advice);
    assert_eq!(failed_words(&failure), "GNOME Keyring is locked. Nothing was changed.");
    let about = about(|_| {});
    let attempt = Attempt::Failed(failed_words(&failure), failure.details.clone());
    let foot = foot(&about, &pasted("x", None), &attempt);
    assert_eq!((foot.bad, foot.acts, foot.primary.as_str()), (true, true, "Try again"));
    let [title, why, advice] = ["Keyloft made a mistake.", "It stopped.", "Look, then try again."].map(str::to_owned);
    assert_eq!(failed_words(&Failure::new(title, why, advice)), "Keyloft made a mistake. Look, then try again.");
}

#[test]
fn a_pair_asks_for_its_key_id_and_names_the_old_one() {
    let snapshot = sample::snapshot();
    let aws = snapshot.keys.iter().find(|key| key.name() == "AWS_SECRET_ACCESS_KEY").unwrap();
    let about_it = About::of(&snapshot, aws.uid).unwrap();
    assert_eq!(about_it.pair, Some(("AWS_ACCESS_KEY_ID".to_owned(), Some("made-up-id".to_owned()))));
    assert_eq!(about(|_| {}).pair, None);
}

#[test]
fn what_is_made_has_no_provider_to_end_it_and_drops_the_old_day() {
    let (snapshot, uid) = with(|key| key.expiry = Expiry::On(key.created_at.date_naive()));
    let mut rotate = Rotate::new(&snapshot, uid, Arc::new(Same(7))).unwrap();
    rotate.take_way(Way::Generate, 0.0);
    assert_eq!(rotate.held, Held::Awaited);
    rotate.hear_shape(ShapeLook::Other);
    assert!(matches!(rotate.held, Held::Made(bits) if bits > 230.0));
    let mut wishes = Vec::new();
    rotate.submit(&mut wishes);
    let Some(Wish::Ask(Request::Rotate(_, wish))) = wishes.pop() else { panic!("nothing was asked") };
    assert_eq!((wish.facts.expires, wish.facts.rotate_every), (Some(DateWish::NotKnown), None));
    assert_eq!(wish.value.len(), 40);
    let mut rotate = Rotate::new(&snapshot, uid, Arc::new(Same(7))).unwrap();
    rotate.take_way(Way::Generate, 0.0);
    rotate.take_way(Way::Paste, 0.0);
    rotate.hear_shape(ShapeLook::Other);
    assert!(rotate.input.is_empty() && rotate.held == Held::Nothing, "what was made is not left behind");
}

#[test]
fn a_typed_value_is_asked_about_after_a_pause_and_a_pasted_one_at_once() {
    let (snapshot, uid) = with(|_| {});
    let mut rotate = Rotate::new(&snapshot, uid, Arc::new(Same(1))).unwrap();
    let mut wishes = Vec::new();
    rotate.input.fill("x");
    rotate.changed(false, 10.0);
    assert!(rotate.ask_whose(10.1, &mut wishes).is_some() && wishes.is_empty());
    assert!(rotate.ask_whose(10.3, &mut wishes).is_none() && wishes.len() == 1);
    rotate.changed(true, 11.0);
    rotate.ask_whose(11.0, &mut wishes);
    assert_eq!(wishes.len(), 2);
    rotate.ask_whose(12.0, &mut wishes);
    assert_eq!(wishes.len(), 2, "the same value is not asked about again");
}

#[test]
fn places_are_counted_as_they_are_ticked() {
    let about = about(|key| {
        key.used_in = ["Vercel", "the server in Oslo"].map(|place| UsedIn { place: place.to_owned() }).to_vec();
    });
    assert_eq!(about.used_in, ["Vercel", "the server in Oslo"]);
    assert_eq!(places_note(1, 2), "1 of 2 done");
}
