//! Stands between the tests and the API: small words to build models, records and runs with.

use visao::builtins::Builtin;
use visao::eval::{Context, Failed, Fault, Frame, Functions, View};
use visao::explain::{Clauses, Failures, MissingCause, NoParts, Reader, Root};
use visao::index::Arena;
use visao::markup::{Document, Inline};
use visao::model::*;
use visao::plan::{self, Plan};
use visao::report::{Collector, ResultContext, TargetOutcome};
use visao::source::{SourceId, Sources, Span};
use visao::table::{Input, Inputs, Texts};
use visao::value::{Arith, Compare, Date, Lang, MonthEnd, Num, Type, Unit, Value};

pub const NUMBER: Type = Type::Number(Unit::Number);
pub const POINTS: Type = Type::Number(Unit::Points);
pub const DAYS: Type = Type::Number(Unit::Days);
pub const MONTHS: Type = Type::Number(Unit::Months);

/// What the program says, all in one line: what is too long for a screen is broken.
pub fn unbroken(told: &[u8]) -> String {
    let words = std::str::from_utf8(told).unwrap().split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

pub fn span() -> Span {
    Span { source: SourceId::new(0), start: 0, end: 0 }
}

pub fn label(text: &str) -> Label {
    Label { text: text.into(), key: text.into(), span: span() }
}

/// A model with one record type and no blocks yet.
pub fn empty_model() -> Model {
    let mut records = Arena::default();
    records.push(Record {
        name: label("r"),
        title: None,
        parent: None,
        register: None,
        snapshot: None,
        complete: None,
        fields: Arena::default(),
        aggregates: Vec::new(),
        previous: Arena::default(),
        impossible: Vec::new(),
        derived: Arena::default(),
        inherited: Vec::new(),
        shown: Vec::new(),
    });
    Model {
        lang: Lang::Vi,
        month_end: Some(MonthEnd::LastDay),
        period: PackPeriod::default(),
        documents: Arena::default(),
        categories: Vec::new(),
        records,
        parameters: Arena::default(),
        functions: Arena::default(),
        blocks: Arena::default(),
        aggregates: Arena::default(),
        periodics: Arena::default(),
        events: Arena::default(),
        targets: Arena::default(),
        examples: Vec::new(),
        left_out: Vec::new(),
    }
}

pub fn record() -> RecordId {
    RecordId::new(0)
}

pub fn add_category(model: &mut Model, ordered: bool, values: &[&str]) -> CategoryId {
    let value = |(number, text): (u32, &&str)| CategoryValue {
        name: label(text),
        number,
        code: None,
        also: Vec::new(),
        from: None,
        to: None,
    };
    model.categories.push(Category {
        name: label("c"),
        ordered,
        values: (0..).zip(values).map(value).collect(),
        included: Vec::new(),
    });
    CategoryId::new(model.categories.len() - 1)
}

/// Adds a field and gives the expression that reads it.
pub fn add_field(model: &mut Model, ty: Type) -> Expr {
    add_field_with(model, ty, false, None)
}

pub fn add_field_with(model: &mut Model, ty: Type, required: bool, range: Option<Expr>) -> Expr {
    let columns = Vec::new();
    let domain = range.as_ref().and_then(Test::of);
    let field = Field {
        name: label("f"),
        ty,
        key: false,
        required,
        columns,
        range,
        domain,
        step: None,
        change: None,
        span: span(),
    };
    expr(ExprKind::Field(model.records[record()].fields.push(field)), ty)
}

/// Adds a derivation and gives the expression that reads it.
pub fn add_formula(model: &mut Model, formula: Expr) -> Expr {
    let ty = formula.ty;
    add_derived(model, ty, DerivedKind::Formula(formula))
}

pub fn add_table(model: &mut Model, ty: Type, policy: HitPolicy, rows: Vec<Row>) -> Expr {
    add_derived(model, ty, DerivedKind::Table { policy, rows })
}

fn add_derived(model: &mut Model, ty: Type, kind: DerivedKind) -> Expr {
    let derived = Derived { name: label("d"), ty, kind, span: span(), basis: Basis::default() };
    expr(ExprKind::Derived(model.records[record()].derived.push(derived)), ty)
}

pub fn add_block(model: &mut Model, guards: Vec<Expr>, kind: BlockKind) -> BlockId {
    model.blocks.push(Block {
        name: label("b"),
        title: None,
        record: record(),
        guards,
        kind,
        verdicts: Vec::new(),
        results: Vec::new(),
        span: span(),
        basis: Basis::default(),
    })
}

pub fn add_scorecard(
    model: &mut Model,
    guards: Vec<Expr>,
    criteria: Vec<Criterion>,
    grading: Option<Grading>,
) -> BlockId {
    let maximum =
        criteria.iter().fold(Num::ZERO, |sum, criterion| sum.add(&criterion.maximum).unwrap());
    add_block(
        model,
        guards,
        BlockKind::Scorecard(Scorecard { criteria, maximum, grading, ranking: Vec::new() }),
    )
}

pub fn criterion(maximum: i64, sum: bool, rows: Vec<Row>) -> Criterion {
    let maximum = Num::from_i64(maximum);
    Criterion {
        label: label("1"),
        title: None,
        maximum,
        sum,
        subject: None,
        rows,
        span: span(),
        basis: Basis::default(),
    }
}

pub fn row(when: impl Into<Option<Expr>>, gives: Expr) -> Row {
    let when = when.into();
    Row {
        forms: when.iter().map(|_| None).collect(),
        when,
        gives,
        span: span(),
        basis: Basis::default(),
    }
}

pub fn grading(category: CategoryId, rows: Vec<Row>, caps: Vec<Cap>) -> Grading {
    Grading { category, rows, caps, basis: Basis::default(), span: span() }
}

pub fn cap(grade: impl Into<Option<u32>>, condition: Expr) -> Cap {
    Cap { grade: grade.into(), condition, reason: None, span: span(), basis: Basis::default() }
}

pub fn clause(kind: ClauseKind, condition: Expr) -> Clause {
    Clause {
        kind,
        condition,
        timing: None,
        reason: String::new(),
        span: span(),
        basis: Basis::default(),
    }
}

pub fn expr(kind: ExprKind, ty: Type) -> Expr {
    Expr::new(kind, ty, span())
}

pub fn constant(value: Value, ty: Type) -> Expr {
    expr(ExprKind::Constant(value), ty)
}

pub fn number(value: i64) -> Expr {
    constant(num(value), NUMBER)
}

pub fn points(value: i64) -> Expr {
    constant(num(value), POINTS)
}

pub fn ratio(n: i64, d: i64) -> Expr {
    constant(Value::Num(fraction(n, d)), NUMBER)
}

pub fn fraction(n: i64, d: i64) -> Num {
    Num::from_i64(n).div(&Num::from_i64(d)).unwrap()
}

pub fn num(value: i64) -> Value {
    Value::Num(Num::from_i64(value))
}

pub fn code(value: u32, category: CategoryId) -> Expr {
    constant(Value::Code(value), Type::Category(category))
}

pub fn truth(value: bool) -> Expr {
    constant(Value::Bool(value), Type::YesNo)
}

pub fn text(value: &str) -> Expr {
    constant(text_value(value), Type::Text)
}

pub fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd(year, month, day).unwrap()
}

