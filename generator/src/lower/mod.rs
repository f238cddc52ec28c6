//! From the document to the API: references followed, `allOf` merged, unions recognised, inline
//! schemas given a place.
//!
//! Every problem is reported and lowering goes on, so that one run finds them all. What is not
//! covered becomes any JSON value, with a warning at its place.

mod access;
mod answer;
mod circles;
mod codes;
mod component;
mod conjunction;
mod described;
mod family;
mod groups;
mod idempotency;
mod inline;
mod limits;
mod media;
mod object;
mod operation;
mod paging;
mod paths;
mod pins;
mod problems;
mod resolve;
mod rules;
mod schema;
mod scope;
mod signature;
mod stream;
mod tags;
mod template;
mod tuple;
mod union;
mod values;
mod webhook;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use crate::api::{
    Api, Arena, ClientFlow, Docs, Info, OperationId, Scheme, Server, TypeDef, TypeId, Variable,
};
use crate::document::{self, Carried, Context, Document, Pagination, Schema, SecurityScheme};
use crate::formats::Formats;
use crate::source::Location;

use component::Component;
use described::Noted;
use family::Families;
use limits::Spent;
use scope::Target;

/// Lowers a document. The result is whole only if no error was reported.
pub fn lower<'s>(cx: &mut Context<'s>, document: &Document<'s>, formats: Formats) -> Api {
    let mut lower = Lower::new(cx, document, formats);
    lower.find_families(document);
    for (_, schema) in &document.schemas {
        lower.component(&Target::plain(schema.location.clone()), None);
    }
    let servers = lower.servers(document);
    let mut schemes = lower.schemes(document, &servers);
    let groups = groups::of_tags(document);
    let (mut operations, left_out) = lower.operations(document, &schemes, &groups);
    let webhooks = lower.webhooks(document);
    lower.settle_scopes(&mut schemes);
    lower.settle_tags();
    lower.break_circles();
    lower.settle_access(&operations, &webhooks);
    lower.pages(&mut operations);
    pins::check(lower.cx, &lower.types, &operations);
    let schemas = lower.described();
    let types = lower.types;
    let codes = codes::find(&types, &operations);
    let info = info(document);
    let mut api = Api {
        info,
        servers,
        schemes,
        groups,
        types,
        operations,
        left_out,
        webhooks,
        schemas,
        codes,
    };
    groups::add_others(&mut api);
    api
}

