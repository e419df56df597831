// Made from grammar/luat.pest by grammar/generate; not to be changed by hand.
// Grammar: 70232e448cd9ba2416a8afba729e6ed9f070e5748d066670901d101f82f82df8

use super::{Part, Row};
/// A rule of the grammar; a symbol is one that is read by no other.
#[allow(non_camel_case_types, clippy::upper_case_acronyms)]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Rule {
    /// End of a statement.
    EOI,
    r#language,
    r#document,
    r#category,
    r#category_value,
    r#category_entry,
    r#included,
    r#value_part,
    r#record,
    r#record_part,
    r#parent,
    r#dated_by,
    r#for_period,
    r#monthly_by,
    r#complete_when,
    r#field,
    r#field_part,
    r#field_change,
    r#field_range,
    r#derive,
    r#shown,
    r#shown_value,
    r#never,
    r#type_name,
    r#parameter,
    r#parameter_value,
    r#function,
    r#function_parameter,
    r#table,
    r#rows_of,
    r#grid_header,
    r#header_cell,
    r#grid_row,
    r#cell,
    r#result_cell,
    r#scorecard,
    r#criterion,
    r#subject,
    r#criterion_row,
    r#criterion_when,
    r#grading,
    r#grade_row,
    r#grade_when,
    r#ranking,
    r#rank_key,
    r#cap,
    r#downgrade,
    r#reason,
    r#eligibility,
    r#applies,
    r#require,
    r#each,
    r#period,
    r#between,
    r#delay,
    r#due,
    r#deadline,
    r#if_not,
    r#if_late,
    r#otherwise,
    r#late,
    r#verdicts,
    r#clause,
    r#targets,
    r#grouped,
    r#indicator,
    r#requirement,
    r#each_of_indicator,
    r#levels,
    r#threshold_header,
    r#threshold_row,
    r#unit,
    r#threshold,
    r#example,
    r#given,
    r#given_value,
    r#given_rows,
    r#given_header,
    r#given_row,
    r#given_cell,
    r#expect,
    r#expectation,
    r#no_reason,
    r#basis,
    r#assumption,
    r#allow,
    r#test,
    r#range,
    r#low,
    r#high,
    r#expr,
    r#case,
    r#condition,
    r#conjunction,
    r#negation,
    r#comparison,
    r#choice,
    r#sum,
    r#product,
    r#unary,
    r#postfix,
    r#primary,
    r#aggregate,
    r#extreme,
    r#window,
    r#filter,
    r#period_word,
    r#call,
    r#group,
    r#name,
    r#label,
    r#function_name,
    r#place,
    r#aggregate_name,
    r#extreme_name,
    r#number_value,
    r#date_value,
    r#period_day,
    r#string,
    r#anything,
    r#open,
    r#close,
    r#comma,
    r#semicolon,
    r#colon,
    r#bar,
    r#compare,
    r#equal,
    r#not_equal,
    r#less,
    r#greater,
    r#at_most,
    r#at_least,
    r#plus,
    r#minus,
    r#times,
    r#divide,
    r#grades,
    r#type_word,
    r#policy,
    r#kw_language,
    r#kw_document,
    r#kw_file,
    r#kw_category,
    r#kw_ordered,
    r#kw_code,
    r#kw_also,
    r#kw_with,
    r#kw_record,
    r#kw_belongs_to,
    r#kw_dated_by,
    r#kw_for_period,
    r#kw_monthly_by,
    r#kw_complete_when,
    r#kw_field,
    r#kw_key,
    r#kw_required,
    r#kw_column,
    r#kw_derive,
    r#kw_shown,
    r#kw_never,
    r#kw_fixed,
    r#kw_only_rises,
    r#kw_only_falls,
    r#kw_in_steps,
    r#kw_parameter,
    r#kw_function,
    r#kw_table,
    r#kw_sheet,
    r#kw_scorecard,
    r#kw_out_of,
    r#kw_criterion,
    r#kw_at_most,
    r#kw_sum_of_rows,
    r#kw_subject,
    r#kw_gives,
    r#kw_otherwise,
    r#kw_grading,
    r#kw_ranking,
    r#kw_descending,
    r#kw_ascending,
    r#kw_no_better,
    r#kw_downgrade,
    r#kw_eligibility,
    r#kw_check,
    r#kw_applies,
    r#kw_require,
    r#kw_else,
    r#kw_reject,
    r#kw_refer,
    r#kw_warn,
    r#kw_prefer,
    r#kw_verdicts,
    r#kw_due,
    r#kw_late,
    r#kw_within,
    r#kw_before,
    r#kw_by_date,
    r#kw_in_period,
    r#kw_each,
    r#kw_after,
    r#kw_month_period,
    r#kw_quarter_period,
    r#kw_year_period,
    r#kw_targets,
    r#kw_over,
    r#kw_total,
    r#kw_no_rows,
    r#kw_indicator,
    r#kw_levels,
    r#kw_example,
    r#kw_given,
    r#kw_expect,
    r#kw_reason,
    r#kw_no_reason,
    r#kw_basis,
    r#kw_assumption,
    r#kw_allow,
    r#kw_by,
    r#kw_for,
    r#kw_of,
    r#kw_at,
    r#kw_and,
    r#kw_or,
    r#kw_not,
    r#kw_is,
    r#kw_is_not,
    r#kw_one_of,
    r#kw_every,
    r#kw_in_last,
    r#kw_when,
    r#kw_if,
    r#kw_then,
    r#kw_from,
    r#kw_up_to,
    r#kw_below,
    r#kw_above,
    r#kw_upwards,
    r#kw_yes,
    r#kw_no,
    r#kw_missing,
}
/// The words of canonical statements, each with its symbol.
pub static SYMBOLS: &[(&str, Rule)] = &[
    ("Name", Rule::r#name),
    ("Label", Rule::r#label),
    ("Function", Rule::r#function_name),
    ("Place", Rule::r#place),
    ("Aggregate", Rule::r#aggregate_name),
    ("Extreme", Rule::r#extreme_name),
    ("Number", Rule::r#number_value),
    ("Date", Rule::r#date_value),
    ("Day", Rule::r#period_day),
    ("Text", Rule::r#string),
    ("Any", Rule::r#anything),
    ("(", Rule::r#open),
    (")", Rule::r#close),
    (",", Rule::r#comma),
    (";", Rule::r#semicolon),
    (":", Rule::r#colon),
    ("|", Rule::r#bar),
    ("=", Rule::r#equal),
    ("!=", Rule::r#not_equal),
    ("<", Rule::r#less),
    (">", Rule::r#greater),
    ("<=", Rule::r#at_most),
    (">=", Rule::r#at_least),
    ("+", Rule::r#plus),
    ("-", Rule::r#minus),
    ("*", Rule::r#times),
    ("/", Rule::r#divide),
    ("grades", Rule::r#grades),
    ("Type", Rule::r#type_word),
    ("Policy", Rule::r#policy),
    ("language", Rule::r#kw_language),
    ("document", Rule::r#kw_document),
    ("file", Rule::r#kw_file),
    ("category", Rule::r#kw_category),
    ("ordered", Rule::r#kw_ordered),
    ("code", Rule::r#kw_code),
    ("also", Rule::r#kw_also),
    ("with", Rule::r#kw_with),
    ("record", Rule::r#kw_record),
    ("belongs-to", Rule::r#kw_belongs_to),
    ("dated-by", Rule::r#kw_dated_by),
    ("for-period", Rule::r#kw_for_period),
    ("monthly-by", Rule::r#kw_monthly_by),
    ("complete-when", Rule::r#kw_complete_when),
    ("field", Rule::r#kw_field),
    ("key", Rule::r#kw_key),
    ("required", Rule::r#kw_required),
    ("column", Rule::r#kw_column),
    ("derive", Rule::r#kw_derive),
    ("shown", Rule::r#kw_shown),
    ("never", Rule::r#kw_never),
    ("fixed", Rule::r#kw_fixed),
    ("only-rises", Rule::r#kw_only_rises),
    ("only-falls", Rule::r#kw_only_falls),
    ("in-steps", Rule::r#kw_in_steps),
    ("parameter", Rule::r#kw_parameter),
    ("function", Rule::r#kw_function),
    ("table", Rule::r#kw_table),
    ("sheet", Rule::r#kw_sheet),
    ("scorecard", Rule::r#kw_scorecard),
    ("out-of", Rule::r#kw_out_of),
    ("criterion", Rule::r#kw_criterion),
    ("at-most", Rule::r#kw_at_most),
    ("sum-of-rows", Rule::r#kw_sum_of_rows),
    ("subject", Rule::r#kw_subject),
    ("gives", Rule::r#kw_gives),
    ("otherwise", Rule::r#kw_otherwise),
    ("grading", Rule::r#kw_grading),
    ("ranking", Rule::r#kw_ranking),
    ("descending", Rule::r#kw_descending),
    ("ascending", Rule::r#kw_ascending),
    ("no-better", Rule::r#kw_no_better),
    ("downgrade", Rule::r#kw_downgrade),
    ("eligibility", Rule::r#kw_eligibility),
    ("check", Rule::r#kw_check),
    ("applies", Rule::r#kw_applies),
    ("require", Rule::r#kw_require),
    ("else", Rule::r#kw_else),
    ("reject", Rule::r#kw_reject),
    ("refer", Rule::r#kw_refer),
    ("warn", Rule::r#kw_warn),
    ("prefer", Rule::r#kw_prefer),
    ("verdicts", Rule::r#kw_verdicts),
    ("due", Rule::r#kw_due),
    ("late", Rule::r#kw_late),
    ("within", Rule::r#kw_within),
    ("before", Rule::r#kw_before),
    ("by-date", Rule::r#kw_by_date),
    ("in-period", Rule::r#kw_in_period),
    ("each", Rule::r#kw_each),
    ("after", Rule::r#kw_after),
    ("month-period", Rule::r#kw_month_period),
    ("quarter-period", Rule::r#kw_quarter_period),
    ("year-period", Rule::r#kw_year_period),
    ("targets", Rule::r#kw_targets),
    ("over", Rule::r#kw_over),
    ("total", Rule::r#kw_total),
    ("no-rows", Rule::r#kw_no_rows),
    ("indicator", Rule::r#kw_indicator),
    ("levels", Rule::r#kw_levels),
    ("example", Rule::r#kw_example),
    ("given", Rule::r#kw_given),
    ("expect", Rule::r#kw_expect),
    ("reason", Rule::r#kw_reason),
    ("no-reason", Rule::r#kw_no_reason),
    ("basis", Rule::r#kw_basis),
    ("assumption", Rule::r#kw_assumption),
    ("allow", Rule::r#kw_allow),
    ("by", Rule::r#kw_by),
    ("for", Rule::r#kw_for),
    ("of", Rule::r#kw_of),
    ("at", Rule::r#kw_at),
    ("and", Rule::r#kw_and),
    ("or", Rule::r#kw_or),
    ("not", Rule::r#kw_not),
    ("is", Rule::r#kw_is),
    ("is-not", Rule::r#kw_is_not),
    ("one-of", Rule::r#kw_one_of),
    ("every", Rule::r#kw_every),
    ("in-last", Rule::r#kw_in_last),
    ("when", Rule::r#kw_when),
    ("if", Rule::r#kw_if),
    ("then", Rule::r#kw_then),
    ("from", Rule::r#kw_from),
    ("up-to", Rule::r#kw_up_to),
    ("below", Rule::r#kw_below),
    ("above", Rule::r#kw_above),
    ("upwards", Rule::r#kw_upwards),
    ("yes", Rule::r#kw_yes),
    ("no", Rule::r#kw_no),
    ("missing", Rule::r#kw_missing),
];
/// What each rule is made of, by its number.
pub static ROWS: &[Row] = &[
    Row {
        starts: &[1u64, 0u64, 0u64, 0u64],
        body: Part::End,
    },
    Row {
        starts: &[0u64, 0u64, 4096u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_language),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 8192u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_document),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#string),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#comma),
                            Part::Rule(Rule::r#kw_file),
                            Part::Rule(Rule::r#string),
                        ],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 32768u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_category),
                Part::Rule(Rule::r#name),
                Part::r#Optional(&Part::Rule(Rule::r#kw_ordered)),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#colon),
                            Part::Rule(Rule::r#category_entry),
                            Part::r#Repeat(
                                &Part::Sequence(
                                    &[
                                        Part::Choice(
                                            &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#greater)],
                                        ),
                                        Part::Rule(Rule::r#category_entry),
                                    ],
                                ),
                            ),
                        ],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 35184372088832u64, 524288u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#category_entry),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#value_part)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 35184372088832u64, 524288u64, 0u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#included),
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#name),
                        Part::r#Optional(
                            &Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#open),
                                    Part::Rule(Rule::r#value_part),
                                    Part::r#Repeat(
                                        &Part::Sequence(
                                            &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#value_part)],
                                        ),
                                    ),
                                    Part::Rule(Rule::r#close),
                                ],
                            ),
                        ),
                    ],
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 524288u64, 0u64],
        body: Part::Sequence(&[Part::Rule(Rule::r#kw_with), Part::Rule(Rule::r#name)]),
    },
    Row {
        starts: &[0u64, 0u64, 393216u64, 6597069766656u64],
        body: Part::Choice(
            &[
                Part::Sequence(
                    &[Part::Rule(Rule::r#kw_code), Part::Rule(Rule::r#string)],
                ),
                Part::Sequence(
                    &[Part::Rule(Rule::r#kw_also), Part::Rule(Rule::r#string)],
                ),
                Part::Sequence(
                    &[Part::Rule(Rule::r#kw_from), Part::Rule(Rule::r#date_value)],
                ),
                Part::Sequence(
                    &[Part::Rule(Rule::r#kw_up_to), Part::Rule(Rule::r#date_value)],
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 1048576u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_record),
                Part::Rule(Rule::r#name),
                Part::r#Optional(&Part::Rule(Rule::r#string)),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::r#Optional(&Part::Rule(Rule::r#comma)),
                            Part::Rule(Rule::r#record_part),
                            Part::r#Repeat(
                                &Part::Sequence(
                                    &[
                                        Part::Rule(Rule::r#comma),
                                        Part::Rule(Rule::r#record_part),
                                    ],
                                ),
                            ),
                        ],
                    ),
                ),
                Part::r#Optional(&Part::Rule(Rule::r#string)),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 65011712u64, 0u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#parent),
                Part::Rule(Rule::r#dated_by),
                Part::Rule(Rule::r#for_period),
                Part::Rule(Rule::r#monthly_by),
                Part::Rule(Rule::r#complete_when),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 2097152u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_belongs_to),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#kw_by),
                Part::Rule(Rule::r#name),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 4194304u64, 0u64],
        body: Part::Sequence(
            &[Part::Rule(Rule::r#kw_dated_by), Part::Rule(Rule::r#name)],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 8388608u64, 0u64],
        body: Part::Sequence(
            &[Part::Rule(Rule::r#kw_for_period), Part::Rule(Rule::r#name)],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 16777216u64, 0u64],
        body: Part::Sequence(
            &[Part::Rule(Rule::r#kw_monthly_by), Part::Rule(Rule::r#name)],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 33554432u64, 0u64],
        body: Part::Sequence(
            &[Part::Rule(Rule::r#kw_complete_when), Part::Rule(Rule::r#condition)],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 67108864u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_field),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#type_name),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#field_part)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 9223372036854775808u64, 129788543007u64, 32985348833280u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#kw_key),
                Part::Rule(Rule::r#kw_required),
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#kw_column),
                        Part::Rule(Rule::r#string),
                        Part::r#Repeat(
                            &Part::Sequence(
                                &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#string)],
                            ),
                        ),
                    ],
                ),
                Part::Rule(Rule::r#field_change),
                Part::Sequence(
                    &[Part::Rule(Rule::r#kw_in_steps), Part::Rule(Rule::r#number_value)],
                ),
                Part::Rule(Rule::r#field_range),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 60129542144u64, 0u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#kw_fixed),
                Part::Rule(Rule::r#kw_only_rises),
                Part::Rule(Rule::r#kw_only_falls),
            ],
        ),
    },
    Row {
        starts: &[0u64, 9223372036854775808u64, 31u64, 32985348833280u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#range),
                Part::Sequence(&[Part::Rule(Rule::r#compare), Part::Rule(Rule::r#sum)]),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 1073741824u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_derive),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#equal),
                Part::Rule(Rule::r#expr),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 2147483648u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_shown),
                Part::Rule(Rule::r#shown_value),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#shown_value)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 35184372088832u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#name),
                Part::r#Optional(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#kw_of), Part::Rule(Rule::r#name)],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 4294967296u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_never),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#condition),
                Part::r#Optional(&Part::Rule(Rule::r#reason)),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 1024u64, 34359738368u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#type_word),
                Part::Sequence(
                    &[Part::Rule(Rule::r#kw_one_of), Part::Rule(Rule::r#name)],
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 137438953472u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_parameter),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#type_name),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 2199023255552u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_from),
                Part::Rule(Rule::r#date_value),
                Part::r#Optional(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#kw_up_to), Part::Rule(Rule::r#date_value)],
                    ),
                ),
                Part::Rule(Rule::r#grades),
                Part::Rule(Rule::r#expr),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 274877906944u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_function),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#open),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#function_parameter),
                            Part::r#Repeat(
                                &Part::Sequence(
                                    &[
                                        Part::Rule(Rule::r#semicolon),
                                        Part::Rule(Rule::r#function_parameter),
                                    ],
                                ),
                            ),
                        ],
                    ),
                ),
                Part::Rule(Rule::r#close),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#type_name),
                Part::Rule(Rule::r#kw_from),
                Part::Rule(Rule::r#string),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 35184372088832u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#type_name),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 549755813888u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_table),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#kw_for),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#type_name),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#comma),
                            Part::Choice(
                                &[
                                    Part::Sequence(
                                        &[
                                            Part::Rule(Rule::r#policy),
                                            Part::r#Optional(
                                                &Part::Sequence(
                                                    &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#rows_of)],
                                                ),
                                            ),
                                        ],
                                    ),
                                    Part::Sequence(
                                        &[
                                            Part::Rule(Rule::r#rows_of),
                                            Part::r#Optional(
                                                &Part::Sequence(
                                                    &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#policy)],
                                                ),
                                            ),
                                        ],
                                    ),
                                ],
                            ),
                        ],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 2199023255552u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_from),
                Part::Rule(Rule::r#string),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#comma),
                            Part::Rule(Rule::r#kw_sheet),
                            Part::Rule(Rule::r#string),
                        ],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 2305843009213693952u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#bar),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#header_cell),
                            Part::Rule(Rule::r#bar),
                            Part::r#NotAhead(&Part::Rule(Rule::EOI)),
                        ],
                    ),
                ),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#bar),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492585504210944u64],
        body: Part::Rule(Rule::r#condition),
    },
    Row {
        starts: &[0u64, 2305843009213693952u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#bar),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#cell),
                            Part::Rule(Rule::r#bar),
                            Part::r#NotAhead(&Part::Rule(Rule::EOI)),
                        ],
                    ),
                ),
                Part::Rule(Rule::r#result_cell),
                Part::Rule(Rule::r#bar),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[
            18446744073709551615u64, 18446744073709551615u64, 18446744073709551615u64,
            18446744073709551615u64,
        ],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#kw_otherwise),
                Part::Rule(Rule::r#anything),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::r#Optional(&Part::Rule(Rule::r#kw_not)),
                            Part::Rule(Rule::r#test),
                            Part::r#Repeat(
                                &Part::Sequence(
                                    &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#test)],
                                ),
                            ),
                        ],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492585504210944u64],
        body: Part::Rule(Rule::r#condition),
    },
    Row {
        starts: &[0u64, 0u64, 2199023255552u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_scorecard),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#kw_for),
                Part::Rule(Rule::r#name),
                Part::r#Optional(&Part::Rule(Rule::r#string)),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#comma),
                            Part::Rule(Rule::r#kw_out_of),
                            Part::Rule(Rule::r#sum),
                        ],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 8796093022208u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_criterion),
                Part::Rule(Rule::r#label),
                Part::r#Optional(&Part::Rule(Rule::r#string)),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#comma),
                            Part::Rule(Rule::r#kw_at_most),
                            Part::Rule(Rule::r#sum),
                        ],
                    ),
                ),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::r#Optional(&Part::Rule(Rule::r#comma)),
                            Part::Rule(Rule::r#kw_sum_of_rows),
                        ],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 70368744177664u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_subject),
                Part::Rule(Rule::r#condition),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 9331071399818690560u64, 290271069732959u64, 525570853044224u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#criterion_when),
                Part::Rule(Rule::r#kw_gives),
                Part::Rule(Rule::r#expr),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 9331071399818690560u64, 290271069732959u64, 525570853044224u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#kw_otherwise),
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#test),
                        Part::r#Optional(
                            &Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#kw_and),
                                    Part::Rule(Rule::r#conjunction),
                                ],
                            ),
                        ),
                        Part::r#Ahead(&Part::Rule(Rule::r#kw_gives)),
                    ],
                ),
                Part::Rule(Rule::r#condition),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 562949953421312u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_grading),
                Part::Rule(Rule::r#name),
                Part::r#Optional(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#kw_by), Part::Rule(Rule::r#condition)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 9331071399818690560u64, 290271069732959u64, 525570853044224u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#grade_when),
                Part::Rule(Rule::r#grades),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 9331071399818690560u64, 290271069732959u64, 525570853044224u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#kw_otherwise),
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#test),
                        Part::r#Optional(
                            &Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#kw_and),
                                    Part::Rule(Rule::r#conjunction),
                                ],
                            ),
                        ),
                        Part::r#Ahead(&Part::Rule(Rule::r#grades)),
                    ],
                ),
                Part::Rule(Rule::r#condition),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 1125899906842624u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_ranking),
                Part::Rule(Rule::r#rank_key),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#rank_key)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 35184372088832u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#name),
                Part::r#Optional(
                    &Part::Choice(
                        &[
                            Part::Rule(Rule::r#kw_descending),
                            Part::Rule(Rule::r#kw_ascending),
                        ],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 9007199254740992u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_no_better),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#kw_if),
                Part::Rule(Rule::r#condition),
                Part::r#Optional(&Part::Rule(Rule::r#reason)),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 18014398509481984u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_downgrade),
                Part::Rule(Rule::r#condition),
                Part::r#Optional(&Part::Rule(Rule::r#reason)),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 1152921504606846976u64, 0u64, 0u64],
        body: Part::Sequence(&[Part::Rule(Rule::r#colon), Part::Rule(Rule::r#string)]),
    },
    Row {
        starts: &[0u64, 0u64, 108086391056891904u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Choice(
                    &[Part::Rule(Rule::r#kw_eligibility), Part::Rule(Rule::r#kw_check)],
                ),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#kw_for),
                Part::Rule(Rule::r#name),
                Part::r#Optional(&Part::Rule(Rule::r#string)),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 144115188075855872u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_applies),
                Part::Rule(Rule::r#condition),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 288230376151711744u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_require),
                Part::r#Optional(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#each), Part::Rule(Rule::r#colon)],
                    ),
                ),
                Part::Rule(Rule::r#condition),
                Part::r#Optional(&Part::Rule(Rule::r#if_not)),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 128u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_each),
                Part::Rule(Rule::r#period),
                Part::r#Optional(&Part::Rule(Rule::r#between)),
                Part::r#Optional(&Part::Rule(Rule::r#delay)),
            ],
        ),
    },
    Row {
        starts: &[0u64, 2251799813685248u64, 0u64, 3584u64],
        body: Part::Choice(
            &[Part::Rule(Rule::r#period_word), Part::Rule(Rule::r#number_value)],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 2199023255552u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_from),
                Part::Rule(Rule::r#sum),
                Part::Rule(Rule::r#kw_up_to),
                Part::Rule(Rule::r#sum),
            ],
        ),
    },
    Row {
        starts: &[0u64, 288230376151711744u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#comma),
                Part::Rule(Rule::r#kw_after),
                Part::Rule(Rule::r#sum),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 2u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_due),
                Part::Rule(Rule::r#condition),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#deadline),
                Part::r#Optional(
                    &Part::Choice(
                        &[
                            Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#if_not),
                                    Part::r#Optional(&Part::Rule(Rule::r#if_late)),
                                ],
                            ),
                            Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#if_late),
                                    Part::r#Optional(&Part::Rule(Rule::r#if_not)),
                                ],
                            ),
                        ],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 120u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#kw_in_period),
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#kw_within),
                        Part::Rule(Rule::r#sum),
                        Part::Rule(Rule::r#kw_from),
                        Part::Rule(Rule::r#sum),
                    ],
                ),
                Part::Sequence(
                    &[
                        Part::Choice(
                            &[
                                Part::Rule(Rule::r#kw_before),
                                Part::Rule(Rule::r#kw_by_date),
                            ],
                        ),
                        Part::Rule(Rule::r#sum),
                    ],
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 576460752303423488u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_else),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#string),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 4u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_late),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#string),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 576460752303423488u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_else),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#string),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 4u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_late),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#string),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 1u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_verdicts),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#name),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#name)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 17293822569102704640u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Choice(
                    &[
                        Part::Rule(Rule::r#kw_reject),
                        Part::Rule(Rule::r#kw_refer),
                        Part::Rule(Rule::r#kw_warn),
                        Part::Rule(Rule::r#kw_prefer),
                    ],
                ),
                Part::Rule(Rule::r#condition),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#string),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 4096u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_targets),
                Part::Rule(Rule::r#name),
                Part::r#Optional(&Part::Rule(Rule::r#string)),
                Part::Rule(Rule::r#kw_over),
                Part::Rule(Rule::r#name),
                Part::r#Optional(
                    &Part::Choice(
                        &[
                            Part::Sequence(
                                &[
                                    Part::r#Optional(&Part::Rule(Rule::r#comma)),
                                    Part::Rule(Rule::r#kw_total),
                                    Part::r#Optional(&Part::Rule(Rule::r#grouped)),
                                ],
                            ),
                            Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#grouped),
                                    Part::r#Optional(
                                        &Part::Sequence(
                                            &[
                                                Part::r#Optional(&Part::Rule(Rule::r#comma)),
                                                Part::Rule(Rule::r#kw_total),
                                            ],
                                        ),
                                    ),
                                ],
                            ),
                        ],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 288230376151711744u64, 0u64, 67108864u64],
        body: Part::Sequence(
            &[
                Part::r#Optional(&Part::Rule(Rule::r#comma)),
                Part::Rule(Rule::r#kw_by),
                Part::Rule(Rule::r#name),
                Part::r#Optional(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#kw_of), Part::Rule(Rule::r#name)],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 65536u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_indicator),
                Part::Rule(Rule::r#name),
                Part::r#Optional(&Part::Rule(Rule::r#string)),
                Part::Rule(Rule::r#equal),
                Part::Rule(Rule::r#expr),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 288230376151711744u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_require),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#each_of_indicator),
                            Part::r#Optional(&Part::Rule(Rule::r#colon)),
                        ],
                    ),
                ),
                Part::Rule(Rule::r#test),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 128u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_each),
                Part::Rule(Rule::r#period),
                Part::r#Optional(&Part::Rule(Rule::r#delay)),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 131072u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_levels),
                Part::Rule(Rule::r#name),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#name)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 2305843009213693952u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#bar),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#bar),
                Part::r#Repeat(
                    &Part::Sequence(&[Part::Rule(Rule::r#name), Part::Rule(Rule::r#bar)]),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 2305843009213693952u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#bar),
                Part::Rule(Rule::r#unit),
                Part::Rule(Rule::r#bar),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#threshold), Part::Rule(Rule::r#bar)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 35184372088832u64, 0u64, 16384u64],
        body: Part::Choice(&[Part::Rule(Rule::r#kw_total), Part::Rule(Rule::r#name)]),
    },
    Row {
        starts: &[
            18446744073709551615u64, 18446744073709551615u64, 18446744073709551615u64,
            18446744073709551615u64,
        ],
        body: Part::Choice(
            &[Part::Rule(Rule::r#anything), Part::r#Optional(&Part::Rule(Rule::r#test))],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 262144u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_example),
                Part::Rule(Rule::r#string),
                Part::Rule(Rule::r#kw_for),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 524288u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_given),
                Part::Choice(
                    &[
                        Part::Rule(Rule::r#given_rows),
                        Part::Sequence(
                            &[
                                Part::Rule(Rule::r#given_value),
                                Part::r#Repeat(
                                    &Part::Sequence(
                                        &[
                                            Part::Rule(Rule::r#comma),
                                            Part::Rule(Rule::r#given_value),
                                        ],
                                    ),
                                ),
                            ],
                        ),
                    ],
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 35184372088832u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#name),
                Part::Choice(&[Part::Rule(Rule::r#equal), Part::Rule(Rule::r#kw_is)]),
                Part::Rule(Rule::r#expr),
            ],
        ),
    },
    Row {
        starts: &[0u64, 35184372088832u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#name),
                Part::r#Optional(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#colon), Part::Rule(Rule::r#kw_no_rows)],
                    ),
                ),
                Part::r#Ahead(&Part::Rule(Rule::EOI)),
            ],
        ),
    },
    Row {
        starts: &[0u64, 2305843009213693952u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#bar),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#bar),
                Part::r#Repeat(
                    &Part::Sequence(&[Part::Rule(Rule::r#name), Part::Rule(Rule::r#bar)]),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 2305843009213693952u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#bar),
                Part::Rule(Rule::r#given_cell),
                Part::Rule(Rule::r#bar),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#given_cell), Part::Rule(Rule::r#bar)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[
            18446744073709551615u64, 18446744073709551615u64, 18446744073709551615u64,
            18446744073709551615u64,
        ],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#anything),
                Part::r#Optional(&Part::Rule(Rule::r#condition)),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 1048576u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_expect),
                Part::Rule(Rule::r#expectation),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#kw_and), Part::Rule(Rule::r#expectation)],
                    ),
                ),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492585510502400u64],
        body: Part::Choice(
            &[
                Part::Sequence(
                    &[Part::Rule(Rule::r#kw_reason), Part::Rule(Rule::r#string)],
                ),
                Part::Rule(Rule::r#no_reason),
                Part::Rule(Rule::r#negation),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 4194304u64],
        body: Part::Sequence(
            &[Part::Rule(Rule::r#kw_no_reason), Part::Rule(Rule::r#string)],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 8388608u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_basis),
                Part::Rule(Rule::r#name),
                Part::r#Optional(&Part::Rule(Rule::r#place)),
                Part::r#Optional(&Part::Rule(Rule::r#string)),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 16777216u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_assumption),
                Part::r#Optional(&Part::Rule(Rule::r#string)),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 33554432u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#kw_allow),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#colon),
                Part::Rule(Rule::r#string),
                Part::Rule(Rule::EOI),
            ],
        ),
    },
    Row {
        starts: &[0u64, 9331071399818690560u64, 8796093022303u64, 525566558076928u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#range),
                Part::Sequence(&[Part::Rule(Rule::r#compare), Part::Rule(Rule::r#sum)]),
                Part::Rule(Rule::r#kw_missing),
                Part::Rule(Rule::r#sum),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 32985348833280u64],
        body: Part::Choice(
            &[
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#low),
                        Part::r#Optional(
                            &Part::Choice(
                                &[Part::Rule(Rule::r#kw_upwards), Part::Rule(Rule::r#high)],
                            ),
                        ),
                    ],
                ),
                Part::Rule(Rule::r#high),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 19791209299968u64],
        body: Part::Sequence(
            &[
                Part::Choice(
                    &[Part::Rule(Rule::r#kw_from), Part::Rule(Rule::r#kw_above)],
                ),
                Part::Rule(Rule::r#sum),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 13194139533312u64],
        body: Part::Choice(
            &[
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#kw_up_to),
                        Part::r#Optional(&Part::Rule(Rule::r#kw_below)),
                        Part::Rule(Rule::r#sum),
                    ],
                ),
                Part::Sequence(&[Part::Rule(Rule::r#kw_below), Part::Rule(Rule::r#sum)]),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492585504210944u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#condition),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#comma), Part::Rule(Rule::r#case)],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 551903297536u64],
        body: Part::Choice(
            &[
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#kw_if),
                        Part::Rule(Rule::r#condition),
                        Part::Rule(Rule::r#kw_then),
                        Part::Rule(Rule::r#condition),
                    ],
                ),
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#kw_or),
                        Part::Rule(Rule::r#condition),
                        Part::Rule(Rule::r#kw_if),
                        Part::Rule(Rule::r#condition),
                    ],
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492585504210944u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#conjunction),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#kw_or), Part::Rule(Rule::r#conjunction)],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492585504210944u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#negation),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[Part::Rule(Rule::r#kw_and), Part::Rule(Rule::r#negation)],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492585504210944u64],
        body: Part::Sequence(
            &[
                Part::r#Repeat(&Part::Rule(Rule::r#kw_not)),
                Part::Rule(Rule::r#comparison),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492581209243648u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#sum),
                Part::r#Optional(
                    &Part::Choice(
                        &[
                            Part::Sequence(
                                &[Part::Rule(Rule::r#compare), Part::Rule(Rule::r#sum)],
                            ),
                            Part::Sequence(
                                &[
                                    Part::Choice(
                                        &[Part::Rule(Rule::r#kw_is_not), Part::Rule(Rule::r#kw_is)],
                                    ),
                                    Part::Rule(Rule::r#choice),
                                ],
                            ),
                            Part::Rule(Rule::r#range),
                        ],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492615568982016u64],
        body: Part::Choice(
            &[
                Part::Sequence(
                    &[
                        Part::Rule(Rule::r#kw_one_of),
                        Part::Rule(Rule::r#sum),
                        Part::r#Repeat(
                            &Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#comma),
                                    Part::r#NotAhead(
                                        &Part::Choice(
                                            &[Part::Rule(Rule::r#kw_if), Part::Rule(Rule::r#kw_or)],
                                        ),
                                    ),
                                    Part::Rule(Rule::r#sum),
                                ],
                            ),
                        ),
                    ],
                ),
                Part::Rule(Rule::r#sum),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492581209243648u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#product),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[
                            Part::Choice(
                                &[Part::Rule(Rule::r#plus), Part::Rule(Rule::r#minus)],
                            ),
                            Part::Rule(Rule::r#product),
                        ],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492581209243648u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#unary),
                Part::r#Repeat(
                    &Part::Sequence(
                        &[
                            Part::Choice(
                                &[Part::Rule(Rule::r#times), Part::Rule(Rule::r#divide)],
                            ),
                            Part::Rule(Rule::r#unary),
                        ],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022272u64, 492581209243648u64],
        body: Part::Sequence(
            &[Part::r#Repeat(&Part::Rule(Rule::r#minus)), Part::Rule(Rule::r#postfix)],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022208u64, 492581209243648u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#primary),
                Part::r#Repeat(
                    &Part::Choice(
                        &[
                            Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#kw_of),
                                    Part::r#Optional(&Part::Rule(Rule::r#kw_every)),
                                    Part::Rule(Rule::r#name),
                                ],
                            ),
                            Part::Sequence(
                                &[Part::Rule(Rule::r#kw_at), Part::Rule(Rule::r#primary)],
                            ),
                        ],
                    ),
                ),
            ],
        ),
    },
    Row {
        starts: &[0u64, 107699362963914752u64, 8796093022208u64, 492581209243648u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#number_value),
                Part::Rule(Rule::r#date_value),
                Part::Rule(Rule::r#period_day),
                Part::Rule(Rule::r#string),
                Part::Rule(Rule::r#kw_yes),
                Part::Rule(Rule::r#kw_no),
                Part::Rule(Rule::r#kw_missing),
                Part::Sequence(
                    &[Part::Rule(Rule::r#kw_criterion), Part::Rule(Rule::r#label)],
                ),
                Part::Rule(Rule::r#aggregate),
                Part::Rule(Rule::r#extreme),
                Part::Rule(Rule::r#call),
                Part::Rule(Rule::r#name),
                Part::Rule(Rule::r#group),
            ],
        ),
    },
    Row {
        starts: &[0u64, 562949953421312u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#aggregate_name),
                Part::Rule(Rule::r#open),
                Part::r#Optional(
                    &Part::Choice(
                        &[
                            Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#period_word),
                                    Part::Rule(Rule::r#filter),
                                ],
                            ),
                            Part::Rule(Rule::r#filter),
                            Part::Sequence(
                                &[
                                    Part::r#Optional(&Part::Rule(Rule::r#kw_every)),
                                    Part::Rule(Rule::r#expr),
                                    Part::r#Optional(&Part::Rule(Rule::r#window)),
                                    Part::r#Optional(&Part::Rule(Rule::r#filter)),
                                ],
                            ),
                        ],
                    ),
                ),
                Part::Rule(Rule::r#close),
            ],
        ),
    },
    Row {
        starts: &[0u64, 1125899906842624u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#extreme_name),
                Part::Rule(Rule::r#open),
                Part::r#Optional(
                    &Part::Choice(
                        &[
                            Part::Rule(Rule::r#filter),
                            Part::Sequence(
                                &[
                                    Part::Rule(Rule::r#expr),
                                    Part::Choice(
                                        &[
                                            Part::Sequence(
                                                &[
                                                    Part::Rule(Rule::r#window),
                                                    Part::r#Optional(&Part::Rule(Rule::r#filter)),
                                                ],
                                            ),
                                            Part::Rule(Rule::r#filter),
                                            Part::r#Repeat(
                                                &Part::Sequence(
                                                    &[Part::Rule(Rule::r#semicolon), Part::Rule(Rule::r#expr)],
                                                ),
                                            ),
                                        ],
                                    ),
                                ],
                            ),
                        ],
                    ),
                ),
                Part::Rule(Rule::r#close),
            ],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 137438953472u64],
        body: Part::Sequence(
            &[Part::Rule(Rule::r#kw_in_last), Part::Rule(Rule::r#number_value)],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 274877906944u64],
        body: Part::Sequence(
            &[Part::Rule(Rule::r#kw_when), Part::Rule(Rule::r#condition)],
        ),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 3584u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#kw_month_period),
                Part::Rule(Rule::r#kw_quarter_period),
                Part::Rule(Rule::r#kw_year_period),
            ],
        ),
    },
    Row {
        starts: &[0u64, 140737488355328u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#function_name),
                Part::Rule(Rule::r#open),
                Part::r#Optional(
                    &Part::Sequence(
                        &[
                            Part::Rule(Rule::r#expr),
                            Part::r#Repeat(
                                &Part::Sequence(
                                    &[Part::Rule(Rule::r#semicolon), Part::Rule(Rule::r#expr)],
                                ),
                            ),
                        ],
                    ),
                ),
                Part::Rule(Rule::r#close),
            ],
        ),
    },
    Row {
        starts: &[0u64, 72057594037927936u64, 0u64, 0u64],
        body: Part::Sequence(
            &[
                Part::Rule(Rule::r#open),
                Part::Rule(Rule::r#expr),
                Part::Rule(Rule::r#close),
            ],
        ),
    },
    Row {
        starts: &[0u64, 35184372088832u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#name),
    },
    Row {
        starts: &[0u64, 70368744177664u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#label),
    },
    Row {
        starts: &[0u64, 140737488355328u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#function_name),
    },
    Row {
        starts: &[0u64, 281474976710656u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#place),
    },
    Row {
        starts: &[0u64, 562949953421312u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#aggregate_name),
    },
    Row {
        starts: &[0u64, 1125899906842624u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#extreme_name),
    },
    Row {
        starts: &[0u64, 2251799813685248u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#number_value),
    },
    Row {
        starts: &[0u64, 4503599627370496u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#date_value),
    },
    Row {
        starts: &[0u64, 9007199254740992u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#period_day),
    },
    Row {
        starts: &[0u64, 18014398509481984u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#string),
    },
    Row {
        starts: &[0u64, 36028797018963968u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#anything),
    },
    Row {
        starts: &[0u64, 72057594037927936u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#open),
    },
    Row {
        starts: &[0u64, 144115188075855872u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#close),
    },
    Row {
        starts: &[0u64, 288230376151711744u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#comma),
    },
    Row {
        starts: &[0u64, 576460752303423488u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#semicolon),
    },
    Row {
        starts: &[0u64, 1152921504606846976u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#colon),
    },
    Row {
        starts: &[0u64, 2305843009213693952u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#bar),
    },
    Row {
        starts: &[0u64, 9223372036854775808u64, 31u64, 0u64],
        body: Part::Choice(
            &[
                Part::Rule(Rule::r#at_most),
                Part::Rule(Rule::r#at_least),
                Part::Rule(Rule::r#not_equal),
                Part::Rule(Rule::r#equal),
                Part::Rule(Rule::r#less),
                Part::Rule(Rule::r#greater),
            ],
        ),
    },
    Row {
        starts: &[0u64, 9223372036854775808u64, 0u64, 0u64],
        body: Part::Symbol(Rule::r#equal),
    },
    Row {
        starts: &[0u64, 0u64, 1u64, 0u64],
        body: Part::Symbol(Rule::r#not_equal),
    },
    Row {
        starts: &[0u64, 0u64, 2u64, 0u64],
        body: Part::Symbol(Rule::r#less),
    },
    Row {
        starts: &[0u64, 0u64, 4u64, 0u64],
        body: Part::Symbol(Rule::r#greater),
    },
    Row {
        starts: &[0u64, 0u64, 8u64, 0u64],
        body: Part::Symbol(Rule::r#at_most),
    },
    Row {
        starts: &[0u64, 0u64, 16u64, 0u64],
        body: Part::Symbol(Rule::r#at_least),
    },
    Row {
        starts: &[0u64, 0u64, 32u64, 0u64],
        body: Part::Symbol(Rule::r#plus),
    },
    Row {
        starts: &[0u64, 0u64, 64u64, 0u64],
        body: Part::Symbol(Rule::r#minus),
    },
    Row {
        starts: &[0u64, 0u64, 128u64, 0u64],
        body: Part::Symbol(Rule::r#times),
    },
    Row {
        starts: &[0u64, 0u64, 256u64, 0u64],
        body: Part::Symbol(Rule::r#divide),
    },
    Row {
        starts: &[0u64, 0u64, 512u64, 0u64],
        body: Part::Symbol(Rule::r#grades),
    },
    Row {
        starts: &[0u64, 0u64, 1024u64, 0u64],
        body: Part::Symbol(Rule::r#type_word),
    },
    Row {
        starts: &[0u64, 0u64, 2048u64, 0u64],
        body: Part::Symbol(Rule::r#policy),
    },
    Row {
        starts: &[0u64, 0u64, 4096u64, 0u64],
        body: Part::Symbol(Rule::r#kw_language),
    },
    Row {
        starts: &[0u64, 0u64, 8192u64, 0u64],
        body: Part::Symbol(Rule::r#kw_document),
    },
    Row {
        starts: &[0u64, 0u64, 16384u64, 0u64],
        body: Part::Symbol(Rule::r#kw_file),
    },
    Row {
        starts: &[0u64, 0u64, 32768u64, 0u64],
        body: Part::Symbol(Rule::r#kw_category),
    },
    Row {
        starts: &[0u64, 0u64, 65536u64, 0u64],
        body: Part::Symbol(Rule::r#kw_ordered),
    },
    Row {
        starts: &[0u64, 0u64, 131072u64, 0u64],
        body: Part::Symbol(Rule::r#kw_code),
    },
    Row {
        starts: &[0u64, 0u64, 262144u64, 0u64],
        body: Part::Symbol(Rule::r#kw_also),
    },
    Row {
        starts: &[0u64, 0u64, 524288u64, 0u64],
        body: Part::Symbol(Rule::r#kw_with),
    },
    Row {
        starts: &[0u64, 0u64, 1048576u64, 0u64],
        body: Part::Symbol(Rule::r#kw_record),
    },
    Row {
        starts: &[0u64, 0u64, 2097152u64, 0u64],
        body: Part::Symbol(Rule::r#kw_belongs_to),
    },
    Row {
        starts: &[0u64, 0u64, 4194304u64, 0u64],
        body: Part::Symbol(Rule::r#kw_dated_by),
    },
    Row {
        starts: &[0u64, 0u64, 8388608u64, 0u64],
        body: Part::Symbol(Rule::r#kw_for_period),
    },
    Row {
        starts: &[0u64, 0u64, 16777216u64, 0u64],
        body: Part::Symbol(Rule::r#kw_monthly_by),
    },
    Row {
        starts: &[0u64, 0u64, 33554432u64, 0u64],
        body: Part::Symbol(Rule::r#kw_complete_when),
    },
    Row {
        starts: &[0u64, 0u64, 67108864u64, 0u64],
        body: Part::Symbol(Rule::r#kw_field),
    },
    Row {
        starts: &[0u64, 0u64, 134217728u64, 0u64],
        body: Part::Symbol(Rule::r#kw_key),
    },
    Row {
        starts: &[0u64, 0u64, 268435456u64, 0u64],
        body: Part::Symbol(Rule::r#kw_required),
    },
    Row {
        starts: &[0u64, 0u64, 536870912u64, 0u64],
        body: Part::Symbol(Rule::r#kw_column),
    },
    Row {
        starts: &[0u64, 0u64, 1073741824u64, 0u64],
        body: Part::Symbol(Rule::r#kw_derive),
    },
    Row {
        starts: &[0u64, 0u64, 2147483648u64, 0u64],
        body: Part::Symbol(Rule::r#kw_shown),
    },
    Row {
        starts: &[0u64, 0u64, 4294967296u64, 0u64],
        body: Part::Symbol(Rule::r#kw_never),
    },
    Row {
        starts: &[0u64, 0u64, 8589934592u64, 0u64],
        body: Part::Symbol(Rule::r#kw_fixed),
    },
    Row {
        starts: &[0u64, 0u64, 17179869184u64, 0u64],
        body: Part::Symbol(Rule::r#kw_only_rises),
    },
    Row {
        starts: &[0u64, 0u64, 34359738368u64, 0u64],
        body: Part::Symbol(Rule::r#kw_only_falls),
    },
    Row {
        starts: &[0u64, 0u64, 68719476736u64, 0u64],
        body: Part::Symbol(Rule::r#kw_in_steps),
    },
    Row {
        starts: &[0u64, 0u64, 137438953472u64, 0u64],
        body: Part::Symbol(Rule::r#kw_parameter),
    },
    Row {
        starts: &[0u64, 0u64, 274877906944u64, 0u64],
        body: Part::Symbol(Rule::r#kw_function),
    },
    Row {
        starts: &[0u64, 0u64, 549755813888u64, 0u64],
        body: Part::Symbol(Rule::r#kw_table),
    },
    Row {
        starts: &[0u64, 0u64, 1099511627776u64, 0u64],
        body: Part::Symbol(Rule::r#kw_sheet),
    },
    Row {
        starts: &[0u64, 0u64, 2199023255552u64, 0u64],
        body: Part::Symbol(Rule::r#kw_scorecard),
    },
    Row {
        starts: &[0u64, 0u64, 4398046511104u64, 0u64],
        body: Part::Symbol(Rule::r#kw_out_of),
    },
    Row {
        starts: &[0u64, 0u64, 8796093022208u64, 0u64],
        body: Part::Symbol(Rule::r#kw_criterion),
    },
    Row {
        starts: &[0u64, 0u64, 17592186044416u64, 0u64],
        body: Part::Symbol(Rule::r#kw_at_most),
    },
    Row {
        starts: &[0u64, 0u64, 35184372088832u64, 0u64],
        body: Part::Symbol(Rule::r#kw_sum_of_rows),
    },
    Row {
        starts: &[0u64, 0u64, 70368744177664u64, 0u64],
        body: Part::Symbol(Rule::r#kw_subject),
    },
    Row {
        starts: &[0u64, 0u64, 140737488355328u64, 0u64],
        body: Part::Symbol(Rule::r#kw_gives),
    },
    Row {
        starts: &[0u64, 0u64, 281474976710656u64, 0u64],
        body: Part::Symbol(Rule::r#kw_otherwise),
    },
    Row {
        starts: &[0u64, 0u64, 562949953421312u64, 0u64],
        body: Part::Symbol(Rule::r#kw_grading),
    },
    Row {
        starts: &[0u64, 0u64, 1125899906842624u64, 0u64],
        body: Part::Symbol(Rule::r#kw_ranking),
    },
    Row {
        starts: &[0u64, 0u64, 2251799813685248u64, 0u64],
        body: Part::Symbol(Rule::r#kw_descending),
    },
    Row {
        starts: &[0u64, 0u64, 4503599627370496u64, 0u64],
        body: Part::Symbol(Rule::r#kw_ascending),
    },
    Row {
        starts: &[0u64, 0u64, 9007199254740992u64, 0u64],
        body: Part::Symbol(Rule::r#kw_no_better),
    },
    Row {
        starts: &[0u64, 0u64, 18014398509481984u64, 0u64],
        body: Part::Symbol(Rule::r#kw_downgrade),
    },
    Row {
        starts: &[0u64, 0u64, 36028797018963968u64, 0u64],
        body: Part::Symbol(Rule::r#kw_eligibility),
    },
    Row {
        starts: &[0u64, 0u64, 72057594037927936u64, 0u64],
        body: Part::Symbol(Rule::r#kw_check),
    },
    Row {
        starts: &[0u64, 0u64, 144115188075855872u64, 0u64],
        body: Part::Symbol(Rule::r#kw_applies),
    },
    Row {
        starts: &[0u64, 0u64, 288230376151711744u64, 0u64],
        body: Part::Symbol(Rule::r#kw_require),
    },
    Row {
        starts: &[0u64, 0u64, 576460752303423488u64, 0u64],
        body: Part::Symbol(Rule::r#kw_else),
    },
    Row {
        starts: &[0u64, 0u64, 1152921504606846976u64, 0u64],
        body: Part::Symbol(Rule::r#kw_reject),
    },
    Row {
        starts: &[0u64, 0u64, 2305843009213693952u64, 0u64],
        body: Part::Symbol(Rule::r#kw_refer),
    },
    Row {
        starts: &[0u64, 0u64, 4611686018427387904u64, 0u64],
        body: Part::Symbol(Rule::r#kw_warn),
    },
    Row {
        starts: &[0u64, 0u64, 9223372036854775808u64, 0u64],
        body: Part::Symbol(Rule::r#kw_prefer),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 1u64],
        body: Part::Symbol(Rule::r#kw_verdicts),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 2u64],
        body: Part::Symbol(Rule::r#kw_due),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 4u64],
        body: Part::Symbol(Rule::r#kw_late),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 8u64],
        body: Part::Symbol(Rule::r#kw_within),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 16u64],
        body: Part::Symbol(Rule::r#kw_before),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 32u64],
        body: Part::Symbol(Rule::r#kw_by_date),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 64u64],
        body: Part::Symbol(Rule::r#kw_in_period),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 128u64],
        body: Part::Symbol(Rule::r#kw_each),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 256u64],
        body: Part::Symbol(Rule::r#kw_after),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 512u64],
        body: Part::Symbol(Rule::r#kw_month_period),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 1024u64],
        body: Part::Symbol(Rule::r#kw_quarter_period),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 2048u64],
        body: Part::Symbol(Rule::r#kw_year_period),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 4096u64],
        body: Part::Symbol(Rule::r#kw_targets),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 8192u64],
        body: Part::Symbol(Rule::r#kw_over),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 16384u64],
        body: Part::Symbol(Rule::r#kw_total),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 32768u64],
        body: Part::Symbol(Rule::r#kw_no_rows),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 65536u64],
        body: Part::Symbol(Rule::r#kw_indicator),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 131072u64],
        body: Part::Symbol(Rule::r#kw_levels),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 262144u64],
        body: Part::Symbol(Rule::r#kw_example),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 524288u64],
        body: Part::Symbol(Rule::r#kw_given),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 1048576u64],
        body: Part::Symbol(Rule::r#kw_expect),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 2097152u64],
        body: Part::Symbol(Rule::r#kw_reason),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 4194304u64],
        body: Part::Symbol(Rule::r#kw_no_reason),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 8388608u64],
        body: Part::Symbol(Rule::r#kw_basis),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 16777216u64],
        body: Part::Symbol(Rule::r#kw_assumption),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 33554432u64],
        body: Part::Symbol(Rule::r#kw_allow),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 67108864u64],
        body: Part::Symbol(Rule::r#kw_by),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 134217728u64],
        body: Part::Symbol(Rule::r#kw_for),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 268435456u64],
        body: Part::Symbol(Rule::r#kw_of),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 536870912u64],
        body: Part::Symbol(Rule::r#kw_at),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 1073741824u64],
        body: Part::Symbol(Rule::r#kw_and),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 2147483648u64],
        body: Part::Symbol(Rule::r#kw_or),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 4294967296u64],
        body: Part::Symbol(Rule::r#kw_not),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 8589934592u64],
        body: Part::Symbol(Rule::r#kw_is),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 17179869184u64],
        body: Part::Symbol(Rule::r#kw_is_not),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 34359738368u64],
        body: Part::Symbol(Rule::r#kw_one_of),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 68719476736u64],
        body: Part::Symbol(Rule::r#kw_every),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 137438953472u64],
        body: Part::Symbol(Rule::r#kw_in_last),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 274877906944u64],
        body: Part::Symbol(Rule::r#kw_when),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 549755813888u64],
        body: Part::Symbol(Rule::r#kw_if),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 1099511627776u64],
        body: Part::Symbol(Rule::r#kw_then),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 2199023255552u64],
        body: Part::Symbol(Rule::r#kw_from),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 4398046511104u64],
        body: Part::Symbol(Rule::r#kw_up_to),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 8796093022208u64],
        body: Part::Symbol(Rule::r#kw_below),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 17592186044416u64],
        body: Part::Symbol(Rule::r#kw_above),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 35184372088832u64],
        body: Part::Symbol(Rule::r#kw_upwards),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 70368744177664u64],
        body: Part::Symbol(Rule::r#kw_yes),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 140737488355328u64],
        body: Part::Symbol(Rule::r#kw_no),
    },
    Row {
        starts: &[0u64, 0u64, 0u64, 281474976710656u64],
        body: Part::Symbol(Rule::r#kw_missing),
    },
];
