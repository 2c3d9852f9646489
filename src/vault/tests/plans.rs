//! The cost of one change does not grow with the catalog: what runs on its way is found by an index.

use std::sync::Mutex;

use super::bench::{Bench, secret, uid, wish};
use crate::model::{Facts, UseKind};
use crate::store::StoreKind;
use crate::vault::NewKeyWish;

static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn note(event: rusqlite::trace::TraceEvent<'_>) {
    if let rusqlite::trace::TraceEvent::Stmt(statement, _) = event {
        SEEN.lock().unwrap().push(statement.sql().into_owned());
    }
}

#[test]
fn no_statement_on_the_way_of_a_change_reads_a_whole_table() {
    for kind in [StoreKind::Keychain, StoreKind::Sealed] {
        let (bench, mut vault) = Bench::new(kind);
        vault.catalog.share().trace_v2(rusqlite::trace::TraceEventCodes::SQLITE_TRACE_STMT, Some(note));
        vault.add(NewKeyWish { key_id: Some("id".into()), ..wish("shop/dev/A", b"a") }).unwrap();
        let key = uid(&vault, "shop/dev/A");
        vault.rotate(key, secret(b"second"), None, None).unwrap();
        vault.undo_rotate(key).unwrap();
        vault.edit(key, &Facts { owner: Some("Ada".into()), ..Facts::default() }, None).unwrap();
        vault.get(key, UseKind::Get, None).unwrap();
        vault.history(key).unwrap();
        vault.holders(&secret(b"second")).unwrap();
        vault.settings().unwrap();
        bench.days(8);
        vault.forget_due().unwrap();
        vault.disable(&[key]).unwrap();
        vault.delete(&[key], true).unwrap();
        vault.catalog.share().trace_v2(rusqlite::trace::TraceEventCodes::empty(), None);

        let mut statements = std::mem::take(&mut *SEEN.lock().unwrap());
        statements.sort();
        statements.dedup();
        let words = ["SELECT", "UPDATE", "DELETE", "INSERT"];
        statements.retain(|sql| words.iter().any(|word| sql.trim_start().starts_with(word)));
        assert!(statements.len() > 30, "the trace heard {} statements", statements.len());
        let conn = vault.catalog.share();
        for sql in statements {
            let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let count = plan.parameter_count();
            let nothing = vec![rusqlite::types::Value::Null; count];
            let lines: Vec<String> = plan
                .query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            for line in lines {
                // The settings are a few rows; an index that holds only what is due is read whole on purpose.
                let on_purpose = line.contains("versions_going") || line.contains("activity_of_places");
                let whole = line.starts_with("SCAN") && !on_purpose;
                assert!(!whole || line.contains("settings") || line.contains("CONSTANT ROW"), "{line}: {sql}");
            }
        }
    }
}
