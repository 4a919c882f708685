//! W9: warnings.

use super::code::problem_codes;

problem_codes! {}
