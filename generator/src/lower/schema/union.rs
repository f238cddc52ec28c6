//! Unions: which property tells the branches apart, if one does, and what each branch is.

#![allow(clippy::indexing_slicing, reason = "positions and lengths that were just found")]

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Of;
use super::scope::Scope;
use crate::api::{Shape, Step, Type, TypeId, Union, Variant};
use crate::document::{Discriminator, Schema};
use crate::lower::merge::{Chooser, Conjunction, Target};
use crate::lower::passes::Demand;
use crate::lower::{Lower, problems};
use crate::source::{FileId, Location};

/// A union that was looked at.
pub(super) struct Plan<'s> {
    /// The property that tells the branches apart.
    tag: Option<&'s str>,
    branches: Vec<Branch<'s>>,
    /// The branch, by position, of values with another tag or none.
    fallback: Option<usize>,
}

pub(super) struct Branch<'s> {
    /// The alternative, and what holds for all of them.
    pub(super) schemas: Vec<Rc<Schema<'s>>>,
    /// All of that, taken apart.
    pub(super) flat: Rc<Conjunction<'s>>,
    /// Where the alternative's reference leads, if it is one.
    pub(super) target: Option<Target<'s>>,
    /// The values of the tag.
    pub(super) tags: Vec<String>,
}

