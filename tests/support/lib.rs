//! What the tests across crates share: the real counties and where they are.
