//! `run` at a terminal: what is a terminal stays one, what is none stays none, and what is typed arrives.

use super::{Desk, Output, Run, random};

/// Runs a line of shell at a terminal of 100 by 40; `typed` is given once the screen ends in `after`. What was on the screen.
fn at_a_terminal(desk: &Desk, line: &str, after: &str, typed: &str) -> Output {
    let script = "
import fcntl, os, pty, struct, sys, termios
line, after, typed = sys.argv[1], sys.argv[2].encode(), sys.argv[3].encode()
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 100, 0, 0))
    os.execvp('sh', ['sh', '-c', line])
seen = b''
while True:
    try:
        more = os.read(fd, 65536)
    except OSError:
        break
    if not more:
        break
    seen += more
    if typed and seen.endswith(after):
        os.write(fd, typed)
        typed = b''
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.stdout.buffer.write(seen)
sys.exit(code)
";
    let line = line.replace("keyloft", env!("CARGO_BIN_EXE_keyloft"));
    Run::of("python3", &desk.home)
        .args(["-c", script, &line, after, typed])
        .env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass"))
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
