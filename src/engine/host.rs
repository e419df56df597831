//! Functions of the embedding program, each under the signature that the rules declare.

use crate::diag::{Diagnostic, Error, Message, script as say};
use crate::index::Arena;
use crate::load::RowLimits;
use crate::model::{Category, Function, FunctionId};
use crate::source::{Source, Sources, Span, key};
use crate::syntax;
use crate::syntax::ast::{ItemKind, TypeKind, TypeName};
use crate::value::{Lang, Type, Unit, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

type Call = Arc<dyn Fn(&[Value]) -> Result<Value, String> + Send + Sync>;

/// Functions that a program gives to rules: each under the signature that the rules declare, with
/// the same word after `từ` in place of a script's file.
///
/// A function sees its arguments and nothing else of a run. It is called any number of times, in
/// any order and on any thread, and called again for an explanation: it must give the same for the
/// same arguments, and not panic. What it gives is beyond what the engine can repeat, so the
/// fingerprint of rules that call one ends in `+host`, and each explanation marks its calls.
///
/// Values of categories are texts, on the way in and out; an argument that is missing gives a
/// missing result without a call. An error is a data error of the record, with its words.
///
/// ```
/// use visao::{Host, Memory, Num, Rules, Value};
///
/// let rules = "hàm hệ số(vùng: chữ): số từ \"máy chủ\"
/// bản ghi Hộ
///   trường vùng: chữ
///   tính mức = 2 × hệ số(vùng)
/// ";
/// let host = Host::default().function(
///     "hàm hệ số(vùng: chữ): số từ \"máy chủ\"",
///     |arguments| match arguments {
///         [Value::Text(region)] if &**region == "MN" => Ok(Value::Num(Num::from_i64(3))),
///         [_] => Ok(Value::Num(Num::from_i64(1))),
///         _ => Err("one argument".to_owned()),
///     },
/// )?;
/// let files: Memory = [("a.luat", rules)].into_iter().collect();
/// let rules = Rules::from_files_with(&files, &host)?;
/// assert!(rules.fingerprint().ends_with("+host"));
/// let decisions = rules.grade(&serde_json::json!({ "vùng": "MN" }))?;
/// assert_eq!(decisions[0].derived[0].datum.value, Value::Num(Num::from_i64(6)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Host {
    functions: Vec<HostFunction>,
    row_limits: RowLimits,
}

#[derive(Clone)]
struct HostFunction {
    signature: Signature,
    call: Call,
}

/// A signature as it was written, by keys.
#[derive(Clone)]
struct Signature {
    text: String,
    name: String,
    from: String,
    parameters: Vec<TypeName>,
    result: TypeName,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.functions.iter().map(|known| &known.signature.text)).finish()
    }
}

impl Host {
    /// The same with one more function, in the place of one of the same name and origin.
    ///
    /// # Errors
    /// The signature is no `hàm` (`function`) line of the rule language.
    pub fn function(
        mut self,
        signature: &str,
        call: impl Fn(&[Value]) -> Result<Value, String> + Send + Sync + 'static,
    ) -> Result<Host, Error> {
        let signature = Signature::read(signature)?;
        self.functions.retain(|known| !known.signature.is_for(&signature.name, &signature.from));
        self.functions.push(HostFunction { signature, call: Arc::new(call) });
        Ok(self)
    }

    /// The same with other limits of each file that a table takes its rows from (`bảng … từ
    /// "muc-vay.csv"`): its size in MiB and its rows. Without them 64 MiB and 1,000,000 rows.
    ///
    /// ```
    /// use visao::{Host, Memory, Rules};
    ///
    /// let rules = "bản ghi Hộ
    ///   trường người: số nguyên
    /// bảng Mức cho Hộ: tiền, từ \"muc.csv\"
    /// ";
    /// let files: Memory =
    ///     [("a.luat", rules), ("muc.csv", "người;Mức\n1;5 triệu\n2;7 triệu\n")].into_iter().collect();
    /// let error = Rules::from_files_with(&files, &Host::default().row_files(64, 1)).unwrap_err();
    /// assert_eq!(error.diagnostics()[0].code, "E283");
    /// assert!(Rules::from_files_with(&files, &Host::default().row_files(1, 2)).is_ok());
    /// ```
    #[must_use]
    pub fn row_files(self, mib: usize, rows: usize) -> Host {
        Host { row_limits: RowLimits { mib, rows }, ..self }
    }

    pub(super) fn row_limits(&self) -> RowLimits {
        self.row_limits
    }

    /// The functions that rules declare with what this host gives for them, and what of it does not
    /// fit.
    pub(super) fn bind(
        &self,
        functions: &Arena<Function>,
        categories: &[Category],
    ) -> (HostCalls, Vec<Diagnostic>) {
        let mut bound = HostCalls { calls: BTreeMap::new(), words: Words::all(categories) };
        let mut found = Vec::new();
        for (id, function) in functions.enumerate() {
            let (name, from) = (&function.name.key, key(&function.file));
            let given = self.functions.iter().find(|known| known.signature.is_for(name, &from));
            let Some(HostFunction { signature, call }) = given else { continue };
            let fits = signature.fits(function, categories);
            if !fits {
                found.push(say::other_signature(function.span, &signature.text));
            }
            bound.calls.insert(id, fits.then(|| HostCall::of(function, call)));
        }
        (bound, found)
    }
}