pub fn arith(op: Arith, a: &Expr, b: &Expr) -> Expr {
    let ty = if a.ty == Type::Date && b.ty == Type::Date {
        DAYS
    } else if b.ty == Type::Date {
        Type::Date
    } else {
        a.ty
    };
    expr(ExprKind::Arith(op, Box::new(a.clone()), Box::new(b.clone())), ty)
}

pub fn compare(op: Compare, a: &Expr, b: &Expr) -> Expr {
    expr(ExprKind::Compare(op, Box::new(a.clone()), Box::new(b.clone())), Type::YesNo)
}

pub fn at_least(a: &Expr, b: &Expr) -> Expr {
    compare(Compare::AtLeast, a, b)
}

pub fn equal(a: &Expr, b: &Expr) -> Expr {
    compare(Compare::Equal, a, b)
}

pub fn below(a: &Expr, b: &Expr) -> Expr {
    compare(Compare::Less, a, b)
}

pub fn and(all: impl IntoIterator<Item = Expr>) -> Expr {
    expr(ExprKind::And(all.into_iter().collect()), Type::YesNo)
}

pub fn or(all: impl IntoIterator<Item = Expr>) -> Expr {
    expr(ExprKind::Or(all.into_iter().collect()), Type::YesNo)
}

pub fn not(a: Expr) -> Expr {
    expr(ExprKind::Not(Box::new(a)), Type::YesNo)
}

