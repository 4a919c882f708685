//! The cost of every site for every client, in whole numbers.

use xiaqu_model::cast::{count_to_f64, wide_to_f64};

use super::{
    decimal::{Decimal, Entry},
    error::MatrixError,
    unit::{SUM_MAX, Unit},
};

/// Stands for "this site may not serve this client".
const FORBIDDEN: i64 = i64::MAX;

/// The cost of serving every client (column) from every candidate site (row), in whole units of 10^-`decimals`.
///
/// A pair may be forbidden. Costs may be negative. Any cost for every client, summed, fits 64 bits.
///
/// ```
/// use xiaqu_solver::locate::CostMatrix;
/// let matrix = CostMatrix::from_texts([["0", "2.50"], ["1.75", ""]])?;
/// assert_eq!((matrix.decimals(), matrix.is_exact()), (2, true));
/// assert_eq!(matrix.cost(0, 1), Some(250));
/// assert_eq!(matrix.cost(1, 1), None);
/// assert_eq!(matrix.to_cost(425), 4.25);
/// # Ok::<(), xiaqu_solver::locate::MatrixError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostMatrix {
    sites: usize,
    clients: usize,
    decimals: u32,
    exact: bool,
    /// Row by row.
    costs: Vec<i64>,
}

impl CostMatrix {
    /// From decimal numbers as written, one row a site; empty or infinite entries are forbidden pairs.
    ///
    /// The unit is the largest power of ten, down to 10^-9, of which every entry is a multiple. If there is none, or if sums
    /// would not fit, entries are rounded to the nearest multiple of the smallest unit that allows sums, and
    /// [`CostMatrix::is_exact`] says so.
    ///
    /// # Errors
    ///
    /// [`MatrixError`] with the row and column of the first entry that is no cost.
    pub fn from_texts<Row, Text>(rows: impl IntoIterator<Item = Row>) -> Result<Self, MatrixError>
    where
        Row: IntoIterator<Item = Text>,
        Text: AsRef<str>,
    {
        let mut unit = Unit::new();
        let table = Table::read(rows, |place, text: Text| {
            cost_of(Entry::parse(text.as_ref()), place, || text.as_ref().to_owned())
                .inspect(|cost| hear(&mut unit, *cost))
        })?;
        let (decimals, exact) = unit.choose(table.clients)?;
        let costs = table.entries.iter().map(|cost| in_units(*cost, decimals)).collect();
        Ok(Self { sites: table.sites, clients: table.clients, decimals, exact, costs })
    }

    /// From floating-point numbers, each taken as the shortest decimal number that reads back as the same. They are held
    /// once: rows are asked for one by one, and each number waits where its whole number will stand.
    ///
    /// # Errors
    ///
    /// As [`CostMatrix::from_texts`].
    pub fn from_numbers<Row>(rows: impl IntoIterator<Item = Row>) -> Result<Self, MatrixError>
    where
        Row: IntoIterator<Item = f64>,
    {
        let mut unit = Unit::new();
        let Table { sites, clients, entries: mut costs } = Table::read(rows, |place, number: f64| {
            let cost = cost_of(Entry::from_f64(number), place, || number.to_string())?;
            hear(&mut unit, cost);
            Ok(number.to_bits().cast_signed())
        })?;
        let (decimals, exact) = unit.choose(clients)?;
        for cost in &mut costs {
            let entry = Entry::from_f64(f64::from_bits(cost.cast_unsigned()));
            *cost = in_units(if let Some(Entry::Cost(cost)) = entry { Some(cost) } else { None }, decimals);
        }
        Ok(Self { sites, clients, decimals, exact, costs })
    }

    /// From whole numbers of units of 10^-`decimals`; `None` is a forbidden pair.
    ///
    /// # Errors
    ///
    /// [`MatrixError`] if rows differ in length, there are none, or sums would not fit.
    pub fn from_units<Row>(decimals: u32, rows: impl IntoIterator<Item = Row>) -> Result<Self, MatrixError>
    where
        Row: IntoIterator<Item = Option<i64>>,
    {
        let table = Table::read(rows, |_, entry: Option<i64>| Ok(entry.unwrap_or(FORBIDDEN)))?;
        let Table { sites, clients, entries: costs } = table;
        let matrix = Self { sites, clients, decimals, exact: true, costs };
        matrix.check_sums()?;
        Ok(matrix)
    }

