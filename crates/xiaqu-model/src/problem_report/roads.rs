//! E3: roads.

use super::code::problem_codes;

problem_codes! {}
