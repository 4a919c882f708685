//! The few elements of SVG that a chart is made of.

use std::fmt::Write as _;

/// Fonts with Chinese letters, the first that the machine has.
const FONTS: &str =
    "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','WenQuanYi Micro Hei','WenQuanYi Zen Hei',sans-serif";

/// Colours that the colour-blind tell apart (Okabe and Ito, without the yellow, which white paper swallows).
pub(super) const COLOURS: [&str; 8] =
    ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6B6B6B", "#000000"];

/// Colour of axes and text.
pub(super) const INK: &str = "#222222";

/// Colour of the lines behind the chart.
pub(super) const FAINT: &str = "#DDDDDD";

/// Where a text starts from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing in the making.
#[derive(Debug)]
pub(super) struct Drawing {
    body: String,
}

/// A place on the drawing, pixels from the top left.
pub(super) type Pixel = (f64, f64);

impl Drawing {
    pub(super) fn new() -> Self {
        Self { body: String::new() }
    }

    pub(super) fn text(&mut self, (x, y): Pixel, size: u32, anchor: Anchor, text: &str) {
        self.turned_text((x, y), size, anchor, (0, text));
    }

    /// A text turned around its place by whole degrees.
    pub(super) fn turned_text(&mut self, (x, y): Pixel, size: u32, anchor: Anchor, (degrees, text): (i32, &str)) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let turn = if degrees == 0 { String::new() } else { format!(" transform=\"rotate({degrees} {x:.1} {y:.1})\"") };
        let _ = writeln!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\"{turn}>{}</text>",
            escape(text)
        );
    }

    pub(super) fn line(&mut self, from: Pixel, to: Pixel, colour: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = writeln!(
            self.body,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\" stroke-width=\"1\"/>"
        );
    }

    /// A broken line through some places.
    pub(super) fn path(&mut self, places: &[Pixel], colour: &str) {
        let places: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            self.body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" stroke-opacity=\"0.55\"/>",
            places.join(" ")
        );
    }

    /// A ring around a place.
    pub(super) fn ring(&mut self, (x, y): Pixel, colour: &str) {
        let _ = writeln!(
            self.body,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"11\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.4\"/>"
        );
    }

    /// A point of the `series`-th series: circle, square, diamond or triangle, so that colour is not all there is;
    /// hollow where it is not proved.
    pub(super) fn point(&mut self, (x, y): Pixel, series: usize, proved: bool) {
        let colour = series_colour(series);
        let fill = if proved { colour } else { "#FFFFFF" };
        let style = format!("fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"1.6\"");
        let corners: &[Pixel] = match series % 4 {
            0 => &[],
            1 => &[(-4.6, -4.6), (4.6, -4.6), (4.6, 4.6), (-4.6, 4.6)],
            2 => &[(0.0, -6.4), (6.4, 0.0), (0.0, 6.4), (-6.4, 0.0)],
            _ => &[(0.0, -6.2), (5.8, 4.4), (-5.8, 4.4)],
        };
        if corners.is_empty() {
            let _ = writeln!(self.body, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5.2\" {style}/>");
            return;
        }
        let corners: Vec<String> = corners.iter().map(|(dx, dy)| format!("{:.1},{:.1}", x + dx, y + dy)).collect();
        let _ = writeln!(self.body, "<polygon points=\"{}\" {style}/>", corners.join(" "));
    }

    /// The whole picture: no script, no link, nothing from the network.
    pub(super) fn finish(self, (width, height): (f64, f64), title: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" font-family=\"{FONTS}\" fill=\"{INK}\">\n<title>{}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>\n{}</svg>\n",
            escape(title),
            self.body
        )
    }
}

/// The colour of a series.
pub(super) fn series_colour(series: usize) -> &'static str {
    COLOURS.iter().cycle().nth(series % COLOURS.len()).copied().unwrap_or(INK)
}

/// Text as XML text: no markup, and none of the characters that XML does not allow.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, letter| {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            letter if letter.is_control() || ['\u{fffe}', '\u{ffff}'].contains(&letter) => escaped.push(' '),
            letter => escaped.push(letter),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Drawing};

    #[test]
    fn text_never_becomes_markup() {
        let mut drawing = Drawing::new();
        drawing.text((1.0, 2.0), 12, Anchor::Middle, "</text><script>alert('&')</script>\u{7}");
        let picture = drawing.finish((10.0, 10.0), "<a href=\"x\">");
        assert!(!picture.contains("<script") && !picture.contains("<a ") && !picture.contains('\u{7}'), "{picture}");
        assert!(picture.contains("&lt;script&gt;alert(&apos;&amp;&apos;)"), "{picture}");
    }
}
