//! What an embedding program may count on: everything public that the documentation shows, with its
//! signature, and that rules may go to any thread.

use crate::literate::root;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use syn::{Attribute, Fields, ImplItem, Item, TraitItem, UseTree, Visibility};
use visao::{Batch, Decision, Diagnostic, Error, Explanation, Query, Rules};

const fn any_thread<T: Send + Sync + 'static>() {}

const fn one_thread<T: Send + 'static>() {}

const _: () = {
    any_thread::<Rules>();
    any_thread::<Query>();
    any_thread::<Batch>();
    any_thread::<Error>();
    any_thread::<Decision>();
    any_thread::<Explanation>();
    any_thread::<Diagnostic>();
    one_thread::<visao::Prepared>();
    any_thread::<visao::sheets::Sheet<'static>>();
};

/// A module of the crate by its path, and its items.
type Modules = BTreeMap<Vec<String>, Vec<Item>>;

/// Reads a file and those of the modules that it declares; tests and features' absence aside, this
/// is what the compiler reads.
fn read(path: PathBuf, module: Vec<String>, into: &mut Modules) {
    let text = std::fs::read_to_string(&path).unwrap();
    let items = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path:?}: {error}")).items;
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let folder = match stem {
        "lib" | "mod" => path.parent().unwrap().to_owned(),
        _ => path.parent().unwrap().join(stem),
    };
    for item in &items {
        let Item::Mod(inner) = item else { continue };
        if inner.content.is_some() || is_of_tests(&inner.attrs) {
            continue;
        }
        let name = inner.ident.to_string();
        let file = [folder.join(format!("{name}.rs")), folder.join(&name).join("mod.rs")]
            .into_iter()
            .find(|file| file.exists());
        let below = [module.as_slice(), &[name]].concat();
        // What a tool generates elsewhere has no public item.
        if let Some(file) = file {
            read(file, below, into);
        }
    }
    into.insert(module, items);
}

fn text(tokens: impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

fn is_of_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|one| one.path().is_ident("cfg") && text(one).contains("test"))
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|one| one.path().is_ident("doc") && text(one).contains("hidden"))
}

fn is_public(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    matches!(visibility, Visibility::Public(_))
        && !is_hidden(attributes)
        && !is_of_tests(attributes)
}

/// The name of an item with its visibility and attributes.
fn head(item: &Item) -> Option<(String, &Visibility, &[Attribute])> {
    Some(match item {
        Item::Struct(one) => (one.ident.to_string(), &one.vis, &one.attrs),
        Item::Enum(one) => (one.ident.to_string(), &one.vis, &one.attrs),
        Item::Fn(one) => (one.sig.ident.to_string(), &one.vis, &one.attrs),
        Item::Trait(one) => (one.ident.to_string(), &one.vis, &one.attrs),
        Item::Type(one) => (one.ident.to_string(), &one.vis, &one.attrs),
        Item::Const(one) => (one.ident.to_string(), &one.vis, &one.attrs),
        Item::Mod(one) => (one.ident.to_string(), &one.vis, &one.attrs),
        _ => return None,
    })
}

/// The paths that a `use` gives a module, each with the name it gives it.
fn used(tree: &UseTree, before: &[String], into: &mut Vec<(Vec<String>, String)>) {
    let with = |name: String| [before, &[name]].concat();
    match tree {
        UseTree::Path(path) => used(&path.tree, &with(path.ident.to_string()), into),
        UseTree::Name(name) => into.push((with(name.ident.to_string()), name.ident.to_string())),
        UseTree::Rename(name) => into.push((with(name.ident.to_string()), name.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, before, into)),
        // Only of modules that are hidden.
        UseTree::Glob(_) => {}
    }
}

struct Crate {
    modules: Modules,
}

impl Crate {
    /// The path that a `use` of a module names, from the crate on.
    fn absolute(&self, module: &[String], path: &[String]) -> Vec<String> {
        match path[0].as_str() {
            "crate" => path[1..].to_vec(),
            "self" => [module, &path[1..]].concat(),
            "super" => [&module[..module.len() - 1], &path[1..]].concat(),
            _ => [module, path].concat(),
        }
    }

    /// The item that a path leads to, through any `pub use`, and the module that declares it.
    fn find(&self, path: &[String]) -> Option<(Vec<String>, &Item)> {
        let (name, module) = path.split_last()?;
        let items = self.modules.get(module)?;
        let own = |item: &&Item| head(item).is_some_and(|(known, _, _)| known == *name);
        if let Some(item) = items.iter().find(own) {
            return Some((module.to_vec(), item));
        }
        items.iter().find_map(|item| {
            let Item::Use(one) = item else { return None };
            let mut names = Vec::new();
            if !text(&one.tree).contains('*') {
                used(&one.tree, &[], &mut names);
            }
            let (path, _) = names.into_iter().find(|(_, known)| known == name)?;
            self.find(&self.absolute(module, &path))
        })
    }

