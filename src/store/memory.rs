//! A store that forgets everything with the program: tests and the sample.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Item, ItemFacts, MAX_SECRET_BYTES, SecretStore, StoreError, StoreKind};
use crate::model::Secret;

/// Secrets in this process's memory, for one vault.
#[derive(Debug, Default)]
pub struct MemoryStore {
    items: Arc<Mutex<BTreeMap<Item, Secret>>>,
}

impl MemoryStore {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// A second door to the same secrets: for a vault that is opened again.
    pub fn share(&self) -> Self {
        Self { items: Arc::clone(&self.items) }
    }

    fn items(&self) -> MutexGuard<'_, BTreeMap<Item, Secret>> {
        // A panic elsewhere leaves the map whole: each call is one operation on it.
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn not_found(&self) -> StoreError {
        StoreError::NotFound { store: self.title() }
    }
}

impl SecretStore for MemoryStore {
    fn kind(&self) -> StoreKind {
        StoreKind::Memory
    }

    fn title(&self) -> String {
        "this program's memory".into()
    }

    fn limit(&self) -> usize {
        MAX_SECRET_BYTES
    }

    fn probe(&mut self, _deadline: Duration) -> Result<(), StoreError> {
        Ok(())
    }

    fn unlock(&mut self, _deadline: Duration) -> Result<(), StoreError> {
        Ok(())
    }

    fn put(&mut self, facts: &ItemFacts, value: &Secret, _deadline: Duration) -> Result<(), StoreError> {
        if value.len() > self.limit() {
            return Err(StoreError::TooLarge { store: self.title(), bytes: value.len(), limit: self.limit() });
        }
        if self.items().contains_key(&facts.item) {
            return Err(StoreError::Failed { store: self.title(), reason: "the item exists already".into() });
        }
        self.items().insert(facts.item, value.duplicate());
        Ok(())
    }

    fn get(&mut self, item: &Item, _deadline: Duration) -> Result<Secret, StoreError> {
        self.items().get(item).map(Secret::duplicate).ok_or_else(|| self.not_found())
    }

    fn get_many(&mut self, items: &[Item], deadline: Duration) -> Result<Vec<Result<Secret, StoreError>>, StoreError> {
        Ok(items.iter().map(|item| self.get(item, deadline)).collect())
    }

    fn delete(&mut self, item: &Item, _deadline: Duration) -> Result<(), StoreError> {
        self.items().remove(item).map(drop).ok_or_else(|| self.not_found())
    }

    fn list(&mut self, _deadline: Duration) -> Result<Vec<Item>, StoreError> {
        Ok(self.items().keys().copied().collect())
    }
}
