use super::*;
use num_traits::One;
use proptest::prelude::*;
use std::collections::hash_map::DefaultHasher;

fn frac(n: i128, d: i128) -> Num {
    Num::Small(n, d)
}

fn big(n: i128, d: i128) -> BigRational {
    BigRational::new(BigInt::from(n), BigInt::from(d))
}

fn hash(value: &Num) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

#[test]
fn a_third_three_times_is_one() {
    let third = Num::ONE.div(&Num::from_i64(3)).unwrap();
    assert_eq!(third.mul(&Num::from_i64(3)).unwrap(), Num::ONE);
    assert_eq!(
        Num::from_i64(10).div(&Num::from_i64(4)).unwrap(),
        Num::from_decimal(decimal("2.5"))
    );
}

#[test]
fn ninety_eight_percent_is_ninety_eight_percent_at_any_magnitude() {
    let threshold = Num::from_decimal(decimal("0.98"));
    for zeros in 0..=18 {
        let whole = 50 * 10i128.pow(zeros);
        let exactly = frac(49 * 10i128.pow(zeros), 1).div(&frac(whole, 1)).unwrap();
        assert_eq!(exactly, threshold);
        let just_below =
            frac(49 * 10i128.pow(zeros) * 1_000_000 - 1, 1_000_000).div(&frac(whole, 1)).unwrap();
        assert!(just_below < threshold);
    }
}

#[test]
fn the_smallest_machine_integer_is_a_number_like_others() {
    let least = frac(i128::MIN, 1);
    assert!(matches!(least.neg(), Num::Big(_)));
    assert_eq!(least.neg().neg(), least);
    assert_eq!(least.abs().add(&least).unwrap(), Num::ZERO);
    assert_eq!(Num::ZERO.sub(&least).unwrap(), least.abs());
    assert_eq!(Num::ONE.div(&least).unwrap().mul(&least).unwrap(), Num::ONE);
}

#[test]
fn dividing_by_zero_is_no_number() {
    assert_eq!(Num::ONE.div(&frac(0, 7)), Err(TooLarge));
}

#[test]
fn powers() {
    let power = |n: i128, d: i128, exponent| frac(n, d).power(exponent);
    assert_eq!(power(2, 1, 10), Ok(Some(Num::from_i64(1024))));
    assert_eq!(power(-2, 3, 3), Ok(Some(frac(-8, 27))));
    assert_eq!(power(-2, 4, -3), Ok(Some(Num::from_i64(-8))));
    assert_eq!(power(0, 5, 0), Ok(Some(Num::ONE)));
    assert_eq!(power(0, 5, 3), Ok(Some(Num::ZERO)));
    assert_eq!(power(0, 5, -1), Ok(None));
    assert_eq!(power(-3, 3, i64::MAX), Ok(Some(Num::from_i64(-1))));
    assert_eq!(power(-3, 3, i64::MIN), Ok(Some(Num::ONE)));
    assert_eq!(power(2, 1, i64::MAX), Err(TooLarge));
    assert_eq!(power(2, 1, i64::MIN), Err(TooLarge));
    assert!(power(2, 1, 32_767).is_ok(), "a 1 and 32,767 zeros: 32,768 bits");
    assert_eq!(power(2, 1, 32_768), Err(TooLarge));
}

#[test]
fn a_number_past_the_limit_is_a_fault() {
    let largest = Num::from_i64(2).power(32_767).unwrap().unwrap();
    assert_eq!(largest.add(&largest), Err(TooLarge));
    assert_eq!(largest.mul(&largest), Err(TooLarge));
    assert!(largest.sub(&Num::ONE).is_ok());
    let least = Num::ONE.div(&largest).unwrap();
    assert_eq!(least.div(&Num::from_i64(2)), Err(TooLarge));
    assert_eq!(least.mul(&largest).unwrap(), Num::ONE);
    assert!(least < Num::ONE && Num::ZERO < least && least < largest);
}

#[test]
fn close_fractions_with_long_expansions_compare() {
    // Neighbouring Fibonacci quotients share every term of their continued fraction but the last.
    let (mut a, mut b) = (BigInt::one(), BigInt::one());
    for _ in 0..40_000 {
        let next = &a + &b;
        a = std::mem::replace(&mut b, next);
    }
    let c = &a + &b;
    let (first, second) = (
        Num::from_ratio(BigRational::new(b.clone(), a)).unwrap(),
        Num::from_ratio(BigRational::new(c, b)).unwrap(),
    );
    assert_ne!(first, second);
    assert_eq!(first.cmp(&second), second.cmp(&first).reverse());
}

