//! The window's own widgets: each paints itself from the tokens, tells AccessKit its name and hands back a `Response`.
//! They know no snapshot and no request.

mod button;
mod callout;
mod chip;
mod field;
mod mark;
mod menu;
mod nav;
mod paint;
mod passphrase;
mod secret;
mod segmented;
mod severity;
mod small;
mod strip;
mod toast;

pub use button::{Button, icon_button};
pub use callout::{Tone, callout};
pub use chip::chip;
pub use field::{Field, Frame};
pub use mark::{icon_data, mark};
pub use menu::{MenuItem, menu};
pub use nav::{NavItem, rail_button};
pub use paint::{
    baseline, elided, focus_ring, hairline, icon, middle_elided, name_node, paragraph, text, text_centered, text_right,
    width,
};
pub use passphrase::Passphrase;
pub use secret::masked_dots;
pub use segmented::{Segment, segmented, segmented_width};
pub use severity::{Mark, severity_icon};
pub use small::{keycap, keycap_width, tag, tag_width, tile};
pub use strip::Strip;
pub use toast::toast_ui;
