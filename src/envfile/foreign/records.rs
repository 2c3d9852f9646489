//! The records of a list (RFC 4180, and what is near it), read as the csv crate reads them, which a test holds it to: that one goes
//! through the text a byte at a time.

use std::borrow::Cow;

use memchr::{memchr, memchr3};

use crate::envfile::lines::newlines;

/// Goes through the records in order.
pub(super) struct Records<'a> {
    text: &'a [u8],
    delimiter: u8,
    at: usize,
    line: u32,
}

impl<'a> Records<'a> {
    pub fn new(text: &'a [u8], delimiter: u8) -> Self {
        Self { text, delimiter, at: 0, line: 1 }
    }

    /// Puts the next record's fields in, as many as are wanted, and gives the line that it begins on; none at the end. Empty
    /// lines are no records.
    pub fn next(&mut self, fields: &mut Vec<Cow<'a, [u8]>>, most: usize) -> Option<u32> {
        fields.clear();
        while let Some(end @ (b'\r' | b'\n')) = self.text.get(self.at) {
            self.line += u32::from(*end == b'\n');
            self.at += 1;
        }
        let line = self.line;
        if self.at == self.text.len() {
            return None;
        }
        loop {
            let field = self.field();
            if fields.len() < most {
                fields.push(field);
            }
            if self.text.get(self.at) != Some(&self.delimiter) {
                return Some(line);
            }
            self.at += 1;
        }
    }

    /// One field; what ends it comes next.
    fn field(&mut self) -> Cow<'a, [u8]> {
        let (text, start) = (self.text, self.at);
        if text.get(start) != Some(&b'"') {
            self.at = self.bare_end(start);
            return Cow::Borrowed(&text[start..self.at]);
        }
        let mut whole = Cow::Borrowed(&text[start + 1..start + 1]);
        let mut from = start + 1;
        loop {
            let quote = memchr(b'"', &text[from..]).map_or(text.len(), |step| from + step);
            append(&mut whole, &text[from..quote]);
            if text.get(quote + 1) == Some(&b'"') {
                append(&mut whole, b"\"");
                from = quote + 2;
                continue;
            }
            // Closed, or open to the end. What stands behind the quote belongs to it.
            let behind = (quote + 1).min(text.len());
            self.at = self.bare_end(behind);
            append(&mut whole, &text[behind..self.at]);
            self.line += newlines(&text[start..self.at]);
            return whole;
        }
    }

    fn bare_end(&self, from: usize) -> usize {
        memchr3(self.delimiter, b'\n', b'\r', &self.text[from..]).map_or(self.text.len(), |step| from + step)
    }
}

/// Only a second part makes a copy of the first.
fn append<'a>(whole: &mut Cow<'a, [u8]>, part: &'a [u8]) {
    if whole.is_empty() {
        *whole = Cow::Borrowed(part);
    } else if !part.is_empty() {
        whole.to_mut().extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ours(text: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
        let (mut records, mut fields, mut all) = (Records::new(text, delimiter), Vec::new(), Vec::new());
        while records.next(&mut fields, usize::MAX).is_some() {
            all.push(fields.iter().map(|field| field.to_vec()).collect());
        }
        all
    }

    fn theirs(text: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(delimiter).from_reader(text);
        reader.byte_records().map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn records_are_those_of_the_csv_crate(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "\"", "\"", "\"\"", ",", ",", ";", "\t", "\n", "\r\n", "\r", "a", " ", "bc", "é", "\\",
            ]), 0..24),
            delimiter in prop::sample::select(vec![b',', b';', b'\t']),
        ) {
            let text = pieces.concat();
            prop_assert_eq!(ours(text.as_bytes(), delimiter), theirs(text.as_bytes(), delimiter));
        }
    }

    #[test]
    fn each_record_knows_its_line_and_no_more_than_is_wanted_is_kept() {
        let mut records = Records::new(b"a,b\r\n\r\n\"c\nd\",e,f\ng\n", b',');
        let mut fields = Vec::new();
        let mut next = || records.next(&mut fields, 2).map(|line| (line, fields.len()));
        assert_eq!((next(), next(), next(), next()), (Some((1, 2)), Some((3, 2)), Some((5, 1)), None));
    }
}
