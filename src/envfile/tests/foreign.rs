//! What other tools write out, as they write it.

use super::*;
use crate::envfile::{Entry, ReadError, Reason};

fn read_auto(text: &str) -> Parsed {
    read(text.as_bytes(), Dialect::Auto).unwrap()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn from(place: &str) -> Note {
    Note::From(place.to_owned())
}

fn renamed(title: &str) -> Note {
    Note::Renamed(title.to_owned())
}

fn find<'a>(parsed: &'a Parsed, name: &str) -> &'a Entry {
    parsed.entries.iter().find(|entry| entry.name.as_str() == name).unwrap()
}

fn tags(entry: &Entry) -> Vec<String> {
    entry.beside.as_ref().map_or_else(Vec::new, |beside| beside.tags.clone())
}

fn address(entry: &Entry) -> Option<&str> {
    entry.beside.as_ref().and_then(|beside| beside.address.as_deref())
}

/// `infisical export --format=json`: every field of its own, tags as objects or null.
#[test]
fn infisical_writes_an_array() {
    let json = r#"[
  {"key":"API_TOKEN","workspace":"6","value":"it's $x\n","type":"shared","_id":"a","secretPath":"/","tags":[{"_id":"t","name":"Billing","slug":"billing","workspace":"6"},"loose"],"comment":"from the dashboard","Etag":"","skipMultilineEncoding":false},
  {"key":"PORT","value":"8080","type":"shared","_id":"b","secretPath":"/web/server","tags":null,"comment":""},
  {"key":"PORT","value":"9090","type":"personal","_id":"c","secretPath":"/jobs","tags":[]},
  {"key":"EMPTY","value":"","tags":"odd","comment":7}
]"#;
    let parsed = read_auto(json);
    assert_eq!(parsed.dialect, Dialect::ToolJson);
    assert_eq!(
        values(&parsed),
        [pair("API_TOKEN", "it's $x\n"), pair("PORT", "8080"), pair("PORT_2", "9090"), pair("EMPTY", "")]
    );
    assert_eq!(parsed.entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [2, 3, 4, 5]);
    let token = &parsed.entries[0];
    assert_eq!(
        (token.comment.as_deref(), &tags(token)[..]),
        (Some("from the dashboard"), &["Billing", "loose"].map(String::from)[..])
    );
    assert_eq!(parsed.entries[1].notes(), [from("/web/server")]);
    assert_eq!(parsed.entries[2].notes(), [renamed("PORT"), Note::NameTaken("PORT".into()), from("/jobs")]);
}

/// `infisical export --format=csv`: Go's writer, which quotes only where it must.
#[test]
fn infisical_writes_a_list() {
    let parsed = read_auto("Key,Value\nAPI_TOKEN,\"a \"\"quoted\"\", b\"\nLINES,\"one\ntwo\"\nEMPTY,\nFORMULA,=1+1\n");
    assert_eq!(parsed.dialect, Dialect::Csv);
    assert_eq!(
        values(&parsed),
        [pair("API_TOKEN", "a \"quoted\", b"), pair("LINES", "one\ntwo"), pair("FORMULA", "=1+1")]
    );
    assert_eq!((parsed.problems[0].line, &parsed.problems[0].reason), (5, &Reason::NoValue));
    for end in ["\n", "\r\n"] {
        let text = ["Key;Value", "A;1", "", "B;\"2", "2\"", "C;3", ""].join(end);
        let lines: Vec<u32> = read_auto(&text).entries.iter().map(|entry| entry.line).collect();
        assert_eq!(lines, [2, 4, 6], "{end:?}");
    }
}

/// `doppler secrets download --format json` is flat; `doppler secrets --json` is not.
#[test]
fn doppler_writes_flat_and_nested_json() {
    let flat = "{\"DOPPLER_CONFIG\":\"dev\",\"DOPPLER_PROJECT\":\"shop\",\"API_TOKEN\":\"a\\u0026b\",\"PEM\":\"one\\ntwo\\n\"}\n";
    let parsed = read_auto(flat);
    assert_eq!(parsed.dialect, Dialect::Json);
    assert_eq!(
        values(&parsed),
        [
            pair("DOPPLER_CONFIG", "dev"),
            pair("DOPPLER_PROJECT", "shop"),
            pair("API_TOKEN", "a&b"),
            pair("PEM", "one\ntwo\n")
        ]
    );
    let nested = r#"{
  "API_TOKEN": {"computed": "made up", "computedVisibility": "masked", "note": "of the shop", "raw": "${OTHER}"},
  "HIDDEN": {"computed": null, "computedVisibility": "restricted", "note": ""}
}"#;
    let parsed = read_auto(nested);
    assert_eq!(values(&parsed), [pair("API_TOKEN", "made up")]);
    assert_eq!(parsed.entries[0].comment.as_deref(), Some("of the shop"));
    assert_eq!((parsed.problems[0].line, &parsed.problems[0].reason), (3, &Reason::NoValue));
}

