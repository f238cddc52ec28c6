//! Path parameters: compares those of an operation with those of its path.

use std::collections::HashSet;

use crate::api::{Content, Docs, Parameter, Place, Segment, Serialization, Shape, Type};
use crate::document;
use crate::lower::{Lower, problems};
use crate::report::did_you_mean;
use crate::source::Location;

impl<'s> Lower<'s, '_> {
    /// Gives each parameter of a path its place. A parameter that the path does not have is taken for one that the operation
    /// does not have, if their names are similar or no others are left.
    pub(super) fn match_path(
        &mut self,
        template: &str,
        operation: &document::Operation<'s>,
        path: &[Segment],
        parameters: &mut Vec<Parameter>,
    ) {
        let names = path.iter().filter_map(|segment| match segment {
            Segment::Parameter(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        });
        let names: Vec<&str> = names.collect();
        let declared = parameters.iter().filter(|it| it.place == Place::Path);
        let declared: HashSet<&str> = declared.map(|it| it.name.as_str()).collect();
        let mut missing: Vec<&str> = Vec::new();
        for name in names.iter().filter(|name| !declared.contains(*name)) {
            if !missing.contains(name) {
                missing.push(name);
            }
        }
        let unused = parameters.iter_mut();
        let unused =
            unused.filter(|it| it.place == Place::Path && !names.contains(&it.name.as_str()));
        let mut unused: Vec<&mut Parameter> = unused.collect();
        let mut lost: Vec<&str> = Vec::new();
        for name in missing.iter().copied().filter(|name| !operation.misplaces(name)) {
            let similar = did_you_mean(name, unused.iter().map(|it| it.name.as_str()));
            match similar.and_then(|similar| unused.iter().position(|it| it.name == similar)) {
                Some(at) => self.take_for(template, unused.remove(at), name),
                None => lost.push(name),
            }
        }
        if lost.len() == 1 && unused.len() == 1 {
            self.take_for(template, unused.remove(0), lost.remove(0));
        }
        for parameter in unused {
            let location = parameter.location.key("name");
            let report = problems::unused_path_parameter(location, &parameter.name, template, None);
            self.cx.mistake(report, "left out");
        }
        for name in &lost {
            let (location, method) = (operation.location.clone(), operation.method.as_str());
            let report = problems::missing_path_parameter(location, name, method);
            self.cx.mistake(report, "taken as a text");
        }
        // The `in` of a misplaced parameter has a report.
        missing.retain(|name| lost.contains(name) || operation.misplaces(name));
        let added = missing.iter().map(|name| path_text(name, operation.location.clone()));
        parameters.extend(added);
        parameters.retain(|it| it.place != Place::Path || names.contains(&it.name.as_str()));
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
