//! What may be shown to a person as it stands: no text of others' may act on a terminal, or turn what stands beside it around.

/// True for characters that print as nothing or turn the text around: bidi controls, zero-width ones, tags.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// True for characters that could act on a terminal (escapes, carriage returns, C1), or turn its text around.
pub fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || is_invisible(c)
}

/// The text with everything that could act on a terminal written out, on one line.
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(' '),
            c if is_hostile(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_on_a_terminal_is_written_out() {
        for hostile in [
            "\u{1b}[31m",
            "\u{1b}]52;c;x\u{7}",
            "\r",
            "\u{9b}31m",
            "\u{7f}",
            "\u{202e}",
            "\u{200b}",
            "\u{2066}",
            "\u{e0041}",
        ] {
            let shown = harmless(&format!("a{hostile}b"));
            assert!(shown.chars().all(|c| !is_hostile(c) && c != '\n'), "{shown:?}");
        }
        assert_eq!(harmless("a\nb\tc é 🔑"), "a b c é 🔑");
    }
}