pub fn is_missing(a: Expr) -> Expr {
    expr(ExprKind::IsMissing(Box::new(a)), Type::YesNo)
}

pub fn choose(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
    let ty = then.ty;
    expr(ExprKind::If(Box::new(condition), Box::new(then), Box::new(otherwise)), ty)
}

pub fn call(builtin: Builtin, arguments: Vec<Expr>, ty: Type) -> Expr {
    expr(ExprKind::Call(builtin, arguments), ty)
}

pub fn total(block: BlockId) -> Expr {
    expr(ExprKind::Total(block), POINTS)
}

/// The block that the next `add_block` will make.
pub fn next_block(model: &Model) -> BlockId {
    BlockId::new(model.blocks.len())
}

pub fn derived_id(read: &Expr) -> DerivedId {
    let ExprKind::Derived(id) = read.kind else { panic!("no derivation: {read:?}") };
    id
}

/// Two scripted functions: 0 adds one to a number and fails for 2; 1 puts a `!` behind a text.
pub fn add_functions(model: &mut Model) -> (FunctionId, FunctionId) {
    let function = |parameter, result| Function {
        name: label("h"),
        parameters: vec![(label("x"), parameter)],
        result,
        file: "h.rhai".into(),
        host: false,
        span: span(),
    };
    (
        model.functions.push(function(NUMBER, NUMBER)),
        model.functions.push(function(Type::Text, Type::Text)),
    )
}

pub struct Scripts;

impl Functions for Scripts {
    fn call(&self, function: FunctionId, arguments: &[Value]) -> Result<Value, Failed> {
        match (function.index(), arguments) {
            (0, [Value::Num(x)]) if *x == Num::from_i64(2) => Err(Failed),
            (0, [Value::Num(x)]) => x.add(&Num::ONE).map(Value::Num).map_err(|_| Failed),
            (1, [Value::Text(text)]) => Ok(text_value(&format!("{text}!"))),
            _ => Err(Failed),
        }
    }
}

/// Puts records, a value a field, into columns.
pub fn table(model: &Model, plan: &Plan, records: &[Vec<Value>]) -> Inputs {
    let mut texts = Texts::with_constants(&plan.texts);
    let fields = &model.records[record()].fields;
    let columns = fields
        .enumerate()
        .map(|(id, field)| column(field.ty, records, id.index(), &mut texts))
        .collect();
    Inputs { rows: records.len(), columns, ..Inputs::empty(record(), texts) }
}

fn column(ty: Type, records: &[Vec<Value>], place: usize, texts: &mut Texts) -> Input {
    let values = records.iter().map(|record| record.get(place).unwrap_or(&Value::Missing));
    match ty {
        Type::Number(_) => Input::numbers(
            values.map(|v| if let Value::Num(n) = v { Some(n.clone()) } else { None }),
        ),
        Type::Date => {
            Input::days(values.map(|v| if let Value::Date(d) = v { Some(*d) } else { None }))
        }
        Type::YesNo => {
            Input::truths(values.map(|v| if let Value::Bool(b) = v { Some(*b) } else { None }))
        }
        Type::Category(_) => {
            Input::codes(values.map(|v| if let Value::Code(c) = v { Some(*c) } else { None }))
        }
        Type::Text => Input::texts(
            values.map(|v| if let Value::Text(t) = v { Some(texts.intern(t)) } else { None }),
        ),
    }
}

/// A model run over records.
pub struct Run {
    pub model: Model,
    pub plan: Plan,
    pub table: Inputs,
    pub frame: Frame,
}

pub fn context(as_of: Option<Date>) -> Context<'static> {
    Context { view: View { as_of, ..View::default() }, functions: &Scripts }
}

