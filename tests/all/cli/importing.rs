//! `import`: what comes in, byte by byte; what is told; all or nothing.

use serde_json::{Value, json};

use super::{Desk, sentence};

#[track_caller]
pub(super) fn import(desk: &Desk, name: &str, content: impl AsRef<[u8]>, more: &[&str]) -> super::Output {
    let file = desk.file(name, content);
    desk.run(["import", file.to_str().unwrap(), "--into", "shop/dev"].iter().chain(more))
}

#[track_caller]
fn values(desk: &Desk) -> Value {
    desk.json(["export", "shop/dev", "--for", "json"])
}

#[test]
fn a_dotenv_file_comes_in_with_plain_and_secret_told_apart() {
    let desk = Desk::new();
    let secret = super::random();
    let text = format!(
        "\u{feff}# the shop\r\nPORT=3000\r\nexport DEBUG=true\r\nAPI_KEY={secret}\r\nNEXT_PUBLIC_KEY=pk\r\nQUOTED=\"a b\\nc\" # note\r\nEMPTY=\r\nDB_PASSWORD='p#1 $x'\r\n"
    );
    let done = import(&desk, ".env", text, &[]).done();
    assert!(!done.stderr.contains(&secret) && !done.text().contains(&secret));
    assert_eq!(
        values(&desk),
        json!({"PORT": "3000", "DEBUG": "true", "API_KEY": secret, "NEXT_PUBLIC_KEY": "pk", "QUOTED": "a b\nc", "EMPTY": "",
               "DB_PASSWORD": "p#1 $x"})
    );
    for (name, plain) in
        [("PORT", true), ("DEBUG", true), ("NEXT_PUBLIC_KEY", true), ("API_KEY", false), ("DB_PASSWORD", false)]
    {
        let key = desk.facts(&format!("shop/dev/{name}"));
        assert_eq!(key["plain"], plain, "{name}");
        assert_eq!(
            (&key["age_known"], &key["use_count"]),
            (&json!(false), &json!(1)),
            "an import is no use, the export was"
        );
    }
}

#[test]
fn plain_and_secret_are_as_the_user_names_them() {
    let desk = Desk::new();
    import(&desk, ".env", "PORT=1\nAPI_KEY=abc\nHOST=h\n", &["--secret", "PORT", "--plain", "API_KEY"]).done();
    assert_eq!(desk.facts("shop/dev/PORT")["plain"], false);
    assert_eq!(desk.facts("shop/dev/API_KEY")["plain"], true);
    assert_eq!(desk.facts("shop/dev/HOST")["plain"], true);
    let both = import(&desk, "b.env", "X=1\n", &["--secret", "X", "--plain", "X"]).exits(2);
    assert!(sentence(&both).contains("Name it with one"));
    desk.fails(1, ["show", "shop/dev/X"]);
}

