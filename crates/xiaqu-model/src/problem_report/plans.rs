//! E5: plans, as the judge finds them.

use super::code::problem_codes;

problem_codes! {}
