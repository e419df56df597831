//! The city, its districts, wards and communes. Names of wards are invented.

/// A district.
#[derive(Clone, Copy, Debug)]
pub struct District {
    /// Its name.
    pub name: &'static str,
    /// How many wards or communes it has.
    pub wards: usize,
    /// How many groups.
    pub groups: usize,
    /// What it is made for.
    pub plan: Plan,
}

/// What a district's figures are made to come to.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many of its groups have overdue debt.
    pub overdue_groups: usize,
    /// Overdue debt in hundred-thousandths of the debt.
    pub overdue: i64,
    /// Bad debt likewise.
    pub bad: i64,
    /// 1 where overdue debt is a đồng less than that.
    pub less: i64,
    /// Savings in hundredths of the debt.
    pub savings: i64,
    /// 1 where savings are a đồng less than that.
    pub savings_less: i64,
    /// Members who do not save.
    pub idle_savers: Idle,
}

/// How many members of a district do not save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// 2% exactly.
    TwoPercent,
    /// One more than 2%.
    OneTooMany,
    /// 1% or a little less.
    OnePercent,
}

const fn plan(
    overdue_groups: usize,
    overdue: i64,
    bad: i64,
    savings: i64,
    idle_savers: Idle,
) -> Plan {
    Plan { overdue_groups, overdue, bad, less: 0, savings, savings_less: 0, idle_savers }
}

/// All seven, in the order of the plan's table.
pub const DISTRICTS: [District; 7] = [
    District {
        name: "Hải Châu",
        wards: 13,
        groups: 93,
        plan: plan(5, 40, 45, 8, Idle::TwoPercent),
    },
    District {
        name: "Thanh Khê",
        wards: 10,
        groups: 71,
        plan: plan(2, 15, 29, 8, Idle::OneTooMany),
    },
    District {
        name: "Liên Chiểu",
        wards: 5,
        groups: 36,
        plan: Plan { savings_less: 1, ..plan(3, 25, 65, 7, Idle::OnePercent) },
    },
    District {
        name: "Sơn Trà", wards: 7, groups: 50, plan: plan(3, 10, 10, 8, Idle::OnePercent)
    },
    District {
        name: "Ngũ Hành Sơn",
        wards: 4,
        groups: 28,
        plan: plan(2, 70, 80, 8, Idle::OnePercent),
    },
    District {
        name: "Hòa Vang",
        wards: 11,
        groups: 79,
        plan: plan(4, 20, 20, 7, Idle::OnePercent),
    },
    District {
        name: "Cẩm Lệ",
        wards: 6,
        groups: 43,
        plan: Plan { less: 1, ..plan(2, 50, 50, 8, Idle::OnePercent) },
    },
];

/// The places of districts in [`DISTRICTS`].
pub const HAI_CHAU: usize = 0;
/// See [`HAI_CHAU`].
pub const THANH_KHE: usize = 1;
/// See [`HAI_CHAU`].
pub const LIEN_CHIEU: usize = 2;
/// See [`HAI_CHAU`].
pub const SON_TRA: usize = 3;
/// See [`HAI_CHAU`].
pub const NGU_HANH_SON: usize = 4;
/// See [`HAI_CHAU`].
pub const HOA_VANG: usize = 5;
/// See [`HAI_CHAU`].
pub const CAM_LE: usize = 6;

/// The code of the city's own office.
pub const CITY: &str = "TP00";

/// The code of a district.
pub fn district_code(district: usize) -> String {
    format!("QH{:02}", district + 1)
}

/// The code of a ward, both from 0.
pub fn ward_code(district: usize, ward: usize) -> String {
    format!("XP{:02}{:02}", district + 1, ward + 1)
}

/// A ward's invented name.
pub fn ward_name(district: usize, ward: usize) -> String {
    let kind = if district == HOA_VANG { "Xã" } else { "Phường" };
    let name = DISTRICTS.get(district).map_or("", |district| district.name);
    format!("{kind} Mẫu {} ({name})", ward + 1)
}

/// All wards: the district, the ward within it, and its groups.
pub fn wards() -> impl Iterator<Item = (usize, usize, usize)> {
    DISTRICTS.iter().enumerate().flat_map(|(at, district)| {
        let groups =
            move |ward: usize| (district.groups + district.wards - 1 - ward) / district.wards;
        (0..district.wards).map(move |ward| (at, ward, groups(ward)))
    })
}