impl<'s> Lower<'s, '_> {
    /// Looks at the branches. A union that cannot be typed is reported.
    pub(super) fn plan_union(&mut self, conjunction: &Conjunction<'s>) -> Option<Plan<'s>> {
        // Where several parts leave a choice, those of the others stand in each branch of the first.
        let chooser = conjunction.choosers.first()?;
        let common = common(conjunction, chooser);
        let mut branches = Vec::new();
        for choice in &chooser.choices {
            let mut schemas = vec![Rc::clone(choice)];
            let own = self.flatten(&schemas);
            // What the branch extends holds for it anyway.
            let is_own =
                |part: &&Rc<Schema<'s>>| own.parts.iter().any(|own| own.location == part.location);
            schemas.extend(common.iter().filter(|part| !is_own(part)).map(Rc::clone));
            branches.push(Branch {
                flat: self.flatten(&schemas),
                target: self.plain_reference(&[Rc::clone(choice)]).map(|plain| plain.target),
                schemas,
                tags: Vec::new(),
            });
        }
        let location = &chooser.part.location;
        // The discriminator of a schema that others extend is about those, not about this choice.
        let discriminator = conjunction.parts.iter().find_map(|part| {
            part.discriminator.as_ref().filter(|_| !self.families.contains(&part.location))
        });
        let is_object =
            |branch: &Branch<'s>| self.is_object_branch(branch) && branch.flat.choosers.is_empty();
        let objects = branches.iter().all(is_object);
        let tag = match discriminator {
            Some(discriminator) => {
                let found = self.by_discriminator(discriminator, &mut branches);
                (found && objects).then_some(discriminator.property)
            }
            None if objects => self.by_constant(&mut branches),
            None => None,
        };
        let tag = tag.filter(|_| self.tags_differ(location, &branches));
        let fallback = discriminator.and_then(|it| self.fallback(it, &branches));
        Some(Plan { tag, branches, fallback: fallback.filter(|_| tag.is_some()) })
    }

    /// Returns `true` if the values of a branch are objects with properties of their own.
    pub(super) fn is_object_branch(&self, branch: &Branch<'s>) -> bool {
        let target = branch.target.as_ref();
        branch.flat.is_struct() || target.is_some_and(|it| self.families.extends(&it.location))
    }

    /// The branch that `defaultMapping` names (OpenAPI 3.2, 4.25).
    fn fallback(
        &mut self,
        discriminator: &Discriminator<'s>,
        branches: &[Branch<'s>],
    ) -> Option<usize> {
        let default = discriminator.default?;
        let target = self.resolve_name(&discriminator.location.file, default);
        let found = branches.iter().position(|branch| branch.leads_to(target.as_ref()));
        if found.is_none() {
            let location = discriminator.location.key("defaultMapping");
            let known = known_names(branches);
            let report = problems::mapping_without_branch(location, "others", default, &known);
            self.cx.mistake(report, "left out");
        }
        found
    }

    /// Finds each branch's values of the discriminator; `false` if one has none.
    pub(super) fn by_discriminator(
        &mut self,
        discriminator: &Discriminator<'s>,
        branches: &mut [Branch<'s>],
    ) -> bool {
        self.map_tags(discriminator, branches);
        let mut found = true;
        for branch in branches {
            match self.constant_text(&branch.flat, discriminator.property) {
                Some(constant) => {
                    if let Some(mapped) =
                        branch.tags.first().filter(|_| !branch.tags.contains(&constant))
                    {
                        let location = discriminator.location.key("mapping").key(mapped);
                        let report = problems::contradicting_tag(location, mapped, &constant);
                        self.cx.mistake(report, "the branch is believed");
                    }
                    branch.tags = vec![constant];
                }
                None if self.contradicts(discriminator, branch) => found = false,
                // Without a mapping the name of the schema is the value (OpenAPI 3.1, 4.8.25).
                None if branch.tags.is_empty() => {
                    let name = branch.target.as_ref().and_then(|target| target.location.last());
                    found &= name.is_some();
                    branch.tags.extend(name.map(|name| name.into_owned()));
                }
                None => {}
            }
        }
        found
    }

    /// Returns `true` if a branch lists values of the property of which the mapping gives it none: the property then tells nothing
    /// of the branches.
    fn contradicts(&mut self, discriminator: &Discriminator<'s>, branch: &Branch<'s>) -> bool {
        let Some(mapped) = branch.tags.first() else { return false };
        let listed = self.listed_texts(&branch.flat, discriminator.property);
        let known: HashSet<&String> = listed.iter().collect();
        let contradicts = !listed.is_empty() && branch.tags.iter().all(|tag| !known.contains(tag));
        if contradicts {
            let location = discriminator.location.key("mapping").key(mapped);
            let report = problems::contradicting_tag(location, mapped, &listed.join("`, `"));
            self.cx.mistake(report, "the branch is believed");
        }
        contradicts
    }

    /// Gives the values of the mapping to their branches. A value without a branch is reported.
    fn map_tags(&mut self, discriminator: &Discriminator<'s>, branches: &mut [Branch<'s>]) {
        let file = &discriminator.location.file;
        let mut by_target: HashMap<Location, usize> = HashMap::new();
        for (index, branch) in branches.iter().enumerate() {
            if let Some(target) = &branch.target {
                by_target.entry(target.location.clone()).or_insert(index);
            }
        }
        for (value, target) in &discriminator.mapping {
            let found = self.resolve_name(file, target);
            let found = found.and_then(|found| by_target.get(&found).copied());
            match found.and_then(|index| branches.get_mut(index)) {
                Some(branch) => branch.tags.push((*value).to_owned()),
                None => {
                    let location = discriminator.location.key("mapping").key(value);
                    let known = known_names(branches);
                    let report = problems::mapping_without_branch(location, value, target, &known);
                    self.cx.mistake(report, "left out");
                }
            }
        }
    }

    /// The schema that a mapping names. A bare name is that of a component, if there is one (OpenAPI
    /// 3.1, 4.8.25.4).
    pub(super) fn resolve_name(&self, file: &FileId, target: &str) -> Option<Location> {
        // No name of a component has one of these (OpenAPI 3.1, 4.8.7.1). To look for a name that is not there takes as long as
        // there are names.
        let is_name = !target.contains(['#', '/']);
        let name = is_name.then(|| format!("#/components/schemas/{target}"));
        let found = name.and_then(|name| self.cx.source.resolve(file, &name).ok());
        found.or_else(|| self.cx.source.resolve(file, target).ok())
    }

    /// Finds a property with a constant of its own in each branch.
    fn by_constant(&mut self, branches: &mut [Branch<'s>]) -> Option<&'s str> {
        for name in self.constant_names(&branches.first()?.flat) {
            let (mut values, mut seen) = (Vec::new(), HashSet::new());
            for branch in branches.iter() {
                let value = self.constant_text(&branch.flat, name);
                let Some(value) = value.filter(|value| seen.insert(value.clone())) else { break };
                values.push(value);
            }
            if values.len() == branches.len() {
                for (branch, value) in branches.iter_mut().zip(values) {
                    branch.tags = vec![value];
                }
                return Some(name);
            }
        }
        None
    }

    /// Returns `true` if no value of the tag is that of two branches; said where one is, and the union is
    /// then read by what fits.
    pub(super) fn tags_differ(&mut self, location: &Location, branches: &[Branch<'s>]) -> bool {
        let mut seen = HashSet::new();
        for tag in branches.iter().flat_map(|branch| &branch.tags) {
            if !seen.insert(tag) {
                self.cx.report(problems::ambiguous_tag(location.clone(), tag));
                return false;
            }
        }
        true
    }

    /// Asks a branch that is a type to carry its values of the tag; an open one takes others too.
    pub(super) fn ask(&mut self, tag: &str, branch: &Branch<'s>, shape: &Shape, open: bool) {
        let Type::Named(ty) = shape.ty else { return };
        let (tag, values) = (tag.to_owned(), branch.tags.clone());
        let location = branch.schemas[0].location.clone();
        self.demands.push(Demand { ty, tag, values, open, location });
    }

    /// The union of a plan, its branches lowered.
    pub(super) fn union(&mut self, plan: &Plan<'s>, scope: &Scope) -> Union {
        let tag = plan.tag.map(str::to_owned);
        let mut union = Union { tag, variants: Vec::new(), fallback: None };
        // Only those of one type can be the same.
        let mut by_type: HashMap<Option<TypeId>, Vec<usize>> = HashMap::new();
        for (index, branch) in plan.branches.iter().enumerate() {
            let word = match branch.tags.first().filter(|_| plan.tag.is_some()) {
                Some(tag) => tag.clone(),
                None => word(branch),
            };
            let scope = scope.step(Step::Variant(word.clone()));
            let mut shape = self.shape(Of::Place(&branch.schemas), &scope);
            // That is said of the union.
            shape.nullable = false;
            let open = plan.fallback == Some(index);
            if let Some(tag) = plan.tag {
                self.ask(tag, branch, &shape, open);
            }
            let tags = if plan.tag.is_some() { branch.tags.clone() } else { Vec::new() };
            let id = match &shape.ty {
                Type::Named(id) => Some(*id),
                _ => None,
            };
            let alike = by_type.entry(id).or_default();
            let same = |index: &usize| {
                let known = union.variants.get(*index);
                known.is_some_and(|known| known.tags == tags && known.shape == shape)
            };
            if !alike.iter().any(same) {
                alike.push(union.variants.len());
                if open {
                    union.fallback = Some(union.variants.len());
                }
                union.variants.push(Variant { tags, word, shape });
            }
        }
        union
    }
}

impl Plan<'_> {
    /// Returns `true` if `null` is a value of one of the branches.
    pub(super) fn allows_null(&self) -> bool {
        self.branches.iter().any(|branch| branch.flat.nullable)
    }
}

impl<'s> Branch<'s> {
    /// Returns `true` if the branch is a reference to this schema.
    fn leads_to(&self, location: Option<&Location>) -> bool {
        self.target.is_some() && self.target.as_ref().map(|target| &target.location) == location
    }
}

/// Branches whose names a value without one is compared with.
const MOST_COMPARED: usize = 1_000;

/// The references of the branches.
fn known_names(branches: &[Branch<'_>]) -> Vec<String> {
    let known = branches.iter().take(MOST_COMPARED);
    let known = known.filter_map(|branch| branch.schemas[0].reference);
    known.map(str::to_owned).collect()
}

/// What holds whichever branch is chosen: all parts but the choice itself.
fn common<'s>(conjunction: &Conjunction<'s>, chooser: &Chooser<'s>) -> Vec<Rc<Schema<'s>>> {
    let is = |chooser: &Chooser<'s>, part| Rc::ptr_eq(&chooser.part, part);
    let mut common = Vec::new();
    for part in &conjunction.parts {
        // References and parts of a part are parts themselves, and so is an only choice.
        let mut bare = Schema {
            reference: None,
            dynamic: None,
            all_of: Vec::new(),
            discriminator: None,
            rust_name: None,
            nullable: false,
            ..Schema::clone(part)
        };
        let chooses = conjunction.choosers.iter().any(|chooser| is(chooser, part));
        if !chooses || is(chooser, part) {
            bare.one_of.clear();
            bare.any_of.clear();
        }
        // Each branch is an object, or of one of the types, by itself.
        if bare.types == ["object"] || (is(chooser, part) && bare.types.len() > 1) {
            bare.types.clear();
        }
        if !bare.says_nothing_itself() || !bare.alternatives().is_empty() {
            common.push(Rc::new(bare));
        }
    }
    common
}

/// What a branch is called where no tag says so.
pub(super) fn word(branch: &Branch<'_>) -> String {
    if let Some(name) = branch.target.as_ref().and_then(|target| target.location.last()) {
        return name.into_owned();
    }
    if let Some(title) = branch.schemas[0].title {
        return title.to_owned();
    }
    let flat = &branch.flat;
    match flat.types() {
        ["string"] => match flat.first(|part| part.format) {
            Some(format @ ("date" | "date-time" | "uuid" | "binary")) => format.to_owned(),
            Some("byte") => "base64".to_owned(),
            _ if flat.any(|part| part.encoding.is_some()) => "base64".to_owned(),
            _ => "text".to_owned(),
        },
        [ty] => match *ty {
            "array" => "list".to_owned(),
            ty => ty.to_owned(),
        },
        _ if flat.is_struct() => "object".to_owned(),
        _ => "other".to_owned(),
    }
}
