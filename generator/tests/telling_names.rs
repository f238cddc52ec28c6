//! Tests that names are telling: that words of the description come before numbers, and words of a framework are left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use specwright::document::{self, Context};
use specwright::formats::Formats;
use specwright::names::Names;
use specwright::settings::OwnTypes;
use specwright::source::Source;
use specwright::{Options, api, lower};

/// Passes the names of a description to `look`.
fn with_names<T>(source: &Source, look: impl FnOnce(&api::Api, &Names) -> T) -> T {
    let mut cx = Context::new(source, true);
    let document = document::read(&mut cx, source);
    let api = lower::lower(&mut cx, document, Formats::default(), &OwnTypes::default());
    assert!(cx.reports.is_empty(), "{:?}", cx.reports);
    look(&api, &Names::new(&api))
}

/// Returns the names of each type and its members, by the pointer of its schema.
fn types(source: &Source) -> BTreeMap<String, String> {
    with_names(source, |api, names| {
        let name = |(id, def): (api::TypeId, &api::TypeDef)| {
            let names = names.of_type(id);
            let members: Vec<_> = names.members.iter().map(ToString::to_string).collect();
            (
                def.location.pointer.to_string(),
                format!("{} {{ {} }}", names.item, members.join(", ")),
            )
        };
        api.types.iter().map(name).collect()
    })
}

/// Returns the method of each operation of this description, in order.
fn methods(description: &str) -> Vec<String> {
    let source = Source::from_text("api.yaml", description).expect("a description");
    with_names(&source, |api, names| {
        api.operations.iter().map(|(id, _)| names.of_operation(id).method.to_string()).collect()
    })
}

#[test]
fn the_kind_of_a_class_is_no_word_of_a_method() {
    let ids = [
        ("UsersController_findAll", "users_find_all"),
        ("MailService_SendMail", "mail_send_mail"),
        ("ApiController.GetUser", "api_get_user"),
        // Both would be `teams_list`.
        ("TeamsController_list", "teams_controller_list"),
        ("TeamsService_list", "teams_service_list"),
        // Another operation has this name.
        ("PetsController_list", "pets_controller_list"),
        ("pets_list", "pets_list"),
        // There is no class in front of the kind, or no member behind it.
        ("Controller_start", "controller_start"),
        ("restart_service_now", "restart_service_now"),
        ("RestartService_", "restart_service"),
    ];
    let path = |(index, (id, _)): (usize, &(&str, &str))| {
        format!(
            "  /{index}: {{ get: {{ operationId: {id}, responses: {{ '204': {{ description: x }} }} }} }}\n"
        )
    };
    let paths: String = ids.iter().enumerate().map(path).collect();
    let description =
        format!("openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n{paths}");
    assert_eq!(methods(&description), ids.map(|(_, method)| method));
}

#[test]
fn numbered_ids_have_words_of_their_paths() {
    let operations = [
        ("get", "/mail/settings", "readSettings", "read_settings_mail"),
        ("get", "/chat/settings", "readSettings_1", "read_settings_chat"),
        ("get", "/events", "listEvents", "list_events"),
        ("get", "/events/{day}", "listEvents_1", "list_events_by_day"),
        ("put", "/lock", "lock", "put_lock"),
        ("delete", "/lock", "lock_1", "delete_lock"),
        // Nothing else tells the two apart.
        ("get", "/files", "read", "read"),
        ("get", "/files/{path}.*", "read_1", "read_1"),
        // No other operation has this id.
        ("get", "/steps", "step_7", "step_7"),
    ];
    let path = |(method, path, id, _): &(&str, &str, &str, &str)| {
        let parameters = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let parameters = parameters.map(|name| {
            format!("{{ name: {name}, in: path, required: true, schema: {{ type: string }} }}")
        });
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        format!(
            "{method}: {{ operationId: {id}, parameters: [{parameters}], responses: {{ '204': {{ description: x }} }} }}"
        )
    };
    let mut paths: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for operation in &operations {
        paths.entry(operation.1).or_default().push(path(operation));
    }
    let paths: String = paths
        .iter()
        .map(|(path, methods)| format!("  {path}: {{ {} }}\n", methods.join(", ")))
        .collect();
    let description =
        format!("openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n{paths}");
    let mut methods = methods(&description);
    let mut expected = operations.map(|(_, _, _, method)| method);
    methods.sort();
    expected.sort_unstable();
    assert_eq!(methods, expected);
}