#[test]
fn bitwarden_secrets_manager_writes_projects_and_secrets() {
    let json = r#"{"projects": [{"id": "1", "name": "shop"}, {"id": "9", "name": "other"}],
 "secrets": [
  {"key": "Stripe Secret", "value": "made up", "note": "live", "projectIds": ["1"], "id": "2"},
  {"key": "stripe secret", "value": "another", "note": "", "projectIds": [], "id": "3"},
  {"key": "Stripe Secret", "value": "made up", "note": "", "projectIds": ["9"], "id": "4"}]}"#;
    let parsed = read_auto(json);
    assert_eq!(values(&parsed), [pair("STRIPE_SECRET", "made up"), pair("STRIPE_SECRET_2", "another")]);
    // What says the same twice is one, and it is said.
    assert_eq!(find(&parsed, "STRIPE_SECRET").notes(), [renamed("Stripe Secret"), from("other"), Note::Duplicate]);
    // `bws secret list`: an array.
    let list = r#"[{"object": "secret", "id": "2", "organizationId": "3", "projectId": "1", "key": "A", "value": "x",
        "note": "", "creationDate": "2026-01-01T00:00:00Z", "revisionDate": "2026-01-01T00:00:00Z"}]"#;
    assert_eq!(values(&read_auto(list)), [pair("A", "x")]);
}

#[test]
fn bitwarden_writes_logins() {
    let csv = "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n\
               Work/AWS,1,login,Database,by the team,\"PIN: 1\nsalt: 2\",0,\"https://db.example,https://db2.example\",app,made up,ABC\n\
               ,,note,Only words,x,,0,,,,\n\
               ,,login,Database,,,0,,,other value,\n";
    let parsed = read_auto(csv);
    assert_eq!(values(&parsed), [pair("Database", "made up"), pair("Database_2", "other value")]);
    let entry = &parsed.entries[0];
    assert_eq!(entry.comment.as_deref(), Some("by the team\nUsername: app"));
    assert_eq!(address(entry), Some("https://db.example"));
    assert_eq!(entry.notes(), [from("Work/AWS"), Note::NotTaken(vec!["its one-time code", "its further fields"])]);
    assert_eq!((parsed.problems.len(), parsed.problems[0].line), (1, 4));
    let organisation = "collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n\
                        \"Shop,Ops\",login,K,,,0,,,v,\n";
    assert_eq!(read_auto(organisation).entries[0].notes(), [from("Shop,Ops")]);
}

/// KeePassXC quotes every field, and its own root group stands before every other.
#[test]
fn keepassxc_writes_groups() {
    let list = "\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\",\"Icon\",\"Last Modified\",\"Created\"\n\
                \"Root\",\"My API\",\"me\",\"made \"\"up\"\"\",\"https://x.example\",\"\",\"\",\"0\",\"2026-01-02T03:04:05Z\",\"2026-01-01T00:00:00Z\"\n\
                \"Root/Shop\",\"ключ\",\"\",\"p\",\"https://u:w@x.example\",\"two\nlines\",\"otpauth://totp/x\",\"0\",\"\",\"\"\n";
    let parsed = read_auto(list);
    assert_eq!(values(&parsed), [pair("MY_API", "made \"up\""), pair("UNNAMED", "p")]);
    assert_eq!(parsed.entries[0].notes(), [renamed("My API")]);
    assert_eq!(parsed.entries[0].comment.as_deref(), Some("Username: me"));
    let second = &parsed.entries[1];
    assert_eq!(
        second.notes(),
        [renamed("ключ"), from("Root/Shop"), Note::NotTaken(vec!["its one-time code", "its address"])]
    );
    assert_eq!((second.comment.as_deref(), address(second)), (Some("two\nlines"), None));
}

