//! The page's few icons, drawn in place: no font, no request, and they follow the colour of the text.

use super::drawing::Drawing;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each name says what is drawn")]
pub enum Shape {
    Circle,
    Clock,
    Check,
    Seal,
    Cross,
    Slash,
    Question,
    Lock,
    Globe,
    Cycle,
    Tag,
    Warning,
}

impl Shape {
    /// The path of the drawing, on a field of 16 by 16.
    fn path(self) -> &'static str {
        match self {
            Self::Circle => "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3",
            Self::Clock => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2m0 3v3l2 2",
            Self::Check => "M3 8.5 6.5 12 13 4.5",
            Self::Seal => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M5 8l2.2 2.2L11 6.4",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Slash => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M4 12 12 4",
            Self::Question => "M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 10m0 2.5v.5",
            Self::Lock => "M4 7h8v6H4zM6 7V5a2 2 0 0 1 4 0v2",
            Self::Globe => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M2 8h12M8 2c-4 4-4 8 0 12M8 2c4 4 4 8 0 12",
            Self::Cycle => "M13 8a5 5 0 1 1-1.5-3.5M12 2v3H9",
            Self::Tag => "M3 3h5l5 5-5 5-5-5zM5.5 5.5v.1",
            Self::Warning => "M8 2 1.5 13.5h13zM8 6.5v3M8 11.5v.1",
        }
    }
}

/// An icon beside a word that says the same: hidden from assistive technology.
pub fn icon(draw: &mut Drawing<'_>, shape: Shape) {
    draw.element("svg", &[("class", "icon"), ("viewBox", "0 0 16 16"), ("aria-hidden", "true")], |draw| {
        draw.element("path", &[], |draw| draw.attribute("d", shape.path()));
    });
}
