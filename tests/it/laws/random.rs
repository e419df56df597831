//! Random models, well typed because they are drawn by type, and random records. Everything is read
//! off a list of bytes, so that a failing case shrinks by shortening the list: where it ends, each
//! choice is the simplest.

use crate::support::*;
use visao::builtins::Builtin;
use visao::model::*;
use visao::plan::Plan;
use visao::table::Inputs;
use visao::value::{Arith, CategoryId, Compare, Num, Type, Value};

/// A model with records of it.
#[derive(Clone, Debug)]
pub struct Draw {
    pub model: Model,
    /// Values by field.
    pub records: Vec<Vec<Value>>,
    /// Whether the cell of each value could not be read: it is missing then, and its field may be
    /// left out.
    pub unreadable: Vec<Vec<bool>>,
    /// Whether the run has an as-of date.
    pub dated: bool,
}

impl Draw {
    /// The records in columns.
    pub fn table(&self, plan: &Plan) -> Inputs {
        let mut table = table(&self.model, plan, &self.records);
        for (row, cells) in self.unreadable.iter().enumerate() {
            let marked = cells.iter().enumerate().filter(|(_, unreadable)| **unreadable);
            marked.for_each(|(field, _)| table.mark_unreadable(FieldId::new(field), row));
        }
        table
    }
}

/// Bytes that decide.
pub struct Dice {
    bytes: std::vec::IntoIter<u8>,
}

/// What an expression can read so far.
struct Scope {
    readable: Vec<Expr>,
    /// `tất cả` tables.
    lists: Vec<(DerivedId, Type)>,
    scripts: (FunctionId, FunctionId),
    parameter: ParameterId,
    colours: CategoryId,
    grades: CategoryId,
}

const OPS: [Compare; 6] = [
    Compare::AtLeast,
    Compare::Less,
    Compare::Equal,
    Compare::NotEqual,
    Compare::Greater,
    Compare::AtMost,
];

impl Dice {
    pub fn new(bytes: Vec<u8>) -> Dice {
        Dice { bytes: bytes.into_iter() }
    }