    /// The matrix with the column of every client multiplied by that client's weight.
    ///
    /// # Errors
    ///
    /// [`MatrixError::Ragged`] if there is not one weight for each client, [`MatrixError::TooLarge`] if sums would not fit.
    pub fn weighted(mut self, weights: &[i64]) -> Result<Self, MatrixError> {
        if weights.len() != self.clients {
            return Err(MatrixError::Ragged { row: 0, expected: self.clients, found: weights.len() });
        }
        for (cost, weight) in self.costs.iter_mut().zip(weights.iter().cycle()).filter(|(cost, _)| **cost != FORBIDDEN)
        {
            let product = cost.checked_mul(*weight).filter(|product| *product != FORBIDDEN);
            *cost = product.ok_or_else(|| MatrixError::TooLarge { largest: "a weighted cost".to_owned() })?;
        }
        self.check_sums()?;
        Ok(self)
    }

    /// Candidate sites: rows.
    pub fn sites(&self) -> usize {
        self.sites
    }

    /// Clients: columns.
    pub fn clients(&self) -> usize {
        self.clients
    }

    /// Costs are in units of ten to the power of minus this.
    pub fn decimals(&self) -> u32 {
        self.decimals
    }

    /// Whether every cost is exactly what was given; otherwise it is the nearest whole number of units.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// The cost in units of serving a client from a site; `None` if that is forbidden or there is no such pair.
    pub fn cost(&self, site: usize, client: usize) -> Option<i64> {
        let row = self.costs.get(site * self.clients..)?;
        row.get(client).copied().filter(|cost| client < self.clients && *cost != FORBIDDEN)
    }

    /// The costs in units of a site for every client; nothing if there is no such site.
    pub fn row(&self, site: usize) -> impl Iterator<Item = Option<i64>> + '_ {
        let start = (site * self.clients).min(self.costs.len());
        let row = self.costs.get(start..).unwrap_or_default();
        row.iter().take(self.clients).map(|&cost| (cost != FORBIDDEN).then_some(cost))
    }

    /// The costs in units of a site, forbidden pairs as the largest number there is.
    pub(super) fn raw_row(&self, site: usize) -> &[i64] {
        let start = site * self.clients;
        self.costs.get(start..start + self.clients).unwrap_or_default()
    }

    /// A sum of units as the user's number; rounded to the nearest `f64`.
    pub fn to_cost(&self, units: i128) -> f64 {
        // A decimal text reads as the nearest number; a quotient of two roundings need not.
        let text = self.to_text(units);
        text.parse().unwrap_or_else(|_| wide_to_f64(units) / 10_f64.powf(count_to_f64(self.decimals as usize)))
    }

    /// A sum of units as the user's number, exactly, with all its decimals.
    pub fn to_text(&self, units: i128) -> String {
        let width = self.decimals as usize + 1;
        let digits = format!("{:0>width$}", units.unsigned_abs());
        let (whole, fraction) = digits.split_at_checked(digits.len() - self.decimals as usize).unwrap_or((&digits, ""));
        let sign = if units < 0 { "-" } else { "" };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    fn check_sums(&self) -> Result<(), MatrixError> {
        let allowed = i64::try_from(self.clients).map_or(0, |clients| SUM_MAX / clients.max(1));
        let largest = self.costs.iter().filter(|cost| **cost != FORBIDDEN).map(|cost| cost.unsigned_abs()).max();
        match largest.filter(|largest| *largest > allowed.unsigned_abs()) {
            Some(largest) => Err(MatrixError::TooLarge { largest: self.to_text(i128::from(largest)) }),
            None => Ok(()),
        }
    }
}

/// Entries row by row, as many in every row.
struct Table<Kept> {
    sites: usize,
    clients: usize,
    entries: Vec<Kept>,
}

impl<Kept> Table<Kept> {
    /// Reads rows; `keep` is told row and column of an entry.
    fn read<Row: IntoIterator>(
        rows: impl IntoIterator<Item = Row>,
        mut keep: impl FnMut((usize, usize), Row::Item) -> Result<Kept, MatrixError>,
    ) -> Result<Self, MatrixError> {
        let rows = rows.into_iter();
        let further = rows.size_hint().0.saturating_sub(1);
        let (mut entries, mut clients, mut sites) = (Vec::new(), None, 0);
        for (row, items) in rows.enumerate() {
            let before = entries.len();
            for (column, item) in items.into_iter().enumerate() {
                entries.push(keep((row, column), item)?);
            }
            let found = entries.len() - before;
            let expected = *clients.get_or_insert(found);
            if found != expected {
                return Err(MatrixError::Ragged { row, expected, found });
            }
            if row == 0 {
                // A vector that grows takes up to three times its size.
                entries.reserve_exact(found.saturating_mul(further));
            }
            sites = row + 1;
        }
        let clients = clients.filter(|clients| *clients > 0).ok_or(MatrixError::Empty)?;
        Ok(Self { sites, clients, entries })
    }
}

