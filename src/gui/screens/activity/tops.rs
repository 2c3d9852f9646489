//! Where lines stand: rows are as high as everywhere, a heading is lower and has room above it.

use egui::Rangef;

use super::lines::Line;
use crate::gui::theme::size;

/// A heading's height, and the room above it.
const HEADING: f32 = 30.0;
const ABOVE: f32 = 3.0;
/// Under the last line.
const BELOW: f32 = 4.0;

/// The tops of lines, in points from the first one's.
#[derive(Debug, Default)]
pub struct Tops {
    /// How many lines there are.
    count: usize,
    /// How many of them are rows.
    rows: usize,
    /// Which of them are headings, in their order.
    headings: Vec<usize>,
}

impl Tops {
    /// Of these lines.
    pub fn new(lines: &[Line]) -> Self {
        let is_heading = |line: &Line| matches!(line, Line::Day { .. } | Line::Span { .. });
        let headings = lines.iter().enumerate().filter(|(_, line)| is_heading(line)).map(|(at, _)| at);
        let headings: Vec<usize> = headings.collect();
        let more = lines.iter().filter(|line| **line == Line::More).count();
        Self { count: lines.len(), rows: lines.len() - headings.len() - more, headings }
    }

    /// Where a line begins, with the room above it.
    fn top(&self, line: usize) -> f32 {
        let before = self.headings.partition_point(|heading| *heading < line);
        line as f32 * size::ROW + before as f32 * (ABOVE + HEADING - size::ROW)
    }

    /// What a line takes; the room above a heading is not of it.
    pub fn span(&self, line: usize) -> Rangef {
        let heading = self.headings.binary_search(&line).is_ok();
        let top = self.top(line);
        if heading { Rangef::new(top + ABOVE, top + ABOVE + HEADING) } else { Rangef::new(top, top + size::ROW) }
    }

    /// What all of them take.
    pub fn height(&self) -> f32 {
        self.top(self.count) + BELOW
    }

    /// Which of the rows a line is; none of a heading, and of the word that more comes.
    pub fn row(&self, line: usize) -> Option<usize> {
        let row = self.headings.binary_search(&line).err().map(|before| line - before)?;
        (row < self.rows).then_some(row)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The first line that ends below `y`.
    pub fn at(&self, y: f32) -> usize {
        let (mut from, mut to) = (0, self.count);
        while from < to {
            let middle = usize::midpoint(from, to);
            if self.top(middle + 1) > y { to = middle } else { from = middle + 1 }
        }
        from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_lower_than_a_row_and_has_room_above_it() {
        let row = Line::Row { day: 0, row: 0, open: None };
        let tops = Tops::new(&[Line::Day { day: 0, open: true }, row, row, Line::Span { from: 1, to: 3 }, row]);
        let spans: Vec<(f32, f32)> = (0..5).map(|at| tops.span(at)).map(|span| (span.min, span.max)).collect();
        assert_eq!(spans, [(3.0, 33.0), (33.0, 65.0), (65.0, 97.0), (100.0, 130.0), (130.0, 162.0)]);
        assert_eq!(tops.height(), 162.0 + BELOW);
        let found: Vec<usize> = [0.0, 32.9, 33.0, 98.0, 130.0, 161.9, 162.0, 900.0].map(|y| tops.at(y)).to_vec();
        assert_eq!(found, [0, 0, 1, 3, 4, 4, 5, 5]);
    }

    #[test]
    fn rows_are_counted_without_their_headings() {
        let row = Line::Row { day: 0, row: 0, open: None };
        let day = Line::Day { day: 0, open: true };
        let tops = Tops::new(&[day, row, row, Line::Span { from: 1, to: 3 }, day, row, Line::More]);
        let places: Vec<Option<usize>> = (0..7).map(|at| tops.row(at)).collect();
        assert_eq!(places, [None, Some(0), Some(1), None, None, Some(2), None]);
        assert_eq!(tops.rows(), 3);
    }

    #[test]
    fn no_lines_take_no_more_than_the_room_below() {
        let tops = Tops::new(&[]);
        assert_eq!((tops.height(), tops.at(0.0)), (BELOW, 0));
    }
}