#[test]
fn rounding() {
    use Rounding::{Down, HalfAwayFromZero as Half, Up};
    let round =
        |text: &str, digits, mode| Num::from_decimal(decimal(text)).round(digits, mode).unwrap();
    let is = |text: &str| Num::from_decimal(decimal(text));
    assert_eq!(round("2.5", 0, Half), is("3"));
    assert_eq!(round("-2.5", 0, Half), is("-3"));
    assert_eq!(round("-2.4", 0, Half), is("-2"));
    assert_eq!(round("0.98765", 2, Half), is("0.99"));
    assert_eq!(round("2.1", 0, Up), is("3"));
    assert_eq!(round("-2.9", 0, Up), is("-2"));
    assert_eq!(round("2.9", 0, Down), is("2"));
    assert_eq!(round("-2.1", 0, Down), is("-3"));
    assert_eq!(round("1250", -2, Half), is("1300"));
    assert_eq!(round("-1250", -2, Half), is("-1300"));
    assert_eq!(round("1249.99", -2, Half), is("1200"));
    assert_eq!(round("49", -2, Half), is("0"));
    assert_eq!(round("49", -2, Up), is("100"));
    assert_eq!(round("0.125", 30, Half), is("0.125"));
    assert_eq!(round("0.125", i32::MAX, Up), is("0.125"));
    assert_eq!(round("7", i32::MIN, Half), is("0"));
    assert_eq!(Num::from_i64(7).round(i32::MIN, Up), Err(TooLarge));
    assert_eq!(frac(1, 3).round(i32::MAX, Half), Err(TooLarge));
    assert_eq!(frac(1, 3).round(40, Down).unwrap().digits(40), ("3".repeat(40), true));
}

#[test]
fn decimals_there_and_back() {
    assert_eq!(frac(1, 8).to_decimal(), Some(decimal("0.125")));
    assert_eq!(frac(6, 3).to_decimal(), Some(decimal("2")));
    assert_eq!(frac(1, 3).to_decimal(), None);
    assert_eq!(frac(-49, 50).to_decimal(), Some(decimal("-0.98")));
    assert_eq!(
        frac(10i128.pow(28), 1).to_decimal(),
        Some(decimal("10000000000000000000000000000"))
    );
    assert_eq!(frac(10i128.pow(28) + 1, 1).to_decimal(), None, "29 significant digits");
    assert_eq!(frac(10i128.pow(29), 1).to_decimal(), None, "past the largest decimal");
    assert_eq!(
        frac(1, 10i128.pow(28)).to_decimal(),
        Some(decimal("0.0000000000000000000000000001"))
    );
    assert_eq!(frac(1, 10i128.pow(29)).to_decimal(), None);
    assert_eq!(Num::ZERO.to_decimal(), Some(Decimal::ZERO));
}

#[test]
fn whole_numbers() {
    assert_eq!(frac(6, 3).to_i64(), Some(2));
    assert_eq!(frac(7, 3).to_i64(), None);
    assert_eq!(frac(i128::from(i64::MAX) + 1, 1).to_i64(), None);
    assert!(frac(-9, 3).is_integer() && !frac(9, 2).is_integer());
    assert!(frac(0, 9).is_zero() && !frac(0, 9).is_negative());
}

#[test]
fn magnitudes() {
    let magnitude = |text: &str| Num::from_decimal(decimal(text)).magnitude();
    assert_eq!(magnitude("0"), 0);
    assert_eq!(magnitude("1"), 1);
    assert_eq!(magnitude("-999.9"), 3);
    assert_eq!(magnitude("1000"), 4);
    assert_eq!(magnitude("0.1"), 0);
    assert_eq!(magnitude("0.15"), 0);
    assert_eq!(magnitude("0.05"), -1);
    assert_eq!(magnitude("0.01"), -1);
    assert_eq!(magnitude("0.00999"), -2);
}

/// Tiny, money-like, machine-edge: numerators and denominators of every size.
fn part() -> impl Strategy<Value = i128> {
    prop_oneof![
        -9i128..=9,
        -1_000_000_000_000i128..=1_000_000_000_000,
        any::<i64>().prop_map(i128::from),
        any::<i128>(),
        (0u32..=38, -3i128..=3).prop_map(|(zeros, near)| 10i128.pow(zeros) + near),
        (0i128..=3).prop_map(|near| i128::MAX - near),
        (0i128..=3).prop_map(|near| i128::MIN + near),
    ]
}

fn small() -> impl Strategy<Value = Num> {
    let denominator =
        prop_oneof![Just(1i128), (0u32..=38).prop_map(|zeros| 10i128.pow(zeros)), part()];
    (part(), denominator).prop_map(|(n, d)| frac(n, d.checked_abs().unwrap_or(i128::MAX).max(1)))
}

fn number() -> impl Strategy<Value = Num> {
    let huge = (small(), 1u32..20, any::<bool>()).prop_map(|(base, exponent, inverse)| {
        let power = base.power(i64::from(exponent)).unwrap().unwrap();
        if inverse && !power.is_zero() { Num::ONE.div(&power).unwrap() } else { power }
    });
    prop_oneof![4 => small(), 1 => huge]
}

/// Holds, and in the kind it belongs to.
fn is_exactly(result: &Num, expected: &BigRational) {
    assert_eq!(result.ratio().as_ref(), expected);
    match result {
        Num::Small(_, d) => assert!(*d > 0),
        Num::Big(ratio) => {
            assert!(ratio.numer().to_i128().is_none() || ratio.denom().to_i128().is_none())
        }
    }
}