pub fn run(model: &Model, records: &[Vec<Value>]) -> Run {
    run_on(model, records, None)
}

pub fn run_on(model: &Model, records: &[Vec<Value>], as_of: Option<Date>) -> Run {
    run_table(model, |model, plan| table(model, plan, records), as_of)
}

/// Runs a model over the records that `table` lays out for its plan.
pub fn run_table(
    model: &Model,
    table: impl FnOnce(&Model, &Plan) -> Inputs,
    as_of: Option<Date>,
) -> Run {
    let mut model = model.clone();
    model.number();
    let plan = plan::from_model(&model);
    plan.verify().unwrap();
    let table = table(&model, &plan);
    let frame = visao::eval::run(&plan, &table, 0..table.rows, &context(as_of));
    Run { model, plan, table, frame }
}

/// Reads one record of a run back.
pub fn reading<T>(
    model: &Model,
    plan: &Plan,
    table: &Inputs,
    frame: &Frame,
    row: usize,
    read: impl FnOnce(&Reader<'_, '_>) -> T,
) -> T {
    let mut sources = Sources::default();
    sources.push(visao::source::Source::new("a.luat", ""));
    let clauses = Clauses::default();
    read(&Reader {
        model,
        sources: &sources,
        record: &model.records[record()],
        plan: plan.record(record()).unwrap(),
        frame,
        texts: &table.texts,
        row,
        as_of: None,
        lang: Lang::Vi,
        failures: &Silent,
        clauses: &clauses,
        parts: &NoParts,
        place: row,
    })
}

/// Scripts that say nothing of their failures.
struct Silent;

impl Failures for Silent {
    fn failure(&self, _function: FunctionId, _arguments: &[Value]) -> Option<visao::diag::Message> {
        None
    }
}

impl Run {
    pub fn read<T>(&self, row: usize, read: impl FnOnce(&Reader<'_, '_>) -> T) -> T {
        reading(&self.model, &self.plan, &self.table, &self.frame, row, read)
    }

    /// Where the missing value of a derivation arose.
    pub fn missing_causes(&self, derived: &Expr, row: usize) -> Vec<MissingCause> {
        self.read(row, |reader| reader.missing_causes([Root::Derived(derived_id(derived))]))
    }

    /// The faults that these rest on.
    pub fn faults(&self, asked: Root<'_>, row: usize) -> Vec<Fault> {
        let (id, block) = match asked {
            Root::Derived(id) => (Some(id), None),
            Root::Block(id) => (None, Some(id)),
            Root::Value(_) | Root::Guards(_) | Root::Total(_) | Root::Deadline(..) => {
                panic!("not asked by a test")
            }
        };
        let asked =
            id.map(Root::Derived).into_iter().chain(block.map(Root::Block)).collect::<Vec<_>>();
        self.read(row, |reader| reader.fault_causes(asked).iter().map(|cause| cause.fact).collect())
    }

    pub fn record(&self) -> &plan::RecordPlan {
        self.plan.record(record()).unwrap()
    }

    pub fn block(&self, id: BlockId) -> &plan::BlockPlan {
        self.record().block(id).unwrap()
    }

    pub fn scorecard(&self, id: BlockId) -> &plan::ScorecardPlan {
        let plan::BlockPlanKind::Scorecard(scorecard) = &self.block(id).kind else {
            panic!("no scorecard")
        };
        scorecard
    }

    pub fn outcome(&self, id: BlockId, row: usize) -> visao::eval::BlockOutcome {
        self.frame.outcome(self.block(id), row)
    }

    /// The value of a derivation.
    pub fn value(&self, read: &Expr, row: usize) -> Value {
        self.frame.value(&self.table.texts, self.slot(read), row)
    }

    pub fn slot(&self, read: &Expr) -> plan::Slot {
        self.record().derived[derived_id(read).index()].value.unwrap()
    }
}

/// A text that stays the same while the value does.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Num(n) => visao::value::text::fraction(n),
        Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => {
            format!("{value:?}")
        }
    }
}

