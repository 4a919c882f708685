//! From degrees to pixels, and from data to SVG text.

use std::fmt::Write as _;

use super::layers::Position;

/// Points closer to the last one drawn than this are left out, in pixels.
const DETAIL: f64 = 0.35;

/// The part of the map that a panel shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    west: f64,
    north: f64,
    /// Pixels of a degree east and of a degree north.
    scale: [f64; 2],
    /// Height in pixels.
    pub(super) height: f64,
    /// Pixels of a kilometre.
    pub(super) kilometre: f64,
}

impl View {
    /// The view that shows all positions in a panel of the given width.
    pub(super) fn around(positions: impl Iterator<Item = Position>, width: f64) -> Self {
        let start = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let (low, high) = positions
            .fold(start, |(low, high), [x, y]| ([low[0].min(x), low[1].min(y)], [high[0].max(x), high[1].max(y)]));
        // At the scale of a county a plain conic cannot be told from a plane with one scale east and one north.
        let shrink = f64::midpoint(low[1], high[1]).to_radians().cos();
        let east = width / (high[0] - low[0]).max(1e-9);
        let north = east / shrink;
        let kilometre = north / 111.2;
        Self { west: low[0], north: high[1], scale: [east, north], height: (high[1] - low[1]) * north, kilometre }
    }

    /// Pixels right and down from the panel's corner.
    pub(super) fn pixel(&self, [x, y]: Position) -> [f64; 2] {
        [(x - self.west) * self.scale[0], (self.north - y) * self.scale[1]]
    }

    /// The path of a line, thinned to what the eye can see; its ends stay.
    pub(super) fn path(&self, line: &[Position]) -> String {
        let mut text = String::new();
        let mut drawn: Option<[f64; 2]> = None;
        for (at, &position) in line.iter().enumerate() {
            let [x, y] = self.pixel(position);
            let is_near = drawn.is_some_and(|[last_x, last_y]| (x - last_x).hypot(y - last_y) < DETAIL);
            if is_near && at + 1 < line.len() {
                continue;
            }
            let command = if drawn.is_none() { 'M' } else { 'L' };
            let _ = write!(text, "{command}{} {}", short(x), short(y));
            drawn = Some([x, y]);
        }
        text
    }
}

/// A tenth of a pixel is enough, and without `.0` it is shorter.
pub(super) fn short(pixels: f64) -> String {
    let rounded = (pixels * 10.0).round() / 10.0;
    format!("{}", rounded + 0.0)
}

/// Text that is safe inside an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML 1.0 has no way to write other control characters.
            control if control.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{View, escaped, short};

    #[test]
    fn north_is_up_and_a_square_stays_square() {
        let view = View::around([[117.0, 27.0], [117.1, 27.1]].into_iter(), 500.0);
        assert_eq!(view.path(&[[117.0, 27.1], [117.0, 27.1], [117.1, 27.1]]), "M0 0L500 0");
        let shrink = 27.05_f64.to_radians().cos();
        assert!((view.height - 500.0 / shrink).abs() < 1e-6);
        assert!((view.kilometre - 500.0 / (11.12 * shrink)).abs() < 1e-6);
    }

    #[test]
    fn data_cannot_break_out_of_the_markup() {
        assert_eq!(escaped("<a b=\"'&\u{1}\">"), "&lt;a b=&quot;&#39;&amp; &quot;&gt;");
        assert_eq!(short(-0.04), "0");
        assert_eq!(short(12.34), "12.3");
    }
}
