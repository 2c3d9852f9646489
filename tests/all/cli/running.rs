//! `run`: what the command gets, what it may print, how it ends. Streams that are no terminals; those that are, are tried in
//! `running_terminal`.

use std::fs;

use rustix::process::{Pid, Signal, kill_process};

use super::{Desk, Output, Run, random};
use crate::all::harness::wait_for;

fn run(desk: &Desk, script: &str) -> Output {
    desk.run(["run", "shop/dev", "--", "sh", "-c", script])
}

fn desk(value: &str) -> Desk {
    let desk = Desk::new();
    desk.add("shop/dev/TOKEN", value);
    desk.run(["add", "shop/dev/PORT", "--plain", "8080"]).done();
    desk
}

#[test]
fn the_command_gets_every_variable_and_its_exit_code_is_ours() {
    let value = format!("{} with 'quotes'\nand $lines", random());
    let desk = desk(&value);
    let file = desk.home.path().join("got");
    desk.add("shop/dev/OFF", "disabled value");
    desk.run(["disable", "shop/dev/OFF"]).done();
    desk.run([
        "add",
        "shop/dev/AWS_SECRET_ACCESS_KEY",
        "--generate",
        "hex:32",
        "--key-id",
        "the-id",
        "--key-id-name",
        "AWS_ID",
    ])
    .done();
    let script = format!("printf %s \"$TOKEN\" > '{}'; echo \"$PORT $AWS_ID ${{OFF-none}}\"; exit 7", file.display());
    let ran = run(&desk, &script).exits(7);
    assert_eq!(ran.text(), "8080 the-id none\n");
    assert_eq!(fs::read(&file).unwrap(), value.as_bytes());
    for code in [0, 1, 2, 42, 126, 255] {
        run(&desk, &format!("exit {code}")).exits(code);
    }
    for (signal, code) in [("KILL", 137), ("TERM", 143), ("INT", 130), ("PIPE", 141)] {
        run(&desk, &format!("kill -{signal} $$")).exits(code);
    }
    let key = desk.facts("shop/dev/TOKEN");
    assert!(key["use_count"].as_u64() > Some(10) && key["last_used_by_hand_at"].is_null(), "used in bulk: {key}");
}