/// What lowering knows while it goes on.
struct Lower<'s, 'c> {
    cx: &'c mut Context<'s>,
    /// The schemas that references led to, read once.
    schemas: HashMap<Location, Rc<Schema<'s>>>,
    /// What became of them.
    components: HashMap<Target<'s>, Component>,
    /// Which schemas extend which.
    families: Families<'s>,
    /// The types that schemas are by themselves which others extend.
    own: HashMap<Location, TypeId>,
    types: Arena<TypeDef>,
    /// Inline types by what they are made of: equal ones are one type.
    inline: HashMap<String, TypeId>,
    /// The schemas in place that are being lowered, or contain themselves, by what they are made of.
    open: HashMap<Vec<Target<'s>>, schema::Open>,
    /// How many schemas in place stand around the one that is being lowered.
    depth: usize,
    /// Where the choices of schemas lead that others extend.
    chosen: HashMap<Location, Rc<HashSet<Location>>>,
    /// The dynamic anchors that matter below schemas.
    anchors: HashMap<Location, Rc<HashSet<&'s str>>>,
    /// What unions ask of their branches, in the order in which they asked.
    tags: Vec<tags::Demand>,
    /// Whether the member `data` is lowered as what its text holds: in an event it is.
    opens_data: bool,
    formats: Formats,
    /// What became of schemas that stand in place.
    noted: HashMap<Location, Noted>,
    /// What operations say of their pages.
    paged: Vec<(OperationId, Pagination<'s>)>,
    /// The scopes that operations ask for, by position of the scheme.
    scopes: BTreeMap<usize, Vec<String>>,
    scopes_seen: HashSet<(usize, &'s str)>,
    /// How much was made of it.
    spent: Spent,
}

impl<'s, 'c> Lower<'s, 'c> {
    fn new(cx: &'c mut Context<'s>, document: &Document<'s>, formats: Formats) -> Self {
        let schemas = document.schemas.iter();
        Self {
            cx,
            schemas: schemas.map(|(_, s)| (s.location.clone(), Rc::clone(s))).collect(),
            components: HashMap::new(),
            families: Families::default(),
            own: HashMap::new(),
            types: Arena::default(),
            inline: HashMap::new(),
            open: HashMap::new(),
            depth: 0,
            chosen: HashMap::new(),
            anchors: HashMap::new(),
            tags: Vec::new(),
            opens_data: false,
            formats,
            noted: HashMap::new(),
            paged: Vec::new(),
            scopes: BTreeMap::new(),
            scopes_seen: HashSet::new(),
            spent: Spent::default(),
        }
    }

    /// The servers that can be called as they are: those with an absolute URL. Others are relative to
    /// where the description was found (OpenAPI 3.1, 4.8.5), which is not known here.
    fn servers(&mut self, document: &Document<'s>) -> Vec<Server> {
        let mut servers = Vec::new();
        for server in &document.servers {
            let url = server_url(server);
            if !url.starts_with("https://") && !url.starts_with("http://") {
                self.cx.report(problems::relative_server(server.location.key("url")));
                continue;
            }
            servers.push(Server {
                url,
                template: server.url.to_owned(),
                variables: variables(server),
                name: server.name.map(str::to_owned),
                docs: docs(None, server.description, false),
                location: server.location.clone(),
            });
        }
        servers
    }

    /// The security schemes that a client can serve.
    fn schemes(&mut self, document: &Document<'s>, servers: &[Server]) -> Vec<Scheme> {
        let mut schemes = Vec::new();
        for (id, scheme) in &document.schemes {
            let carrier = match &scheme.carrier {
                Carried::By(carrier) => carrier.clone(),
                Carried::Elsewhere => {
                    let what = format!("the security scheme `{id}`");
                    let instead = "the client sends no credential for it";
                    self.cx.report(problems::not_covered(scheme.location.clone(), &what, instead));
                    continue;
                }
                Carried::Unknown => continue,
            };
            schemes.push(Scheme {
                id: (*id).to_owned(),
                carrier,
                flow: scheme.flow.map(|flow| self.flow(scheme, flow, servers)),
                docs: docs(None, scheme.description, false),
                pinned: scheme.rust_name.map(str::to_owned),
                location: scheme.location.clone(),
            });
        }
        schemes
    }
}

impl<'s> Lower<'s, '_> {
    /// The flow of a scheme. A URL that is not absolute is relative to the server (OpenAPI 3.2,
    /// 4.31), of which only the origin is taken where it begins with a slash.
    fn flow(
        &mut self,
        scheme: &SecurityScheme<'s>,
        flow: document::ClientFlow<'s>,
        servers: &[Server],
    ) -> ClientFlow {
        let url = flow.token_url;
        let origin = servers.first().and_then(|server| {
            let host = server.url.find("://")? + 3;
            let end = server.url.get(host..)?.find('/').map(|end| host + end);
            server.url.get(..end.unwrap_or(server.url.len()))
        });
        let token_url = match origin {
            _ if url.starts_with("https://") || url.starts_with("http://") => url.to_owned(),
            Some(origin) if url.starts_with('/') => format!("{origin}{url}"),
            _ => {
                let location = scheme.location.key("flows").key("clientCredentials");
                self.cx.report(problems::relative_token_url(location.key("tokenUrl")));
                String::new()
            }
        };
        ClientFlow { token_url, scopes: Vec::new() }
    }

    /// Keeps a scope that an operation asks for.
    fn note_scopes(&mut self, scheme: usize, scopes: &[&'s str]) {
        let known = self.scopes.entry(scheme).or_default();
        for scope in scopes {
            if self.scopes_seen.insert((scheme, *scope)) {
                known.push((*scope).to_owned());
            }
        }
    }

    fn settle_scopes(&mut self, schemes: &mut [Scheme]) {
        for (scheme, scopes) in std::mem::take(&mut self.scopes) {
            if let Some(flow) = schemes.get_mut(scheme).and_then(|scheme| scheme.flow.as_mut()) {
                flow.scopes = scopes;
            }
        }
    }
}

fn info(document: &Document<'_>) -> Info {
    Info {
        title: document.info.title.to_owned(),
        version: document.info.version.clone(),
        docs: docs(document.info.summary, document.info.description, false),
    }
}

/// The variables that stand in the URL of a server.
fn variables(server: &crate::document::Server<'_>) -> Vec<Variable> {
    let pieces = server.url.split('{').skip(1);
    let used: HashSet<&str> = pieces.filter_map(|it| Some(it.split_once('}')?.0)).collect();
    let used = server.variables.iter().filter(|variable| used.contains(variable.name));
    let variable = |variable: &crate::document::ServerVariable<'_>| Variable {
        name: variable.name.to_owned(),
        default: variable.default.to_owned(),
        values: variable.values.iter().map(|&value| value.to_owned()).collect(),
        docs: docs(None, variable.description, false),
    };
    used.map(variable).collect()
}

/// The URL of a server, its variables replaced by their defaults. A default that would end the scheme,
/// host or port has its characters encoded, so that no request goes where it leads.
fn server_url(server: &crate::document::Server<'_>) -> String {
    let (mut url, mut rest) = (String::new(), server.url);
    let mut defaults = HashMap::new();
    for variable in &server.variables {
        defaults.entry(variable.name).or_insert(variable.default);
    }
    // How far the template has to be looked through for the end of the host.
    let mut origin_ends = server.url.len();
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        url.push_str(text);
        let before = server.url.len() - rest.len() + text.len();
        let before = server.url.get(..before.min(origin_ends)).unwrap_or_default();
        match defaults.get(name) {
            None => url.push_str(&format!("{{{name}}}")),
            Some(default) if Server::has_origin_between(before, default, after) => {
                url.push_str(&in_origin(default));
            }
            Some(default) => url.push_str(default),
        }
        // Behind a slash that ends the host, what stands before tells the same for all.
        let host = before.find("://").map_or(0, |at| at + 3);
        if let Some(end) = before.get(host..).and_then(|rest| rest.find('/')) {
            origin_ends = origin_ends.min(host + end + 1);
        }
        rest = after;
    }
    url + rest
}

/// A part of a scheme, host or port: all but their own characters encoded.
fn in_origin(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn docs(summary: Option<&str>, description: Option<&str>, deprecated: bool) -> Docs {
    Docs {
        summary: summary.map(str::to_owned),
        description: description.map(str::to_owned),
        deprecated,
    }
}
