//! One window over one vault.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use keyloft::fs::Home;
use keyloft::generate::Spec;
use keyloft::gui::App;
use keyloft::jobs::{Opening, start};
use keyloft::model::{ActivityKind, KeyRef, KeyUid, OsRandom, Secret, UseKind};
use keyloft::store::{Item, ItemFacts, MemoryStore, SecretStore, StoreError, StoreKind};
use keyloft::vault::{MakeWish, NewKeyWish, Value, Vault, World};

use crate::all::harness::{TempHome, Xvfb};
use crate::all::helpers::PATIENCE;

/// A keychain in memory that can be locked as a person locks theirs; asked to open, it opens.
struct Lockable {
    inner: MemoryStore,
    locked: Arc<AtomicBool>,
}

impl Lockable {
    fn look(&self) -> Result<(), StoreError> {
        if self.locked.load(Ordering::SeqCst) { Err(StoreError::Locked { store: self.title() }) } else { Ok(()) }
    }
}

impl SecretStore for Lockable {
    fn kind(&self) -> StoreKind {
        StoreKind::Keychain
    }
    fn title(&self) -> String {
        "Test Keyring".into()
    }
    fn limit(&self) -> usize {
        self.inner.limit()
    }
    fn probe(&mut self, deadline: Duration) -> Result<(), StoreError> {
        self.look()?;
        self.inner.probe(deadline)
    }
    fn unlock(&mut self, deadline: Duration) -> Result<(), StoreError> {
        self.locked.store(false, Ordering::SeqCst);
        self.inner.unlock(deadline)
    }
    fn put(&mut self, facts: &ItemFacts, value: &Secret, deadline: Duration) -> Result<(), StoreError> {
        self.look()?;
        self.inner.put(facts, value, deadline)
    }
    fn get(&mut self, item: &Item, deadline: Duration) -> Result<Secret, StoreError> {
        self.look()?;
        self.inner.get(item, deadline)
    }
    fn get_many(&mut self, items: &[Item], deadline: Duration) -> Result<Vec<Result<Secret, StoreError>>, StoreError> {
        self.look()?;
        self.inner.get_many(items, deadline)
    }
    fn delete(&mut self, item: &Item, deadline: Duration) -> Result<(), StoreError> {
        self.look()?;
        self.inner.delete(item, deadline)
    }
    fn list(&mut self, deadline: Duration) -> Result<Vec<Item>, StoreError> {
        self.look()?;
        self.inner.list(deadline)
    }
}

/// A window with everything around it.
pub struct Stage {
    pub window: Harness<'static, App>,
    place: TempHome,
    world: World,
    locked: Arc<AtomicBool>,
    display: Xvfb,
}

/// A text like a secret, new each time.
pub fn made_up() -> String {
    Spec::Base62(40).make(&OsRandom).expose_str().unwrap().to_owned()
}

impl Stage {
    /// Over a vault in a keychain, with these keys; each reference comes with its value.
    pub fn with(keys: &[(&str, &str)]) -> Self {
        Self::over(MakeWish::Keychain, keys)
    }

    /// Over a vault made so.
    pub fn over(wish: MakeWish, keys: &[(&str, &str)]) -> Self {
        Self::built(Some(wish), true, keys)
    }

    /// Where there is no vault yet; the keychain answers, or not.
    pub fn without_vault(answers: bool) -> Self {
        Self::built(None, answers, &[])
    }

    fn built(wish: Option<MakeWish>, answers: bool, keys: &[(&str, &str)]) -> Self {
        let (place, display) = (TempHome::new(), Xvfb::new());
        let locked = Arc::new(AtomicBool::new(!answers));
        let (secrets, lock) = (Mutex::new(MemoryStore::new()), Arc::clone(&locked));
        // The helpers are on that display: the test itself has none.
        let program = place.path().join("keyloft-there");
        let keyloft = env!("CARGO_BIN_EXE_keyloft");
        fs::write(&program, format!("#!/bin/sh\nDISPLAY={} exec '{keyloft}' \"$@\"\n", display.display())).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let world = World {
            keychain: Arc::new(move |_| {
                Box::new(Lockable { inner: secrets.lock().unwrap().share(), locked: Arc::clone(&lock) })
            }),
            program: Some(program),
            ..World::real("window")
        };
        let home = Home::at(&place.vault());
        if let Some(wish) = wish {
            let mut vault = Vault::make(&home, &world, wish).unwrap();
            for (reference, value) in keys {
                add(&mut vault, reference, value);
            }
        }
        let there = world.clone();
        let window =
            Harness::builder().with_size(vec2(1280.0, 820.0)).with_step_dt(0.05).build_eframe(move |context| {
                let wakes = context.egui_ctx.clone();
                let waker: keyloft::jobs::Waker = Arc::new(move || wakes.request_repaint());
                let worker = start(move || Ok(Opening::at(home, there)), Arc::clone(&waker));
                App::new(&context.egui_ctx, worker, waker)
            });
        Self { window, place, world, locked, display }
    }

    /// A second look at the same vault, as it lies there.
    pub fn locked_vault(&self) -> Vault {
        Vault::open(&Home::at(&self.place.vault()), &self.world).unwrap()
    }

