//! `run` at a terminal: what is a terminal stays one, what is none stays none, and what is typed arrives.

use super::{Desk, Output, Run, random};

/// Runs a line of shell at a terminal of 100 by 40; `typed` is given once the screen ends in `after`. What was on the screen.
fn at_a_terminal(desk: &Desk, line: &str, after: &str, typed: &str) -> Output {
    talk(desk, &["sh", "-c", line], &[(after, typed)])
}

/// The same for any program and several answers, each given once the screen ends in what stands before it; an empty one is not
/// waited for.
pub(super) fn talk(desk: &Desk, program: &[&str], answers: &[(&str, &str)]) -> Output {
    let script = "
import fcntl, json, os, pty, select, struct, sys, termios
program, answers = json.load(sys.stdin)
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 100, 0, 0))
    os.execvp(program[0], program)
os.set_blocking(fd, False)
seen, typing = b'', b''
while True:
    if not typing and answers and answers[0][0] and seen.endswith(answers[0][0].encode()):
        typing = answers.pop(0)[1].encode()
    can_read, can_write, _ = select.select([fd], [fd] if typing else [], [], 40)
    if not can_read and not can_write:
        sys.exit('nothing happens any more; on the screen: %r; still to be answered: %r' % (seen, answers))
    if can_write:
        try:
            typing = typing[os.write(fd, typing):]
        except BlockingIOError:
            pass
    if can_read:
        try:
            more = os.read(fd, 65536)
        except OSError:
            break
        if not more:
            break
        seen += more
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.stdout.buffer.write(seen)
sys.exit(code)
";
    let program: Vec<String> =
        program.iter().map(|word| word.replace("keyloft", env!("CARGO_BIN_EXE_keyloft"))).collect();
    let answers: Vec<[String; 2]> = answers
        .iter()
        .map(|(after, typed)| [(*after).to_owned(), typed.replace("keyloft", env!("CARGO_BIN_EXE_keyloft"))])
        .collect();
    Run::of("python3", &desk.home)
        .args(["-c", script])
        .input(serde_json::to_string(&(program, answers)).unwrap())
        .env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass"))
        .env("TERM", "dumb")
        .run()
}

fn desk(value: &str) -> Desk {
    let desk = Desk::new();
    desk.add("shop/dev/TOKEN", value);
    desk
}

/// Which of its streams the command has as terminals.
const STREAMS: &str = "for n in 0 1 2; do test -t $n && printf t >&3 || printf f >&3; done";

#[test]
fn streams_that_are_terminals_stay_terminals_and_others_do_not_become_one() {
    let desk = desk(&random());
    let told = |redirect: &str| {
        let line = format!("keyloft run shop/dev -- sh -c '{STREAMS}' 3>told {redirect}");
        at_a_terminal(&desk, &line, "", "").done();
        std::fs::read_to_string(desk.home.path().join("told")).unwrap()
    };
    assert_eq!(told(""), "ttt");
    assert_eq!(told("2>errors"), "ttf");
    assert_eq!(told(">out 2>&1"), "tff");
    assert_eq!(told("</dev/null"), "ftt");
    assert_eq!(told("</dev/null >out"), "fft");
}

#[test]
fn a_program_that_asks_is_answered_and_what_it_shows_is_masked() {
    let value = random();
    let desk = desk(&value);
    let line = "keyloft run shop/dev -- sh -c 'printf \"Name: \"; read name; echo \"Hello $name, $TOKEN.\"; stty size; exit 5'";
    let ran = at_a_terminal(&desk, line, "Name: ", "Ada\n").exits(5);
    assert_eq!(ran.text(), "Name: Ada\r\nHello Ada, [masked].\r\n40 100\r\n");
}

#[test]
fn the_keys_of_the_terminal_reach_the_command_and_the_terminal_is_itself_again() {
    let desk = desk(&random());
    let line = "stty -a >before; keyloft run shop/dev -- sh -c 'trap \"echo caught; exit 4\" INT; printf ready; while :; do sleep 0.05; done'; \
                code=$?; stty -a >after; exit $code";
    let ran = at_a_terminal(&desk, line, "ready", "\u{3}").exits(4);
    assert!(ran.text().ends_with("caught\r\n"), "{:?}", ran.text());
    let read = |name: &str| std::fs::read_to_string(desk.home.path().join(name)).unwrap();
    assert_eq!(read("before"), read("after"));
}

