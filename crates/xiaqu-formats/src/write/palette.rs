//! Colours that stay apart for the colour-blind (Paul Tol's muted and light schemes) and in grey print by their outline.

/// Fill colours, red green blue.
const COLOURS: [[u8; 3]; 16] = [
    [136, 204, 238],
    [221, 204, 119],
    [204, 102, 119],
    [68, 170, 153],
    [153, 153, 51],
    [170, 68, 153],
    [238, 221, 136],
    [119, 170, 221],
    [238, 136, 102],
    [187, 204, 51],
    [255, 170, 187],
    [68, 187, 153],
    [170, 170, 0],
    [136, 102, 170],
    [221, 221, 221],
    [102, 153, 119],
];

/// Bands of minutes, from good to bad, readable without red and green.
const BANDS: [[u8; 3]; 5] = [[254, 240, 217], [253, 204, 138], [252, 141, 89], [227, 74, 51], [140, 20, 20]];

/// Classes of change, from gain over none to loss (after Brewer's blue to brown).
const CHANGES: [[u8; 3]; 7] =
    [[1, 102, 94], [128, 205, 193], [245, 245, 245], [246, 232, 195], [216, 179, 101], [166, 97, 26], [84, 48, 5]];

/// The colour of the `position`-th category.
pub(super) fn category_colour(position: usize) -> [u8; 3] {
    COLOURS[position % COLOURS.len()]
}

/// The colour of a class of change.
pub(super) fn change_colour(position: usize) -> [u8; 3] {
    CHANGES[position.min(CHANGES.len() - 1)]
}

/// The colour of a band of minutes.
pub(super) fn band_colour(position: usize) -> [u8; 3] {
    BANDS[position.min(BANDS.len() - 1)]
}
