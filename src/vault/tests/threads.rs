//! Two faces and many threads over one vault.

use std::sync::atomic::{AtomicU64, Ordering};

use super::bench::{BOTH, Bench, Seeded, assert_sound, live, secret, trials, uid, wish};
use crate::catalog::CatalogError;
use crate::model::UseKind;
use crate::vault::{Error, RecordState, Vault};

#[test]
fn eight_threads_lose_no_update_and_never_see_a_busy_vault() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/SHARED", b"first")).unwrap();
        let rotations = AtomicU64::new(0);
        let each = trials(12, 100);
        std::thread::scope(|scope| {
            for thread in 0..8_u64 {
                let (bench, rotations) = (&bench, &rotations);
                // A world's clones share everything but the random numbers of this thread's own.
                let mut world = bench.world.clone();
                world.random = std::sync::Arc::new(Seeded::new(1_000 + thread));
                std::thread::Builder::new()
                    .name(format!("writer {thread}"))
                    .spawn_scoped(scope, move || {
                        let mut vault = Vault::open(&bench.home(), &world).unwrap();
                        let key = crate::store::VaultKey::from_secret(&bench.key).unwrap();
                        assert!(vault.unlock_with_key(&key).unwrap());
                        for at in 0..each {
                            let name = format!("shop/dev/T{thread}_{at}");
                            vault.add(wish(&name, name.as_bytes())).unwrap();
                            let shared = uid(&vault, "shop/dev/SHARED");
                            match vault.rotate(shared, secret(name.as_bytes()), None, None) {
                                Ok(()) => {
                                    rotations.fetch_add(1, Ordering::SeqCst);
                                }
                                Err(Error::BeingChanged | Error::ChangedMeanwhile) => {}
                                Err(Error::Catalog(CatalogError::Busy)) => panic!("busy"),
                                Err(other) => panic!("{other:?}"),
                            }
                            vault.get(uid(&vault, &name), UseKind::Get, None).unwrap();
                            vault.list().unwrap();
                        }
                    })
                    .unwrap();
            }
        });
        let mut vault = bench.open();
        vault.recover().unwrap();
        for thread in 0..8 {
            for at in 0..each {
                let name = format!("shop/dev/T{thread}_{at}");
                assert_eq!(live(&mut vault, &name), name.as_bytes());
            }
        }
        assert_eq!(vault.list().unwrap().keys.len() as u64, 8 * each + 1);
        let key = uid(&vault, "shop/dev/SHARED");
        let versions = vault.catalog.versions_of(key).unwrap().len() as u64;
        assert_eq!(versions, 1 + rotations.load(Ordering::SeqCst), "each rotation that was said to be saved stands");
        assert_sound(&mut vault, "after eight threads");
        assert!(matches!(vault.verify_activity().unwrap(), RecordState::Unbroken { .. }));
    }
}