    /// A number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        usize::from(self.bytes.next().unwrap_or(0)) % count
    }

    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    pub fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    pub fn many<T>(
        &mut self,
        low: usize,
        high: usize,
        mut make: impl FnMut(&mut Dice) -> T,
    ) -> Vec<T> {
        let count = low + self.below(high - low + 1);
        (0..count).map(|_| make(self)).collect()
    }

    pub fn draw(&mut self) -> Draw {
        let mut model = empty_model();
        let mut scope = self.ground(&mut model);
        for _ in 0..2 + self.below(5) {
            match self.below(4) {
                0 => self.derivation(&mut model, &mut scope),
                1 => self.clauses(&mut model, &scope),
                _ => self.scorecard(&mut model, &mut scope),
            }
        }
        let types: Vec<Type> =
            model.records[record()].fields.iter().map(|field| field.ty).collect();
        let mut records: Vec<Vec<Value>> =
            self.many(1, 6, |dice| types.iter().map(|ty| dice.input(*ty)).collect());
        let dated = !self.one_in(3);
        let optional: Vec<bool> =
            model.records[record()].fields.iter().map(Field::is_optional).collect();
        let cells = |dice: &mut Dice| {
            optional.iter().map(|optional| dice.one_in(12) && *optional).collect()
        };
        let unreadable: Vec<Vec<bool>> = records.iter().map(|_| cells(self)).collect();
        for (value, _) in records
            .iter_mut()
            .flatten()
            .zip(unreadable.iter().flatten())
            .filter(|(_, unreadable)| **unreadable)
        {
            *value = Value::Missing;
        }
        model.number();
        Draw { model, records, unreadable, dated }
    }

    /// Fields of every type, two categories, a parameter, two functions.
    fn ground(&mut self, model: &mut Model) -> Scope {
        let colours = add_category(model, false, &["đỏ", "xanh", "vàng"]);
        let grades = add_category(model, true, &["Tốt", "Khá", "Trung bình", "Yếu"]);
        let scripts = add_functions(model);
        let parameter = model.parameters.push(Parameter {
            name: label("p"),
            ty: NUMBER,
            values: [
                (day(2023, 1, 1), Some(day(2023, 3, 31)), num(5)),
                (day(2023, 7, 1), None, num(10)),
            ]
            .into_iter()
            .map(|(from, to, value)| DatedValue {
                from,
                to,
                value,
                span: span(),
                basis: Basis::default(),
            })
            .collect(),
            span: span(),
            basis: Basis::default(),
        });
        let types = [
            NUMBER,
            NUMBER,
            NUMBER,
            Type::YesNo,
            Type::YesNo,
            Type::Date,
            Type::Category(colours),
            Type::Category(grades),
            Type::Text,
        ];
        let mut scope =
            Scope { readable: Vec::new(), lists: Vec::new(), scripts, parameter, colours, grades };
        for ty in types {
            let required = self.one_in(12);
            let range = if self.one_in(8) { Some(self.truth(&scope, 1)) } else { None };
            let field = add_field_with(model, ty, required, range);
            scope.readable.push(field);
        }
        scope
    }

    fn derivation(&mut self, model: &mut Model, scope: &mut Scope) {
        let ty = self.any_type(scope);
        let policy = self.of(&[
            None,
            None,
            Some(HitPolicy::First),
            Some(HitPolicy::Unique),
            Some(HitPolicy::Sum),
            Some(HitPolicy::All),
        ]);
        let read = match policy {
            None => {
                let formula = self.expr(scope, ty, 3);
                add_formula(model, formula)
            }
            Some(HitPolicy::All) => {
                let rows = self.rows(scope, ty);
                let list = add_table(model, ty, HitPolicy::All, rows);
                return scope.lists.push((derived_id(&list), ty));
            }
            Some(policy) => {
                let ty = if policy == HitPolicy::Sum { NUMBER } else { ty };
                let rows = match self.one_in(2) {
                    true => self.bands(scope, |dice| dice.written(scope, ty)),
                    false => self.rows(scope, ty),
                };
                add_table(model, ty, policy, rows)
            }
        };
        scope.readable.push(read);
    }

    fn rows(&mut self, scope: &Scope, ty: Type) -> Vec<Row> {
        let mut rows = self.many(1, 3, |dice| row(dice.truth(scope, 2), dice.expr(scope, ty, 1)));
        if self.one_in(2) {
            rows.push(row(None, self.expr(scope, ty, 1)));
        }
        rows
    }

    /// Rows that all ask one value, against values as written.
    fn bands(&mut self, scope: &Scope, gives: impl Fn(&mut Dice) -> Expr) -> Vec<Row> {
        let ty = self.any_type(scope);
        let subject = if self.one_in(3) { self.expr(scope, ty, 1) } else { self.read(scope, ty) };
        let mut rows = self.many(1, 5, |dice| row(dice.band(scope, &subject, 2), gives(dice)));
        if self.one_in(2) {
            rows.push(row(None, gives(self)));
        }
        rows
    }

    fn band(&mut self, scope: &Scope, subject: &Expr, depth: usize) -> Expr {
        let choice = if depth == 0 { self.below(4) } else { self.below(9) };
        let deeper = |dice: &mut Dice| dice.band(scope, subject, depth - 1);
        match choice {
            0..=3 => {
                let ordered = matches!(subject.ty, Type::Number(_) | Type::Date)
                    || subject.ty == Type::Category(scope.grades);
                let ops = if ordered { &OPS[..] } else { &OPS[2..4] };
                let (op, value) = (self.of(ops), self.written(scope, subject.ty));
                if choice == 3 {
                    compare(op, &value, subject)
                } else {
                    compare(op, subject, &value)
                }
            }
            4 => and(self.many(2, 3, deeper)),
            5 => or(self.many(1, 4, deeper)),
            6 => not(deeper(self)),
            7 => is_missing(subject.clone()),
            _ => and([not(is_missing(subject.clone())), deeper(self)]),
        }
    }

    /// A value as it is written in the rules.
    fn written(&mut self, scope: &Scope, ty: Type) -> Expr {
        match ty {
            Type::YesNo => truth(self.one_in(2)),
            Type::Number(_) if self.one_in(4) => constant(
                Value::Num(self.of(&[fraction(1, 2), fraction(1, 3), fraction(489_999, 500_000)])),
                NUMBER,
            ),
            Type::Number(_) => number(self.of(&[5, 0, 1, 2, 10, -3])),
            Type::Date => constant(
                Value::Date(self.of(&[day(2023, 3, 31), day(2022, 2, 1), day(2023, 7, 1)])),
                Type::Date,
            ),
            Type::Category(category) if category == scope.grades => {
                code(self.below(4) as u32, category)
            }
            Type::Category(category) => code(self.below(3) as u32, category),
            Type::Text => text(self.of(&["a", "b", "a!"])),
        }
    }

    fn clauses(&mut self, model: &mut Model, scope: &Scope) {
        let kinds = [
            ClauseKind::Require,
            ClauseKind::Reject,
            ClauseKind::Refer,
            ClauseKind::Warn,
            ClauseKind::Prefer,
        ];
        let guards = self.many(0, 1, |dice| dice.truth(scope, 1));
        let clauses = self.many(1, 4, |dice| clause(dice.of(&kinds), dice.truth(scope, 2)));
        let kind = if self.one_in(2) {
            BlockKind::Check(clauses)
        } else {
            BlockKind::Eligibility(clauses)
        };
        add_block(model, guards, kind);
    }

    fn scorecard(&mut self, model: &mut Model, scope: &mut Scope) {
        let guards = if self.one_in(4) { vec![self.truth(scope, 1)] } else { Vec::new() };
        let criteria = self.many(1, 3, |dice| dice.criterion(scope));
        let id = next_block(model);
        let graded = !self.one_in(4);
        let places = criteria.len();
        if self.one_in(3) {
            // A derivation of the total, for the grading of that very total to read.
            let derived =
                choose(is_missing(total(id)), number(0), arith(Arith::Add, &total(id), &number(1)));
            scope.readable.push(add_formula(model, derived));
        }
        let grading = graded.then(|| self.grading(scope, id));
        add_scorecard(model, guards, criteria, grading);
        scope.readable.push(total(id));
        scope.readable.push(expr(ExprKind::CriterionPoints(id, self.below(places)), NUMBER));
        if graded {
            scope.readable.push(expr(ExprKind::Grade(id), Type::Category(scope.grades)));
        }
    }

    fn criterion(&mut self, scope: &Scope) -> Criterion {
        let sum = self.one_in(3);
        let maximum = self.of(&[10, 20, 0]);
        let gives = |dice: &mut Dice| {
            if dice.one_in(4) {
                dice.expr(scope, NUMBER, 2)
            } else {
                number(dice.of(&[10, 5, 0, 3, 8, 2]))
            }
        };
        if self.one_in(2) {
            let rows = self.bands(scope, |dice| number(dice.of(&[10, 5, 0, 3, 8, 2])));
            return criterion(maximum, sum, rows);
        }
        let mut rows = self.many(1, 3, |dice| row(dice.truth(scope, 2), gives(dice)));
        if !self.one_in(3) {
            rows.push(row(None, gives(self)));
        }
        criterion(maximum, sum, rows)
    }

    fn grading(&mut self, scope: &Scope, id: BlockId) -> Grading {
        let category = scope.grades;
        let mut rows = self.many(1, 3, |dice| {
            row(dice.graded(scope, id, 2), code(dice.below(4) as u32, category))
        });
        if !self.one_in(4) {
            rows.push(row(None, code(3, category)));
        }
        let caps = self.many(0, 3, |dice| {
            let grade = if dice.one_in(3) { None } else { Some(dice.below(4) as u32) };
            cap(grade, dice.graded(scope, id, 1))
        });
        grading(category, rows, caps)
    }

    /// A condition of a grading: mostly on the total.
    fn graded(&mut self, scope: &Scope, id: BlockId, depth: usize) -> Expr {
        let choice = if depth == 0 { self.below(4) } else { self.below(9) };
        match choice {
            0 | 1 => compare(self.of(&OPS), &total(id), &number(self.of(&[10, 5, 15, 20, 0, 12]))),
            2 => compare(self.of(&OPS), &self.expr(scope, NUMBER, 1), &total(id)),
            3 => self.truth(scope, 1),
            4 => and(self.many(1, 3, |dice| dice.graded(scope, id, depth - 1))),
            5 => or(self.many(1, 3, |dice| dice.graded(scope, id, depth - 1))),
            6 => not(self.graded(scope, id, depth - 1)),
            7 => at_least(&arith(Arith::Mul, &total(id), &number(2)), &self.expr(scope, NUMBER, 1)),
            _ => self.of(&[
                is_missing(total(id)),
                equal(&total(id), &total(id)),
                at_least(&own_points(id), &number(5)),
            ]),
        }
    }

    fn any_type(&mut self, scope: &Scope) -> Type {
        self.of(&[
            NUMBER,
            NUMBER,
            Type::YesNo,
            Type::Date,
            Type::Category(scope.colours),
            Type::Category(scope.grades),
            Type::Text,
        ])
    }

    fn expr(&mut self, scope: &Scope, ty: Type, depth: usize) -> Expr {
        match ty {
            Type::YesNo => self.truth(scope, depth),
            Type::Number(_) => self.number(scope, depth),
            Type::Date => self.date(scope, depth),
            Type::Category(category) => self.code(scope, category, depth),
            Type::Text => self.text(scope, depth),
        }
    }

    /// Something there to read; points count as numbers.
    fn read(&mut self, scope: &Scope, ty: Type) -> Expr {
        let same = |read: &&Expr| {
            read.ty == ty || matches!((read.ty, ty), (Type::Number(_), Type::Number(_)))
        };
        let readable: Vec<Expr> = scope.readable.iter().filter(same).cloned().collect();
        let Some(last) = readable.len().checked_sub(1) else { return constant(Value::Missing, ty) };
        readable[last - self.below(readable.len())].clone()
    }

    fn number(&mut self, scope: &Scope, depth: usize) -> Expr {
        let choice = if depth == 0 { self.below(4) } else { self.below(15) };
        let deeper = depth.saturating_sub(1);
        match choice {
            0..=2 => self.read(scope, NUMBER),
            3 => self.of(&[
                number(5),
                number(0),
                number(1),
                number(-1),
                number(10),
                ratio(1, 3),
                number(2),
                number(100),
            ]),
            4..=7 => {
                let op = [Arith::Add, Arith::Sub, Arith::Mul, Arith::Div][choice - 4];
                arith(op, &self.number(scope, deeper), &self.number(scope, deeper))
            }
            8 => expr(ExprKind::Negate(Box::new(self.number(scope, deeper))), NUMBER),
            9 => choose(
                self.truth(scope, deeper),
                self.number(scope, deeper),
                self.number(scope, deeper),
            ),
            10 => {
                let builtin = self.of(&[Builtin::Max, Builtin::Min]);
                call(builtin, vec![self.number(scope, deeper), self.number(scope, deeper)], NUMBER)
            }
            11 => {
                let builtin = self.of(&[Builtin::Abs, Builtin::RoundDown]);
                call(builtin, vec![self.number(scope, deeper)], NUMBER)
            }
            12 => {
                let power = self.of(&[number(2), number(-1), number(400), ratio(1, 3)]);
                call(Builtin::Power, vec![self.read(scope, NUMBER), power], NUMBER)
            }
            13 => match self.below(3) {
                0 => arith(Arith::Sub, &self.date(scope, deeper), &self.date(scope, deeper)),
                1 => call(Builtin::Year, vec![self.date(scope, deeper)], NUMBER),
                _ => {
                    let day = if self.one_in(2) {
                        Some(Box::new(self.date(scope, deeper)))
                    } else {
                        None
                    };
                    expr(ExprKind::Parameter(scope.parameter, day), NUMBER)
                }
            },
            _ => expr(ExprKind::Script(scope.scripts.0, vec![self.number(scope, deeper)]), NUMBER),
        }
    }

    fn truth(&mut self, scope: &Scope, depth: usize) -> Expr {
        let choice = if depth == 0 { self.below(3) } else { self.below(12) };
        let deeper = depth.saturating_sub(1);
        match choice {
            0 => self.read(scope, Type::YesNo),
            1 => compare(
                self.of(&OPS),
                &self.read(scope, NUMBER),
                &number(self.of(&[5, 0, 1, 2, 10])),
            ),
            2 => truth(!self.one_in(2)),
            3 | 4 => {
                compare(self.of(&OPS), &self.number(scope, deeper), &self.number(scope, deeper))
            }
            5 => and(self.many(0, 3, |dice| dice.truth(scope, deeper))),
            6 => or(self.many(0, 3, |dice| dice.truth(scope, deeper))),
            7 => not(self.truth(scope, deeper)),
            8 => {
                let ty = self.any_type(scope);
                is_missing(self.expr(scope, ty, deeper))
            }
            9 => self.comparison(scope, deeper),
            10 => choose(
                self.truth(scope, deeper),
                self.truth(scope, deeper),
                self.truth(scope, deeper),
            ),
            _ => match scope.lists.last().cloned() {
                Some((list, ty)) => expr(
                    ExprKind::Member(list, self.many(1, 2, |dice| dice.expr(scope, ty, deeper))),
                    Type::YesNo,
                ),
                None => equal(&self.truth(scope, deeper), &self.truth(scope, deeper)),
            },
        }
    }

    /// Of two dates, codes, texts or truths.
    fn comparison(&mut self, scope: &Scope, depth: usize) -> Expr {
        let ordered = [Type::Date, Type::Category(scope.grades)];
        let others = [Type::Category(scope.colours), Type::Text, Type::YesNo];
        let (ty, op) = if self.one_in(2) {
            (self.of(&ordered), self.of(&OPS))
        } else {
            (self.of(&others), self.of(&OPS[2..4]))
        };
        compare(op, &self.expr(scope, ty, depth), &self.expr(scope, ty, depth))
    }

    fn date(&mut self, scope: &Scope, depth: usize) -> Expr {
        let deeper = depth.saturating_sub(1);
        match if depth == 0 { self.below(3) } else { self.below(7) } {
            0 | 1 => self.read(scope, Type::Date),
            2 => constant(
                Value::Date(self.of(&[day(2023, 1, 31), day(2022, 12, 31), day(2023, 7, 1)])),
                Type::Date,
            ),
            3 => expr(ExprKind::AsOf, Type::Date),
            4 => arith(
                self.of(&[Arith::Add, Arith::Sub]),
                &self.date(scope, deeper),
                &constant(num(self.of(&[30, 1, 9_000_000])), DAYS),
            ),
            5 => arith(
                Arith::Add,
                &constant(num(self.of(&[1, 12])), MONTHS),
                &self.date(scope, deeper),
            ),
            _ => choose(
                self.truth(scope, deeper),
                self.date(scope, deeper),
                self.date(scope, deeper),
            ),
        }
    }

    fn code(&mut self, scope: &Scope, category: CategoryId, depth: usize) -> Expr {
        let deeper = depth.saturating_sub(1);
        match if depth == 0 { self.below(3) } else { self.below(4) } {
            0 | 1 => self.read(scope, Type::Category(category)),
            2 => code(self.below(3) as u32, category),
            _ => choose(
                self.truth(scope, deeper),
                self.code(scope, category, deeper),
                self.code(scope, category, deeper),
            ),
        }
    }

    fn text(&mut self, scope: &Scope, depth: usize) -> Expr {
        let deeper = depth.saturating_sub(1);
        match if depth == 0 { self.below(3) } else { self.below(5) } {
            0 | 1 => self.read(scope, Type::Text),
            2 => text(self.of(&["a", "b", "a!"])),
            3 => choose(
                self.truth(scope, deeper),
                self.text(scope, deeper),
                self.text(scope, deeper),
            ),
            _ => {
                expr(ExprKind::Script(scope.scripts.1, vec![self.text(scope, deeper)]), Type::Text)
            }
        }
    }

    /// A field's value: missing, ordinary or extreme.
    fn input(&mut self, ty: Type) -> Value {
        if self.one_in(4) {
            return Value::Missing;
        }
        match ty {
            Type::Number(_) => Value::Num(self.of(&[
                Num::from_i64(5),
                Num::from_i64(0),
                Num::from_i64(1),
                Num::from_i64(2),
                Num::from_i64(10),
                Num::from_i64(-3),
                fraction(1, 2),
                fraction(489_999, 500_000),
                Num::from_decimal("9999999999999999999999999999".parse().unwrap()),
                Num::from_decimal("0.0000000000000000000000000001".parse().unwrap()),
                Num::from_decimal("-792281625142643375935439503.5".parse().unwrap()),
            ])),
            Type::Date => Value::Date(self.of(&[
                day(2023, 3, 31),
                day(2022, 2, 1),
                day(2023, 12, 31),
                day(9999, 12, 31),
                day(1, 1, 1),
            ])),
            Type::YesNo => Value::Bool(self.one_in(2)),
            Type::Category(_) => Value::Code(self.below(3) as u32),
            Type::Text => text_value(self.of(&["a", "b", "c", "a!"])),
        }
    }
}

fn own_points(id: BlockId) -> Expr {
    expr(ExprKind::CriterionPoints(id, 0), NUMBER)
}