#[test]
fn groups_of_ids_that_want_the_same_name_keep_their_ids() {
    let operations = [
        ("/users/x", "list"),
        ("/teams/y", "list_1"),
        ("/x", "list_users"),
        ("/z", "list_users_1"),
    ];
    let paths = operations.map(|(path, id)| {
        format!(
            "  {path}: {{ get: {{ operationId: {id}, responses: {{ '204': {{ description: x }} }} }} }}\n"
        )
    });
    let start = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n";
    let of = |paths: &[String]| methods(&format!("{start}{}", paths.concat()));
    // Of both groups, the first operation would be `list_users_x`.
    assert_eq!(of(&paths), operations.map(|(_, id)| id));
    assert_eq!(of(&paths[..2]), ["list_users_x", "list_teams_y"]);
    assert_eq!(of(&paths[2..]), ["list_users_x", "list_users_z"]);
}

#[test]
fn segments_that_only_tell_where_the_api_is_are_no_words_of_a_method() {
    let of = |paths: &[(&str, &str)]| {
        let paths = paths.iter().map(|(path, operation)| {
            let parameters = path.split('{').skip(1).filter_map(|it| it.split('}').next());
            let parameters: String = parameters
                .map(|name| format!("{{ name: {name}, in: path, required: true, schema: {{ type: string }} }},"))
                .collect();
            format!(
                "  {path}: {{ get: {{ {operation} parameters: [{parameters}], responses: {{ '200': {{ description: x, \
                 content: {{ application/json: {{ schema: {{ type: object, properties: {{ a: {{ type: string }} }} }} }} }} }} }} }} }}\n"
            )
        });
        let paths: String = paths.collect();
        methods(&format!("openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n{paths}"))
    };
    assert_eq!(
        of(&[
            ("/api/v1/pets", ""),
            ("/API/v2.1/users/me", ""),
            ("/v1beta/cats/{id}", ""),
            ("/health", "")
        ]),
        ["get_pets", "get_users_me", "get_cats_id", "get_health"]
    );
    // They stay before a parameter, where they are all there is, and behind other words.
    assert_eq!(
        of(&[("/api/{tenant}/pets", ""), ("/api/v1", ""), ("/apis/pets", ""), ("/pets/api", "")]),
        ["get_api_tenant_pets", "get_v1", "get_apis_pets", "get_pets_api"]
    );
    // Operations that would have one name all keep their paths, and an id is kept.
    assert_eq!(
        of(&[("/api/v1/pets", ""), ("/api/v2/pets", ""), ("/api/v1/cats", "")]),
        ["get_api_v1_pets", "get_api_v2_pets", "get_cats"]
    );
    let paths = [("/api/pets", ""), ("/api/users", "operationId: get_pets,"), ("/api/cats", "")];
    assert_eq!(of(&paths), ["get_api_pets", "get_pets", "get_cats"]);
    let paths = [("/api/pets", "operationId: listApiPets,"), ("/api/cats", "")];
    assert_eq!(of(&paths), ["list_api_pets", "get_cats"]);
}

#[test]
fn office_documents_are_named_by_their_extensions() {
    let office = "application/vnd.openxmlformats-officedocument";
    for (media_type, word) in [
        ("spreadsheetml.sheet", "xlsx"),
        ("wordprocessingml.document", "docx"),
        ("presentationml.presentation", "pptx"),
    ] {
        let media_type = format!("{office}.{media_type}");
        let description = format!(
            "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n  /report: {{ get: {{ operationId: report, responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ type: string }} }}, {media_type}: {{ schema: {{ type: string, format: binary }} }} }} }} }} }} }}"
        );
        let source = Source::from_text("api.yaml", &description).expect("a description");
        let output = specwright::generate(&source, &Options::default()).expect("a client");
        let text: String = output.files.iter().map(|(_, text)| text.to_owned()).collect();
        assert!(
            text.contains(&format!("pub async fn send_{word}("))
                || text.contains(&format!("pub fn send_{word}(")),
            "{word}"
        );
    }
}

