//! Unions: finds the property that distinguishes the branches, and lowers the branches.

#![allow(clippy::indexing_slicing, reason = "the positions and lengths were found just before")]

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Of;
use super::scope::Scope;
use crate::api::{Literal, Shape, Step, Type, TypeId, Union, Unit, Variant};
use crate::document::{Discriminator, Schema};
use crate::lower::merge::{Chooser, Conjunction, Target};
use crate::lower::passes::Demand;
use crate::lower::{Lower, problems};
use crate::source::{FileId, Location};

/// The plan of a union, before its branches are lowered.
pub(super) struct Plan<'s> {
    /// The tag: the property that distinguishes the branches.
    tag: Option<&'s str>,
    branches: Vec<Branch<'s>>,
    /// The position of the branch for values with an unknown tag or none.
    fallback: Option<usize>,
}

pub(super) struct Branch<'s> {
    /// The alternative, and the parts that apply to all alternatives.
    pub(super) schemas: Vec<Rc<Schema<'s>>>,
    /// The conjunction of all these schemas.
    pub(super) flat: Rc<Conjunction<'s>>,
    /// The target, if the alternative is a reference.
    pub(super) target: Option<Target<'s>>,
    /// The values of the tag.
    pub(super) tags: Vec<String>,
    /// The name of the schema, if a mapping gives it another value of the tag.
    pub(super) implicit: Option<String>,
}

/// The label of a tag in a mapping that its branch does not allow.
const OF_BRANCH: &str = "the tag of the branch is used";