#[test]
fn flat_json_comes_in_by_itself_and_nothing_else_does() {
    let desk = Desk::new();
    let text = "\u{feff}{\"A\": \"x\\u0000y\", \"N\": 12, \"B\": true, \"E\": \"\", \"U\": \"\\ud83d\\udd11\"}";
    import(&desk, "vars.json", text, &[]).done();
    for (name, value) in [("A", "x\0y"), ("N", "12"), ("B", "true"), ("E", ""), ("U", "\u{1f511}")] {
        assert_eq!(desk.get(&format!("shop/dev/{name}")), value.as_bytes(), "{name}");
    }
    let before = desk.bytes();
    let deep = format!("{{\"A\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for bad in [&*deep, "{\"A\": {\"B\": \"c\"}}", "{\"A\": \"x\"", "[]", "{\"1A\": \"x\"}", "{\"X\": \"\\ud800\"}", ""]
    {
        let run = import(&desk, "bad.json", bad, &["--format", "json"]);
        assert!(run.status == 1 || (run.status == 0 && desk.bytes() == before), "{}: {}", run.status, run.stderr);
        assert!(desk.bytes() == before);
    }
    import(&desk, "x.env", "A=1\n", &["--format", "yaml"]).exits(2);
}

#[test]
fn names_that_stand_with_another_value_are_dealt_with_as_asked() {
    let desk = Desk::new();
    let (old, new) = (super::random(), super::random());
    import(&desk, "a.env", format!("SECRET_A={old}\nPORT=1\nSAME=x1\n"), &[]).done();
    let before = desk.bytes();
    let text = format!("SECRET_A={new}\nPORT=2\nSAME=x1\nFRESH=9\n");
    let said = sentence(&import(&desk, "b.env", &text, &[]).exits(1));
    assert!(said.contains("SECRET_A, PORT are already in shop/dev with another value"), "{said}");
    assert!(!said.contains(&new) && !said.contains(&old));
    assert!(desk.bytes() == before, "all or nothing");

    let skipped = import(&desk, "b.env", &text, &["--on-conflict", "skip"]).done();
    assert!(
        skipped.stderr.contains("left out SECRET_A: it is already there with another value\n"),
        "{}",
        skipped.stderr
    );
    assert_eq!(values(&desk)["SECRET_A"], old);
    assert_eq!(values(&desk)["FRESH"], "9");
    import(&desk, "b.env", &text, &["--on-conflict", "replace"]).done();
    assert_eq!((&values(&desk)["SECRET_A"], &values(&desk)["PORT"]), (&json!(new), &json!("2")));
    assert_eq!(desk.facts("shop/dev/SECRET_A")["version"], 2);
    desk.run(["undo-rotate", "shop/dev/SECRET_A"]).done();
    assert_eq!(desk.get("shop/dev/SECRET_A"), old.as_bytes());
    // The same file again changes nothing at all.
    let versions = desk.json(["ls", "--json"]);
    import(&desk, "c.env", format!("SECRET_A={old}\nPORT=2\n"), &[]).done();
    assert_eq!(desk.json(["ls", "--json"]), versions);
    import(&desk, "b.env", &text, &["--on-conflict", "overwrite"]).exits(2);
}

#[test]
fn the_last_import_is_taken_back_until_one_of_its_keys_changes() {
    let desk = Desk::new();
    import(&desk, "a.env", format!("SECRET_A={}\nPORT=1\n", super::random()), &[]).done();
    let before = values(&desk);
    let second = format!("SECRET_A={}\nPORT=2\nFRESH_TOKEN={}\n", super::random(), super::random());
    import(&desk, "b.env", &second, &["--on-conflict", "replace"]).done();
    let said = desk.run(["undo-import", "shop/dev"]).done().stderr;
    assert_eq!(said, "Undid the import from b.env into shop/dev: 1 key removed, 2 restored.\n");
    assert_eq!(values(&desk), before);
    assert!(desk.text(["activity"]).contains("import-undone"));
    desk.run(["edit", "shop/dev/PORT", "--owner", "payments"]).done();
    let said = desk.fails(1, ["undo-import", "shop/dev"]);
    assert!(said.contains("was changed since"), "{said}");
    desk.fails(1, ["undo-import", "shop/nowhere"]);
}

#[test]
fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let desk = Desk::new();
    import(&desk, "a.env", "PORT=1\nTOKEN=abc\n", &[]).done();
    let before = desk.bytes();
    let text = "PORT=2\nTOKEN=abc\nNEW_SECRET=def\nLD_PRELOAD=x\n";
    let plan = import(&desk, "b.env", text, &["--dry-run", "--json", "--on-conflict", "replace"]).done();
    let rows: Value = serde_json::from_slice(&plan.stdout).unwrap();
    let actions: Vec<(&str, &str, bool)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["name"].as_str().unwrap(), r["action"].as_str().unwrap(), r["plain"].as_bool().unwrap()))
        .collect();
    assert_eq!(
        actions,
        [
            ("PORT", "changed", true),
            ("TOKEN", "same", false),
            ("NEW_SECRET", "new", false),
            ("LD_PRELOAD", "left-out", false)
        ]
    );
    assert_eq!(
        (&rows[2]["ref"], &rows[2]["line"], &rows[2]["reason"]),
        (&json!("shop/dev/NEW_SECRET"), &json!(3), &Value::Null)
    );
    assert!(rows[3]["reason"].is_string());
    assert!(!plan.text().contains("def"), "no value in a plan");
    assert!(desk.bytes() == before);
    let rows: Value =
        serde_json::from_slice(&import(&desk, "b.env", text, &["--json", "--on-conflict", "skip"]).done().stdout)
            .unwrap();
    assert_eq!(rows[0]["action"], "left-out");
    assert_eq!(values(&desk)["NEW_SECRET"], "def");
}