#[test]
fn without_masks_the_terminal_is_shared() {
    let desk = desk(&random());
    let line = "exec keyloft run shop/dev --no-mask -- sh -c 'trap \"echo caught; exit 4\" INT; printf ready; while :; do sleep 0.05; done'";
    let ran = at_a_terminal(&desk, line, "ready", "\u{3}").exits(4);
    assert!(ran.text().ends_with("caught\r\n"), "{:?}", ran.text());
}

/// A shell with job control; it asks by `> `.
const SHELL: [&str; 4] = ["bash", "--rcfile", "rc", "-i"];
const RC: &str = "PS1='> '; PROMPT_COMMAND=\nbind 'set enable-bracketed-paste off'\n";

#[test]
fn ctrl_z_stops_the_command_and_us_and_the_shell_takes_both_up_again() {
    let desk = desk(&random());
    desk.file("rc", RC);
    let run = "keyloft run shop/dev -- sh -c 'echo rea\"\"dy; read line; echo \"heard $line\"; exit 6'\n";
    let ran = talk(
        &desk,
        &SHELL,
        &[
            ("> ", "stty -a >before\n"),
            ("before\r\n> ", run),
            ("ready\r\n", "\u{1a}"),
            ("> ", "jobs -l | grep -c Stopped; stty -a >between\n"),
            ("1\r\n> ", "fg >/dev/null; echo code $?\n"),
            ("\r\n", "typed\n"),
            ("code 6\r\n> ", "stty -a >after; exit 0\n"),
        ],
    )
    .done();
    assert!(ran.text().contains("Stopped") && ran.text().contains("heard typed\r\n"), "{:?}", ran.text());
    let read = |name: &str| std::fs::read_to_string(desk.home.path().join(name)).unwrap();
    assert_eq!((read("before"), read("before")), (read("between"), read("after")));
}

#[test]
fn in_the_background_nothing_that_is_typed_is_taken_until_it_is_in_front() {
    let desk = desk(&random());
    desk.file("rc", RC);
    let run = "keyloft run shop/dev -- sh -c 'read line; echo \"heard $line\"' &\n";
    let ran = talk(
        &desk,
        &SHELL,
        &[
            ("> ", run),
            ("> ", "echo the shell hears this\n"),
            ("hears this\r\n> ", "jobs | grep -c Running\n"),
            ("1\r\n> ", "fg >/dev/null\n"),
            ("fg >/dev/null\r\n", "typed\n"),
            ("heard typed\r\n> ", "exit 0\n"),
        ],
    )
    .done();
    assert!(!ran.text().contains("Stopped"), "{:?}", ran.text());
}

#[test]
fn a_program_behind_a_pipe_keeps_the_keyboard() {
    let desk = desk(&random());
    let line = "keyloft run shop/dev -- sh -c 'echo from the command; while ! test -e over; do sleep 0.05; done' | \
                sh -c 'read line; echo \"$line\"; printf \"More: \"; read typed </dev/tty; echo \"typed $typed\"; touch over'";
    let ran = at_a_terminal(&desk, line, "More: ", "x\n").done();
    assert!(ran.text().ends_with("typed x\r\n"), "{:?}", ran.text());
}

#[test]
fn ten_megabytes_come_through_a_terminal_and_a_long_paste_comes_back() {
    let desk = desk(&random());
    let script = "
import os, sys, tty
tty.setraw(0)
print('ready', end='', flush=True)
left = 200_000
while left:
    typed = os.read(0, 65536)
    left -= len(typed)
    sys.stdout.buffer.write(typed)
    sys.stdout.flush()
sys.stdout.buffer.write((b'y' * 99 + b'\\n') * 104_858)
";
    desk.file("script.py", script);
    let ran =
        at_a_terminal(&desk, "exec keyloft run shop/dev -- python3 script.py", "ready", &"x".repeat(200_000)).done();
    let of = |byte: u8| ran.stdout.iter().filter(|other| **other == byte).count();
    assert_eq!((of(b'x'), of(b'y'), of(b'\n')), (200_000, 99 * 104_858 + 1, 104_858));
}

#[test]
fn a_signal_to_us_reaches_a_command_at_its_own_terminal() {
    let desk = desk(&random());
    let script = "trap 'echo caught; exit 4' TERM; echo ready >ready; while :; do sleep 0.05; done";
    desk.file("script", script);
    // `exec` keeps the number, so that the one outside knows ours.
    let line = "(while ! test -e ready; do sleep 0.02; done; kill -TERM $$) & exec keyloft run shop/dev -- sh script";
    let ran = at_a_terminal(&desk, line, "", "").exits(4);
    assert!(ran.text().ends_with("caught\r\n"), "{:?}", ran.text());
}
