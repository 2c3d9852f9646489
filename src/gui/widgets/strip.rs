//! One line of a layout: pieces are cut off its left and right ends, each centred on its height.

use egui::{Rect, pos2, vec2};

/// What is still free of a line.
#[derive(Debug, Clone, Copy)]
pub struct Strip(Rect);

impl Strip {
    /// The whole line, with padding at both ends.
    pub fn new(rect: Rect, padding: f32) -> Self {
        Self(rect.shrink2(vec2(padding, 0.0)))
    }

    /// Cuts off a piece at the left.
    pub fn left(&mut self, width: f32, height: f32) -> Rect {
        let piece = Rect::from_min_size(pos2(self.0.left(), self.0.center().y - height / 2.0), vec2(width, height));
        self.0.min.x += width;
        piece
    }

    /// Cuts off a piece at the right.
    pub fn right(&mut self, width: f32, height: f32) -> Rect {
        self.0.max.x -= width;
        Rect::from_min_size(pos2(self.0.right(), self.0.center().y - height / 2.0), vec2(width, height))
    }

    /// Leaves room at the left.
    pub fn gap_left(&mut self, width: f32) {
        self.0.min.x += width;
    }

    /// Leaves room at the right.
    pub fn gap_right(&mut self, width: f32) {
        self.0.max.x -= width;
    }

    /// What is left between both ends.
    pub fn rest(&self) -> Rect {
        self.0
    }

    /// Width that is left, never under 0.
    pub fn room(&self) -> f32 {
        self.0.width().max(0.0)
    }
}