    /// Every item that the documentation shows, by where it shows it and where it is declared.
    fn shown(&self) -> BTreeMap<String, (Vec<String>, &Item)> {
        let mut shown = BTreeMap::new();
        self.walk(&[], &mut shown);
        shown
    }

    fn walk<'c>(
        &'c self,
        module: &[String],
        shown: &mut BTreeMap<String, (Vec<String>, &'c Item)>,
    ) {
        for item in &self.modules[module] {
            if let Item::Use(one) = item {
                let mut names = Vec::new();
                if is_public(&one.vis, &one.attrs) {
                    used(&one.tree, &[], &mut names);
                }
                for (path, name) in names {
                    let found = self.find(&self.absolute(module, &path));
                    let hidden = |item| head(item).is_some_and(|(_, _, attrs)| is_hidden(attrs));
                    if let Some(found) = found.filter(|(_, item)| !hidden(item)) {
                        shown.insert([module, &[name]].concat().join("::"), found);
                    }
                }
                continue;
            }
            let Some((name, visibility, attributes)) = head(item) else { continue };
            if !is_public(visibility, attributes) {
                continue;
            }
            let path = [module, &[name]].concat();
            if matches!(item, Item::Mod(_)) {
                self.walk(&path, shown);
            } else {
                shown.insert(path.join("::"), (module.to_vec(), item));
            }
        }
    }
}

/// Rust on one line, as one writes it.
fn line(rust: &str) -> String {
    let mut line = rust.split_whitespace().collect::<Vec<_>>().join(" ");
    for (from, to) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" ::", "::"),
        (" < ", "<"),
        (" > ", "> "),
        (" >", ">"),
        ("< ", "<"),
        ("& ", "&"),
        (" ,", ","),
        (" ;", ";"),
        (" :", ":"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("[ ", "["),
        (" ]", "]"),
        (" ?", "?"),
        (",)", ")"),
        (", )", ")"),
        ("->(", "-> ("),
        ("' ", "'"),
        ("> >", ">>"),
        ("> >", ">>"),
        (">,", ">,"),
        ("> ,", ","),
        ("> )", ">)"),
    ] {
        line = line.replace(from, to);
    }
    line.replace(",(", ", (").replace(":(", ": (").trim().to_owned()
}

/// The lines of an item: itself, its public fields or variants, and what it promises.
fn item_lines(path: &str, item: &Item) -> Vec<String> {
    let exhaustive = |attributes: &[Attribute]| {
        let open = attributes.iter().any(|one| one.path().is_ident("non_exhaustive"));
        if open { "#[non_exhaustive] " } else { "" }
    };
    match item {
        Item::Struct(one) => {
            let own = format!("{}struct {path}{}", exhaustive(&one.attrs), text(&one.generics));
            let fields = field_lines(path, &one.fields, true);
            std::iter::once(own).chain(fields).collect()
        }
        Item::Enum(one) => {
            let own = format!("{}enum {path}{}", exhaustive(&one.attrs), text(&one.generics));
            let variants = one.variants.iter().map(|variant| {
                let types: Vec<String> = variant.fields.iter().map(field).collect();
                match (&variant.fields, types.join(", ")) {
                    (Fields::Unit, _) => format!("{path}::{}", variant.ident),
                    (Fields::Named(_), types) => format!("{path}::{} {{ {types} }}", variant.ident),
                    (Fields::Unnamed(_), types) => format!("{path}::{}({types})", variant.ident),
                }
            });
            std::iter::once(own).chain(variants).collect()
        }
        Item::Fn(one) => vec![format!("{path}: {}", text(&one.sig))],
        Item::Trait(one) => {
            let own = format!("trait {path}{}: {}", text(&one.generics), text(&one.supertraits));
            let methods = one.items.iter().filter_map(|item| match item {
                TraitItem::Fn(method) => Some(format!("{path}: {}", text(&method.sig))),
                _ => None,
            });
            std::iter::once(own).chain(methods).collect()
        }
        Item::Type(one) => vec![format!("type {path} = {}", text(&one.ty))],
        Item::Const(one) => vec![format!("const {path}: {}", text(&one.ty))],
        _ => Vec::new(),
    }
}

/// A field of a variant.
fn field(field: &syn::Field) -> String {
    let name = field.ident.as_ref().map_or_else(String::new, |name| format!("{name}: "));
    format!("{name}{}", text(&field.ty))
}

fn field_lines(path: &str, fields: &Fields, only_public: bool) -> Vec<String> {
    let shown = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| !only_public || is_public(&field.vis, &field.attrs));
    shown
        .map(|(place, field)| {
            let name = field.ident.as_ref().map_or_else(|| place.to_string(), ToString::to_string);
            format!("{path}.{name}: {}", text(&field.ty))
        })
        .collect()
}

/// The name of the type that an `impl` is of.
fn owner(one: &syn::ItemImpl) -> Option<String> {
    let syn::Type::Path(path) = &*one.self_ty else { return None };
    let segments = &path.path.segments;
    let own = segments.first().is_some_and(|first| first.ident != "std");
    Some(segments.last().filter(|_| own)?.ident.to_string())
}

