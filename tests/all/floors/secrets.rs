//! Texts that look like a provider's real key.

/// How a provider's keys begin, and how many characters of key have to follow before it looks real. Prefixes of
/// publishable halves are left out: they are made to be seen.
const SHAPES: [(&str, usize); 40] = [
    ("sk_live_", 16),
    ("sk_test_", 16),
    ("rk_live_", 16),
    ("rk_test_", 16),
    ("whsec_", 24),
    ("ghp_", 30),
    ("gho_", 30),
    ("ghu_", 30),
    ("ghs_", 30),
    ("ghr_", 30),
    ("github_pat_", 40),
    ("glpat-", 18),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("xoxa-", 20),
    ("xapp-", 20),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ya29.", 30),
    ("sk-ant-", 24),
    ("sk-proj-", 24),
    ("sk-", 40),
    ("SG.", 40),
    ("npm_", 30),
    ("pypi-AgE", 30),
    ("dop_v1_", 40),
    ("hf_", 30),
    ("shpat_", 30),
    ("shpss_", 30),
    ("sq0csp-", 30),
    ("lin_api_", 30),
    ("EAAC", 60),
    ("dckr_pat_", 20),
    ("vercel_", 20),
    ("hvs.", 24),
    ("rnd_", 24),
    ("re_", 28),
    ("AGE-SECRET-KEY-1", 50),
    ("eyJhbGciOi", 40),
];

/// A body of fewer different characters is a placeholder: `sk_live_xxxxxxxxxxxxxxxx`.
const MIN_DIFFERENT: usize = 8;

/// The lines (from 1) that look like they hold a key, with the prefix; a PEM private key counts by its first line of body.
pub fn lines_that_look_like_keys(text: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let mut after_pem_header = false;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some((prefix, _)) = SHAPES.into_iter().find(|(prefix, least)| holds(line, prefix, *least)) {
            found.push((number, prefix));
        }
        let body = line.trim().trim_matches(['"', '\'']);
        if after_pem_header
            && body.len() >= 40
            && body.chars().all(|c| c.is_ascii_alphanumeric() || "+/=\\n".contains(c))
        {
            found.push((number, "PRIVATE KEY"));
        }
        after_pem_header = line.contains("PRIVATE KEY-----") && line.contains("BEGIN");
    }
    found
}

fn holds(line: &str, prefix: &str, least: usize) -> bool {
    line.match_indices(prefix).any(|(at, _)| {
        // In the middle of a word it is not a prefix: `task-…`, `more_…`.
        let begins = !line[..at].ends_with(is_key_character);
        let body = &line[at + prefix.len()..];
        let body = &body[..body.find(|c| !is_key_character(c)).unwrap_or(body.len())];
        let different = body.chars().collect::<std::collections::BTreeSet<char>>().len();
        // Words joined by _ or - are a name. A key holds digits; only AWS ids are so short that it may hold none.
        let random = body.bytes().any(|b| b.is_ascii_digit()) || matches!(prefix, "AKIA" | "ASIA");
        begins && body.len() >= least && different >= MIN_DIFFERENT && random
    })
}

fn is_key_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-.".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body that looks random, made here so that this file holds none.
    fn body(length: usize) -> String {
        (0..length).map(|n| char::from(b"aB3dE6gH9jK2mN5p"[n * 7 % 16])).collect()
    }

    #[test]
    fn every_shape_is_found_with_a_long_body_and_not_with_a_short_one() {
        for (prefix, least) in SHAPES {
            let real = format!("first line\nKEY=\"{prefix}{}\"\n", body(least));
            assert_eq!(lines_that_look_like_keys(&real).first().map(|(line, _)| *line), Some(2), "{prefix}");
            let short = format!("{prefix}{}", body(8));
            assert_eq!(lines_that_look_like_keys(&short), [], "{prefix}");
            let placeholder = format!("{prefix}{}", "x1".repeat(least));
            assert_eq!(lines_that_look_like_keys(&placeholder), [], "{prefix}");
        }
    }

    #[test]
    fn words_and_patterns_are_no_keys() {
        for text in [
            "sk_live_[A-Za-z0-9]{24,}".to_owned(),
            format!("task-{}", body(60)),
            "re_exported_from_another_module_of_the_house".to_owned(),
            "-----BEGIN PRIVATE KEY-----\nnot base64 at all, but a sentence that is long enough\n".to_owned(),
        ] {
            assert_eq!(lines_that_look_like_keys(&text), [], "{text}");
        }
    }

    #[test]
    fn a_private_key_is_found_by_its_body() {
        let pem = format!("-----BEGIN RSA PRIVATE {}-----\n{}\n", "KEY", body(64));
        assert_eq!(lines_that_look_like_keys(&pem), [(2, "PRIVATE KEY")]);
    }
}
