//! Unions that are branches of themselves with nothing between: such a branch allows no further value,
//! and reading it would never end.

use super::{Lower, problems};
use crate::api::{TypeId, TypeKind};

impl Lower<'_, '_> {
    /// Leaves out the branches that lead back to their union.
    pub(super) fn break_circles(&mut self) {
        for id in self.types.ids() {
            let TypeKind::Union(union) = &self.types[id].kind else { continue };
            let named = union.variants.iter().map(|variant| variant.named());
            let circular: Vec<bool> = named
                .map(|target| target.is_some_and(|target| self.leads_to(target, id)))
                .collect();
            if !circular.contains(&true) {
                continue;
            }
            let location = self.types[id].location.clone();
            self.cx.mistake(problems::circular_schema(location), "the branch is left out");
            let TypeKind::Union(union) = &mut self.types[id].kind else { continue };
            let is_kept = |index: &usize| !circular.get(*index).copied().unwrap_or(false);
            union.fallback =
                union.fallback.filter(is_kept).map(|index| (0..index).filter(is_kept).count());
            let mut circular = circular.into_iter();
            union.variants.retain(|_| !circular.next().unwrap_or(false));
        }
    }

    /// Whether a type is this one, or a union with a branch that is.
    fn leads_to(&self, from: TypeId, to: TypeId) -> bool {
        let mut seen = vec![false; self.types.len()];
        let mut next = vec![from];
        while let Some(id) = next.pop() {
            if id == to {
                return true;
            }
            if let (Some(seen), TypeKind::Union(union)) =
                (seen.get_mut(id.index()), &self.types[id].kind)
                && !std::mem::replace(seen, true)
            {
                next.extend(union.variants.iter().filter_map(|variant| variant.named()));
            }
        }
        false
    }
}
