//! The attributes of an HTML file's tags, as far as our own index.html needs reading. Pure.

/// Every attribute with a value, in order, as (tag, attribute, value).
pub(crate) fn attributes(html: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        let (name, mut inside) =
            split_at(rest, |letter| letter.is_whitespace() || matches!(letter, '>' | '/'));
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            continue;
        }
        loop {
            inside = inside.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
            if inside.is_empty() || inside.starts_with('>') {
                break;
            }
            let (attribute, after) =
                split_at(inside, |letter| letter.is_whitespace() || matches!(letter, '=' | '>'));
            let (value, after) = match after.trim_start().strip_prefix('=') {
                Some(after) => value(after.trim_start()),
                None => ("", after),
            };
            if !value.is_empty() {
                found.push((name.to_ascii_lowercase(), attribute.to_ascii_lowercase(), value.to_owned()));
            }
            // An attribute without a name (`="x"`) must not keep us in place.
            inside = if after.len() < inside.len() { after } else { "" };
        }
        rest = inside;
    }
    found
}

/// The value after the equals sign, and what follows it; minified HTML leaves the quotes out.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    split_at(text, |letter| letter.is_whitespace() || letter == '>')
}

fn split_at(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::attributes;

    fn shown(html: &str) -> Vec<String> {
        let found = attributes(html);
        found.into_iter().map(|(tag, name, value)| format!("{tag}.{name}={value}")).collect()
    }

    #[test]
    fn quoted_unquoted_and_bare_attributes_are_told_apart() {
        assert_eq!(
            shown(
                "<!doctype html><Link HREF=/a.css rel='style sheet'><script async src = \"b.js\"></script>"
            ),
            ["link.href=/a.css", "link.rel=style sheet", "script.src=b.js"]
        );
    }

    #[test]
    fn a_value_may_hold_brackets_and_tags_may_close_themselves() {
        assert_eq!(shown("<a title='1 > 0' href=/x /><b>2 < 3</b>"), ["a.title=1 > 0", "a.href=/x"]);
    }

    #[test]
    fn broken_html_ends() {
        for html in ["<", "<a", "<a =", "<a href", "<a href=", "<a href=\"x", "<a =\"x\" b=c>", "< a=b"] {
            let _ = attributes(html);
        }
        assert_eq!(shown("<a href=\"x"), ["a.href=x"]);
    }
}
