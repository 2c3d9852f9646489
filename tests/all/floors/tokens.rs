//! Rust source to words and signs: comments, strings and numbers fall away. Not a Rust parser; enough to find paths.

/// A word (identifier or keyword), `::`, or any other single sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// An identifier or keyword, without `r#`.
    Word(&'a str),
    /// `::`.
    Colons,
    /// Any other sign.
    Sign(char),
}

/// The tokens of a source, each with its line (from 1).
pub fn tokens(source: &str) -> Vec<(Token<'_>, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut line = 1;
    while at < source.len() {
        let (token, length) = next(&source[at..]);
        if let Some(token) = token {
            found.push((token, line));
        }
        line += source[at..at + length].matches('\n').count();
        at += length;
    }
    found
}

/// The token at the beginning, if there is one, and the bytes that it takes (at least one character).
fn next(rest: &str) -> (Option<Token<'_>>, usize) {
    let first = rest.chars().next().expect("not at the end");
    let upto = |end: Option<usize>| end.unwrap_or(rest.len());
    if rest.starts_with("//") {
        return (None, upto(rest.find('\n')));
    }
    if rest.starts_with("/*") {
        return (None, block_comment(rest));
    }
    if let Some(length) = raw_string(rest) {
        return (None, length);
    }
    if let Some(prefix) = ["\"", "b\"", "c\""].into_iter().find(|p| rest.starts_with(p)) {
        return (None, prefix.len() + quoted(&rest[prefix.len()..], '"'));
    }
    if let Some(body) = rest.strip_prefix("b'") {
        return (None, 2 + quoted(body, '\''));
    }
    if first == '\'' {
        return (None, char_or_lifetime(rest));
    }
    if rest.starts_with("::") {
        return (Some(Token::Colons), 2);
    }
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    if first.is_ascii_digit() {
        return (None, word(rest));
    }
    if first.is_alphabetic() || first == '_' {
        let skip = if rest.starts_with("r#") { 2 } else { 0 };
        let end = skip + word(&rest[skip..]);
        return (Some(Token::Word(&rest[skip..end])), end);
    }
    let sign = (!first.is_whitespace()).then_some(Token::Sign(first));
    (sign, first.len_utf8())
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().expect("not at the end").len_utf8();
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`, `br"…"`, `cr"…"`: the bytes it takes, none where there is none.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r').or_else(|| rest.strip_prefix("br")).or_else(|| rest.strip_prefix("cr"))?;
    let hashes = after.find(|c| c != '#')?;
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = rest.len() - body.len();
    Some(body.find(&end).map_or(rest.len(), |at| start + at + end.len()))
}

/// The bytes up to and with the closing quote, behind the opening one.
fn quoted(body: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    body.len()
}

/// `'a'` and `'\n'` are characters, `'a` is a lifetime: only then its name is skipped with it.
fn char_or_lifetime(rest: &str) -> usize {
    let mut chars = rest[1..].chars();
    let (one, two) = (chars.next(), chars.next());
    if one == Some('\\') || two == Some('\'') {
        return 1 + quoted(&rest[1..], '\'');
    }
    let name = rest[1..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len() - 1);
    1 + name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<&str> {
        let word = |(token, _)| if let Token::Word(word) = token { Some(word) } else { None };
        tokens(source).into_iter().filter_map(word).collect()
    }

    #[test]
    fn comments_strings_and_characters_fall_away() {
        let source = r####"
            // crate::a
            /* crate::b /* nested */ still */ one /// doc crate::c
            "crate::d \" crate::e" b"f" r"g" r#"h " i"# br##"j"# k"## two
            'x' '\'' '"' b'\'' 'life: three<'static> r#type 12u8 '{' four
        "####;
        assert_eq!(words(source), ["one", "two", "three", "type", "four"]);
    }

    #[test]
    fn lines_are_counted_through_what_falls_away() {
        let found = tokens("a\n/* \n */ \"\n\" b\nc::d");
        assert_eq!(
            found,
            [
                (Token::Word("a"), 1),
                (Token::Word("b"), 4),
                (Token::Word("c"), 5),
                (Token::Colons, 5),
                (Token::Word("d"), 5)
            ]
        );
    }

    #[test]
    fn an_unfinished_string_ends_with_the_source() {
        for source in ["a \"b", "a r#\"b\"", "a /* b", "a '\\"] {
            assert_eq!(words(source), ["a"], "{source}");
        }
    }
}