#[test]
fn names_that_change_how_programs_run_want_to_be_named() {
    let desk = Desk::new();
    let text = "LD_PRELOAD=/x.so\nPATH=/x\nNODE_OPTIONS=y\nGIT_SSH_COMMAND=z\nOK=1\n";
    let done = import(&desk, "a.env", text, &["--plain", "PATH"]).done();
    for name in ["LD_PRELOAD", "NODE_OPTIONS", "GIT_SSH_COMMAND"] {
        assert!(done.stderr.contains(&format!("left out {name}: it can change how programs run")), "{}", done.stderr);
        desk.fails(1, ["show", &format!("shop/dev/{name}")]);
    }
    assert_eq!(desk.get("shop/dev/PATH"), b"/x");
    assert!(
        desk.fails(1, ["export", "shop/dev"]).contains("PATH can change how programs run. Confirm it with --force")
    );
    assert!(desk.text(["export", "shop/dev", "--force"]).contains("PATH=/x"));
}

#[test]
fn values_that_name_others_are_text_unless_expanded_and_nothing_is_ever_run() {
    let desk = Desk::new();
    let trap = desk.home.path().join("trap");
    let text = format!(
        "PGUSER=ada\nPGURL=postgres://${{PGUSER}}@db/x\nCMD_SECRET=$(touch {0})\nTICKS=`touch {0}`\nOP=op://vault/item\nENC=encrypted:abc\nDUP=1\nDUP=2\n",
        trap.display()
    );
    let done = import(&desk, "a.env", &text, &[]).done();
    for told in [
        "PGURL (line 2): kept as text, though it names PGUSER",
        "OP (line 5): kept as text",
        "ENC (line 6): kept as text",
        "DUP",
    ] {
        assert!(done.stderr.contains(told), "{told}: {}", done.stderr);
    }
    let got = values(&desk);
    assert_eq!(got["PGURL"], "postgres://${PGUSER}@db/x");
    assert_eq!(got["OP"], "op://vault/item");
    assert_eq!(got["DUP"], "2", "the last one counts");
    import(&desk, "a.env", &text, &["--expand", "--on-conflict", "replace"]).done();
    let got = values(&desk);
    assert_eq!(got["PGURL"], "postgres://ada@db/x");
    assert_eq!(got["CMD_SECRET"], format!("$(touch {})", trap.display()));
    assert!(!trap.exists(), "nothing is executed");
}

#[test]
fn files_come_in_one_by_one_each_whole() {
    let desk = Desk::new();
    let (one, two) = (desk.file("one.env", "A=1\n"), desk.file("two.env", "A=2\nB=2\n"));
    let three = desk.file("three.env", "C=3\n");
    let files = [&one, &two, &three].map(|path| path.to_str().unwrap().to_owned());
    let args = |more: &[&str]| -> Vec<String> {
        let words = ["import"].into_iter().map(str::to_owned).chain(files.clone());
        words.chain(["--into", "shop/dev"].iter().chain(more).map(|s| (*s).to_owned())).collect()
    };
    let run = desk.run(args(&["--json"])).exits(1);
    assert!(
        run.stderr.contains("Couldn't import") && run.stderr.contains("two.env: A is already in shop/dev"),
        "{}",
        run.stderr
    );
    let rows: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 1, "what came in is told");
    assert_eq!(values(&desk), json!({"A": "1"}), "the first came in whole, the second not at all");
    desk.run(args(&["--on-conflict", "replace"])).done();
    assert_eq!(values(&desk), json!({"A": "2", "B": "2", "C": "3"}));
    // One that is not there stops all of them before anything is done.
    let before = desk.bytes();
    desk.fails(1, ["import", &files[2], "nowhere.env", "--into", "shop/new"]);
    assert!(desk.bytes() == before);
}

#[test]
fn what_is_no_plain_file_is_not_opened() {
    let desk = Desk::new();
    let fifo = desk.home.path().join("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    for path in [fifo.to_str().unwrap(), ".", "/dev/zero", "/dev/null/x"] {
        desk.fails(1, ["import", path, "--into", "shop/dev"]);
    }
    assert_eq!(desk.json(["project", "ls", "--json"]), json!([]), "no project for what failed");
}

