//! What other tools write out, as they write it.

use super::*;
use crate::envfile::{ReadError, Reason};

fn read_auto(text: &str) -> Parsed {
    read(text.as_bytes(), Dialect::Auto).unwrap()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn infisical_writes_an_array_or_a_list() {
    let json = r#"[
  {"key": "API_TOKEN", "value": "it's $x\n", "comment": "from the dashboard", "tags": []},
  {"key": "PORT", "value": "8080"}
]"#;
    let parsed = read_auto(json);
    assert_eq!(values(&parsed), [pair("API_TOKEN", "it's $x\n"), pair("PORT", "8080")]);
    assert_eq!((parsed.entries[0].line, parsed.entries[1].line), (2, 3));
    assert_eq!(parsed.entries[0].comment.as_deref(), Some("from the dashboard"));
    let parsed = read_auto("Key,Value\nAPI_TOKEN,\"a \"\"quoted\"\", b\"\nLINES,\"one\ntwo\"\nEMPTY,\n");
    assert_eq!(values(&parsed), [pair("API_TOKEN", "a \"quoted\", b"), pair("LINES", "one\ntwo")]);
    assert_eq!(parsed.problems[0].reason, Reason::NoValue);
}

#[test]
fn bitwarden_writes_secrets_or_logins() {
    let json = r#"{"projects": [{"id": "1", "name": "shop"}],
 "secrets": [{"key": "Stripe Secret", "value": "made up", "note": "live", "projectIds": ["1"], "id": "2"}]}"#;
    let parsed = read_auto(json);
    assert_eq!(values(&parsed), [pair("STRIPE_SECRET", "made up")]);
    assert_eq!(parsed.entries[0].notes, [Note::Renamed("Stripe Secret".to_owned())]);
    let csv = "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n\
               ,,login,Database,by the team,,0,https://db.example,app,made up,\n,,note,Only words,x,,0,,,,\n";
    let parsed = read_auto(csv);
    assert_eq!(values(&parsed), [pair("Database", "made up")]);
    assert_eq!(parsed.entries[0].comment.as_deref(), Some("by the team"));
    assert_eq!(parsed.problems.len(), 1);
}

#[test]
fn password_managers_are_told_by_their_headers() {
    let keepassxc = "\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\",\"Icon\"\n\
                     \"Root\",\"My API\",\"me\",\"made up\",\"https://x.example\",\"\",\"\",\"0\"\n";
    assert_eq!(values(&read_auto(keepassxc)), [pair("MY_API", "made up")]);
    let one = "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\nMail key,https://m.example,me,made up,,false,false,,\n";
    assert_eq!(values(&read_auto(one)), [pair("MAIL_KEY", "made up")]);
    assert!(matches!(read(b"a,b\n1,2\n", Dialect::Csv), Err(ReadError::Csv { line: 1 })));
}

#[test]
fn secrets_of_kubernetes_are_read_from_yaml_lists_and_json() {
    let yaml = "# made by hand\napiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ntype: Opaque\ndata:\n  A: YQ==\n  \"NO\": bm8=\n\
                stringData:\n  B: |\n    two\n    lines\n  A: over\n---\napiVersion: v1\nkind: ConfigMap\ndata:\n  C: not a secret\n";
    assert_eq!(values(&read_auto(yaml)), [pair("NO", "no"), pair("A", "over"), pair("B", "two\nlines\n")]);
    let json =
        r#"{"apiVersion": "v1", "kind": "List", "items": [{"kind": "Secret", "data": {"A": "YQ==", "B": "!"}}]}"#;
    let parsed = read_auto(json);
    assert_eq!(values(&parsed), [pair("A", "a")]);
    assert_eq!(parsed.problems[0].reason, Reason::NotBase64);
    let ours = writing::written(&[("NO", b"\xff"), ("A", b"x")], crate::envfile::Target::K8s, Some("header"));
    let parsed = read(ours.text.expose(), Dialect::Auto).unwrap();
    assert_eq!(parsed.entries[0].value.expose(), b"x");
    assert_eq!(parsed.entries[1].value.expose(), b"\xff");
}

#[test]
fn an_inventory_has_no_values_and_says_so() {
    let parsed =
        read_auto(r#"[{"ref": "shop/dev/A", "project": "shop", "environment": "dev", "name": "A", "kind": "token"}]"#);
    assert!(parsed.entries.is_empty());
    assert_eq!(parsed.problems[0].reason.to_string(), "A has no value: an inventory lists keys without their secrets");
}

#[test]
fn hostile_files_are_refused_or_taken_as_they_are() {
    let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
    let parsed = read_auto(&deep);
    assert!(parsed.entries.is_empty() && parsed.problems[0].reason == Reason::NotAnAssignment);
    let bomb = (0..30)
        .fold("a0: &a0 [x, x]\n".to_owned(), |text, n| format!("{text}a{}: &a{} [*a{n}, *a{n}]\n", n + 1, n + 1));
    let bomb = format!("apiVersion: v1\nkind: Secret\n{bomb}");
    assert!(matches!(read(bomb.as_bytes(), Dialect::Auto), Err(ReadError::Yaml) | Ok(_)));
    let deep = format!("apiVersion: v1\nkind: Secret\ndata: {}", "[".repeat(50_000));
    assert!(matches!(read(deep.as_bytes(), Dialect::Auto), Err(ReadError::Yaml)));
    let wide = format!("name,value{}\nA,1{}\n", ",x".repeat(1_000_000), ",y".repeat(1_000_000));
    assert_eq!(values(&read_auto(&wide)), [pair("A", "1")]);
    let smuggled = "name,value\n\"A=1\nB\",x\n\"$(id)\",y\n";
    assert_eq!(values(&read_auto(smuggled)), [pair("A_1_B", "x"), pair("ID", "y")]);
    for format in [Dialect::Csv, Dialect::ToolJson, Dialect::Kubernetes] {
        for text in [&b"\xff\xfe"[..], b"", b"{", b"[{", b"\"", b"name,value\n\"", b"kind: Secret\n  x: [", b"- - - -"]
        {
            let _ = read(text, format);
        }
    }
}