#[test]
fn branches_of_one_title_are_named_by_a_value_that_differs() {
    let source = Source::from_text(
        "api.yaml",
        "openapi: 3.1.0
info: { title: Titles, version: '1' }
paths: {}
components:
  schemas:
    Problem:
      oneOf:
        - title: INVALID
          type: object
          properties: { issue: { enum: [INVALID] }, text: { enum: [The name is missing.] } }
        - title: INVALID
          type: object
          properties: { issue: { enum: [INVALID] }, text: { enum: [The name is too long.] } }
        - { title: OTHER, type: object, properties: { issue: { enum: [OTHER] } } }
",
    );
    let names = types(&source.expect("a description"));
    assert_eq!(
        names.get("/components/schemas/Problem").map(String::as_str),
        Some("Problem { TheNameIsMissing, TheNameIsTooLong, Other }"),
        "{names:?}"
    );
    let first = names.get("/components/schemas/Problem/oneOf/0").map(String::as_str);
    assert_eq!(first, Some("ProblemTheNameIsMissing { issue, text }"));
}

/// Returns the union of these branches with its variants, and the type of each branch that is one, in their order.
fn union(branches: &[&str]) -> (String, Vec<String>) {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: U, version: '1' }}\npaths: {{}}\ncomponents: {{ schemas: {{ W: {{ discriminator: {{ propertyName: kind }}, oneOf: [{}] }} }} }}\n",
        branches.join(", ")
    );
    let mut types = types(&Source::from_text("api.yaml", text).expect("a description"));
    let union = types.remove("/components/schemas/W").expect("a union");
    (union, types.into_values().collect())
}

#[test]
fn values_that_are_the_same_identifier_tell_no_branches_apart() {
    let branch = |title: &str, code: &str, more: &str| {
        format!(
            "{{ {title} type: object, required: [kind, {more}], properties: {{ kind: {{ const: {code} }}, {more}: {{ type: string }} }} }}"
        )
    };
    // Both would be `E1`, so another word tells the branches apart, in any order.
    let (first, second) = (branch("", "e1", "first"), branch("", "E-1", "second"));
    assert_eq!(
        union(&[&first, &second]),
        (
            "W { First, Second }".to_owned(),
            vec!["WFirst { first }".to_owned(), "WSecond { second }".to_owned()]
        )
    );
    assert_eq!(
        union(&[&second, &first]),
        (
            "W { Second, First }".to_owned(),
            vec!["WSecond { second }".to_owned(), "WFirst { first }".to_owned()]
        )
    );
    // Versions differ in more than a separator.
    let versions = [branch("", "v1.0", "a"), branch("", "v10", "b")];
    assert_eq!(union(&[&versions[0], &versions[1]]).0, "W { V1_0, V10 }");
}

#[test]
fn variants_and_their_types_have_the_same_numbers() {
    let source = Source::from_text(
        "api.yaml",
        "openapi: 3.1.0
info: { title: Titles, version: '1' }
paths: {}
components:
  schemas:
    W:
      oneOf:
        - { title: Failed, type: object, properties: { code: { enum: [e1] }, a: { type: string } } }
        - { title: Failed, type: object, properties: { code: { enum: [E-1] }, b: { type: string } } }
",
    );
    let names = types(&source.expect("a description"));
    let of = |place: &str| names.get(&format!("/components/schemas/W{place}")).map(String::as_str);
    assert_eq!(of(""), Some("W { Failed, Failed2 }"));
    assert_eq!(of("/oneOf/0"), Some("WFailed { code, a }"));
    assert_eq!(of("/oneOf/1"), Some("WFailed2 { code, b }"));
}

#[test]
fn a_setter_may_be_called_like_an_operator() {
    let parameter =
        |name: &str| format!("{{ name: {name}, in: query, schema: {{ type: boolean }} }}");
    let operators = ["add", "sub", "mul", "div", "rem", "shl", "shr", "bitand", "bitor", "bitxor"];
    let parameters = operators.map(parameter).join(", ");
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n  /a: {{ get: {{ operationId: a, parameters: [{parameters}, {}], responses: {{ '204': {{ description: x }} }} }} }}\n",
        parameter("other")
    );
    let source = Source::from_text("api.yaml", text).expect("a description");
    let output = specwright::generate(&source, &Options::default()).expect("a client");
    let text = output.files.get("operations.rs").expect("the operations");
    let allowed = text.split("#[allow(clippy::should_implement_trait)]").skip(1);
    let allowed: Vec<_> =
        allowed.filter_map(|rest| rest.split_once("pub fn ")?.1.split_once('(')).collect();
    let allowed: Vec<_> = allowed.into_iter().map(|(name, _)| name).collect();
    assert_eq!(allowed, operators);
}

