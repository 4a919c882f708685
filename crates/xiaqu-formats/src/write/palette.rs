//! Colours that stay apart for the colour-blind, and in grey print by their lightness.

/// Red, green and blue, each 0 to 255.
pub type Colour = [u8; 3];

/// Fill colours of areas that touch, from light to dark in steps of about five of lightness (CIE L*).
pub const AREA_COLOURS: [Colour; 8] = [
    [189, 250, 234],
    [240, 222, 173],
    [130, 220, 236],
    [241, 174, 176],
    [178, 184, 104],
    [121, 167, 225],
    [187, 132, 156],
    [121, 143, 94],
];

/// Bands of minutes, from good to bad: darker is later, so no red has to be told from a green.
pub const BAND_COLOURS: [Colour; 5] = [[254, 240, 217], [253, 204, 138], [252, 141, 89], [227, 74, 51], [140, 20, 20]];

/// Classes of change, from gain over none to loss (after Brewer's blue to brown). Gains are hatched besides, because grey
/// print shows the two ends alike.
pub const CHANGE_COLOURS: [Colour; 7] =
    [[53, 151, 143], [150, 215, 205], [247, 247, 247], [239, 219, 168], [216, 170, 92], [160, 90, 24], [84, 48, 5]];

/// What no time and no centre is known of.
pub const UNKNOWN_COLOUR: Colour = [150, 150, 150];

/// A darker colour of the same kind, for lines on a fill.
pub(super) fn darker(colour: Colour) -> Colour {
    colour.map(|part| u8::try_from(u16::from(part) * 55 / 100).unwrap_or(part))
}

#[cfg(test)]
mod tests {
    use super::{AREA_COLOURS, BAND_COLOURS, CHANGE_COLOURS, Colour};

    /// How red, green and blue light reach an eye without the red, the green or the blue cones (Machado 2009), and a full one.
    const EYES: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ];

    fn lab(colour: Colour, eye: [[f64; 3]; 3]) -> [f64; 3] {
        let linear = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        let times = |row: [f64; 3], light: [f64; 3]| row[0] * light[0] + row[1] * light[1] + row[2] * light[2];
        let seen = eye.map(|row| times(row, linear).clamp(0.0, 1.0));
        let [x, y, z] = [
            times([0.412_456_4, 0.357_576_1, 0.180_437_5], seen) / 0.950_47,
            times([0.212_672_9, 0.715_152_2, 0.072_175_0], seen),
            times([0.019_333_9, 0.119_192_0, 0.950_304_1], seen) / 1.088_83,
        ]
        .map(|part| if part > 0.008_856 { part.cbrt() } else { 7.787 * part + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Distance in CIE Lab, where 2.3 is just seen side by side, for the eye that tells the two apart worst.
    fn least_distance(one: Colour, other: Colour) -> f64 {
        let apart = EYES.map(|eye| {
            let (one, other) = (lab(one, eye), lab(other, eye));
            one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
        });
        apart.into_iter().fold(f64::INFINITY, f64::min)
    }

    fn lightness(colour: Colour) -> f64 {
        lab(colour, EYES[0])[0]
    }

    #[test]
    fn every_two_colours_of_a_scale_are_apart_for_every_kind_of_eye() {
        for scale in [&AREA_COLOURS[..], &BAND_COLOURS, &CHANGE_COLOURS] {
            for (number, one) in scale.iter().enumerate() {
                for other in &scale[number + 1..] {
                    assert!(least_distance(*one, *other) > 12.0, "{one:?} {other:?} {}", least_distance(*one, *other));
                }
            }
        }
    }

    #[test]
    fn areas_and_bands_darken_step_by_step_so_that_grey_print_shows_them() {
        for scale in [&AREA_COLOURS[..], &BAND_COLOURS, &CHANGE_COLOURS[2..]] {
            for pair in scale.windows(2) {
                assert!(lightness(pair[0]) - lightness(pair[1]) > 4.5, "{pair:?}");
            }
        }
    }
}
