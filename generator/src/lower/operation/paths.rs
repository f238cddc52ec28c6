//! Paths: selects the operations that a client can call.

use std::collections::HashMap;

use super::template::Template;
use super::{Common, Gathered, groups};
use crate::api::{Arena, Group, Method, Scheme, Segment};
use crate::document::{self, Document, PathItem};
use crate::lower::{Lower, problems};
use crate::source::Location;

/// The operations so far, with the keys that find duplicates.
#[derive(Default)]
struct Paths<'s> {
    gathered: Gathered<'s>,
    /// The first location of each `operationId`.
    ids: HashMap<&'s str, Location>,
    /// The first template of each method and path, parameter names aside.
    resources: HashMap<(Method, String), (&'s str, Location)>,
}

impl<'s> Lower<'s, '_> {
    /// Lowers every operation, in the order of the description.
    pub(crate) fn operations(
        &mut self,
        document: &Document<'s>,
        items: Vec<PathItem<'s>>,
        schemes: &[Scheme],
        groups: &Arena<Group>,
    ) -> Gathered<'s> {
        let common = Common {
            document,
            schemes: schemes.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect(),
            declared: document.schemes.iter().map(|(name, _)| *name).collect(),
            groups: groups::by_name(groups),
        };
        let mut paths = Paths::default();
        // A path item that cannot be read counts as one operation.
        paths.gathered.left_out.clone_from(&document.left_out);
        for item in items {
            self.path_item(&common, &item, &mut paths);
            self.forget_merged();
        }
        paths.gathered
    }

    /// Lowers the operations of a path item.
    fn path_item(&mut self, common: &Common<'_, 's>, item: &PathItem<'s>, paths: &mut Paths<'s>) {
        paths.gathered.left_out.extend_from_slice(&item.left_out);
        // A path is appended to the URL of the server. Without a slash it would extend the host.
        if !item.template.starts_with('/') {
            let report = problems::relative_path(item.location.clone(), item.template);
            self.leave_out(report, item, paths);
            return;
        }
        let Some(path) = Template::parse(item.template) else {
            let report = problems::broken_template(item.location.clone(), item.template);
            self.leave_out(report, item, paths);
            return;
        };
        let resource = resource(item.template, &path.segments);
        for operation in &item.operations {
            let key = (operation.method.clone(), resource.clone());
            // A server may tell the requests apart by the values of their parameters, and a client can send both.
            match paths.resources.get(&key) {
                Some((first, place)) => {
                    let method = operation.method.as_str();
                    let location = operation.location.clone();
                    let report = problems::same_path(location, item.template, method, first, place);
                    self.cx.mistake(report, "the client has both operations");
                }
                None => {
                    paths.resources.insert(key, (item.template, operation.location.clone()));
                }
            }
            self.check_id(operation, &mut paths.ids);
            let lowered = self.operation(common, item, operation, &path, &mut paths.gathered);
            paths.gathered.operations.push(lowered);
        }
    }

    fn leave_out(
        &mut self,
        report: crate::report::Report,
        item: &PathItem<'s>,
        paths: &mut Paths<'s>,
    ) {
        self.cx.mistake(report, "its operations are left out");
        let names = item.operations.iter().map(|operation| operation.name(item.template));
        paths.gathered.left_out.extend(names);
    }

    fn check_id(
        &mut self,
        operation: &document::Operation<'s>,
        ids: &mut HashMap<&'s str, Location>,
    ) {
        let place = operation.location.key("operationId");
        if let Some(id) = operation.id
            && let Some(first) = ids.insert(id, place.clone())
        {
            let report = problems::duplicate_operation(place, id, &first);
            self.cx.mistake(report, "its method has another name");
        }
    }
}

/// Returns a template without the names of its parameters, which do not distinguish paths (OpenAPI 3.1, 4.8.8.2).
///
/// It keeps the query and fragment, because some descriptions use them to distinguish operations.
fn resource(template: &str, segments: &[Segment]) -> String {
    let path = segments.iter().map(|segment| match segment {
        Segment::Literal(text) => text.as_str(),
        Segment::Parameter(_) => "{}",
    });
    let rest = template.find(['?', '#']).and_then(|at| template.get(at..));
    path.chain(rest).collect()
}
