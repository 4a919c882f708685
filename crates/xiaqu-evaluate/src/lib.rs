//! The judge: feasibility and every reported figure, plain and slow.
//!
//! Nothing here knows how a plan was found. [`judge`] re-derives the maps, the arrivals and every broken rule from the
//! county's tables; [`figures`] puts the sheet of domain section 7 together for today, transfers only and the plan.
//!
//! ```
//! use xiaqu_evaluate::{Alternatives, figures, judge};
//! use xiaqu_model::{Language, Plan, Problem};
//!
//! /// What a committee sees first: what the plan breaks, else how many stations fewer there are.
//! fn headline(problem: &Problem, today: &Plan, transfers: &Plan, plan: &Plan) -> String {
//!     let judgement = judge(problem, plan);
//!     if let Some(violation) = judgement.violations.first() {
//!         return violation.render(Language::En);
//!     }
//!     let sheet = figures(problem, Alternatives { do_nothing: today, transfers_only: transfers, plan });
//!     let reduction = sheet.row("reduction_percent").and_then(|row| row.after).unwrap_or(0.0);
//!     format!("{reduction:.0} % fewer stations")
//! }
//! ```

mod figures;
mod judge;
mod posts;
mod statistics;
mod violations;
mod workload;

pub use figures::{Alternatives, Capacity, Figure, FigureGroup, Figures, LosingVillage, Unit, figures};
pub use judge::{Judgement, VillageArrivals, judge};
pub use posts::{ResponsePolicy, first_arrivals};
