//! A file dropped on the window, by X11's drag-and-drop protocol (XDND 5): another program's part, played here.

use std::path::Path;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode, SELECTION_NOTIFY_EVENT,
    SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::screen::{RING, SELECTED, Window, clipboard_holds};
use super::sealed::Sealed;
use crate::all::harness::Xvfb;
use crate::all::harness::process::wait_for;
use crate::all::helpers::made_up_secret;

/// A file manager that drags one file.
struct Dragging {
    server: RustConnection,
    source: u32,
    target: u32,
    list: String,
}

impl Dragging {
    fn begin(display: &Xvfb, window: &Window<'_>, file: &Path) -> Self {
        let (server, screen) = RustConnection::connect(Some(&display.display())).unwrap();
        let root = server.setup().roots[screen].root;
        let source = server.generate_id().unwrap();
        let (class, aux) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        server.create_window(0, source, root, 0, 0, 1, 1, 0, class, 0, &aux).unwrap();
        let list = format!("file://{}\r\n", file.display());
        let dragging = Self { server, source, target: window.id, list };
        let selection = dragging.atom("XdndSelection");
        dragging.server.set_selection_owner(source, selection, x11rb::CURRENT_TIME).unwrap();
        dragging
    }

    fn atom(&self, name: &str) -> u32 {
        self.server.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }

    fn tell(&self, kind: &str, data: [u32; 4]) {
        let [a, b, c, d] = data;
        let message = ClientMessageEvent::new(32, self.target, self.atom(kind), [self.source, a, b, c, d]);
        self.server.send_event(false, self.target, EventMask::NO_EVENT, message).unwrap();
        self.server.flush().unwrap();
    }

    /// Hands over the file's name whenever it is asked for, until the window says this.
    fn answer_until(&self, kind: &str) {
        let wanted = self.atom(kind);
        wait_for(kind, || match self.server.poll_for_event().unwrap() {
            Some(Event::SelectionRequest(asked)) => {
                self.hand_over(&asked);
                None
            }
            Some(Event::ClientMessage(message)) => (message.type_ == wanted).then_some(()),
            _ => None,
        });
    }

    fn hand_over(&self, asked: &SelectionRequestEvent) {
        let text = self.list.as_bytes();
        self.server.change_property8(PropMode::REPLACE, asked.requestor, asked.property, asked.target, text).unwrap();
        let notice = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: asked.requestor,
            selection: asked.selection,
            target: asked.target,
            property: asked.property,
        };
        self.server.send_event(false, asked.requestor, EventMask::NO_EVENT, notice).unwrap();
        self.server.flush().unwrap();
    }

    /// Over the middle of the window, and let go.
    fn drop_it(&self) {
        let version = 5 << 24;
        self.tell("XdndEnter", [version, self.atom("text/uri-list"), AtomEnum::NONE.into(), AtomEnum::NONE.into()]);
        let middle = (500 << 16) | 500;
        self.tell("XdndPosition", [0, middle, x11rb::CURRENT_TIME, self.atom("XdndActionCopy")]);
        self.answer_until("XdndStatus");
        self.tell("XdndDrop", [0, x11rb::CURRENT_TIME, 0, 0]);
        self.answer_until("XdndFinished");
    }
}

#[test]
fn a_dropped_file_is_imported_into_the_place_in_view() {
    let (vault, display) = (Sealed::new(), Xvfb::with_openbox());
    let secret = made_up_secret();
    let file = vault.home.path().join("with space.env");
    let text = format!("PORT=3000\nDROPPED_TOKEN=\"{secret}\"\n");
    std::fs::write(&file, &text).unwrap();
    let window = vault.open(&display);
    let escaped = file.display().to_string().replace(' ', "%20");
    Dragging::begin(&display, &window, Path::new(&escaped)).drop_it();
    window.shows("the dialog, its first field with the keyboard", RING);
    // Nothing comes in before one has seen what would.
    window.shows_button("Import 2 keys");
    assert!(!vault.line(&["ls"]).run().done().text().contains("DROPPED_TOKEN"));
    let before = wait_for("Import 2 keys", || window.button());
    window.press("Return");
    // What came in, and what becomes of the file, is read first.
    window.shows_another_button("Done", before);
    window.press("Return");
    window.hides_dialog("the import");
    window.press("ctrl+k");
    window.shows_dialog("the palette");
    window.types("dropped_token");
    window.shows("the imported key, selected", SELECTED);
    window.press("Return");
    clipboard_holds(&display, &secret);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "the file stays as it is");
}
