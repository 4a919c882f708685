//! External ids: the strings that files contain.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

macro_rules! external_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps the id as it stands in the file.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The id as it stands in the file.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

external_id!(
    /// Station id (派出所编号), unique within a county.
    StationId
);
external_id!(
    /// Village id (行政村编号), unique within a county.
    VillageId
);
external_id!(
    /// Township id (乡镇编号), unique within a county.
    TownshipId
);