#[test]
fn hostile_lines_are_named_by_number_and_never_shown() {
    let desk = Desk::new();
    let secret = super::random();
    let text =
        format!("GOOD=1\n{secret} without a name\n1BAD={secret}\nA-B={secret}\n=x{secret}\nUNCLOSED=\"{secret}\n");
    let run = import(&desk, "a.env", &text, &[]);
    assert!(!run.stderr.contains(&secret) && !run.text().contains(&secret), "{}", run.stderr);
    assert!(run.stderr.contains("line 2"), "{}", run.stderr);
    run.exits(1);
    assert_eq!(desk.json(["ls", "--json"]), json!([]), "all or nothing");
    let run = import(&desk, "a.env", text, &["--skip-refused"]).done();
    assert!(!run.stderr.contains(&secret) && !run.text().contains(&secret), "{}", run.stderr);
    for line in 2..=5 {
        assert!(run.stderr.contains(&format!("line {line} ")), "{}", run.stderr);
    }
    for (name, bytes) in desk.bytes() {
        assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{name}");
    }
}

#[test]
fn a_file_comes_in_whole_or_not_at_all() {
    let desk = Desk::new();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for text in ["A=1\nB-C=2\n", "{\"A\": \"1\", \"B\": {\"C\": 2}}", "{\"A\": \"1\", \"B\": null}", &deep] {
        let said = import(&desk, "a.env", text, &[]).exits(1).stderr;
        assert!(said.contains("line ") && said.ends_with("--skip-refused.\n"), "{said}");
        assert_eq!(desk.json(["ls", "--json"]), json!([]));
    }
    for format in ["dotenv", "docker", "compose"] {
        let said = import(&desk, "a.env", "A=1\nB-C=2\n", &["--format", format]).exits(1).stderr;
        assert!(said.contains("line 2 ") && said.ends_with("--skip-refused.\n"), "{format}: {said}");
    }
    let said = import(&desk, "a.env", deep, &["--skip-refused"]).exits(1).stderr;
    assert!(said.contains("there is no key in it"), "{said}");
    import(&desk, "a.env", "A=1\nB-C=2\n", &["--skip-refused"]).done();
    assert_eq!(desk.json(["ls", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_link_is_followed_beside_itself_and_never_out_of_its_folder() {
    let desk = Desk::new();
    let at = |name: &str| desk.home.path().join(name);
    std::fs::create_dir(at("repo")).unwrap();
    desk.file("out.env", "A=1\n");
    desk.file("repo/local.env", "B=2\n");
    std::os::unix::fs::symlink("../out.env", at("repo/.env")).unwrap();
    std::os::unix::fs::symlink("local.env", at("repo/beside.env")).unwrap();
    let said = desk.fails(1, ["import", "repo/.env", "--into", "shop/dev"]);
    assert!(said.contains("a link that leads out of its folder") && said.contains("Import that file itself"), "{said}");
    assert_eq!(desk.json(["ls", "--json"]), json!([]));
    desk.run(["import", "repo/beside.env", "--into", "shop/dev"]).done();
}

#[test]
fn a_pair_in_a_file_is_one_key() {
    let desk = Desk::new();
    import(&desk, "a.env", "AWS_ACCESS_KEY_ID=id\nAWS_SECRET_ACCESS_KEY=sec\nAWS_REGION=eu-west-1\n", &[]).done();
    let list = desk.json(["ls", "--json"]);
    assert_eq!(super::names(&list), ["AWS_REGION", "AWS_SECRET_ACCESS_KEY"]);
    assert_eq!((&list[1]["key_id"], &list[1]["key_id_name"]), (&json!("id"), &json!("AWS_ACCESS_KEY_ID")));
    assert_eq!(desk.get("shop/dev/AWS_ACCESS_KEY_ID"), b"id");
}

#[test]
fn the_file_that_a_variable_names_comes_in_when_asked() {
    let desk = Desk::new();
    let id = super::random();
    let account = format!("{{\"type\": \"service_account\", \"private_key_id\": \"{id}\"}}\n");
    desk.file("account.json", &account);
    desk.file("notes.txt", &id);
    let text = "GOOGLE_APPLICATION_CREDENTIALS=account.json\nSTAGING_KUBECONFIG=notes.txt\nOTHER_KUBECONFIG=/nowhere\n";
    let said = import(&desk, ".env", text, &["--dry-run"]).done().stderr;
    assert!(
        said.contains(
            "GOOGLE_APPLICATION_CREDENTIALS (line 1): names a file, and only its path comes in (--take-files"
        )
    );
    let said = import(&desk, ".env", text, &["--take-files"]).done().stderr;
    assert!(said.contains("(line 1): is the file's content"), "{said}");
    assert!(
        said.contains("STAGING_KUBECONFIG (line 2): names a file that holds no credentials; only its path"),
        "{said}"
    );
    assert!(said.contains("OTHER_KUBECONFIG (line 3): names a file that can't be read"), "{said}");
    assert_eq!(desk.get("shop/dev/GOOGLE_APPLICATION_CREDENTIALS"), account.as_bytes());
    assert_eq!(desk.get("shop/dev/STAGING_KUBECONFIG"), b"notes.txt");
    let facts = desk.facts("shop/dev/GOOGLE_APPLICATION_CREDENTIALS");
    assert_eq!((&facts["as_file"], &facts["kind"]), (&json!(true), &json!("service-account")));
    assert_eq!(desk.facts("shop/dev/STAGING_KUBECONFIG")["as_file"], false);
}

#[test]
fn what_stands_in_comments_comes_in_disabled_when_asked() {
    let desk = Desk::new();
    let (old, new) = (super::random(), super::random());
    let text =
        format!("#OLD_TOKEN=first\n# export OLD_TOKEN='{old}'\nTOKEN={new}\n#TOKEN={old}\n#PATH=/x\n# words only\n");
    let said = import(&desk, ".env", &text, &[]).done().stderr;
    let listed = "left out, in comments: OLD_TOKEN, OLD_TOKEN, TOKEN, PATH (--commented-out takes them in, disabled)";
    assert!(said.contains(listed), "{said}");
    desk.fails(1, ["show", "shop/dev/OLD_TOKEN"]);
    let done = import(&desk, ".env", &text, &["--commented-out", "--on-conflict", "replace"]).done();
    assert!(done.stderr.contains("OLD_TOKEN (line 2): is in a comment; it is imported as disabled"), "{}", done.stderr);
    assert!(done.stderr.contains("left out TOKEN: it is also in the file outside of a comment"), "{}", done.stderr);
    assert!(done.stderr.contains("left out PATH: it can change how programs run"), "{}", done.stderr);
    assert_eq!(desk.facts("shop/dev/OLD_TOKEN")["state"], "disabled");
    assert_eq!(desk.facts("shop/dev/TOKEN")["state"], "active");
    assert_eq!(values(&desk), json!({"TOKEN": new}), "what is disabled stays out of exports");
    desk.run(["enable", "shop/dev/OLD_TOKEN"]).done();
    assert_eq!(desk.get("shop/dev/OLD_TOKEN"), old.as_bytes());
    // The other way round, what is used is never replaced by what was put out of use.
    import(&desk, "b.env", format!("#TOKEN={old}\n"), &["--commented-out", "--on-conflict", "replace"]).done();
    assert_eq!(desk.get("shop/dev/TOKEN"), new.as_bytes());
}

#[test]
fn a_file_is_read_as_the_parser_that_is_named_or_that_its_name_tells() {
    let desk = Desk::new();
    let text = "A='x\\\\y'\nB='it\\'s'\n";
    for (format, a) in [("dotenv", "x\\\\y"), ("python", "x\\y"), ("sh", "x\\\\y"), ("docker", "'x\\\\y'")] {
        import(&desk, ".env", text, &["--format", format, "--on-conflict", "replace", "--skip-refused"]).done();
        assert_eq!(desk.get("shop/dev/A"), a.as_bytes(), "{format}");
    }
    for format in
        ["node", "node-env-file", "next", "vite", "dotenvx", "compose", "doppler", "infisical", "keepassxc", "k8s"]
    {
        assert_ne!(import(&desk, "any.env", "A=1\n", &["--format", format, "--dry-run"]).status, 2, "{format}");
    }
    let said = import(&desk, ".envrc", "S=a'b'\"c\"\n", &[]).done().stderr;
    assert!(said.contains(".envrc as a shell reads it"), "{said}");
    assert_eq!(desk.get("shop/dev/S"), b"abc");
    let told = import(&desk, "odd.env", "T='x\\\\y'\nU=a;v\n", &[]).done().stderr;
    assert!(told.contains("T (line 1): has a backslash, which readers treat differently"), "{told}");
    assert!(told.contains("U (line 2): is read differently by shells"), "{told}");
}

#[test]
fn a_line_of_a_gibibyte_is_refused_by_its_size() {
    let desk = Desk::new();
    let path = desk.file("huge.env", "API_KEY=x");
    std::fs::File::options().write(true).open(&path).unwrap().set_len(1 << 30).unwrap();
    let said = desk.fails(1, ["import", path.to_str().unwrap(), "--into", "shop/dev"]);
    assert!(said.contains("Couldn't import") && said.contains("huge.env"), "{said}");
    let lines: String = (0..100_001).map(|n| format!("A{n}=\n")).collect();
    let said = sentence(&import(&desk, "many.env", lines, &[]).exits(1));
    assert!(said.contains("more than 100,000 entries"), "{said}");
    assert_eq!(desk.json(["project", "ls", "--json"]), json!([]));
}

#[test]
fn of_names_that_differ_in_case_alone_a_person_leaves_one_out() {
    let desk = Desk::new();
    let said = sentence(&import(&desk, ".env", "api_key=1a\nAPI_KEY=2b\n", &[]).exits(1));
    assert!(said.contains("API_KEY and api_key differ only in case"), "{said}");
    assert!(said.contains("--skip"), "{said}");
    assert_eq!(desk.json(["ls", "--json"]), json!([]), "all or nothing");
    // Looking names them, and the person chooses.
    let looked = import(&desk, ".env", "api_key=1a\nAPI_KEY=2b\n", &["--dry-run"]).done();
    assert!(looked.stderr.contains("left out API_KEY: it differs only in case from api_key"), "{}", looked.stderr);
    let said = import(&desk, ".env", "api_key=1a\nAPI_KEY=2b\n", &["--skip", "api_key"]).done().stderr;
    assert!(said.contains("left out api_key: you left it out"), "{said}");
    assert_eq!(values(&desk), json!({"API_KEY": "2b"}));
    let said = import(&desk, ".env", "API_KEY=2b\n", &["--skip", "API_KEI"]).done().stderr;
    assert_eq!(said, "--skip API_KEI: there is no such name. Check its spelling.\n");
    let said = sentence(&import(&desk, ".env", "Api_Key=3c\nOTHER=x\n", &[]).exits(1));
    assert!(said.contains("Api_Key and API_KEY differ only in case"), "{said}");
    import(&desk, ".env", "Api_Key=3c\nOTHER=x\n", &["--skip", "Api_Key"]).done();
    assert_eq!(values(&desk), json!({"API_KEY": "2b", "OTHER": "x"}));
}

#[test]
fn a_file_that_is_no_environment_file_is_refused_with_what_to_do() {
    let desk = Desk::new();
    let secret = super::random();
    for (name, text, what) in [
        ("compose.yaml", format!("services:\n  db:\n    environment:\n      PASSWORD: {secret}\n"), "env_file"),
        ("package.json", "{\"name\": \"x\", \"scripts\": {}}".to_owned(), "the .env file beside it"),
        ("credentials", format!("[default]\nkey = {secret}\n"), "[sections]"),
        ("key.pem", format!("-----BEGIN {} KEY-----\n{secret}\n", "PRIVATE"), "Add a key"),
    ] {
        let refused = import(&desk, name, &text, &[]).exits(1);
        let said = sentence(&refused);
        assert!(said.contains(what) && said.ends_with('.') && !said.contains(&secret), "{said}");
    }
    assert_eq!(desk.json(["ls", "--json"]), json!([]), "nothing of them came in");
    let named = ["--format", "dotenv", "--secret", "key", "--skip-refused"];
    import(&desk, "credentials", format!("[default]\nkey = {secret}\n"), &named).done();
    assert_eq!(desk.get("shop/dev/key"), secret.as_bytes());
}
