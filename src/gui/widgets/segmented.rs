//! Segmented control: one of a few, all in view. Tab stops at it once, arrows choose.

use egui::{Pos2, Rect, Role, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::check::{arrows_choose, one_of, set_node};
use super::paint;
use super::tip::tip;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};

/// One choice. The name is what a screen reader says where the words are shortened.
#[derive(Debug, Clone)]
pub struct Segment {
    /// What stands on it.
    pub words: String,
    /// Its whole name.
    pub name: String,
    /// Carries the shield.
    pub protected: bool,
}

/// How a segmented control stands.
#[derive(Debug, Clone, Copy)]
pub struct SegmentedLook {
    /// 30, or 26 in a line of text.
    pub height: f32,
    /// The type of its words where they are not chosen.
    pub style: Type,
    /// The type of the chosen words.
    pub strong: Type,
    /// Left and right of the words.
    pub padding: f32,
}

impl SegmentedLook {
    /// 30 high.
    pub const NORMAL: Self = Self { height: size::CONTROL, style: Type::Body, strong: Type::Strong, padding: 11.0 };
    /// 26 high, with smaller words.
    pub const SMALL: Self =
        Self { height: size::SMALL_CONTROL, style: Type::Small, strong: Type::SmallStrong, padding: 9.0 };
    /// 30 high, with smaller words, for many in a row.
    pub const DENSE: Self =
        Self { height: size::CONTROL, style: Type::Small, strong: Type::SmallStrong, padding: 11.0 };
}

/// One segment as it is painted. The shield of the one in view is filled.
struct Piece<'a> {
    words: &'a str,
    said: String,
    icon: Option<Icon>,
    keys: Option<&'a str>,
    width: f32,
}

fn piece_width(ui: &Ui, words: &str, icon: bool, look: SegmentedLook) -> f32 {
    if words.is_empty() {
        return 30.0;
    }
    let lead = if icon { 14.0 + 5.0 } else { 0.0 };
    (paint::width(ui, look.strong, words) + lead + 2.0 * look.padding).ceil()
}

fn one_width(ui: &Ui, segment: &Segment) -> f32 {
    piece_width(ui, &segment.words, segment.protected, SegmentedLook::NORMAL)
}

/// Width of the whole control in points.
pub fn segmented_width(ui: &Ui, segments: &[Segment]) -> f32 {
    segments.iter().map(|segment| one_width(ui, segment)).sum::<f32>() + 4.0
}

/// Paints the control with its left end in the middle of `left`; returns the index that was clicked.
pub fn segmented(ui: &Ui, left: Pos2, segments: &[Segment], current: usize) -> Option<usize> {
    let pieces: Vec<Piece<'_>> = segments
        .iter()
        .map(|segment| Piece {
            words: &segment.words,
            said: if segment.protected { format!("{}, protected", segment.name) } else { segment.name.clone() },
            icon: segment.protected.then_some(Icon::ShieldCheck),
            keys: None,
            width: one_width(ui, segment),
        })
        .collect();
    pieces_ui(ui, left, "segment", &pieces, current, SegmentedLook::NORMAL)
}

/// A choice of words with an icon before them, where one helps. Empty words leave the icon alone, with `name` said.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// What stands on it.
    pub words: &'a str,
    /// What a screen reader says; empty says the words.
    pub name: &'a str,
    /// Before the words.
    pub icon: Option<Icon>,
    /// The keys that do the same, for the tooltip of an icon alone.
    pub keys: Option<&'a str>,
}

impl<'a> Choice<'a> {
    /// Only words.
    pub fn words(words: &'a str) -> Self {
        Self { words, name: "", icon: None, keys: None }
    }

    /// Words behind an icon.
    pub fn with_icon(words: &'a str, icon: Icon) -> Self {
        Self { words, name: "", icon: Some(icon), keys: None }
    }

    /// Only an icon, 30 wide, with its name.
    pub fn icon(icon: Icon, name: &'a str) -> Self {
        Self { words: "", name, icon: Some(icon), keys: None }
    }

    /// With the keys that do the same.
    pub fn keys(mut self, keys: Option<&'a str>) -> Self {
        self.keys = keys;
        self
    }
}

/// A segmented control of any look. `name` tells it from another in the same ui.
#[derive(Debug, Clone, Copy)]
pub struct Segmented<'a> {
    name: &'a str,
    choices: &'a [Choice<'a>],
    current: usize,
    look: SegmentedLook,
}

