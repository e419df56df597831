//! The closed choices of the language, which the tree writes and the model means: a row each, with
//! the keyword that stands for it.

use crate::keywords::Kw;

/// A choice that a keyword always stands for.
macro_rules! choice {
    ($(#[$of:meta])* $name:ident { $($(#[$doc:meta])* $id:ident => $keyword:expr,)+ }) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $id,)+
        }

        impl $name {
            const ALL: &[$name] = &[$($name::$id,)+];

            /// The keyword that stands for this choice.
            pub fn keyword(self) -> Kw {
                match self {
                    $($name::$id => $keyword,)+
                }
            }

            /// The choice that a keyword stands for; none where it stands for no such choice.
            pub fn of(keyword: Kw) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.keyword() == keyword)
            }
        }
    };
}

choice! {
    /// Kind of a clause, by what its condition decides.
    ClauseKind {
        /// `áp dụng khi`
        Applies => Kw::Applies,
        /// `yêu cầu … nếu không: "…"`
        Require => Kw::Require,
        /// `hạn …: trong … từ …`, with `nếu không: "…"`
        Due => Kw::Due,
        /// `từ chối nếu …: "…"`
        Reject => Kw::Reject,
        /// `cần xem xét nếu …: "…"`
        Refer => Kw::Refer,
        /// `cảnh báo nếu …: "…"`
        Warn => Kw::Warn,
        /// `ưu tiên nếu …: "…"`
        Prefer => Kw::Prefer,
    }
}

choice! {
    /// Kind of an aggregate over many records.
    AggregateKind {
        /// `đếm`
        Count => Kw::CountOf,
        /// `tổng`
        Sum => Kw::SumOf,
        /// `tỷ trọng`: the share of records.
        Share => Kw::ShareOf,
        /// `trung bình`
        Average => Kw::AverageOf,
        /// `lớn nhất` of one value over many records.
        Max => Kw::MaxOf,
        /// `nhỏ nhất` of one value over many records.
        Min => Kw::MinOf,
    }
}

choice! {
    /// Way in which the value of a field can change from day to day.
    Change {
        /// `cố định`
        Fixed => Kw::Fixed,
        /// `chỉ tăng`
        OnlyRises => Kw::OnlyRises,
        /// `chỉ giảm`
        OnlyFalls => Kw::OnlyFalls,
    }
}

/// Combination of the rows of a decision table that hold into its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combination {
    /// The value of one of them.
    One,
    /// The sum of their numbers.
    Sum,
    /// The list of all their values: no value of its own, it can only be asked about.
    List,
}

macro_rules! hit_policies {
    ($(
        $(#[$doc:meta])*
        $id:ident $(($keyword:expr))? $name:literal $in_turn:literal $numbers:literal $how:ident;
    )+) => {
        /// Hit policy of a decision table: its result when several rows hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
        pub enum HitPolicy {
            $($(#[$doc])* $id,)+
        }

        impl HitPolicy {
            const ALL: &[HitPolicy] = &[$(HitPolicy::$id,)+];

            /// The keywords of those that are asked for.
            pub const KEYWORDS: &[Kw] = &[$($($keyword,)?)+];

            /// The keyword that asks for it; none where it goes without saying.
            pub fn keyword(self) -> Option<Kw> {
                match self {
                    $(HitPolicy::$id => [$($keyword)?].first().copied(),)+
                }
            }

            /// Name of the policy in listings of a plan.
            pub fn name(self) -> &'static str {
                match self {
                    $(HitPolicy::$id => $name,)+
                }
            }

            /// Returns `true` if the rows are tried in turn until one holds; else all are asked.
            pub fn in_turn(self) -> bool {
                match self {
                    $(HitPolicy::$id => $in_turn,)+
                }
            }

            /// Returns `true` if its rows must give numbers.
            pub fn takes_numbers(self) -> bool {
                match self {
                    $(HitPolicy::$id => $numbers,)+
                }
            }

            /// Combination by which the rows that hold make the value.
            pub fn combination(self) -> Combination {
                match self {
                    $(HitPolicy::$id => Combination::$how,)+
                }
            }
        }
    };
}

// Keyword, name, whether its rows are tried in turn, whether they must give numbers, what those
// that hold make.
hit_policies! {
    /// The first row that holds.
    #[default]
    First "first" true false One;
    /// `duy nhất`: at most one row may hold.
    Unique(Kw::Unique) "unique" false false One;
    /// `cộng`: the sum over all rows that hold.
    Sum(Kw::Sum) "sum" false true Sum;
    /// `tất cả`: the list of all that hold.
    All(Kw::All) "all" false false List;
}

impl HitPolicy {
    /// The one that a keyword asks for.
    pub fn of(keyword: Kw) -> Option<HitPolicy> {
        HitPolicy::ALL.iter().copied().find(|one| one.keyword() == Some(keyword))
    }
}
