//! Settings for a parameter of one operation: idempotency keys and secrets.

use crate::api::{Parameter, Place};
use crate::document;
use crate::lower::{Lower, problems};
use crate::settings::{Extension, Mark};
use crate::source::{Location, Value};

impl<'s> Lower<'s, '_> {
    /// Applies the settings for a parameter, which is named by its operation: `operationId.parameter` or
    /// `METHOD /path.parameter`. An idempotency key can also be named alone, and both by JSON pointer.
    pub(super) fn mark_parameter(
        &mut self,
        parameter: &mut Parameter,
        operation: &document::Operation<'s>,
        template: &str,
    ) {
        let place = format!("{} {template}", operation.method.as_str());
        let owners = operation.id.map(str::to_owned).into_iter().chain([place]);
        let name = &parameter.name;
        let names: Vec<_> = owners.map(|owner| format!("{owner}.{name}")).collect();
        let pointer = parameter.location.pointer.as_str().to_owned();
        let alone = [parameter.name.clone(), pointer.clone()];
        let in_all = names.iter().cloned().chain(alone).collect::<Vec<_>>();
        if let Some((mark, is_key)) = self.flag(Extension::IdempotencyKey, &in_all) {
            parameter.idempotency_key = is_key && parameter.place == Place::Header;
            // One that is named alone has this report already.
            if is_key
                && parameter.place != Place::Header
                && names.iter().any(|it| mark.rule.matches(it))
            {
                let location = self.place(mark, parameter, Extension::IdempotencyKey);
                let what = "a key for repeated requests that is no header";
                self.cx.report(problems::not_covered(location, what, "no key is made for a call"));
            }
        }
        let in_secrets = names.into_iter().chain([pointer]).collect::<Vec<_>>();
        if let Some((_, is_secret)) = self.flag(Extension::Sensitive, &in_secrets) {
            parameter.shape.sensitive = is_secret;
        }
    }

    fn flag(&mut self, extension: Extension, names: &[String]) -> Option<(&'s Mark, bool)> {
        let mark = self.cx.mark(extension, names)?;
        match mark.value {
            Value::Bool(flag) => Some((mark, flag)),
            _ => None,
        }
    }

    fn place(&self, mark: &Mark, parameter: &Parameter, extension: Extension) -> Location {
        let location = mark.rule.location(self.cx.source.settings_file());
        location.unwrap_or_else(|| parameter.location.key(extension.key()))
    }
}
