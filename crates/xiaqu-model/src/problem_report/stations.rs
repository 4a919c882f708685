//! E2: stations and staff.

use super::code::problem_codes;

problem_codes! {}
