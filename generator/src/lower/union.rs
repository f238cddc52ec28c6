//! Unions that a property tells apart: by discriminator, or by a constant in each branch.

use std::rc::Rc;

use super::conjunction::Conjunction;
use super::{Lower, problems};
use crate::api::{
    Constant, Docs, Field, Literal, Origin, Shape, Step, Type, TypeId, TypeKind, Union, Variant,
};
use crate::document::{Discriminator, Schema};
use crate::source::Location;

/// A union that was looked at and found good.
pub(super) struct Plan<'s> {
    tag: String,
    branches: Vec<Branch<'s>>,
}

struct Branch<'s> {
    schema: Rc<Schema<'s>>,
    /// Where its reference leads, if it is one.
    target: Option<Location>,
    /// The values of the tag.
    tags: Vec<String>,
}

/// What a union asks of a branch: to carry these values of the tag.
pub(super) struct Demand {
    ty: TypeId,
    tag: String,
    values: Vec<String>,
    location: Location,
}

const HELP: &str = "give the branches a property with a `const` of its own each";

impl<'s> Lower<'s, '_> {
    /// Looks at the branches. A union that cannot be typed is reported.
    pub(super) fn plan_union(&mut self, conjunction: &Conjunction<'s>) -> Option<Plan<'s>> {
        let mut parts = conjunction.parts.iter().filter(|part| !part.choices().is_empty());
        let part = Rc::clone(parts.next()?);
        if parts.next().is_some() || conjunction.is_struct() {
            let what = "a union beside properties or another union";
            self.cx.report(problems::not_typed(part.location.clone(), what, HELP));
            return None;
        }
        let mut branches = Vec::new();
        for choice in part.choices() {
            let flat = self.flatten(&[Rc::clone(choice)]);
            let object = flat.is_struct() && !flat.any(|part| !part.choices().is_empty());
            if !object {
                let what = "a union of other things than objects";
                self.cx.report(problems::not_typed(part.location.clone(), what, HELP));
                return None;
            }
            let target = self.plain_reference(&[Rc::clone(choice)]).map(|plain| plain.target);
            branches.push((Branch { schema: Rc::clone(choice), target, tags: Vec::new() }, flat));
        }
        let discriminator = conjunction.parts.iter().find_map(|part| part.discriminator.as_ref());
        let plan = match discriminator {
            Some(discriminator) => self.by_discriminator(discriminator, branches),
            None => self.by_constant(branches),
        };
        if plan.is_none() {
            let what = "a union whose branches no property tells apart";
            self.cx.report(problems::not_typed(part.location.clone(), what, HELP));
        }
        self.check_tags(&part.location, plan?)
    }

    fn by_discriminator(
        &mut self,
        discriminator: &Discriminator<'s>,
        branches: Vec<(Branch<'s>, Conjunction<'s>)>,
    ) -> Option<Plan<'s>> {
        let mapped = self.mapping(discriminator, &branches);
        let tag = discriminator.property.to_owned();
        let mut plan = Plan { tag, branches: Vec::new() };
        for (index, (mut branch, flat)) in branches.into_iter().enumerate() {
            let values = mapped.iter().filter(|(branch, _)| *branch == index);
            branch.tags = values.map(|(_, value)| (*value).to_owned()).collect();
            match self.constant_text(&flat, &plan.tag) {
                Some(constant) if branch.tags.is_empty() => branch.tags.push(constant),
                Some(constant) if !branch.tags.contains(&constant) => {
                    let location = discriminator.location.key("mapping").key(&branch.tags[0]);
                    let mapped = &branch.tags[0];
                    self.cx.report(problems::contradicting_tag(location, mapped, &constant));
                }
                Some(constant) => branch.tags = vec![constant],
                // Without a mapping the name of the schema is the value (OpenAPI 3.1, 4.8.25).
                None if branch.tags.is_empty() => {
                    let target = branch.target.as_ref()?;
                    branch.tags.push(target.last()?.into_owned());
                }
                None => {}
            }
            plan.branches.push(branch);
        }
        Some(plan)
    }

    /// The values of the mapping, each with the position of its branch. A value without a branch is
    /// reported.
    fn mapping(
        &mut self,
        discriminator: &Discriminator<'s>,
        branches: &[(Branch<'s>, Conjunction<'s>)],
    ) -> Vec<(usize, &'s str)> {
        let file = &discriminator.location.file;
        let mut mapped = Vec::new();
        for (value, target) in &discriminator.mapping {
            // A bare name is that of a component, if there is one (OpenAPI 3.1, 4.8.25.4).
            let name = format!("#/components/schemas/{target}");
            let found = self.cx.source.resolve(file, &name);
            let found = found.or_else(|_| self.cx.source.resolve(file, target)).ok();
            let is = |branch: &Branch<'s>| branch.target.is_some() && branch.target == found;
            match branches.iter().position(|(branch, _)| is(branch)) {
                Some(index) => mapped.push((index, *value)),
                None => {
                    let location = discriminator.location.key("mapping").key(value);
                    let known = branches.iter().filter_map(|(branch, _)| branch.schema.reference);
                    let known: Vec<_> = known.map(str::to_owned).collect();
                    let report = problems::mapping_without_branch(location, value, target, &known);
                    self.cx.report(report);
                }
            }
        }
        mapped
    }

    fn by_constant(&mut self, branches: Vec<(Branch<'s>, Conjunction<'s>)>) -> Option<Plan<'s>> {
        let names = self.constant_names(&branches.first()?.1);
        for name in names {
            let mut values = Vec::new();
            for (_, flat) in &branches {
                let value = self.constant_text(flat, name);
                values.extend(value.filter(|value| !values.contains(value)));
            }
            if values.len() == branches.len() {
                let tagged = branches.into_iter().zip(values);
                let branches =
                    tagged.map(|((branch, _), value)| Branch { tags: vec![value], ..branch });
                return Some(Plan { tag: name.to_owned(), branches: branches.collect() });
            }
        }
        None
    }

    /// Reports a value of the tag that two branches have.
    fn check_tags(&mut self, location: &Location, plan: Plan<'s>) -> Option<Plan<'s>> {
        let mut seen = Vec::new();
        for tag in plan.branches.iter().flat_map(|branch| &branch.tags) {
            if seen.contains(&tag) {
                self.cx.report(problems::ambiguous_tag(location.clone(), &plan.tag, tag));
                return None;
            }
            seen.push(tag);
        }
        Some(plan)
    }

    /// The union of a plan, its branches lowered.
    pub(super) fn union(&mut self, plan: Plan<'s>, origin: &Origin) -> Union {
        let mut variants = Vec::new();
        for branch in plan.branches {
            let shape = match &branch.target {
                Some(target) => self.component(target),
                None => {
                    let origin = origin.step(Step::Variant(branch.tags[0].clone()));
                    self.shape(&[Rc::clone(&branch.schema)], &origin)
                }
            };
            // The plan holds objects only, and they become types of their own.
            let Type::Named(ty) = shape.ty else { continue };
            self.tags.push(Demand {
                ty,
                tag: plan.tag.clone(),
                values: branch.tags.clone(),
                location: branch.schema.location.clone(),
            });
            variants.push(Variant { tags: branch.tags, ty });
        }
        Union { tag: plan.tag, variants }
    }

    /// Lets each branch carry its tag: as a constant where one value is asked of it, as a field
    /// where several are.
    pub(super) fn settle_tags(&mut self) {
        for demand in &self.tags {
            let mut values: Vec<&String> = Vec::new();
            for other in self.tags.iter().filter(|d| d.ty == demand.ty && d.tag == demand.tag) {
                values.extend(&other.values);
            }
            values.sort();
            values.dedup();
            let TypeKind::Struct(object) = &mut self.types[demand.ty].kind else { continue };
            let known = object.constants.iter().position(|c| c.name == demand.tag);
            match (known, values.as_slice()) {
                (Some(position), _) => object.constants[..=position].rotate_right(1),
                (None, [value]) => {
                    object.fields.retain(|field| field.name != demand.tag);
                    let value = Literal::Text((*value).clone());
                    object.constants.insert(0, Constant { name: demand.tag.clone(), value });
                }
                (None, _) if object.fields.iter().any(|field| field.name == demand.tag) => {}
                (None, _) => object.fields.insert(
                    0,
                    Field {
                        name: demand.tag.clone(),
                        pinned: None,
                        docs: Docs::default(),
                        shape: Shape::of(Type::Text),
                        required: true,
                        location: demand.location.clone(),
                    },
                ),
            }
        }
    }
}