impl<'s> Lower<'s, '_> {
    /// Plans a union. Problems of its tag are reported.
    pub(super) fn plan_union(&mut self, conjunction: &Conjunction<'s>) -> Option<Plan<'s>> {
        // If several parts have alternatives, the branches of the first contain those of the others.
        let chooser = conjunction.choosers.first()?;
        let common = common(conjunction, chooser);
        let mut branches = Vec::new();
        for choice in &chooser.choices {
            let mut schemas = vec![Rc::clone(choice)];
            let own = self.flatten(&schemas);
            // The branch already includes the schemas that it extends.
            let is_own =
                |part: &&Rc<Schema<'s>>| own.parts.iter().any(|own| own.location == part.location);
            schemas.extend(common.iter().filter(|part| !is_own(part)).map(Rc::clone));
            branches.push(Branch {
                flat: self.flatten(&schemas),
                target: self.plain_reference(&[Rc::clone(choice)]).map(|plain| plain.target),
                schemas,
                tags: Vec::new(),
                implicit: None,
            });
        }
        let location = &chooser.part.location;
        // The discriminator of the base of a family belongs to the family, not to this choice.
        let discriminator = conjunction.parts.iter().find_map(|part| {
            part.discriminator.as_deref().filter(|_| !self.families.contains(&part.location))
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

    /// Returns `true` if the values of a branch are objects with known properties.
    pub(super) fn is_object_branch(&self, branch: &Branch<'s>) -> bool {
        let target = branch.target.as_ref();
        branch.flat.is_struct() || target.is_some_and(|it| self.families.extends(&it.location))
    }

    /// Returns the position of the branch that `defaultMapping` names (OpenAPI 3.2, 4.25).
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

    /// Sets the tags of each branch by the discriminator. Returns `false` if a branch has no tag or
    /// contradicts the mapping.
    pub(super) fn by_discriminator(
        &mut self,
        discriminator: &Discriminator<'s>,
        branches: &mut [Branch<'s>],
    ) -> bool {
        self.map_tags(discriminator, branches);
        let mapped = branches.iter().enumerate();
        let mapped: HashMap<String, usize> = mapped
            .flat_map(|(index, branch)| branch.tags.iter().map(move |tag| (tag.clone(), index)))
            .collect();
        let mut found = true;
        for branch in branches.iter_mut() {
            match self.constant_text(&branch.flat, discriminator.property) {
                Some(constant) => {
                    if let Some(mapped) =
                        branch.tags.first().filter(|_| !branch.tags.contains(&constant))
                    {
                        let location = discriminator.location.key("mapping").key(mapped);
                        let report = problems::contradicting_tag(location, mapped, &constant);
                        self.cx.mistake(report, OF_BRANCH);
                    }
                    branch.tags = vec![constant];
                }
                None if self.contradicts(discriminator, branch, &mapped) => found = false,
                // Without a mapping, the tag is the name of the schema (OpenAPI 3.1, 4.8.25).
                None if branch.tags.is_empty() => {
                    let name = branch.target.as_ref().and_then(|target| target.location.last());
                    found &= name.is_some();
                    branch.tags.extend(name.map(|name| name.into_owned()));
                }
                // A mapping adds values to the implicit ones (OpenAPI 3.1.1, 4.8.25.4).
                None if self.listed_texts(&branch.flat, discriminator.property).is_empty() => {
                    let name = branch.target.as_ref().and_then(|target| target.location.last());
                    branch.implicit = name.map(|name| name.into_owned());
                }
                None => {}
            }
        }
        let tags: HashSet<String> =
            branches.iter().flat_map(|branch| branch.tags.iter().cloned()).collect();
        let mut seen = HashSet::new();
        for branch in branches {
            branch.implicit = branch
                .implicit
                .take()
                .filter(|name| !tags.contains(name) && seen.insert(name.clone()));
        }
        found
    }

    /// Returns `true` if a branch lists values of the tag, and the mapping gives it only other
    /// values. The property then does not distinguish the branches.
    ///
    /// If the mapping gives the listed values to several other branches, the list is one that the branches share, and
    /// incomplete.
    fn contradicts(
        &mut self,
        discriminator: &Discriminator<'s>,
        branch: &Branch<'s>,
        branches: &HashMap<String, usize>,
    ) -> bool {
        let Some(mapped) = branch.tags.first() else { return false };
        let listed = self.listed_texts(&branch.flat, discriminator.property);
        let known: HashSet<&String> = listed.iter().collect();
        let contradicts = !listed.is_empty() && branch.tags.iter().all(|tag| !known.contains(tag));
        if contradicts {
            let location = discriminator.location.key("mapping").key(mapped);
            let report = problems::contradicting_tag(location, mapped, &listed.join("`, `"));
            let owners: Option<HashSet<usize>> =
                listed.iter().map(|value| branches.get(value).copied()).collect();
            let is_shared = owners.is_some_and(|owners| owners.len() > 1);
            let instead = match is_shared {
                true => "the tag of the mapping is used",
                false => OF_BRANCH,
            };
            self.cx.mistake(report, instead);
            return !is_shared;
        }
        contradicts
    }

    /// Assigns the values of the mapping to their branches. Reports a value without a branch.
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

    /// Resolves a schema in a mapping. A bare name refers to a component first (OpenAPI 3.1, 4.8.25.4).
    pub(super) fn resolve_name(&self, file: &FileId, target: &str) -> Option<Location> {
        // Names of components contain neither `#` nor `/` (OpenAPI 3.1, 4.8.7.1). The check avoids
        // failed lookups, which are linear in the number of names.
        let is_name = !target.contains(['#', '/']);
        let name = is_name.then(|| self.cx.named_schema(target));
        let found = name.and_then(|name| self.cx.source.resolve(file, &name).ok());
        found.or_else(|| self.cx.source.resolve(file, target).ok())
    }

    /// Finds a property that has a different constant in each branch.
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

    /// Returns `true` if no two branches share a tag. Otherwise it reports the tag, and the union
    /// is decoded by best fit.
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

    /// Records that a branch must have its tags. An open branch also takes other values.
    pub(super) fn ask(&mut self, tag: &str, branch: &Branch<'s>, shape: &Shape, open: bool) {
        let Type::Named(ty) = shape.ty else { return };
        let (tag, values) = (tag.to_owned(), branch.tags.clone());
        let implicit = branch.implicit.clone();
        let location = branch.schemas[0].location.clone();
        self.demands.push(Demand { ty, tag, values, implicit, open, location });
    }

    /// Lowers a planned union and its branches.
    pub(super) fn union(&mut self, plan: &Plan<'s>, scope: &Scope) -> Union {
        let tag = plan.tag.map(str::to_owned);
        let mut union = Union { tag, variants: Vec::new(), fallback: None };
        // Only variants of one type can be equal.
        let mut by_type: HashMap<Option<TypeId>, Vec<usize>> = HashMap::new();
        let words = self.branch_words(plan.tag, &plan.branches);
        for ((index, branch), word) in plan.branches.iter().enumerate().zip(words) {
            let constant = branch.unit();
            let scope = scope.step(Step::Variant(word.clone()));
            let mut shape = match constant {
                Some(_) => Shape::of(Type::Text),
                None => self.shape(Of::Place(&branch.schemas), &scope),
            };
            // `null` is part of the union's shape.
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
                known.is_some_and(|known| {
                    let is_same = known.constant.as_ref().map(|it| &it.value)
                        == constant.as_ref().map(|it| &it.value);
                    known.tags == tags && known.shape == shape && is_same
                })
            };
            if !alike.iter().any(same) {
                alike.push(union.variants.len());
                if open {
                    union.fallback = Some(union.variants.len());
                }
                let implicit = branch.implicit.clone().filter(|_| plan.tag.is_some());
                union.variants.push(Variant {
                    implicit,
                    constant,
                    ..Variant::of(tags, word, shape)
                });
            }
        }
        union
    }
}

impl Plan<'_> {
    /// Returns `true` if a branch allows `null`.
    pub(super) fn allows_null(&self) -> bool {
        self.branches.iter().any(|branch| branch.flat.nullable)
    }
}

impl<'s> Branch<'s> {
    /// Returns the only value of the branch, if it is described in place and is a string.
    fn unit(&self) -> Option<Unit> {
        let values = self.flat.values().filter(|_| self.target.is_none())?;
        let is_plain = values.other_type.is_none() && self.flat.choosers.is_empty();
        match (values.single()?, values.values.first()?) {
            (Literal::String(text), value) if is_plain => {
                let docs = self.flat.docs();
                let docs = if docs.description.is_some() { docs } else { value.docs.clone() };
                Some(Unit { value: text.clone(), docs })
            }
            _ => None,
        }
    }

    /// Returns `true` if the branch is a reference to this schema.
    fn leads_to(&self, location: Option<&Location>) -> bool {
        self.target.is_some() && self.target.as_ref().map(|target| &target.location) == location
    }
}

/// The number of branches that an unresolved name is compared with.
const MOST_COMPARED: usize = 1_000;

/// Returns the references of the branches.
fn known_names(branches: &[Branch<'_>]) -> Vec<String> {
    let known = branches.iter().take(MOST_COMPARED);
    let known = known.filter_map(|branch| branch.schemas[0].reference);
    known.map(str::to_owned).collect()
}

/// Returns the parts that apply to every branch: all but the choice itself.
fn common<'s>(conjunction: &Conjunction<'s>, chooser: &Chooser<'s>) -> Vec<Rc<Schema<'s>>> {
    let is = |chooser: &Chooser<'s>, part| Rc::ptr_eq(&chooser.part, part);
    let mut common = Vec::new();
    for part in &conjunction.parts {
        // The targets of references, the parts of `allOf` and a single alternative are parts of the
        // conjunction already.
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
        // Each branch has its own type.
        if bare.types == ["object"] || (is(chooser, part) && bare.types.len() > 1) {
            bare.types.clear();
        }
        if !bare.own_keywords_allow_any_value() || !bare.alternatives().is_empty() {
            common.push(Rc::new(bare));
        }
    }
    common
}