impl<'a> Segmented<'a> {
    /// 30 high.
    pub fn new(name: &'a str, choices: &'a [Choice<'a>], current: usize) -> Self {
        Self { name, choices, current, look: SegmentedLook::NORMAL }
    }

    /// 26 high.
    pub fn small(mut self) -> Self {
        self.look = SegmentedLook::SMALL;
        self
    }

    /// 30 high with smaller words.
    pub fn dense(mut self) -> Self {
        self.look = SegmentedLook::DENSE;
        self
    }

    /// Its own width in points.
    pub fn width(self, ui: &Ui) -> f32 {
        let one = |choice: &Choice<'_>| piece_width(ui, choice.words, choice.icon.is_some(), self.look);
        self.choices.iter().map(one).sum::<f32>() + 4.0
    }

    fn pieces(self, width: impl Fn(&Choice<'_>) -> f32) -> Vec<Piece<'a>> {
        self.choices
            .iter()
            .map(|choice| Piece {
                words: choice.words,
                said: if choice.name.is_empty() { choice.words } else { choice.name }.to_owned(),
                icon: choice.icon,
                keys: choice.keys,
                width: width(choice),
            })
            .collect()
    }

    /// Paints it with its left end in the middle of `left`; returns the index that was clicked.
    pub fn at(self, ui: &Ui, left: Pos2) -> Option<usize> {
        let pieces = self.pieces(|choice| piece_width(ui, choice.words, choice.icon.is_some(), self.look));
        pieces_ui(ui, left, self.name, &pieces, self.current, self.look)
    }

    /// Paints it as wide as a rectangle, all segments equally wide.
    pub fn filling(self, ui: &Ui, rect: Rect) -> Option<usize> {
        let each = (rect.width() - 4.0) / self.choices.len().max(1) as f32;
        pieces_ui(ui, rect.left_center(), self.name, &self.pieces(|_| each), self.current, self.look)
    }

    /// Paints it as wide as a rectangle, what is over shared out, so that longer words have more room.
    pub fn spread(self, ui: &Ui, rect: Rect) -> Option<usize> {
        let more = (rect.width() - self.width(ui)) / self.choices.len().max(1) as f32;
        let width = |choice: &Choice<'_>| piece_width(ui, choice.words, choice.icon.is_some(), self.look) + more;
        pieces_ui(ui, rect.left_center(), self.name, &self.pieces(width), self.current, self.look)
    }
}

fn pieces_ui(ui: &Ui, left: Pos2, name: &str, pieces: &[Piece<'_>], at: usize, look: SegmentedLook) -> Option<usize> {
    let t = of(ui);
    let wide = pieces.iter().map(|piece| piece.width).sum::<f32>() + 4.0;
    let track = Rect::from_min_size(pos2(left.x, left.y - look.height / 2.0), vec2(wide, look.height));
    ui.painter().rect_filled(track, radius::CONTROL + 1, t.bg_active);
    let mut x = track.left() + 2.0;
    let set = set_node(ui, name, pieces.len());
    let mut clicked = None;
    let mut responses = Vec::with_capacity(pieces.len());
    let first = at.min(pieces.len().saturating_sub(1));
    for (index, piece) in pieces.iter().enumerate() {
        let rect = Rect::from_min_size(pos2(x, track.top() + 2.0), vec2(piece.width, look.height - 4.0));
        x = rect.right();
        // As high as the track: a hit area is never lower than the small one.
        let hit = rect.expand2(vec2(0.0, 2.0));
        let response = one_of(&set, hit, ui.make_persistent_id((name, index)), index == first);
        let on = index == at;
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, &piece.said));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_position_in_set(index);
        });
        if on {
            let edge = Stroke::new(1.0, t.stroke_default);
            ui.painter().rect(rect, radius::TILE, t.bg_raised, edge, StrokeKind::Outside);
        }
        let ink = if on || response.hovered() { t.text_primary } else { t.text_secondary };
        let style = if on { look.strong } else { look.style };
        let icon_size = if piece.words.is_empty() { 16.0 } else { 14.0 };
        let lead = match piece.icon {
            Some(_) if piece.words.is_empty() => icon_size,
            Some(_) => icon_size + 5.0,
            None => 0.0,
        };
        let start = rect.center().x - (paint::width(ui, style, piece.words) + lead) / 2.0;
        if let Some(icon) = piece.icon {
            let face = if on && icon == Icon::ShieldCheck { Face::Fill } else { Face::Line };
            let center = pos2(start + icon_size / 2.0, rect.center().y);
            paint::icon(ui, center, icon_size, face, icon, ink);
        }
        paint::text(ui, start + lead, paint::baseline(ui, rect.center().y, style), style, ink, piece.words);
        if response.clicked() && !on {
            clicked = Some(index);
        }
        responses.push(if piece.words.is_empty() { tip(response, &piece.said, piece.keys) } else { response });
    }
    let moved = arrows_choose(ui, &responses, first);
    // Last, so that no neighbour is painted over it.
    if let Some(response) = responses.iter().find(|response| response.has_focus()) {
        paint::focus_ring(ui, response.rect.shrink2(vec2(0.0, 2.0)), radius::TILE, response);
    }
    clicked.or(moved)
}