impl Signature {
    fn read(text: &str) -> Result<Signature, Error> {
        let mut sources = Sources::default();
        let id = sources.push(Source::new("", text));
        let (trees, mut found) = syntax::parse_pack(&[(id, &sources[id])], Lang::default());
        let mut items = trees.into_iter().flat_map(|(_, tree)| tree.items.clone());
        match (items.next().map(|item| item.kind), items.next()) {
            (Some(ItemKind::Function { name, parameters, result, file }), None)
                if found.is_empty() =>
            {
                Ok(Signature {
                    text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                    name: name.key,
                    from: key(&file.text),
                    parameters: parameters.into_iter().map(|(_, ty)| ty).collect(),
                    result,
                })
            }
            (_, _) => {
                let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
                found.push(say::no_signature(Span { source: id, start: 0, end }, text));
                Err(Error::load(found, sources, Lang::default()))
            }
        }
    }

    fn is_for(&self, name: &str, from: &str) -> bool {
        self.name == name && self.from == from
    }

    fn fits(&self, function: &Function, categories: &[Category]) -> bool {
        let declared = function.parameters.iter().map(|(_, ty)| *ty).chain([function.result]);
        let given = self.parameters.iter().chain([&self.result]);
        self.parameters.len() == function.parameters.len()
            && declared.zip(given).all(|(declared, given)| is_type(declared, given, categories))
    }
}

/// Returns `true` if a type as written is this type of the rules.
fn is_type(declared: Type, written: &TypeName, categories: &[Category]) -> bool {
    let number = |unit| declared == Type::Number(unit);
    match &written.kind {
        TypeKind::Text => declared == Type::Text,
        TypeKind::Number => number(Unit::Number),
        TypeKind::Integer => number(Unit::Integer),
        TypeKind::Money => number(Unit::Money),
        TypeKind::Ratio => number(Unit::Ratio),
        TypeKind::Points => number(Unit::Points),
        TypeKind::Duration => number(Unit::Days),
        TypeKind::Date => declared == Type::Date,
        TypeKind::YesNo => declared == Type::YesNo,
        TypeKind::OneOf(name) => match declared {
            Type::Category(id) => {
                categories.get(id.index()).is_some_and(|category| category.name.key == name.key)
            }
            Type::Text | Type::Number(_) | Type::Date | Type::YesNo => false,
        },
    }
}

/// The words of a category, by code and by key.
struct Words {
    by_code: BTreeMap<u32, Arc<str>>,
    codes: BTreeMap<String, u32>,
}

impl Words {
    fn all(categories: &[Category]) -> Vec<Words> {
        let of = |category: &Category| {
            let values = || category.values.iter();
            Words {
                by_code: values()
                    .map(|value| (value.number, Arc::from(value.name.text.as_str())))
                    .collect(),
                codes: values().map(|value| (value.name.key.clone(), value.number)).collect(),
            }
        };
        categories.iter().map(of).collect()
    }
}

/// Functions of the host that rules call.
pub(super) struct HostCalls {
    /// None under a signature that does not fit: such rules are refused.
    calls: BTreeMap<FunctionId, Option<HostCall>>,
    words: Vec<Words>,
}

struct HostCall {
    name: String,
    parameters: Vec<Type>,
    result: Type,
    call: Call,
}

impl HostCall {
    fn of(function: &Function, call: &Call) -> HostCall {
        HostCall {
            name: function.name.text.clone(),
            parameters: function.parameters.iter().map(|(_, ty)| *ty).collect(),
            result: function.result,
            call: Arc::clone(call),
        }
    }
}

impl fmt::Debug for HostCalls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.calls.values().flatten().map(|call| &call.name)).finish()
    }
}

impl HostCalls {
    /// Returns `true` if the host provides the function.
    pub(super) fn has(&self, function: FunctionId) -> bool {
        self.calls.contains_key(&function)
    }

    /// Returns `true` if the host provides no function.
    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Result of calling a host function, read back as the declared type; none if it is no function
    /// of the host.
    pub(super) fn call(
        &self,
        function: FunctionId,
        arguments: &[Value],
    ) -> Option<Result<Value, Message>> {
        let call = self.calls.get(&function)?.as_ref()?;
        let crossed: Option<Vec<Value>> = arguments
            .iter()
            .zip(&call.parameters)
            .map(|(value, ty)| self.to_host(value, *ty))
            .collect();
        let Some(crossed) = crossed else { return Some(Ok(Value::Missing)) };
        let given = (call.call)(&crossed).map_err(|told| say::host_failed(&call.name, &told));
        Some(given.and_then(|given| {
            self.read_back(given, call.result).ok_or_else(|| say::host_gave_other(&call.name))
        }))
    }

    /// A value as the host sees it; none if it is missing.
    fn to_host(&self, value: &Value, ty: Type) -> Option<Value> {
        match (value, ty) {
            (Value::Missing, _) => None,
            (Value::Code(code), Type::Category(id)) => {
                let words = self.words.get(id.index())?;
                words.by_code.get(code).cloned().map(Value::Text)
            }
            (_, _) => Some(value.clone()),
        }
    }

    /// A value of the host as one of the declared type; none if it is of another.
    fn read_back(&self, given: Value, ty: Type) -> Option<Value> {
        match (given, ty) {
            (Value::Missing, _) => Some(Value::Missing),
            (Value::Num(number), Type::Number(unit)) => {
                let fits = !unit.is_whole() || number.is_integer();
                fits.then_some(Value::Num(number))
            }
            (Value::Date(day), Type::Date) => Some(Value::Date(day)),
            (Value::Bool(truth), Type::YesNo) => Some(Value::Bool(truth)),
            (Value::Text(text), Type::Text) => {
                Some(Value::Text(text.nfc().collect::<String>().into()))
            }
            (Value::Text(text), Type::Category(id)) => {
                let codes = &self.words.get(id.index())?.codes;
                codes.get(&key(&text)).copied().map(Value::Code)
            }
            (_, _) => None,
        }
    }
}