/// Adds an aggregate over the record type and gives the expression that reads it.
pub fn aggregate(
    model: &mut Model,
    kind: AggregateKind,
    value: Option<Expr>,
    filter: Option<Expr>,
    ty: Type,
) -> Expr {
    let (over, seen, of_targets) = (record(), None, true);
    let aggregate = Aggregate { kind, over, of_targets, seen, value, filter, ty, span: span() };
    let id = model.aggregates.push(aggregate);
    expr(ExprKind::Aggregate(id), ty)
}

pub fn indicator(formula: Expr, requirement: Vec<Bound>) -> Indicator {
    Indicator {
        label: label("i"),
        title: None,
        formula,
        each: None,
        requirement,
        span: span(),
        basis: Basis::default(),
    }
}

pub fn bound(op: Compare, n: i64, d: i64) -> Bound {
    let limit = constant(Value::Num(fraction(n, d)), Type::Number(Unit::Number));
    Bound { op, limit, span: span() }
}

/// Adds targets by group and in total.
pub fn add_targets(
    model: &mut Model,
    by: Option<Expr>,
    indicators: Vec<Indicator>,
    levels: &[&str],
    thresholds: Vec<UnitThresholds>,
) -> TargetsId {
    let levels = levels.iter().map(|level| label(level)).collect();
    let name = label("t");
    let basis = Basis::default();
    model.targets.push(Targets {
        name,
        title: None,
        record: record(),
        by,
        by_record: record(),
        total: true,
        indicators,
        levels,
        thresholds,
        ranking: Vec::new(),
        span: span(),
        basis,
    })
}

/// What comes of the first targets; a record is named by its place.
pub fn targets(model: &Model, records: &[Vec<Value>]) -> Vec<TargetOutcome> {
    targets_in(model, records, &[records.len()])
}

/// The same, the records taken in in batches that end at these places.
pub fn targets_in(model: &Model, records: &[Vec<Value>], ends: &[usize]) -> Vec<TargetOutcome> {
    targets_on(model, records, ends, None)
}

/// The same as of a day.
pub fn targets_on(
    model: &Model,
    records: &[Vec<Value>],
    ends: &[usize],
    as_of: Option<Date>,
) -> Vec<TargetOutcome> {
    targets_with(model, records, ends, as_of, plan::from_model)
}

/// The same by the plan that `make` makes.
pub fn targets_with(
    model: &Model,
    records: &[Vec<Value>],
    ends: &[usize],
    as_of: Option<Date>,
    make: fn(&Model) -> Plan,
) -> Vec<TargetOutcome> {
    let mut model = model.clone();
    model.number();
    let model = &model;
    let plan = make(model);
    plan.verify().unwrap();
    let table = table(model, &plan, records);
    let mut collector = Collector::new(model, &plan, TargetsId::new(0), as_of, &[]).unwrap();
    let mut start = 0;
    for end in ends {
        let frame = visao::eval::run(&plan, &table, start..*end, &context(as_of));
        collector.take(&frame, &table.texts, start);
        start = *end;
    }
    let mut sources = Sources::default();
    sources.push(visao::source::Source::new("a.luat", ""));
    let run = visao::explain::Run { pack: "p".into(), fingerprint: "f".into(), as_of };
    collector.finish(ResultContext {
        sources: &sources,
        run: &run,
        lang: Lang::Vi,
        record: &|place| (place.to_string().into(), Vec::new(), None),
    })
}

/// The lines of a document, none of them broken; its text says the same words in the same order.
pub fn whole_lines(document: &Document) -> String {
    let words = |runs: &Inline| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let lines = document.lines.iter().map(|line| {
        [&line.left, &line.figure, &line.place].map(words).join(" ").trim_end().to_owned()
    });
    let lines = lines.collect::<Vec<_>>().join("\n");
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed(&document.text(false)), squeezed(&lines));
    lines
}

/// A generator of small numbers: the same for a seed on every machine.
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 up to below `sides`.
    pub fn roll<T: TryFrom<u64> + TryInto<u64>>(&mut self, sides: T) -> T {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let sides = sides.try_into().ok().expect("sides of a die");
        T::try_from((self.0 >> 33) % sides).ok().expect("a number below the sides")
    }

    pub fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }
}
