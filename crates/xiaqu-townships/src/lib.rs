//! Townships.
