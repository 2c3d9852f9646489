//! Text of others in a page, a spreadsheet, a Markdown table: it stays text, whatever stands in it.

use std::fmt::Write;

/// True for characters that no reader sees and that turn or hide what stands beside them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// On one line, with what can't be seen written out.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => out.push(' '),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// For HTML, in text and between double quotes.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// One field of a CSV, between quotes. A spreadsheet computes what begins as a formula, also between quotes and behind
/// blanks; so an apostrophe goes before it, which such programs take for "this is text".
pub(super) fn csv(text: &str) -> String {
    let text = visible(text);
    let first = text.trim_start().chars().next();
    let computes = matches!(first, Some('=' | '+' | '-' | '@' | '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}'));
    let mark = if computes { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

/// For a cell of a Markdown table: nothing in it is markup, an address or the table's own line.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            // As references: inside a table cell a backslash before `|` is read by some readers and not by others, and
            // `://`, `www.` and `@` become links by themselves.
            '<' | '>' | '&' | '|' | '`' | '[' | ']' | '*' | '_' | '~' | '\\' | '#' | '!' | '@' | '$' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            ':' => out.push_str("&#58;"),
            c => out.push(c),
        }
    }
    out.replace("www.", "www&#46;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_text_as_text() {
        assert_eq!(html("<b a=\"1\" c='2'>&"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
        assert_eq!(html("a\nb\u{202e}\u{0}"), "a b\\u{202e}\\u{0}");
    }

    #[test]
    fn a_spreadsheet_computes_nothing() {
        for (text, field) in [
            ("shop", "\"shop\""),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"' =1\""),
            ("\r\n=1", "\"'  =1\""),
            (" =1", "\"' =1\""),
            ("\u{ff1d}1", "\"'\u{ff1d}1\""),
            ("", "\"\""),
        ] {
            assert_eq!(csv(text), field, "{text:?}");
        }
    }

    #[test]
    fn a_markdown_table_shows_text_as_text() {
        assert_eq!(markdown("a|b\nc"), "a&#124;b c");
        for markup in
            ["[x](javascript:alert(1))", "<script>", "`code`", "**b**", "![i](http://x)", "https://x", "a@b.c"]
        {
            let shown = markdown(markup);
            assert!(!shown.contains(['<', '>', '[', ']', '`', '*', '@', ':']), "{shown}");
        }
    }
}
