//! The compiled module `xiaqu._xiaqu` of the Python package `xiaqu`.
//!
//! Thin on purpose: each function turns Python's values into a call of the crate `xiaqu` and its answer back. What a user
//! sees, with its documentation, is the package in `python/xiaqu`; types of this module are in `_xiaqu.pyi`.
//!
//! ```text
//! frames, folders -Source-> CountySource -read, plan-> Planned -Plan-> layers (Arrow), figures, files
//! ```

#![expect(clippy::needless_pass_by_value, reason = "PyO3 hands arguments over by value")]

mod arrow_table;
mod errors;
mod explained;
mod frame;
mod layer;
mod locate;
mod network;
mod plan;
mod python;
mod rows;
mod source;
mod watched;

use pyo3::prelude::*;

/// The module.
#[pymodule]
fn _xiaqu(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<frame::Frame>()?;
    module.add_class::<layer::Layer>()?;
    module.add_class::<source::Source>()?;
    module.add_class::<plan::Plan>()?;
    module.add_class::<network::Network>()?;
    module.add_function(wrap_pyfunction!(source::write_demo_county, module)?)?;
    module.add_function(wrap_pyfunction!(locate::locate, module)?)?;
    Ok(())
}
