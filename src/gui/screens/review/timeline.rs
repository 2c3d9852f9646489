//! Where the timeline's dots stand: days become points, and what would touch becomes one dot with a count.

use std::collections::HashMap;
use std::sync::Arc;

use super::data::{Day, HORIZON};

/// Dots nearer than this are one.
const NEAR: f32 = 10.0;
/// From this width on "Expired" has its room over what has ended.
pub const ENDED: f32 = 220.0;
/// One dot takes in no more than this.
const WIDEST: f32 = 24.0;

/// A dot, or a diamond for what has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Its middle, from the left of what was asked.
    pub x: f32,
    /// The first day it stands for, from today; -1 for what has ended.
    pub from: i32,
    /// The last.
    pub to: i32,
    /// How many keys.
    pub count: u32,
    /// One of them is protected.
    pub protected: bool,
    /// The first of them, by their places in the snapshot.
    pub keys: Vec<u32>,
}

impl Dot {
    /// What has ended.
    pub fn is_over(&self) -> bool {
        self.to < 0
    }
}

/// How days become points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Where what has ended stands.
    pub ended: f32,
    /// Where today is.
    pub today: f32,
    /// Where the horizon is.
    pub horizon: f32,
}

impl Scale {
    /// A scale over so many points: room for what has ended, then the days.
    pub fn new(width: f32) -> Self {
        // What has ended has what "Expired" needs over it, or an eighth where there is not so much.
        let today = if width < ENDED { (width / 8.0).max(24.0) } else { 46.0 };
        Self { ended: today / 2.0, today, horizon: (width - 8.0).max(today + 1.0) }
    }

    /// Where a day stands.
    pub fn x(self, day: i32) -> f32 {
        if day < 0 {
            return self.ended;
        }
        self.today + (self.horizon - self.today) * day as f32 / HORIZON as f32
    }
}

/// A lane's dots with what is said of each.
pub type Lane = Arc<[(Dot, String)]>;

/// The dots of lanes that were in view, by lane: made when one comes into view, and kept until the points change over which
/// they stand. Whoever keeps them forgets them with the facts.
#[derive(Debug, Default)]
pub struct Dots {
    scale: Option<Scale>,
    lanes: HashMap<usize, Lane>,
}

impl Dots {
    /// The dots of a lane; `days` are its own, `words` says what one stands for.
    pub fn of(&mut self, lane: usize, days: &[Day], scale: Scale, words: impl Fn(&Dot) -> String) -> Lane {
        if self.scale.replace(scale) != Some(scale) {
            self.lanes.clear();
        }
        let told = || {
            let told = dots(days, scale).into_iter().map(|dot| {
                let words = words(&dot);
                (dot, words)
            });
            told.collect()
        };
        Arc::clone(self.lanes.entry(lane).or_insert_with(told))
    }
}

/// The dots of a lane, from left to right. Days come in order.
pub fn dots(days: &[Day], scale: Scale) -> Vec<Dot> {
    let mut dots: Vec<(f32, f32, Dot)> = Vec::new();
    for day in days {
        let x = scale.x(day.day);
        let own = Dot {
            x,
            from: day.day,
            to: day.day,
            count: day.total(),
            protected: day.protected > 0,
            keys: day.keys.clone(),
        };
        match dots.last_mut() {
            Some((first, last, dot)) if !dot.is_over() && x - *last < NEAR && x - *first < WIDEST => {
                *last = x;
                dot.x = f32::midpoint(*first, x);
                dot.to = day.day;
                dot.count += own.count;
                dot.protected |= own.protected;
                dot.keys.extend(own.keys);
            }
            _ => dots.push((x, x, own)),
        }
    }
    dots.into_iter().map(|(.., dot)| dot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i32, protected: u32, other: u32) -> Day {
        Day { day, protected, other, keys: vec![day.unsigned_abs()] }
    }

    /// Today at 0 and a point a day and a half.
    const SCALE: Scale = Scale { ended: -20.0, today: 0.0, horizon: 135.0 };

    #[test]
    fn what_would_touch_is_one_dot_with_a_count() {
        let dots = dots(&[day(3, 0, 1), day(9, 1, 0), day(30, 0, 1), day(60, 0, 3)], SCALE);
        let told: Vec<(f32, u32, bool)> = dots.iter().map(|dot| (dot.x, dot.count, dot.protected)).collect();
        assert_eq!(told, [(9.0, 2, true), (45.0, 1, false), (90.0, 3, false)]);
        assert_eq!((dots[0].from, dots[0].to, &dots[0].keys), (3, 9, &vec![3, 9]));
    }

    #[test]
    fn what_has_ended_stays_apart_from_what_ends_today() {
        let near = Scale { ended: -4.0, ..SCALE };
        let dots = dots(&[day(-1, 1, 1), day(0, 1, 0)], near);
        assert_eq!(dots.len(), 2);
        assert!(dots[0].is_over() && !dots[1].is_over());
        assert_eq!(dots[0].count, 2);
    }

    #[test]
    fn a_key_on_every_day_makes_several_dots_and_loses_none() {
        let days: Vec<Day> = (0..=HORIZON).map(|at| day(at, 0, 1)).collect();
        let dots = dots(&days, SCALE);
        assert!(dots.len() > 4, "{}", dots.len());
        assert_eq!(dots.iter().map(|dot| dot.count).sum::<u32>(), 91);
        assert!(dots.iter().is_sorted_by(|one, other| one.x < other.x));
    }

    #[test]
    fn dots_are_made_once_until_the_points_change_over_which_they_stand() {
        let made = std::cell::Cell::new(0);
        let words = |dot: &Dot| {
            made.set(made.get() + 1);
            dot.count.to_string()
        };
        let mut kept = Dots::default();
        let days = [day(3, 0, 1), day(9, 1, 0), day(60, 0, 3)];
        for _ in 0..3 {
            let dots = kept.of(1, &days, SCALE, words);
            let told: Vec<&str> = dots.iter().map(|(_, words)| words.as_str()).collect();
            assert_eq!(told, ["2", "3"]);
        }
        assert_eq!(made.get(), 2);
        let wide = Scale { horizon: 900.0, ..SCALE };
        assert_eq!(kept.of(1, &days, wide, words).len(), 3);
        assert_eq!(kept.of(1, &days, SCALE, words).len(), 2, "the width before counts no more");
        assert_eq!(kept.of(2, &days[2..], SCALE, words).len(), 1);
    }

    #[test]
    fn the_scale_keeps_its_ends_within_what_is_given() {
        for width in [120.0, 368.0, 900.0] {
            let scale = Scale::new(width);
            assert!(scale.x(-1) > 0.0 && scale.x(-1) < scale.x(0), "{width}");
            assert!(scale.x(HORIZON) <= width - 8.0, "{width}");
        }
        assert_eq!(Scale::new(368.0), Scale { ended: 23.0, today: 46.0, horizon: 360.0 });
    }
}
