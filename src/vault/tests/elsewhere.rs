//! Another keychain took the place of the vault's while it stayed open, as KWallet may that of GNOME Keyring: it answers, is open,
//! and holds nothing of this vault.

use super::bench::{Bench, assert_sound, find, held, secret, wish};
use crate::store::StoreKind;
use crate::vault::{Error, Vault};

type Act = fn(&mut Vault) -> Result<(), Error>;

const ACTS: [(&str, Act); 5] = [
    ("add", |vault| vault.add(wish("shop/dev/NEW", b"new")).map(drop)),
    ("rotate", |vault| vault.rotate(find(vault, "shop/dev/A").uid, secret(b"second"), None, None).map(drop)),
    ("undo", |vault| vault.undo_rotate(find(vault, "shop/dev/B").uid).map(drop)),
    ("delete", |vault| vault.delete(&[find(vault, "shop/dev/C").uid], true).map(drop)),
    ("look", |vault| vault.stands_within(std::time::Duration::from_secs(1))),
];

#[test]
fn nothing_goes_into_a_keychain_that_took_the_place_of_the_vaults_and_nothing_is_begun() {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    for name in ["A", "B", "C"] {
        vault.add(wish(&format!("shop/dev/{name}"), b"first")).unwrap();
    }
    vault.rotate(find(&vault, "shop/dev/B").uid, secret(b"second"), None, None).unwrap();
    vault.disable(&[find(&vault, "shop/dev/C").uid]).unwrap();
    let before = held(&mut vault);
    let ours = bench.keychain.items();
    for (what, act) in ACTS {
        bench.keychain.set_items(Default::default());
        let refused = act(&mut vault);
        assert!(matches!(refused, Err(Error::KeyGone { .. })), "{what}: {refused:?}");
        assert!(bench.keychain.items().is_empty(), "{what}");
        // It is back: nothing was begun that is finished now.
        bench.keychain.set_items(ours.clone());
        assert_eq!(vault.recover().unwrap(), [], "{what}");
        assert_eq!(held(&mut vault), before, "{what}");
    }
    assert_sound(&mut vault, "its own keychain is back");
}
