//! The window's own widgets: each paints itself from the tokens, tells AccessKit its name and hands back a `Response`.
//! They know no snapshot and no request.

mod bar;
mod button;
mod callout;
mod check;
mod chip;
mod clicks;
mod combo;
mod confirm;
mod details;
mod dialog;
mod empty;
mod fade;
mod field;
mod icon_button;
pub mod keyboard;
mod mark;
mod menu;
mod menu_keys;
mod meter;
mod misplaced;
pub mod modal;
mod nav;
mod number_field;
mod paint;
mod passphrase;
mod path_end;
mod path_field;
mod picker;
mod pose;
mod ring;
mod secret;
mod secret_field;
mod secret_input;
mod secret_shown;
mod seen;
mod segmented;
mod select;
mod severity;
mod slider;
mod small;
mod spinner;
mod stat;
mod strip;
#[cfg(test)]
mod tests;
mod text_area;
mod tip;
mod toast;
mod toast_room;
mod token_field;

pub use bar::{BarItem, BarLook, bar_items};
pub use button::{Button, link_pointed};
pub use callout::{Callout, Tone, callout};
pub use check::{Tick, checkbox, choice_cards, switch};
pub use chip::{Chips, chip_width};
pub use clicks::{menu_clicked, menu_is_open};
pub use combo::{Offer, combo, combo_room};
pub use confirm::{Confirm, ConfirmAnswer, discard};
pub use details::{details, details_height, details_under};
pub use dialog::{Dialog, DialogAnswer, NoteLook, note_ui, says_why, soft_edge_ui, surface_ui};
pub use empty::{EMPTY, EMPTY_UPPER, empty_entry, empty_ui, no_match, typed_in};
pub use field::{Field, Frame, caret_to_end, field_error, field_frame, field_label, field_note, field_warning};
pub use icon_button::{IconButton, framed_icon_button, icon_button};
pub use mark::{icon_data, mark};
pub use menu::{
    Beside, MenuIcon, MenuItem, Verb, menu, menu_at_end, menu_divider, menu_led, menu_marked, menu_parted, menu_place,
    menu_raised, menu_room_anywhere, verb_ui, verb_width,
};
pub use menu_keys::{asked as menu_asked, forget as forget_menu, keep_spaces, move_among, type_ahead};
pub use meter::{
    HeatCell, METER, entropy_meter, heat_cell, heat_id, progress_line, skeleton_rows, sparkline, sparkline_width,
};
pub use misplaced::{
    Misplaced, NoChooser, field_said, file_chooser_closed, is_usual_name, no_file_chooser, was_refused,
};
pub use nav::{NavItem, rail_button, rail_button_as};
pub use number_field::NumberField;
pub use paint::{
    Ground, baseline, circle, elided, fitting, focus_ring, galley_with_code, hairline, icon, middle_elided,
    name_heading, name_node, name_window, paragraph, paragraph_centered, paragraph_height, paragraph_with_code,
    ring_around, row_ring, rows_node, text, text_centered, text_right, value_elided, width, without_ticks,
};
pub use passphrase::Passphrase;
pub use path_end::path_elided;
pub use path_field::path_field;
pub use picker::{PickerItem, picker};
pub use pose::Pose;
pub use ring::Staying;
pub use secret::masked_dots;
pub use secret_field::{
    SecretAct, SecretFace, SecretLook, SecretTools, copy_button_id, secret_field, secret_field_as, secret_field_height,
};
pub use secret_input::{SecretInput, SecretInputLook};
pub use segmented::{Choice, Segment, Segmented, segmented, segmented_width};
pub use select::{Lead, SelectFace, select, select_id};
pub use severity::{Mark, severity_icon};
pub use slider::slider;
pub use small::{
    Status, TagLook, avatar, initials, keycap, keycap_width, pill, pill_width, step_disc, tag, tag_as, tag_width,
    tag_width_as, tile,
};
pub use spinner::spinner;
pub use stat::{STAT, Stat, stat_room};
pub use strip::Strip;
pub use text_area::text_area;
pub use tip::{Cut, tip, tip_by_key, tip_in};
pub use toast::{TOAST_ROOM, ToastIcon, toast_at, toast_leaves, toast_place, toast_ui, toast_width};
pub use toast_room::{room_under_list, room_under_toast, toast_came_over, toast_covers, toast_stands};
pub use token_field::{TokenField, token_field, token_field_height};
