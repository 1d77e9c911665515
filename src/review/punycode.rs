//! Punycode (RFC 3492): the letters behind a label that begins with `xn--`, and back. Pure.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const FIRST: u32 = 128;
/// Longer labels are no labels (RFC 1034, 3.1); the bound keeps the time small.
const LONGEST: usize = 63;

/// The bias that adapts to the distances between letters (RFC 3492, 6.1).
struct Bias(u32);

impl Bias {
    const START: Self = Self(72);

    fn threshold(&self, k: u32) -> u32 {
        k.saturating_sub(self.0).clamp(T_MIN, T_MAX)
    }

    fn adapt(&mut self, delta: u32, points: u32, is_first: bool) {
        let mut delta = delta / if is_first { 700 } else { 2 };
        delta += delta / points;
        let mut k = 0;
        while delta > ((BASE - T_MIN) * T_MAX) / 2 {
            delta /= BASE - T_MIN;
            k += BASE;
        }
        self.0 = k + (BASE - T_MIN + 1) * delta / (delta + 38);
    }
}

/// The text behind the part of a label that follows `xn--` (RFC 3492, 6.2), if it is one, and more than ASCII.
pub(super) fn decode(label: &str) -> Option<String> {
    let (plain, coded) = label.rsplit_once('-').unwrap_or(("", label));
    if label.len() > LONGEST || coded.is_empty() || !plain.is_ascii() {
        return None;
    }
    let mut text: Vec<char> = plain.chars().collect();
    let (mut point, mut index, mut bias) = (FIRST, 0_u32, Bias::START);
    let mut digits = coded.bytes();
    while digits.len() > 0 {
        let (before, mut weight, mut k) = (index, 1_u32, BASE);
        loop {
            let digit = match digits.next()? {
                letter @ b'a'..=b'z' => letter - b'a',
                letter @ b'A'..=b'Z' => letter - b'A',
                digit @ b'0'..=b'9' => digit - b'0' + 26,
                _ => return None,
            };
            let digit = u32::from(digit);
            index = index.checked_add(digit.checked_mul(weight)?)?;
            let threshold = bias.threshold(k);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let points = text.len() as u32 + 1;
        bias.adapt(index - before, points, before == 0);
        point = point.checked_add(index / points)?;
        index %= points;
        text.insert(index as usize, char::from_u32(point)?);
        index += 1;
    }
    Some(text.into_iter().collect())
}

/// The part that follows `xn--` in the label of a text (RFC 3492, 6.3), if it can be one.
pub(super) fn encode(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() > LONGEST {
        return None;
    }
    let mut label: String = letters.iter().filter(|letter| letter.is_ascii()).collect();
    let plain = label.len() as u32;
    if plain > 0 {
        label.push('-');
    }
    let (mut point, mut delta, mut bias, mut done) = (FIRST, 0_u32, Bias::START, plain);
    while (done as usize) < letters.len() {
        let next = letters.iter().map(|&letter| u32::from(letter)).filter(|&letter| letter >= point).min()?;
        delta = delta.checked_add((next - point).checked_mul(done + 1)?)?;
        point = next;
        for letter in letters.iter().map(|&letter| u32::from(letter)) {
            if letter < point {
                delta += 1;
            }
            if letter == point {
                let (mut rest, mut k) = (delta, BASE);
                loop {
                    let threshold = bias.threshold(k);
                    if rest < threshold {
                        label.push(digit(rest));
                        break;
                    }
                    label.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
                    rest = (rest - threshold) / (BASE - threshold);
                    k += BASE;
                }
                bias.adapt(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        point += 1;
    }
    Some(label)
}

fn digit(value: u32) -> char {
    let value = value as u8;
    char::from(if value < 26 { b'a' + value } else { b'0' + value - 26 })
}