#[test]
fn one_password_writes_tags() {
    let list = "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\n\
                Mail key,https://m.example,me,made up,,false,false,work;shop,\n\
                Old one,,me,gone,,false,true,,\n";
    let parsed = read_auto(list);
    assert_eq!(values(&parsed), [pair("MAIL_KEY", "made up")]);
    assert_eq!(tags(&parsed.entries[0]), ["shop", "work"]);
    assert_eq!((parsed.problems[0].line, &parsed.problems[0].reason), (3, &Reason::Archived));
    assert!(matches!(read(b"a,b\n1,2\n", Dialect::Csv), Err(ReadError::Csv { line: 1 })));
    assert_eq!(values(&read_auto("name;password\nA;x,y\n")), [pair("A", "x,y")], "as a spreadsheet saves it again");
}

/// A secret in a note, a tag, a folder or a title goes nowhere else than into the store.
#[test]
fn what_may_be_a_secret_is_no_tag_and_no_note() {
    let token = "a1B2".repeat(8);
    let list = format!("name,value,notes,tags,folder\n\"My {token}\",v,was {token},{token};fine,{token}\n");
    let parsed = read_auto(&list);
    let entry = &parsed.entries[0];
    assert_eq!(tags(entry), ["fine"]);
    assert_eq!(entry.notes(), [renamed("")]);
    assert_eq!(crate::envfile::comment_as_note(entry.comment.as_deref().unwrap()), None);
}

#[test]
fn secrets_of_kubernetes_are_read_from_yaml_lists_and_json() {
    let yaml = "# made by hand\napiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\n  namespace: web\ntype: Opaque\ndata:\n  A: YQ==\n  \"NO\": bm8=\n\
                stringData:\n  B: |\n    two\n    lines\n  A: over\n---\napiVersion: v1\nkind: ConfigMap\ndata:\n  C: not a secret\n\
                ---\napiVersion: v1\nkind: Secret\nmetadata: {name: other}\ndata:\n  A: YQ==\n  tls.key: YQ==\n";
    let parsed = read_auto(yaml);
    assert_eq!(
        values(&parsed),
        [pair("NO", "no"), pair("A", "over"), pair("B", "two\nlines\n"), pair("A_2", "a"), pair("TLS_KEY", "a")]
    );
    assert_eq!(find(&parsed, "NO").notes(), [from("web/shop")]);
    assert_eq!((find(&parsed, "NO").line, find(&parsed, "B").line), (10, 12));
    assert_eq!(parsed.problems[0].reason.to_string(), "is no Secret but ConfigMap; it was left out");
    // `kubectl get secrets -o json`, with the annotation that holds everything once more.
    let json = r#"{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Secret",
        "metadata": {"name": "s", "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{\"data\":{\"A\":\"YQ==\"}}"}},
        "data": {"A": "YQ==", "B": "!"}, "type": "Opaque"}]}"#;
    let parsed = read_auto(json);
    assert_eq!(values(&parsed), [pair("A", "a")]);
    assert_eq!(parsed.problems[0].reason, Reason::NotBase64);
    let ours = writing::written(&[("NO", b"\xff"), ("A", b"x")], crate::envfile::Target::K8s, Some("header"));
    let parsed = read(ours.text.expose(), Dialect::Auto).unwrap();
    assert_eq!(find(&parsed, "A").value.expose(), b"x");
    assert_eq!(find(&parsed, "NO").value.expose(), b"\xff");
}

#[test]
fn an_inventory_has_no_values_and_says_so() {
    let parsed =
        read_auto(r#"[{"ref": "shop/dev/A", "project": "shop", "environment": "dev", "name": "A", "kind": "token"}]"#);
    assert!(parsed.entries.is_empty());
    assert_eq!(parsed.problems[0].reason.to_string(), "A has no value: an inventory lists keys without their secrets");
}

#[test]
fn titles_that_come_to_one_name_get_several() {
    let titles = ["My key", "MY_KEY", "my-key", "My key 2", "my_key"];
    let rows: String = titles.iter().enumerate().map(|(n, title)| format!("{title},v{n}\n")).collect();
    let parsed = read_auto(&format!("name,value\n{rows}"));
    let mut names: Vec<String> = parsed.entries.iter().map(|entry| entry.name.as_str().to_uppercase()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), titles.len(), "none is lost, none differs from another in case alone");
    // As many as a file may have, all of one title, in one pass.
    let rows: String = (0..50_000).map(|n| format!("Key,{n}\n")).collect();
    assert_eq!(read_auto(&format!("name,value\n{rows}")).entries.len(), 50_000);
}

/// Bitwarden, "Export vault" as .json: every field that its items have.
fn vault_of_bitwarden(items: &serde_json::Value) -> String {
    let folders = serde_json::json!([{ "id": "f1", "name": "Work" }]);
    let all = serde_json::json!({ "encrypted": false, "folders": folders, "items": items });
    serde_json::to_string_pretty(&all).unwrap()
}