#[test]
fn schemas_of_one_name_have_a_word_of_their_place_before_a_number() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("telling-names");
    for (file, text) in [
        (
            "api.yaml",
            "openapi: 3.1.0
info: { title: Places, version: '1' }
paths:
  /a: { get: { operationId: a, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/All' } } } } } } }
components:
  schemas:
    All:
      type: object
      properties:
        a: { $ref: 'old/block.yaml#/Early/Block' }
        b: { $ref: 'old/block.yaml#/Late/Block' }
        c: { $ref: 'new/block.yaml#/components/schemas/Block' }
        d: { $ref: '#/components/schemas/Block' }
        e: { $ref: 'old/pet.yaml' }
        f: { $ref: 'new/pet.yaml' }
        g: { $ref: 'new/sole.yaml' }
    Block: { type: object, properties: { d: { type: string } } }
",
        ),
        (
            "old/block.yaml",
            "Early: { Block: { type: object, properties: { a: { type: string } } } }
Late: { Block: { type: object, properties: { b: { type: object, properties: { x: { type: string } } } } } }
",
        ),
        (
            "new/block.yaml",
            "components: { schemas: { Block: { type: object, properties: { c: { type: string } } } } }\n",
        ),
        ("old/pet.yaml", "type: object\nproperties: { e: { type: string } }\n"),
        ("new/pet.yaml", "type: object\nproperties: { f: { type: string } }\n"),
        ("new/sole.yaml", "type: object\nproperties: { g: { type: string } }\n"),
    ] {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let source = Source::load(&folder.join("api.yaml")).expect("a description");
    let names: Vec<_> = with_names(&source, |api, names| {
        api.types.iter().map(|(id, _)| names.of_type(id).item.to_string()).collect()
    });
    let mut names: Vec<_> = names;
    names.sort();
    assert_eq!(
        names,
        [
            "All",
            "Block",
            "BlockB",
            "EarlyBlock",
            "LateBlock",
            "NewBlock",
            "NewPet",
            "OldPet",
            "Sole"
        ]
    );
}

#[test]
fn a_tag_may_be_called_like_a_crate_or_type_that_the_client_uses() {
    let read = "responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Shared' } } } } }";
    let description = |tags: &[String]| {
        let tags = tags.iter().enumerate();
        let tags = tags.map(|(index, tag)| {
            format!("  /{index}: {{ get: {{ operationId: o{index}, tags: [{tag}], {read} }} }}\n")
        });
        format!(
            "openapi: 3.1.0\ninfo: {{ title: Tags, version: '1' }}\npaths:\n  /a: {{ get: {{ operationId: untagged, {read} }} }}\n{}components: {{ schemas: {{ Shared: {{ type: object, properties: {{ day: {{ type: string, format: date }} }} }} }} }}\n",
            tags.collect::<String>()
        )
    };
    let generate = |tags: &[String]| {
        let source = Source::from_text("api.yaml", description(tags)).expect("a description");
        specwright::generate(&source, &Options::default()).expect("a client")
    };
    let dependencies = generate(&[]).dependencies.into_iter().map(|it| it.name.replace('-', "_"));
    let others = ["types", "rt", "std", "core", "alloc", "str", "bool", "u8", "i64", "f64"];
    let used: Vec<String> = others.map(str::to_owned).into_iter().chain(dependencies).collect();
    assert!(used.iter().any(|name| name == "time"), "{used:?}");
    let output = generate(&used);
    for file in ["operations.rs", "types.rs"] {
        let text = output.files.get(file).expect("a module of the client");
        let modules: Vec<_> = text.lines().filter_map(|line| line.strip_suffix(';')).collect();
        let modules = modules.iter().filter_map(|line| line.split_once("mod ").map(|(_, it)| it));
        let modules: Vec<_> = modules.collect();
        assert!(file == "types.rs" || modules.contains(&"types_operations"), "{file}: {modules:?}");
        for name in &used {
            assert!(!modules.contains(&name.as_str()), "{file}: `mod {name}` hides `{name}`");
        }
    }
}
