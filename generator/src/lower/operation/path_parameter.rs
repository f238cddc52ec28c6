//! Path parameters: compares those of an operation with those of its path.

use crate::api::{Content, Docs, Parameter, Place, Segment, Serialization, Shape, Type};
use crate::document;
use crate::lower::{Lower, problems};
use crate::source::Location;

impl<'s> Lower<'s, '_> {
    /// Gives each parameter of a path its place (see [`document::Operation::path_renames`]).
    pub(super) fn match_path(
        &mut self,
        item: &document::PathItem<'s>,
        operation: &document::Operation<'s>,
        path: &[Segment],
        parameters: &mut Vec<Parameter>,
    ) {
        let names = path.iter().filter_map(|segment| match segment {
            Segment::Parameter(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        });
        let names: Vec<&str> = names.collect();
        for (declared, name) in operation.path_renames(&item.parameters, &names) {
            let mut declarations = parameters.iter_mut();
            let is_meant = |it: &&mut Parameter| it.place == Place::Path && it.name == declared;
            if let Some(parameter) = declarations.find(is_meant) {
                self.take_for(item.template, parameter, &name);
            }
        }
        parameters.retain(|parameter| {
            let is_used =
                parameter.place != Place::Path || names.contains(&parameter.name.as_str());
            if !is_used {
                let (location, name) = (parameter.location.key("name"), &parameter.name);
                let report = problems::unused_path_parameter(location, name, item.template, None);
                self.cx.mistake(report, "left out");
            }
            is_used
        });
        for name in names {
            if parameters.iter().any(|it| it.place == Place::Path && it.name == name) {
                continue;
            }
            // The `in` of a misplaced parameter has a report.
            if !operation.misplaces(name) {
                let (location, method) = (operation.location.clone(), operation.method.as_str());
                let report = problems::missing_path_parameter(location, name, method);
                self.cx.mistake(report, "taken as a text");
            }
            parameters.push(path_text(name, operation.location.clone()));
        }
    }

    fn take_for(&mut self, template: &str, parameter: &mut Parameter, name: &str) {
        let location = parameter.location.key("name");
        let found = &parameter.name;
        let report = problems::unused_path_parameter(location, found, template, Some(name));
        self.cx.mistake(report, &format!("taken for `{{{name}}}`"));
        parameter.name = name.to_owned();
    }
}

/// Creates a parameter that the path template contains but nothing declares.
fn path_text(name: &str, location: Location) -> Parameter {
    Parameter {
        name: name.to_owned(),
        pinned: None,
        place: Place::Path,
        required: true,
        shape: Shape::of(Type::Text),
        serialization: Serialization::Text,
        idempotency_key: false,
        reserved: false,
        content: Content::default(),
        described: (None, None),
        docs: Docs::of(None, None, false),
        location,
    }
}