fn record(kind: u8, name: &str, parts: serde_json::Value) -> serde_json::Value {
    let mut all = serde_json::json!({
        "passwordHistory": null, "revisionDate": "2026-01-02T03:04:05.000Z", "creationDate": "2026-01-02T03:04:05.000Z",
        "deletedDate": null, "archivedDate": null, "id": "i1", "organizationId": null, "folderId": null, "type": kind,
        "reprompt": 0, "name": name, "notes": null, "favorite": false, "collectionIds": null
    });
    all.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
    all
}

#[test]
fn bitwardens_vault_is_read() {
    let login = serde_json::json!({
        "fido2Credentials": [], "username": "app", "password": "pass \"word\"\n", "totp": "otp",
        "uris": [{ "match": null, "uri": "https://dash.example.com" }, { "match": null, "uri": "https://b.example.com" }]
    });
    let fields = serde_json::json!([
        { "name": "secret key", "value": "hidden", "type": 1, "linkedId": null },
        { "name": "STRIPE_WEBHOOK", "value": "text", "type": 0, "linkedId": null },
        { "name": "live", "value": "true", "type": 2, "linkedId": null },
        { "name": "user", "value": null, "type": 3, "linkedId": 100 },
        { "name": "", "value": "nameless", "type": 0, "linkedId": null }
    ]);
    let text = vault_of_bitwarden(&serde_json::json!([
        record(
            1,
            "Stripe",
            serde_json::json!({ "login": login, "fields": fields, "folderId": "f1", "notes": "by the team" })
        ),
        record(2, "Deploy Note", serde_json::json!({ "secureNote": { "type": 0 }, "notes": "line 1\nline 2" })),
        record(3, "Card", serde_json::json!({ "card": { "number": "1" } })),
        record(
            5,
            "Server",
            serde_json::json!({ "sshKey": { "privateKey": "key", "publicKey": "p", "keyFingerprint": "f" } })
        ),
        record(
            1,
            "Empty",
            serde_json::json!({ "login": { "uris": [], "username": null, "password": null, "totp": null } })
        ),
        record(
            1,
            "Gone",
            serde_json::json!({ "login": { "password": "x" }, "deletedDate": "2026-01-02T03:04:05.000Z" })
        ),
    ]));
    let parsed = read_auto(&text);
    assert_eq!(parsed.dialect, Dialect::ToolJson);
    let expected = [
        ("Stripe", "pass \"word\"\n"),
        ("STRIPE_SECRET_KEY", "hidden"),
        ("STRIPE_WEBHOOK", "text"),
        ("DEPLOY_NOTE", "line 1\nline 2"),
        ("Server", "key"),
    ];
    assert_eq!(values(&parsed), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let stripe = &parsed.entries[0];
    assert_eq!(stripe.comment.as_deref(), Some("by the team\nUsername: app"));
    assert_eq!(address(stripe), Some("https://dash.example.com"));
    assert_eq!(stripe.notes(), [from("Work"), Note::NotTaken(vec!["its one-time code"])]);
    assert_eq!(parsed.entries[3].comment, None, "a note that is the value is no note beside it");
    let reasons: Vec<_> = parsed.problems.iter().map(|problem| problem.reason.clone()).collect();
    assert_eq!(reasons, [Reason::NoKey, Reason::NoValue, Reason::Archived]);
    assert_eq!(text.lines().nth(stripe.line as usize - 1).map(str::trim), Some("{"));
}

#[test]
fn encrypted_vaults_of_bitwarden_are_refused_with_what_to_do() {
    for text in [
        r#"{"encrypted": true, "encKeyValidation_DO_NOT_EDIT": "2.x", "folders": [], "items": [{"name": "2.y"}]}"#,
        r#"{"encrypted": true, "passwordProtected": true, "salt": "s", "kdfType": 0, "data": "2.x"}"#,
    ] {
        for dialect in [Dialect::Auto, Dialect::ToolJson] {
            let error = read(text.as_bytes(), dialect).unwrap_err();
            assert_eq!(error, ReadError::Encrypted);
            assert!(error.to_string().contains("without encryption"));
        }
    }
    // A flat file may have such a name.
    let flat = read_auto(r#"{"encrypted": true, "A": "x"}"#);
    assert_eq!((flat.dialect, flat.entries.len()), (Dialect::Json, 2));
}
