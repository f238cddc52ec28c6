//! Families: a schema with a discriminator, and the schemas that extend it by `allOf` (OpenAPI 3.1, 4.8.25).
//!
//! A use of the base schema allows a value of every schema that extends it, so the base becomes a
//! union of them. The base itself is the variant for unknown tags, so that the shared properties are
//! still decoded. A schema that extends another one becomes a struct with the properties of both.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Of;
use super::scope::Scope;
use super::union::Branch;
use crate::api::{Step, Union, Variant};
use crate::document::{Discriminator, Document, Schema};
use crate::lower::Lower;
use crate::lower::merge::Target;
use crate::source::Location;

/// The families of a description.
#[derive(Default)]
pub(crate) struct Families<'s> {
    families: HashMap<Location, Rc<Family<'s>>>,
    extending: HashSet<Location>,
}

/// A schema, and the schemas that extend it.
pub(super) struct Family<'s> {
    /// The schema that the others extend.
    base: Location,
    /// The discriminator, with the mapping reduced to this family.
    discriminator: Discriminator<'s>,
    /// The schemas that extend the base, the nearest first.
    members: Vec<Location>,
}

/// The relation of schemas and those that extend them.
struct Kinship {
    /// Pairs of a schema and one that it extends.
    pairs: Vec<(Location, Location)>,
    /// The positions of the pairs that extend a schema.
    extended: HashMap<Location, Vec<usize>>,
}

impl Families<'_> {
    /// Returns `true` if a schema extends one with a discriminator, or a union that it is a branch of.
    pub(super) fn extends(&self, location: &Location) -> bool {
        self.extending.contains(location)
    }

    /// Returns `true` if a schema is the base of a family.
    pub(super) fn contains(&self, location: &Location) -> bool {
        self.families.contains_key(location)
    }
}

