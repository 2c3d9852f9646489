//! Finding many strings at once in a piece of a stream. Wu and Manber's way: a table tells from three bytes how far one
//! may step without missing any, so that most bytes are never looked at. An automaton would look at each, and take
//! hundreds of bytes of memory for every byte of a secret.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use super::SHORTEST;
use super::forms::{Form, forms_of, is_enough};
use crate::model::Secret;

/// Bytes that the table is asked by.
const BLOCK: usize = 3;
const TABLE_BITS: u32 = 15;
/// Where nothing is known of the three bytes.
const FARTHEST: u8 = (SHORTEST - BLOCK + 1) as u8;

/// The secrets to be masked, in all their forms.
pub struct Masks {
    /// Sorted, each once.
    forms: Vec<Form>,
    /// Forms by their first eight bytes.
    groups: HashMap<u64, Range<u32>>,
    steps: Vec<u8>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Where forms stand, by their beginning; they may overlap.
    pub ranges: Vec<Range<usize>>,
    /// Where the first form begins that is not whole yet; the end where there is none.
    pub open: usize,
}

impl Masks {
    /// Takes the secrets in, each with the name it is told by; gives the names of those that are too short to be masked.
    pub fn new<'a>(secrets: impl IntoIterator<Item = (&'a str, &'a Secret)>) -> (Self, Vec<String>) {
        let mut forms = Vec::new();
        let mut too_short = Vec::new();
        for (name, secret) in secrets {
            // Opened to be looked for in what a program prints.
            let bytes = secret.expose();
            if !bytes.is_empty() && !is_enough(bytes) {
                too_short.push(name.to_owned());
            }
            forms.extend(forms_of(bytes));
        }
        forms.sort_unstable_by(|a, b| a[..].cmp(&b[..]));
        forms.dedup();
        let mut groups: HashMap<u64, Range<u32>> = HashMap::new();
        let mut steps = vec![FARTHEST; 1 << TABLE_BITS];
        for (number, form) in (0..).zip(&forms) {
            groups.entry(first_eight(form)).or_insert(number..number).end = number + 1;
            for end in BLOCK..=SHORTEST {
                let step = &mut steps[place(form[end - 3], form[end - 2], form[end - 1])];
                *step = (*step).min((SHORTEST - end) as u8);
            }
        }
        (Self { forms, groups, steps }, too_short)
    }

    /// True where nothing is masked.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    pub(super) fn search(&self, text: &[u8]) -> Found {
        let mut found = Found { ranges: Vec::new(), open: text.len() };
        let mut end = SHORTEST - 1;
        while end < text.len() {
            let step = self.steps[place(text[end - 2], text[end - 1], text[end])];
            if step == 0 {
                self.look_at(text, end + 1 - SHORTEST, &mut found);
                end += 1;
            } else {
                end += usize::from(step);
            }
        }
        // Too few bytes left to ask the table.
        let tail = text.len().saturating_sub(SHORTEST - 1);
        let begun = (tail..text.len()).find(|at| self.begins_a_form(&text[*at..]));
        found.open = found.open.min(begun.unwrap_or(text.len()));
        found
    }

    fn look_at(&self, text: &[u8], at: usize, found: &mut Found) {
        let rest = &text[at..];
        let Some(group) = self.groups.get(&first_eight(rest)) else { return };
        let mut longest = 0;
        for form in &self.forms[group.start as usize..group.end as usize] {
            if rest.starts_with(form) {
                longest = longest.max(form.len());
            } else if form.starts_with(rest) {
                found.open = found.open.min(at);
            }
        }
        if longest > 0 {
            found.ranges.push(at..at + longest);
        }
    }

    fn begins_a_form(&self, begin: &[u8]) -> bool {
        let at = self.forms.partition_point(|form| form[..] < *begin);
        self.forms.get(at).is_some_and(|form| form.starts_with(begin))
    }

    #[cfg(test)]
    pub(super) fn forms(&self) -> &[Form] {
        &self.forms
    }
}

impl fmt::Debug for Masks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Masks(…)")
    }
}

fn first_eight(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes[..SHORTEST].try_into().expect("eight bytes were taken"))
}

fn place(a: u8, b: u8, c: u8) -> usize {
    (u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9E37_79B1) >> (u32::BITS - TABLE_BITS)) as usize
}
