//! The vault's verbs held to the design pages: over a sealed vault and over a keychain that fails on demand.

mod bench;
mod bulk;
mod clock;
mod copying;
mod crashes;
mod damage;
mod elsewhere;
mod exporting;
mod importing;
mod late;
mod looking;
mod lost;
mod moving;
mod never;
mod passphrase;
mod plans;
mod put_off;
mod readable;
mod record;
mod recovery;
mod running;
mod store;
mod threads;
mod undoing_imports;
mod verbs;
mod versions;