impl<'s> Lower<'s, '_> {
    /// Finds the families among the components of a description.
    pub(crate) fn find_families(&mut self, document: &Document<'s>) {
        let kinship = self.kinship(document);
        let mut families = Families::default();
        for (_, root) in &document.schemas {
            let Some(discriminator) = root.own_discriminator() else { continue };
            let descendants = kinship.descendants(&root.location, &mut |_| true);
            for base in [&root.location].into_iter().chain(&descendants) {
                // A schema with a discriminator of its own is the root of another family.
                let is_root = *base == root.location;
                if !is_root && self.schema_at(base).own_discriminator().is_some() {
                    continue;
                }
                if let Some(family) = self.family_of(base, discriminator, is_root, &kinship) {
                    families.families.insert(base.clone(), Rc::new(family));
                }
            }
            families.extending.extend(descendants);
        }
        // A schema that extends a union is one of its branches, not an alias of the union.
        let mut branches: HashMap<&Location, HashSet<Location>> = HashMap::new();
        for (child, parent) in &kinship.pairs {
            let branches = branches.entry(parent).or_insert_with(|| {
                let union = self.schema_at(parent);
                self.referred(union.alternatives()).collect::<HashSet<Location>>()
            });
            if branches.contains(child) {
                families.extending.insert(child.clone());
            }
        }
        self.families = families;
    }

    /// Returns the family of a schema.
    pub(super) fn family(&self, location: &Location) -> Option<Rc<Family<'s>>> {
        self.families.families.get(location).map(Rc::clone)
    }

    /// Lowers the union of a family.
    pub(super) fn family_union(&mut self, family: &Family<'s>, scope: &Scope) -> Union {
        let mut branches = Vec::new();
        for location in family.members.iter().chain([&family.base]) {
            let schema = self.schema_at(location);
            let target = Some(Target::plain(location.clone()));
            branches.push(Branch {
                flat: self.flatten(&[Rc::clone(&schema)]),
                schemas: vec![schema],
                target,
                tags: Vec::new(),
                implicit: None,
            });
        }
        self.by_discriminator(&family.discriminator, &mut branches);
        let objects = branches.iter().all(|branch| self.is_object_branch(branch));
        let tagged = objects && self.tags_differ(&family.base, &branches);
        let mut union = Union { tag: None, variants: Vec::new(), fallback: None };
        for branch in branches {
            let variant = self.relative(family, branch, tagged, scope);
            union.variants.push(variant);
        }
        if tagged {
            union.tag = Some(family.discriminator.property.to_owned());
            union.fallback = union.variants.len().checked_sub(1);
        }
        union
    }

    /// Lowers the variant of a schema that extends the base, or of the base itself.
    fn relative(
        &mut self,
        family: &Family<'s>,
        branch: Branch<'s>,
        tagged: bool,
        scope: &Scope,
    ) -> Variant {
        let property = family.discriminator.property;
        let target = branch.target.clone();
        let location = target.map_or_else(|| family.base.clone(), |target| target.location);
        let is_base = location == family.base;
        let word = match branch.tags.first().filter(|_| tagged) {
            _ if is_base => "other".to_owned(),
            Some(tag) => tag.clone(),
            None => self.branch_word(&branch),
        };
        // A family inside the family has the same tag, so its schemas are variants of this union already.
        let shared = |other: Rc<Family<'s>>| other.discriminator.property == property;
        let shape = if is_base || self.family(&location).is_some_and(shared) {
            self.shape(Of::Base(&location), scope)
        } else {
            let scope = scope.step(Step::Variant(word.clone()));
            self.shape(Of::Component(&Target::plain(location.clone())), &scope)
        };
        if tagged {
            self.ask(property, &branch, &shape, is_base);
        }
        match tagged {
            true => {
                let implicit = branch.implicit;
                Variant { implicit, ..Variant::of(branch.tags, word, shape) }
            }
            false => Variant::of(Vec::new(), word, shape),
        }
    }

    /// Finds the components that extend other components.
    fn kinship(&mut self, document: &Document<'s>) -> Kinship {
        let mut schemas: Vec<Rc<Schema<'s>>> =
            document.schemas.iter().map(|(_, schema)| Rc::clone(schema)).collect();
        // A mapping may refer to schemas of other files.
        let roots: Vec<_> = schemas.iter().map(Rc::clone).collect();
        for root in roots {
            let mapped = root.own_discriminator().map_or_else(Vec::new, |it| self.mapped(it));
            for target in mapped {
                if schemas.iter().all(|schema| schema.location != target) {
                    schemas.push(self.schema_at(&target));
                }
            }
        }
        let mut pairs = Vec::new();
        for schema in &schemas {
            let targets = self.referred(&schema.all_of);
            pairs.extend(targets.map(|target| (schema.location.clone(), target)));
        }
        let mut extended: HashMap<Location, Vec<usize>> = HashMap::new();
        for (index, (_, parent)) in pairs.iter().enumerate() {
            extended.entry(parent.clone()).or_default().push(index);
        }
        Kinship { pairs, extended }
    }

    /// Returns the schemas that a mapping refers to. References without a target are skipped.
    fn mapped(&self, discriminator: &Discriminator<'s>) -> Vec<Location> {
        let names = discriminator.mapping.iter().map(|(_, target)| *target);
        names.filter_map(|name| self.resolve_name(&discriminator.location.file, name)).collect()
    }

    fn family_of(
        &mut self,
        base: &Location,
        discriminator: &Discriminator<'s>,
        is_root: bool,
        kinship: &Kinship,
    ) -> Option<Family<'s>> {
        if !is_root && !kinship.has_child(base) {
            return None;
        }
        let mapped = self.mapped(discriminator);
        let property = discriminator.property;
        let mut may_descend = |location: &Location| {
            let own = self.schema_at(location);
            own.own_discriminator().is_none_or(|own| own.property == property)
        };
        let descendants = kinship.descendants(base, &mut may_descend);
        let mut members: Vec<Location> = Vec::new();
        if is_root {
            members.extend(mapped.iter().filter(|location| *location != base).cloned());
        }
        members.extend(descendants.iter().cloned());
        let mut seen = HashSet::new();
        members.retain(|location| location != base && seen.insert(location.clone()));
        // If the mapping lists the tags, a schema without a tag that others extend is only an
        // intermediate one.
        if !mapped.is_empty() {
            let mapped: HashSet<&Location> = mapped.iter().collect();
            members.retain(|location| mapped.contains(location) || !kinship.has_child(location));
        }
        let known: HashSet<&Location> = members.iter().collect();
        let file = &discriminator.location.file;
        let belongs = |target: &str| {
            let target = self.resolve_name(file, target);
            is_root || target.is_some_and(|target| target == *base || known.contains(&target))
        };
        let mapping = discriminator.mapping.iter().filter(|(_, target)| belongs(target));
        let mapping = mapping.copied().collect();
        let discriminator = Discriminator { mapping, ..discriminator.clone() };
        (!members.is_empty()).then(|| Family { base: base.clone(), discriminator, members })
    }
}

impl Kinship {
    fn has_child(&self, location: &Location) -> bool {
        self.extended.contains_key(location)
    }

    /// Returns the schemas that extend a schema, the nearest first, each once.
    ///
    /// The search stops at schemas for which `may_descend` returns `false`.
    fn descendants(
        &self,
        base: &Location,
        may_descend: &mut dyn FnMut(&Location) -> bool,
    ) -> Vec<Location> {
        let mut found: Vec<Location> = Vec::new();
        let mut seen: HashSet<Location> = HashSet::from([base.clone()]);
        let mut next: HashSet<Location> = HashSet::from([base.clone()]);
        while !next.is_empty() {
            let places = next.iter().filter_map(|parent| self.extended.get(parent)).flatten();
            let mut places: Vec<usize> = places.copied().collect();
            places.sort_unstable();
            let mut new: Vec<Location> = Vec::new();
            for (child, _) in places.into_iter().filter_map(|index| self.pairs.get(index)) {
                if seen.insert(child.clone()) {
                    new.push(child.clone());
                }
            }
            found.extend(new.iter().cloned());
            next = new.into_iter().filter(|location| may_descend(location)).collect();
        }
        found
    }
}

impl<'s> Schema<'s> {
    /// Returns the discriminator of a schema without alternatives, which belongs to the schemas that extend it.
    fn own_discriminator(&self) -> Option<&Discriminator<'s>> {
        self.discriminator.as_deref().filter(|_| self.alternatives().is_empty())
    }
}