#[test]
fn a_command_that_can_not_be_started_is_told_as_shells_do() {
    let desk = desk("a secret of some length");
    let none = desk.run(["run", "shop/dev", "--", "no such command"]).exits(127);
    assert_eq!(none.stderr, "Couldn't run no such command: there is no such command. Check its name and PATH.\n");
    desk.file("plain", "#!/bin/sh\n");
    desk.run(["run", "shop/dev", "--", "./plain"]).exits(126);
    desk.run(["run", "shop/dev"]).exits(2);
    desk.run(["run", "shop/dev", "--"]).exits(2);
    let script = desk.file("old", "#!/no/such/shell\n");
    fs::set_permissions(script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    desk.run(["run", "shop/dev", "--", "./old"]).exits(127);
    desk.run(["run", "shop/dev", "--", "/"]).exits(126);
    assert_eq!(desk.facts("shop/dev/TOKEN")["use_count"], 0, "what was not started has used nothing");
    assert!(!desk.text(["activity", "--json"]).contains("keys by"), "and the record says so");
}

#[test]
fn secrets_are_masked_also_split_over_writes_and_in_other_clothes() {
    let value = format!("{}/+&={}", random(), random());
    let desk = desk(&value);
    let script = "
import base64, os, sys, time, urllib.parse
value = os.environ['TOKEN']
out = sys.stdout
for at in range(0, len(value), 5):
    out.write(value[at:at + 5]); out.flush(); time.sleep(0.02)
print(' whole', value + value, 'end')
print(base64.b64encode(b'x' + value.encode()).decode())
print(urllib.parse.quote(value, safe=''))
print('port', os.environ['PORT'])
print('on errors', value, file=sys.stderr)
";
    let ran = desk.run(["run", "shop/dev", "--", "python3", "-c", script]).done();
    let middle = &value[8..24];
    for text in [ran.text(), &ran.stderr] {
        assert!(!text.contains(middle), "{text}");
    }
    assert!(ran.text().starts_with("[masked] whole [masked] end\n"), "{}", ran.text());
    assert!(ran.text().ends_with("port 8080\n"), "a plain value is no secret: {}", ran.text());
    assert_eq!(ran.stderr, "on errors [masked]\n");
    let open = desk.run(["run", "shop/dev", "--no-mask", "--", "sh", "-c", "echo $TOKEN"]).done();
    assert_eq!(open.text(), format!("{value}\n"));
}

#[test]
fn each_line_of_a_long_secret_is_masked_and_what_is_too_short_is_named() {
    let lines: Vec<String> = (0..4).map(|_| random()).collect();
    let desk = desk(&lines.join("\n"));
    desk.add("shop/dev/PIN", "1234");
    let ran = run(&desk, "echo \"$TOKEN\"; echo $PIN");
    assert!(lines.iter().all(|line| !ran.text().contains(line.as_str())), "{}", ran.text());
    assert!(ran.text().ends_with("1234\n"));
    assert_eq!(ran.stderr, "Not masked in the output, being shorter than 8 characters: PIN.\n");
}

#[test]
fn ten_megabytes_come_through_byte_for_byte_on_both_streams() {
    let desk = desk(&random());
    let script = "
import os, sys
bytes = bytes(range(256)) * 40960
sys.stdout.buffer.write(bytes); sys.stdout.flush()
sys.stderr.buffer.write(b'x' * 1000)
";
    let ran = desk.run(["run", "shop/dev", "--", "python3", "-c", script]).done();
    assert_eq!(ran.stdout.len(), 256 * 40_960);
    assert!(ran.stdout.chunks(256).all(|chunk| chunk.iter().enumerate().all(|(n, byte)| n == usize::from(*byte))));
    assert_eq!(ran.stderr.len(), 1000);
}

#[test]
fn standard_input_goes_to_the_command_and_a_closed_one_is_closed() {
    let desk = desk(&random());
    let ran = desk.command(["run", "shop/dev", "--", "cat"]).input("typed\n").run().done();
    assert_eq!(ran.text(), "typed\n");
    let script =
        format!("{} run shop/dev -- sh -c 'cat <&0 && echo open || echo closed' <&-", env!("CARGO_BIN_EXE_keyloft"));
    let pass = desk.home.path().join("pass");
    let ran = Run::of("sh", &desk.home).args(["-c", &script]).env("KEYLOFT_PASSPHRASE_FILE", pass).run().done();
    assert!(["closed\n", "open\n"].contains(&ran.text()), "{}", ran.text());
}

#[test]
fn signals_reach_the_command() {
    let desk = desk(&random());
    for (signal, name) in [(Signal::TERM, "TERM"), (Signal::INT, "INT"), (Signal::HUP, "HUP"), (Signal::USR1, "USR1")] {
        let script = format!("trap 'echo got {name}; exit 3' {name}; echo ready; while :; do sleep 0.05; done");
        let mut running = desk.command(["run", "shop/dev", "--", "sh", "-c", &script]).launch();
        running.says("ready\n");
        running.signal(signal);
        let ran = running.finish().exits(3);
        assert_eq!(ran.text(), format!("ready\ngot {name}\n"));
    }
}

fn state_of(pid: &str) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

#[test]
fn stopping_stops_both_and_going_on_wakes_both() {
    let desk = desk(&random());
    let file = desk.home.path().join("pid");
    let script = format!("echo $$ > '{}'; echo ready; exec sleep 100", file.display());
    let mut running = desk.command(["run", "shop/dev", "--", "sh", "-c", &script]).launch();
    running.says("ready\n");
    let child = fs::read_to_string(&file).unwrap().trim().to_owned();
    let own = running.id().to_string();
    running.signal(Signal::TSTP);
    for pid in [&child, &own] {
        wait_for("it is stopped", || (state_of(pid) == Some('T')).then_some(()));
    }
    running.signal(Signal::CONT);
    for pid in [&child, &own] {
        wait_for("it goes on", || (state_of(pid) == Some('S')).then_some(()));
    }
    running.signal(Signal::TERM);
    running.finish().exits(143);
}

#[test]
fn what_is_ignored_stays_ignored_and_what_is_not_does_not() {
    let desk = desk(&random());
    let ignored = |before: &str| {
        let line = format!(
            "{before} exec {} run shop/dev -- sed -n 's/^SigIgn:[[:space:]]*//p' /proc/self/status",
            env!("CARGO_BIN_EXE_keyloft")
        );
        let pass = desk.home.path().join("pass");
        let ran = Run::of("sh", &desk.home).args(["-c", &line]).env("KEYLOFT_PASSPHRASE_FILE", pass).run().done();
        u64::from_str_radix(ran.text().trim(), 16).unwrap()
    };
    let bit = |signal: Signal| 1_u64 << (signal.as_raw() - 1);
    let ours = [Signal::HUP, Signal::INT, Signal::PIPE, Signal::TSTP, Signal::CHILD];
    assert!(ours.iter().all(|signal| ignored("") & bit(*signal) == 0));
    // nohup, and what a shell's background does.
    assert_eq!(
        ignored("trap '' HUP INT;") & (bit(Signal::HUP) | bit(Signal::INT)),
        bit(Signal::HUP) | bit(Signal::INT)
    );
    // Where a child's end is ignored, it is told all the same.
    assert_eq!(ignored("trap '' CHLD;") & bit(Signal::HUP), 0);
}

#[test]
fn what_a_command_leaves_behind_keeps_nobody_waiting() {
    let desk = desk(&random());
    // One that is silent, and one that never is.
    let ran = run(&desk, "sleep 1000 & echo $!; exit 3").exits(3);
    kill(ran.text());
    let ran = run(&desk, "(while :; do echo x; sleep 0.01; done) & echo started; exit 4").exits(4);
    assert!(ran.text().contains("started"), "{}", ran.text());
    // All that the command itself wrote comes, also to a reader that takes its time.
    let line = format!(
        "{} run shop/dev -- sh -c 'sleep 1000 & echo $! >left; head -c 60000 /dev/zero | tr \"\\0\" x' | (sleep 0.5; wc -c)",
        env!("CARGO_BIN_EXE_keyloft")
    );
    let pass = desk.home.path().join("pass");
    let ran = Run::of("sh", &desk.home).args(["-c", &line]).env("KEYLOFT_PASSPHRASE_FILE", pass).run().done();
    assert_eq!(ran.text().trim(), "60000");
    kill(&fs::read_to_string(desk.home.path().join("left")).unwrap());
}

/// What a test's command left behind, by its number.
fn kill(pid: &str) {
    let pid = Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
    kill_process(pid, Signal::KILL).unwrap();
}

#[test]
fn a_script_without_a_first_line_runs_as_shells_run_it() {
    let desk = desk(&random());
    let script = desk.file("script", "echo $PORT\n");
    fs::set_permissions(script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    assert_eq!(desk.text(["run", "shop/dev", "--", "./script"]), "8080\n");
    // The PATH that the command gets is the one it is looked for in.
    desk.run(["add", "shop/dev/PATH", "--plain", desk.home.path().to_str().unwrap()]).done();
    assert_eq!(desk.text(["run", "shop/dev", "--", "script"]), "8080\n");
    assert_eq!(
        desk.run(["run", "shop/dev", "--", "no\u{1b}such\u{202e}"])
            .exits(127)
            .stderr
            .matches(['\u{1b}', '\u{202e}'])
            .count(),
        0
    );
}

#[test]
fn no_secret_is_in_any_argument_and_keyloft_keeps_its_own_to_itself() {
    let value = random();
    let desk = desk(&value);
    let script = "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; echo; echo \"${KEYLOFT_PASSPHRASE_FILE-none}\"";
    let ran = desk.run(["run", "shop/dev", "--no-mask", "--", "sh", "-c", script]).done();
    assert!(!ran.text().contains(&value), "in an argument");
    assert!(ran.text().ends_with("none\n"), "{}", ran.text());
    // Limits are what they would be without Keyloft.
    let without = Run::of("sh", &desk.home).args(["-c", "ulimit -c; ulimit -Hc"]).run().done();
    assert_eq!(run(&desk, "ulimit -c; ulimit -Hc").done().text(), without.text());
}

#[test]
fn a_key_as_a_file_is_private_and_goes_with_the_command() {
    let desk = desk(&random());
    let account = format!("{{\"private\": \"{}\"}}\n", random());
    desk.command(["add", "shop/dev/ACCOUNT", "--secret-stdin", "--as-file"]).input(&account).run().done();
    let copy = desk.home.path().join("copy");
    let script = format!(
        "echo $ACCOUNT; stat -c %a $ACCOUNT $(dirname $ACCOUNT); stat -f -c %T $ACCOUNT; cp $ACCOUNT '{}'",
        copy.display()
    );
    let ran = run(&desk, &script).done();
    let told: Vec<&str> = ran.text().lines().collect();
    assert_eq!(told[1..], ["600", "700", "tmpfs"]);
    assert!(!std::path::Path::new(told[0]).exists() && !std::path::Path::new(told[0]).parent().unwrap().exists());
    assert_eq!(fs::read_to_string(&copy).unwrap(), account);

    // A run that was killed leaves it behind; whatever opens the vault next takes it away, without unlocking, but not what a
    // run that lives holds.
    let script = "echo $ACCOUNT; exec sleep 100";
    let mut killed = desk.command(["run", "shop/dev", "--", "sh", "-c", script]).launch();
    killed.says("/ACCOUNT\n");
    let mut living = desk.command(["run", "shop/dev", "--", "sh", "-c", script]).launch();
    living.says("/ACCOUNT\n");
    let left = killed.kill();
    let left = left.text().trim_end();
    // No look before: the folder in memory is this user's, and tests beside this one start Keyloft too.
    desk.bare(["ls"]).run().done();
    assert!(!std::path::Path::new(left).exists(), "{left}");
    living.signal(Signal::TERM);
    let lived = living.finish().exits(143);
    assert!(!std::path::Path::new(lived.text().trim_end()).exists());
}

#[test]
fn nothing_is_started_while_anything_is_missing_or_locked() {
    let desk = desk(&random());
    let marker = desk.home.path().join("started");
    let touch = |desk: &Desk, more: &[&str]| {
        let mut args = vec!["run", "shop/dev"];
        args.extend(more);
        let path = marker.to_str().unwrap().to_owned();
        desk.command(args.into_iter().map(str::to_owned).chain(["--".into(), "touch".into(), path])).run()
    };
    desk.file("wanted", "TOKEN=\nexport DATABASE_URL=x # with a note\nPORT=1\n");
    let said = touch(&desk, &["--env-from", "wanted"]).exits(1).stderr;
    assert_eq!(
        said,
        "Couldn't run touch with shop/dev: shop/dev has no DATABASE_URL. Add what is missing, or enable it.\n"
    );
    desk.bare(["run", "shop/dev", "--", "touch", marker.to_str().unwrap()]).run().exits(4);
    desk.run(["run", "shop/nowhere", "--", "touch", marker.to_str().unwrap()]).exits(1);
    assert!(!marker.exists());
    desk.add("shop/dev/DATABASE_URL", "x");
    touch(&desk, &["--env-from", "wanted"]).done();
    assert!(marker.exists());
}

#[test]
fn output_that_no_disk_takes_is_said_and_is_no_success() {
    let desk = desk(&random());
    let run = |script: &str| {
        let line = format!("{} run shop/dev -- sh -c '{script}' > /dev/full", env!("CARGO_BIN_EXE_keyloft"));
        let sh = Run::of("sh", &desk.home).args(["-c", &line]);
        sh.env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass")).run()
    };
    let said = run("echo dump").exits(1).stderr;
    assert!(said.starts_with("Couldn't write to standard output: no space left on device."), "{said}");
    run("echo dump; exit 7").exits(7);
    assert!(!run("exit 0").done().stderr.contains("Couldn't"), "nothing was to be written");
}

#[test]
fn references_in_the_environment_are_put_in() {
    let value = random();
    let desk = desk(&value);
    let by = |name: &str, reference: &str| {
        desk.command(["run", "--no-mask", "--", "sh", "-c", "echo $X"]).env(name, reference).run()
    };
    assert_eq!(by("X", "keyloft://shop/dev/TOKEN").done().text(), format!("{value}\n"));
    let uses = || desk.facts("shop/dev/TOKEN")["use_count"].as_u64().unwrap();
    let before = uses();
    let marker = desk.home.path().join("ran");
    let failing = ["run", "shop/dev", "--", "touch", marker.to_str().unwrap()];
    let said = desk.command(failing).env("X", "keyloft://shop/dev/NOPE").run().exits(1).stderr;
    assert!(said.contains("shop/dev/NOPE"), "{said}");
    assert!(!marker.exists() && uses() == before, "nothing was started, nothing was used");
    let said = by("X", "keyloft://shop/TOKEN").exits(1).stderr;
    assert!(said.starts_with("Couldn't read the reference in X: "), "{said}");
    let masked = desk.command(["run", "--", "sh", "-c", "echo $X"]).env("X", "keyloft://shop/dev/TOKEN").run().done();
    assert_eq!(masked.text(), "[masked]\n");
}

#[test]
fn a_project_file_names_the_place_once_it_is_allowed() {
    let desk = desk(&random());
    desk.file("keyloft.toml", "project = 'shop'\nenvironment = 'dev'\nvariables = ['TOKEN']\n");
    let said = desk.fails(1, ["run", "--", "true"]);
    assert!(said.contains("nobody has allowed it yet. Look at it with `keyloft project allow`"), "{said}");
    desk.run(["project", "allow", "--yes"]).done();
    assert_eq!(desk.text(["run", "--", "sh", "-c", "echo $PORT"]), "8080\n");
    desk.file("keyloft.toml", "project = 'shop'\nenvironment = 'dev'\nvariables = ['TOKEN', 'MORE']\n");
    assert!(desk.fails(1, ["run", "--", "true"]).contains("it was changed since it was allowed"));
    desk.run(["project", "allow", "--yes"]).done();
    assert!(desk.fails(1, ["run", "--", "true"]).contains("shop/dev has no MORE"));
    desk.run(["env", "protect", "shop/dev"]).done();
    assert!(desk.fails(1, ["run", "--", "true"]).contains("shop/dev is protected"));
    fs::remove_file(desk.home.path().join("keyloft.toml")).unwrap();
    assert!(desk.fails(2, ["run", "--", "true"]).contains("Name PROJECT/ENVIRONMENT"));
}

#[test]
fn the_record_names_the_program_and_never_its_arguments() {
    let desk = desk(&random());
    let canary = random();
    desk.run(["run", "shop/dev", "--", "sh", "-c", &format!(": {canary}")]).done();
    let record = desk.text(["activity", "--json"]);
    assert!(record.contains("2 keys by sh") && !record.contains(&canary), "{record}");
    let history = desk.run(["show", "shop/dev/TOKEN"]).done();
    assert!(!history.text().contains(&canary));
}
