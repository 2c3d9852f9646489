//! The look: colours, type, icons and sizes of LOOK.md, and egui's own style set from them. Every colour of the window
//! is written here and nowhere else; the other rooms of the window ask for tokens by name.

mod fonts;
mod icons;
mod motion;
mod style;
mod tokens;
mod typeset;

pub use icons::{Face, Icon};
pub use motion::{reduced_motion, set_reduced_motion, turning};
pub use style::{install, set_outlines};
pub use tokens::{LIGHT_ACCENT, Tokens, of, scrim};
pub use typeset::Type;

/// Sizes in points (LOOK.md part 2).
pub mod size {
    /// The sidebar.
    pub const SIDEBAR: f32 = 216.0;
    /// The sidebar of a narrow window.
    pub const RAIL: f32 = 52.0;
    /// Below this width the sidebar becomes a rail.
    pub const NARROW: f32 = 1000.0;
    /// From this width the inspector stands beside the list; below it is a sheet over it.
    pub const WIDE: f32 = 1180.0;
    /// The inspector, at first.
    pub const INSPECTOR: f32 = 352.0;
    /// The inspector, dragged: narrowest and widest.
    pub const INSPECTOR_RANGE: [f32; 2] = [320.0, 440.0];
    /// The inspector's footer.
    pub const INSPECTOR_FOOTER: f32 = 52.0;
    /// A dialog's header.
    pub const DIALOG_HEADER: f32 = 52.0;
    /// A dialog's footer.
    pub const DIALOG_FOOTER: f32 = 56.0;
    /// A dialog's padding.
    pub const DIALOG_EDGE: f32 = 20.0;
    /// The secret field.
    pub const SECRET_FIELD: f32 = 40.0;
    /// What takes a click is as wide and as high at least, however small it is painted.
    pub const HIT: f32 = 24.0;
    /// An icon button.
    pub const ICON_BUTTON: f32 = 28.0;
    /// Below this width the secret column goes too, and environments become a menu.
    pub const VERY_NARROW: f32 = 720.0;
    /// Below this height the status bar hides.
    pub const LOW: f32 = 560.0;
    /// The header.
    pub const HEADER: f32 = 52.0;
    /// The filter bar.
    pub const FILTER_BAR: f32 = 46.0;
    /// The table's header.
    pub const TABLE_HEADER: f32 = 28.0;
    /// One row of the table, and a heading between rows.
    pub const ROW: f32 = 32.0;
    /// One row of two lines.
    pub const TWO_LINES: f32 = 46.0;
    /// The status bar.
    pub const STATUS_BAR: f32 = 30.0;
    /// Window edge and column padding.
    pub const EDGE: f32 = 16.0;
    /// A button, a field.
    pub const CONTROL: f32 = 30.0;
    /// A small button, a chip.
    pub const SMALL_CONTROL: f32 = 26.0;
    /// The smallest window: width, height.
    pub const MIN_WINDOW: [f32; 2] = [640.0, 400.0];
    /// The largest zoom at which a window, in points at a zoom of 1, has as much room as the smallest one.
    pub fn zoom_room(window: egui::Vec2) -> f32 {
        (window.x / MIN_WINDOW[0]).min(window.y / MIN_WINDOW[1])
    }
    /// The window at first: width, height.
    pub const WINDOW: [f32; 2] = [1280.0, 820.0];
}

/// Corner radii in points (LOOK.md part 2).
pub mod radius {
    /// Tags and key caps.
    pub const TAG: u8 = 4;
    /// Provider tiles.
    pub const TILE: u8 = 5;
    /// Buttons, fields, rows, chips.
    pub const CONTROL: u8 = 6;
    /// Callouts and tall fields.
    pub const CALLOUT: u8 = 8;
    /// Cards and toasts.
    pub const CARD: u8 = 10;
    /// Dialogs.
    pub const DIALOG: u8 = 12;
}