/// The public methods, constants and traits of each type, by its name and where it is declared or
/// used from.
fn impl_lines(path: &str, name: &str, modules: &Modules, home: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for (module, items) in modules {
        for item in items {
            if let Item::Macro(one) = item
                && one.mac.path.is_ident("codes")
                && one.mac.tokens.clone().into_iter().next().is_some_and(|own| text(own) == name)
            {
                let given = ["Display", "FromStr", "const ALL: &'static [Self]"];
                lines.extend(given.map(|given| format!("{path}: {given}")));
                lines.push(format!("{path}: const fn code(self) -> &'static str"));
            }
            let Item::Impl(one) = item else { continue };
            if owner(one).as_deref() != Some(name) || !is_of_type(one, name, module, items, home) {
                continue;
            }
            if let Some((of, _)) = &one.trait_ {
                lines.push(format!("{path}: {}", text(of)));
                continue;
            }
            lines.extend(one.items.iter().filter_map(|item| match item {
                ImplItem::Fn(method) if is_public(&method.vis, &method.attrs) => {
                    Some(format!("{path}: {}", text(&method.sig)))
                }
                ImplItem::Const(one) if is_public(&one.vis, &one.attrs) => {
                    Some(format!("{path}: const {}: {}", one.ident, text(&one.ty)))
                }
                _ => None,
            }));
        }
    }
    lines
}

/// Whether the type that an `impl` names is the one declared in `home`: of two types of one name,
/// the one that the module declares or brings in.
fn is_of_type(
    _: &syn::ItemImpl,
    name: &str,
    module: &[String],
    items: &[Item],
    home: &[String],
) -> bool {
    let declares = |items: &[Item]| {
        items.iter().any(|item| {
            matches!(item, Item::Struct(_) | Item::Enum(_))
                && head(item).is_some_and(|(known, _, _)| known == name)
        })
    };
    if module == home {
        return true;
    }
    let mut names = Vec::new();
    for item in items {
        if let Item::Use(one) = item
            && !text(&one.tree).contains('*')
        {
            used(&one.tree, &[], &mut names);
        }
    }
    let last = home.last().map_or("", String::as_str);
    !declares(items)
        && names.iter().any(|(path, known)| {
            known == name
                && (path.iter().any(|part| part == last) || path.len() <= 2 || home.len() <= 1)
        })
}

/// The lines of all that is public, sorted; one that goes, comes or differs is a change for others:
/// CHANGELOG.md.
fn surface() -> (Vec<String>, BTreeSet<String>) {
    let mut modules = Modules::new();
    read(root().join("src/lib.rs"), Vec::new(), &mut modules);
    let house = Crate { modules };
    let (mut lines, mut names) = (Vec::new(), BTreeSet::new());
    for (path, (home, item)) in house.shown() {
        let Some((name, _, _)) = head(item) else { continue };
        lines.extend(item_lines(&path, item));
        if matches!(item, Item::Struct(_) | Item::Enum(_)) {
            lines.extend(impl_lines(&path, &name, &house.modules, &home));
        }
        names.insert(name);
        names.insert(path.rsplit("::").next().unwrap().to_owned());
    }
    let mut lines: Vec<String> = lines.iter().map(|one| line(one)).collect();
    lines.sort();
    lines.dedup();
    (lines, names)
}

#[test]
fn all_that_is_public_is_this() {
    insta::assert_snapshot!(surface().0.join("\n"));
}

/// The names of the types that the crate declares anywhere.
fn declared() -> BTreeSet<String> {
    let mut modules = Modules::new();
    read(root().join("src/lib.rs"), Vec::new(), &mut modules);
    let types = modules.values().flatten().filter(|item| {
        matches!(item, Item::Struct(_) | Item::Enum(_) | Item::Trait(_) | Item::Type(_))
    });
    types.filter_map(|item| Some(head(item)?.0)).collect()
}

#[test]
fn public_signatures_name_no_hidden_type() {
    let (lines, shown) = surface();
    // The standard library's, or variants; this crate has hidden types of the same names.
    let others = ["From", "Item", "Range", "File", "Number", "Last"];
    let hidden: BTreeSet<String> = declared()
        .difference(&shown)
        .filter(|name| !others.contains(&name.as_str()))
        .cloned()
        .collect();
    let mut wrong = Vec::new();
    for line in &lines {
        // The path in front is the item's own.
        let signature = line.split_once(": ").map_or("", |(_, signature)| signature);
        let words = signature.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '\''));
        let named: Vec<&str> = words.filter(|word| hidden.contains(*word)).collect();
        if !named.is_empty() {
            wrong.push(format!("{line}  ({})", named.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// One screen: what a program needs most.
#[test]
fn the_names_of_the_root_fit_one_screen() {
    let mut modules = Modules::new();
    read(root().join("src/lib.rs"), Vec::new(), &mut modules);
    let house = Crate { modules };
    let root = house.shown().keys().filter(|path| !path.contains("::")).count();
    assert!((20..=45).contains(&root), "{root}");
}