    /// The same, open.
    pub fn vault(&self) -> Vault {
        let mut vault = self.locked_vault();
        vault.unlock_with_keychain().unwrap();
        vault
    }

    /// The value that the vault gives for a key.
    pub fn value(&self, reference: &str) -> String {
        let mut vault = self.vault();
        let uid = find(&vault, reference);
        vault.get(uid, UseKind::Get, None).unwrap().expose_str().unwrap().to_owned()
    }

    /// The references of all keys.
    pub fn references(&self) -> Vec<String> {
        self.vault().list().unwrap().keys.iter().map(|key| key.reference.to_string()).collect()
    }

    /// What the record says was done to a key.
    pub fn did(&self, what: ActivityKind) -> bool {
        self.vault().activity(50).unwrap().iter().any(|entry| entry.what == what)
    }

    /// A file in the test's own folder.
    pub fn file(&self, name: &str) -> std::path::PathBuf {
        self.place.path().join(name)
    }

    /// The keychain is locked, as by another program.
    pub fn lock_keychain(&self) {
        self.locked.store(true, Ordering::SeqCst);
    }

    /// It is open again.
    pub fn open_keychain(&self) {
        self.locked.store(false, Ordering::SeqCst);
    }

    /// Draws until it holds; fails with what the window says when it never does.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            self.window.step();
            if holds(self) {
                return;
            }
            assert!(Instant::now() < end, "never happened: {what}\n{}", self.tree());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Draws until the window says these words.
    #[track_caller]
    pub fn sees(&mut self, words: &str) {
        self.until(words, |stage| stage.tree().contains(words));
    }

    /// Draws until it says them no more.
    #[track_caller]
    pub fn misses(&mut self, words: &str) {
        self.until(&format!("no {words}"), |stage| !stage.tree().contains(words));
    }

    /// Clicks what is called so, on top of what else is called so, once it is there and can be clicked.
    #[track_caller]
    pub fn click(&mut self, label: &str) {
        let on = |stage: &Self| {
            let last = stage.window.query_all_by_label(label).last();
            last.is_some_and(|node| !node.accesskit_node().is_disabled())
        };
        self.until(label, on);
        self.window.query_all_by_label(label).last().expect("it was there just now").click();
        self.window.run_steps(3);
    }

    /// The same among nodes of one role: a word may be a heading too.
    #[track_caller]
    pub fn click_role(&mut self, role: Role, label: &str) {
        self.until(label, |stage| stage.window.query_all_by_role_and_label(role, label).next().is_some());
        self.window.query_all_by_role_and_label(role, label).last().expect("it was there just now").click();
        self.window.run_steps(3);
    }

    /// One of several that are called the same, by its place among those that are enabled.
    #[track_caller]
    pub fn click_nth(&mut self, role: Role, label: &str, at: usize) {
        let enabled = |stage: &Self| {
            let nodes = stage.window.query_all_by_role_and_label(role, label);
            nodes.filter(|node| !node.accesskit_node().is_disabled()).count()
        };
        self.until(label, |stage| enabled(stage) > at);
        self.window.query_all_by_role_and_label(role, label).nth(at).expect("it was there just now").click();
        self.window.run_steps(3);
    }

    /// Selects a key by its row.
    #[track_caller]
    pub fn select(&mut self, name: &str) {
        let row = |stage: &Self| {
            let mut rows = stage.window.query_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label());
            rows.find(|row| row.starts_with(&format!("{name},")))
        };
        self.until(name, |stage| row(stage).is_some());
        let row = row(self).expect("it was there just now");
        self.click_role(Role::Row, &row);
    }

    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(3);
    }

    pub fn types(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run_steps(3);
    }

    pub fn pastes(&mut self, text: &str) {
        self.window.event(egui::Event::Paste(text.to_owned()));
        self.window.run_steps(3);
    }

    /// Every label and value in the accessibility tree.
    pub fn tree(&self) -> String {
        let mut words = String::new();
        for node in self.window.root().children_recursive() {
            let node = node.accesskit_node();
            words.extend(node.label());
            words.push(' ');
            words.extend(node.value());
            words.push('\n');
        }
        words
    }

    /// What is on the clipboard of the display.
    pub fn clipboard(&self) -> String {
        let mut xclip = self.display.command("timeout");
        xclip.args(["5", "xclip", "-selection", "clipboard", "-o", "-t", "UTF8_STRING"]);
        String::from_utf8(xclip.stdin(Stdio::null()).output().unwrap().stdout).unwrap()
    }
}

/// Adds a key with a secret.
pub fn add(vault: &mut Vault, reference: &str, value: &str) -> KeyUid {
    let wish =
        NewKeyWish::new(KeyRef::parse(reference).unwrap(), Value::Secret(Secret::new(value.as_bytes().to_vec())));
    vault.add(wish).unwrap()
}

/// The number of a key.
pub fn find(vault: &Vault, reference: &str) -> KeyUid {
    let keys = vault.list().unwrap().keys;
    keys.iter().find(|key| key.reference.to_string() == reference).unwrap_or_else(|| panic!("no {reference}")).uid
}
