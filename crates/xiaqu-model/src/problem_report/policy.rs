//! E4: parameters and policy.

use super::code::problem_codes;

problem_codes! {}
