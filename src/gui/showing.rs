//! How long a value that stands in a dialog's field is on screen. Times are the frame's seconds, so that tests choose them.

use crate::gui::widgets::Staying;

/// How much longer a click on the ring makes it, in seconds.
const MORE_SECS: f64 = 20.0;

/// A value on screen, for so many seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Showing {
    until: f64,
    /// What the whole ring stands for.
    whole: f64,
}

impl Showing {
    /// From now on.
    pub fn begin(seconds: u64, now: f64) -> Self {
        let whole = seconds as f64;
        Self { until: now + whole, whole }
    }

    /// Twenty seconds more.
    pub fn longer(self, now: f64) -> Self {
        let until = self.until + MORE_SECS;
        Self { until, whole: self.whole.max(until - now) }
    }

    /// What is left of it; none once it is over.
    pub fn ring(self, now: f64) -> Option<Staying> {
        let left = self.until - now;
        (left > 0.0).then(|| Staying::new(left, self.whole, self.whole.round() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_for_its_seconds_and_longer_where_asked() {
        let showing = Showing::begin(20, 100.0);
        assert_eq!(showing.ring(110.0), Some(Staying { part: 0.5, seconds: 10, spoken: 10 }));
        for now in [100.0, 100.03, 100.9, 104.2, 109.9] {
            assert_eq!(showing.ring(now).map(|ring| ring.spoken), Some(20), "{now}");
        }
        assert_eq!(showing.ring(120.0), None);
        let longer = showing.longer(110.0);
        assert_eq!(longer.ring(110.0), Some(Staying { part: 1.0, seconds: 30, spoken: 30 }));
        assert_eq!(longer.ring(140.0), None);
    }
}
