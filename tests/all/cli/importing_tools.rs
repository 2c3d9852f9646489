//! `import` of what other tools write out.

use serde_json::{Value, json};

use super::importing::import;
use super::{Desk, sentence};

#[test]
fn what_other_tools_write_out_is_told_by_its_content() {
    let desk = Desk::new();
    let value = super::random();
    desk.file(
        "vault.csv",
        format!("folder,type,name,notes,login_password\n,login,Stripe Secret,by the team,{value}\n"),
    );
    let said = desk.run(["import", "vault.csv", "--into", "shop/dev"]).done().stderr;
    assert!(said.contains("STRIPE_SECRET (line 2): is called Stripe Secret in the file"), "{said}");
    assert_eq!(desk.get("shop/dev/STRIPE_SECRET"), value.as_bytes());
    desk.file("secret.yaml", desk.run(["export", "shop/dev", "--for", "k8s"]).done().stdout);
    desk.run(["import", "secret.yaml", "--into", "shop/staging"]).done();
    assert_eq!(desk.get("shop/staging/STRIPE_SECRET"), value.as_bytes());
    desk.file("inventory.json", desk.run(["ls", "--json"]).done().stdout);
    let said = desk.run(["import", "inventory.json", "--into", "shop/test"]).done().stderr;
    assert!(said.contains("STRIPE_SECRET has no value: an inventory lists keys without their secrets"), "{said}");
}

#[test]
fn tags_addresses_and_notes_of_other_tools_come_along_and_the_rest_is_told() {
    let desk = Desk::new();
    let (value, other) = (super::random(), super::random());
    let rows = format!(
        "Shop/Live,Mail key,me,{value},https://m.example,ask Dana,otpauth://x\n,Mail-key,,{other},https://m.example/?k=1,was {other},\n"
    );
    let list = format!("Group,Title,Username,Password,URL,Notes,TOTP\n{rows}");
    let said = import(&desk, "pass.csv", &list, &[]).done().stderr;
    for told in [
        "pass.csv as a spreadsheet reads it",
        "MAIL_KEY (line 2): is called Mail key in the file",
        "MAIL_KEY (line 2): is in Shop/Live in the file",
        "MAIL_KEY (line 2): its one-time code stayed out",
        "MAIL_KEY_2 (line 3): got a number, because another one is called MAIL_KEY",
        "MAIL_KEY_2 (line 3): its address stayed out",
        "MAIL_KEY_2 (line 3): its comment was left out: it may hold a secret",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains(&value) && !said.contains(&other));
    assert_eq!(desk.get("shop/dev/MAIL_KEY"), value.as_bytes());
    assert_eq!(desk.get("shop/dev/MAIL_KEY_2"), other.as_bytes());
    let facts = desk.facts("shop/dev/MAIL_KEY");
    assert_eq!(facts["endpoint"], "https://m.example");
    assert_eq!(desk.facts("shop/dev/MAIL_KEY_2")["endpoint"], Value::Null);
    assert!(desk.text(["show", "shop/dev/MAIL_KEY", "--note"]).contains("Username: me"));
    let json = format!("[{{\"key\": \"TAGGED\", \"value\": \"{value}\", \"tags\": [{{\"name\": \"billing\"}}]}}]");
    import(&desk, "infisical.json", json, &[]).done();
    assert_eq!(desk.facts("shop/dev/TAGGED")["tags"], json!(["billing"]));
}

#[test]
fn bitwardens_vault_comes_in_and_an_encrypted_one_is_refused_with_what_to_do() {
    let desk = Desk::new();
    let (password, field) = (super::random(), super::random());
    let vault = json!({
        "encrypted": false,
        "folders": [{ "id": "f", "name": "Work" }],
        "items": [
            { "type": 1, "name": "Stripe live", "folderId": "f", "notes": null,
              "login": { "username": "ops", "password": password, "uris": [{ "uri": "https://dash.example.com" }] },
              "fields": [{ "name": "webhook", "value": field, "type": 1 }] },
            { "type": 4, "name": "Me", "identity": { "firstName": "A" } },
        ],
    });
    let said = import(&desk, "bitwarden_export.json", vault.to_string(), &["--format", "bitwarden"]).done().stderr;
    for told in [
        "as the tool that wrote it reads it",
        "STRIPE_LIVE (line 1): is called Stripe live in the file",
        "STRIPE_LIVE (line 1): is in Work in the file",
        "line 1 is a card or an identity, which is no key; it was left out",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert_eq!(desk.get("shop/dev/STRIPE_LIVE"), password.as_bytes());
    assert_eq!(desk.get("shop/dev/STRIPE_LIVE_WEBHOOK"), field.as_bytes());
    assert_eq!(desk.facts("shop/dev/STRIPE_LIVE")["endpoint"], "https://dash.example.com");
    let locked = json!({ "encrypted": true, "passwordProtected": true, "salt": "s", "data": "2.x" }).to_string();
    let said = sentence(&import(&desk, "locked.json", locked, &[]).exits(1));
    assert!(said.contains("it is encrypted") && said.contains("Export it again as .json without encryption"), "{said}");
}
