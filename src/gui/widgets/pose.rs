//! How a control stands: by itself as the pointer and the keyboard are; in the gallery as it is told to.

use egui::Response;

/// The state a control is painted in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pose {
    /// As the pointer and the keyboard are.
    #[default]
    Live,
    /// As under the pointer.
    Hover,
    /// As with the keyboard.
    Focus,
}

impl Pose {
    /// Whether the pointer is to be seen on it.
    pub fn hot(self, response: &Response) -> bool {
        self == Self::Hover || response.hovered() || response.is_pointer_button_down_on()
    }

    /// Whether the focus ring is to be seen.
    pub fn focused(self, response: &Response) -> bool {
        self == Self::Focus || response.has_focus()
    }
}