/// A cost, or nothing for a forbidden pair; `text` is what was written.
fn cost_of(
    entry: Option<Entry>,
    (row, column): (usize, usize),
    text: impl FnOnce() -> String,
) -> Result<Option<Decimal>, MatrixError> {
    match entry {
        Some(Entry::Cost(cost)) => Ok(Some(cost)),
        Some(Entry::Forbidden) => Ok(None),
        Some(Entry::MinusInfinity) => Err(MatrixError::MinusInfinity { row, column }),
        None => Err(MatrixError::NotANumber { row, column, text: text() }),
    }
}

fn hear(unit: &mut Unit, cost: Option<Decimal>) {
    if let Some(cost) = cost {
        unit.hear(cost);
    }
}

fn in_units(cost: Option<Decimal>, decimals: u32) -> i64 {
    cost.and_then(|cost| cost.in_units(decimals)).unwrap_or(FORBIDDEN)
}

#[cfg(test)]
mod tests {
    use super::{CostMatrix, MatrixError};

    #[test]
    fn a_matrix_of_two_decimals_is_exact_in_hundredths() {
        let matrix = CostMatrix::from_texts([["29.5", "289.85"], ["0", "1983.2"]]).unwrap();
        assert_eq!((matrix.decimals(), matrix.is_exact()), (2, true));
        assert_eq!(matrix.row(1).collect::<Vec<_>>(), [Some(0), Some(198_320)]);
        assert_eq!(matrix.to_text(149_920_384), "1499203.84");
        assert_eq!(matrix.to_text(-5), "-0.05");
        assert_eq!(matrix.to_cost(149_920_384).to_string(), "1499203.84");
        assert_eq!((matrix.cost(2, 0), matrix.cost(0, 2), matrix.row(2).count()), (None, None, 0));
    }

    #[test]
    fn irrational_costs_are_rounded_and_say_so() {
        let matrix = CostMatrix::from_numbers([[2.0_f64.sqrt(), 3.0]]).unwrap();
        assert_eq!((matrix.decimals(), matrix.is_exact()), (9, false));
        assert_eq!(matrix.cost(0, 0), Some(1_414_213_562));
        let large = CostMatrix::from_numbers([[1e6 / 3.0; 100]]).unwrap();
        assert_eq!((large.decimals(), large.cost(0, 0)), (8, Some(33_333_333_333_333)));
    }

    #[test]
    fn bad_tables_are_refused_with_their_place() {
        assert_eq!(CostMatrix::from_texts(Vec::<Vec<&str>>::new()), Err(MatrixError::Empty));
        assert_eq!(CostMatrix::from_texts([Vec::<&str>::new()]), Err(MatrixError::Empty));
        let ragged = CostMatrix::from_texts([vec!["1", "2"], vec!["3"]]);
        assert_eq!(ragged, Err(MatrixError::Ragged { row: 1, expected: 2, found: 1 }));
        let text = CostMatrix::from_texts([["1", "two"]]);
        assert_eq!(text, Err(MatrixError::NotANumber { row: 0, column: 1, text: "two".into() }));
        let nan = CostMatrix::from_numbers([[1.0], [f64::NAN]]);
        assert_eq!(nan, Err(MatrixError::NotANumber { row: 1, column: 0, text: "NaN".into() }));
        let minus = CostMatrix::from_numbers([[1.0, f64::NEG_INFINITY]]);
        assert_eq!(minus, Err(MatrixError::MinusInfinity { row: 0, column: 1 }));
        assert!(matches!(CostMatrix::from_numbers([[1e300]]), Err(MatrixError::TooLarge { .. })));
        assert!(matches!(CostMatrix::from_units(0, [[Some(i64::MAX - 1)]]), Err(MatrixError::TooLarge { .. })));
    }

    #[test]
    fn weights_multiply_columns_and_leave_forbidden_pairs_alone() {
        let matrix = CostMatrix::from_texts([["1.5", ""], ["2", "3"]]).unwrap().weighted(&[2, 10]).unwrap();
        assert_eq!(matrix.row(0).collect::<Vec<_>>(), [Some(30), None]);
        assert_eq!(matrix.row(1).collect::<Vec<_>>(), [Some(40), Some(300)]);
        assert!(matrix.clone().weighted(&[1]).is_err());
        assert!(matches!(matrix.weighted(&[1, i64::MAX / 2]), Err(MatrixError::TooLarge { .. })));
    }
}