proptest! {
    #[test]
    fn arithmetic_is_that_of_big_fractions(a in number(), b in number()) {
        let (x, y) = (a.ratio().into_owned(), b.ratio().into_owned());
        is_exactly(&a.add(&b).unwrap(), &(&x + &y));
        is_exactly(&a.sub(&b).unwrap(), &(&x - &y));
        is_exactly(&a.mul(&b).unwrap(), &(&x * &y));
        if !b.is_zero() {
            is_exactly(&a.div(&b).unwrap(), &(&x / &y));
        }
        is_exactly(&a.neg(), &-&x);
        is_exactly(&a.abs(), &x.abs());
        prop_assert_eq!(a.is_negative(), x.is_negative());
        prop_assert_eq!(a.is_integer(), x.is_integer());
    }

    #[test]
    fn order_is_that_of_big_fractions(a in number(), b in number(), near in -1i64..=1) {
        prop_assert_eq!(a.cmp(&b), a.ratio().cmp(&b.ratio()));
        let close = a.add(&Num::from_i64(near)).unwrap();
        prop_assert_eq!(close.cmp(&a), near.cmp(&0));
    }

    #[test]
    fn equal_numbers_have_equal_hashes(n in -1_000_000i128..=1_000_000, d in 1i128..=1_000_000, times in 1i128..=1_000_000, big in number()) {
        let (short, long) = (frac(n, d), frac(n * times, d * times));
        prop_assert_eq!(&short, &long);
        prop_assert_eq!(hash(&short), hash(&long));
        let there_and_back = big.add(&short).unwrap().sub(&long).unwrap();
        prop_assert_eq!(&there_and_back, &big);
        prop_assert_eq!(hash(&there_and_back), hash(&big));
    }

    #[test]
    fn a_power_is_a_product(base in small(), exponent in 0u32..=6) {
        let mut product = BigRational::one();
        for _ in 0..exponent {
            product *= base.ratio().as_ref();
        }
        is_exactly(&base.power(i64::from(exponent)).unwrap().unwrap(), &product);
        if !base.is_zero() {
            is_exactly(&base.power(-i64::from(exponent)).unwrap().unwrap(), &product.recip());
        }
    }

    #[test]
    fn a_rounded_number_is_the_neighbour_its_mode_names(value in number(), digits in -40i32..=40) {
        let step = big(10, 1).pow(-digits);
        let x = value.ratio().into_owned();
        let rounded = |mode| value.round(digits, mode).unwrap().ratio().into_owned();
        let (down, up, half) = (rounded(Rounding::Down), rounded(Rounding::Up), rounded(Rounding::HalfAwayFromZero));
        prop_assert!((&down / &step).is_integer() && (&up / &step).is_integer());
        prop_assert!(down <= x && x < &down + &step && x <= up && up < &x + &step);
        let nearer = if x.is_negative() { &x - &down <= &up - &x } else { &x - &down < &up - &x };
        prop_assert_eq!(&half, if nearer { &down } else { &up });
        let (digits_shown, exact) = value.digits(digits);
        prop_assert_eq!(BigRational::from_integer(digits_shown.parse().unwrap()) * &step, half.abs());
        prop_assert_eq!(exact, down == up);
    }

    #[test]
    fn the_digits_of_any_fraction_are_those_of_a_division(
        n in prop_oneof![any::<i64>(), -10_000_i64..10_000, Just(i64::MIN), Just(99_999_999)],
        d in prop_oneof![1_i64..=i64::MAX, 1_i64..1_000, Just(100_000_000), Just(i64::MAX)],
        decimals in 0_i32..60,
    ) {
        let (over, under) = (BigInt::from(n).abs() * BigInt::from(10).pow(decimals.unsigned_abs()), BigInt::from(d));
        let rounded: BigInt = (&over * 2 + &under) / (&under * 2);
        let exact = over.is_multiple_of(&under);
        prop_assert_eq!(Num::Small(n.into(), d.into()).digits(decimals), (rounded.to_string(), exact));
    }

    #[test]
    fn the_magnitude_bounds_the_number(value in number()) {
        let (x, magnitude) = (value.ratio().abs(), value.magnitude());
        if !value.is_zero() {
            prop_assert!(big(10, 1).pow(magnitude - 1) <= x && x < big(10, 1).pow(magnitude));
        }
    }

    #[test]
    fn a_decimal_comes_back(mantissa in -9_999_999_999_999_999_999_999_999_999i128..=9_999_999_999_999_999_999_999_999_999, scale in 0u32..=28) {
        let decimal = Decimal::from_i128_with_scale(mantissa, scale);
        prop_assert_eq!(Num::from_decimal(decimal).to_decimal(), Some(decimal));
        is_exactly(&Num::from_decimal(decimal), &big(mantissa, 10i128.pow(scale)));
    }
}
