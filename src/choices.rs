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

            /// The keyword that stands for it.
            pub fn keyword(self) -> Kw {
                match self {
                    $($name::$id => $keyword,)+
                }
            }

            /// The one that a keyword stands for.
            pub fn of(keyword: Kw) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.keyword() == keyword)
            }
        }
    };
}

choice! {
    /// The kinds of clause.
    ClauseKind {
        /// `áp dụng khi`
        Applies => Kw::Applies,
        /// `yêu cầu … nếu không: "…"`
        Require => Kw::Require,
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
    /// What an aggregate works out over many records.
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

/// What a decision table gives when several rows hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum HitPolicy {
    /// The first row that holds.
    #[default]
    First,
    /// `duy nhất`: at most one row may hold.
    Unique,
    /// `cộng`: the sum over all rows that hold.
    Sum,
    /// `tất cả`: the list of all that hold.
    All,
}

impl HitPolicy {
    const ASKED: &[HitPolicy] = &[HitPolicy::Unique, HitPolicy::Sum, HitPolicy::All];

    /// The keywords of those that are asked for.
    pub const KEYWORDS: &[Kw] = &[Kw::Unique, Kw::Sum, Kw::All];

    /// The keyword that asks for it; none where it goes without saying.
    pub fn keyword(self) -> Option<Kw> {
        match self {
            HitPolicy::First => None,
            HitPolicy::Unique => Some(Kw::Unique),
            HitPolicy::Sum => Some(Kw::Sum),
            HitPolicy::All => Some(Kw::All),
        }
    }

    /// The one that a keyword asks for.
    pub fn of(keyword: Kw) -> Option<HitPolicy> {
        HitPolicy::ASKED.iter().copied().find(|one| one.keyword() == Some(keyword))
    }
}
