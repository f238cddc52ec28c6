//! Security requirements: selects those that the client can meet, and collects their scopes.

use super::Common;
use crate::document::{self, Requirement};
use crate::lower::scheme::Scopes;
use crate::lower::{Lower, problems};

impl<'s> Lower<'s, '_> {
    /// Returns the security requirements that the client can meet, as positions of schemes.
    pub(super) fn security(
        &mut self,
        common: &Common<'_, 's>,
        scopes: &mut Scopes<'s>,
        operation: &document::Operation<'s>,
    ) -> Vec<Vec<usize>> {
        let requirements = operation.security.as_ref().unwrap_or(&common.document.security);
        requirements
            .iter()
            .filter_map(|requirement| self.requirement(common, scopes, requirement))
            .collect()
    }

    fn requirement(
        &mut self,
        common: &Common<'_, 's>,
        asked: &mut Scopes<'s>,
        requirement: &Requirement<'s>,
    ) -> Option<Vec<usize>> {
        let mut alternative = Some(Vec::new());
        for (name, scopes) in requirement.schemes.iter().zip(&requirement.scopes) {
            if !common.declared.contains(name) {
                let declared = &common.document.schemes;
                let known: Vec<_> = declared.iter().map(|(name, _)| *name).collect();
                let location = requirement.location.key(name);
                let report = problems::unknown_scheme(location.clone(), name, &known);
                self.cx.mistake(report.at_key(&location), "the client does not offer it");
            }
            match common.schemes.get(name) {
                Some(&scheme) => {
                    asked.add(scheme, scopes);
                    alternative.iter_mut().for_each(|list| list.push(scheme));
                }
                None => alternative = None,
            }
        }
        alternative
    }
}
