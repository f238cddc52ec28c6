//! Compares results with those of the library, and checks their cost.

use fastrand::Rng;
use serde_json::json;

use super::run::Run;
use super::*;

fn validator(schemas: Value, root: Value) -> Validator {
    of_file(json!({"s": schemas}), root)
}

fn of_file(file: Value, root: Value) -> Validator {
    let description = Description::of_files(vec![file]);
    let graph = Arc::new(Graph::default());
    Validator::beside(&graph, &Arc::new(root), &description, Direction::Response)
}

fn to(name: &str) -> Value {
    json!({"$ref": format!("description:/0#/s/{name}")})
}

/// Returns the steps of a run and the number of kept results.
fn cost(validator: &Validator, value: &Value) -> (u64, usize) {
    let nodes = validator.graph.nodes();
    let mut run = Run::new(&nodes, LEVELS);
    run.valid(validator.root, value);
    run.cost()
}

#[test]
fn only_schemas_that_are_referred_to_are_read() {
    let mut schemas = serde_json::Map::new();
    for number in 0..1_000 {
        let properties =
            json!({"next": to(&format!("S{}", number / 2)), "name": {"type": "string"}});
        schemas.insert(format!("S{number}"), json!({"properties": properties}));
    }
    let validator = validator(schemas.into(), to("S800"));
    let read = validator.graph.nodes().list.len();
    assert!(read < 60, "{read} nodes");
    assert!(!validator.accepts(&json!({"next": {"next": {"name": 1}}})));
}

/// Wraps a value in nested objects.
fn nested(depth: usize, core: Value) -> Value {
    (0..depth).fold(core, |inner, _| json!({"child": inner}))
}

fn recursive_unions() -> Validator {
    let part = |own: &str| json!({"type": "object", "properties": {"child": to("Node"), own: {"type": "string"}}});
    let union = json!([to("A"), to("B"), {"type": "string"}]);
    let schemas = json!({
        "Node": {"oneOf": union},
        "Any": {"anyOf": [to("C"), to("D")]},
        "A": part("a"),
        "B": part("b"),
        "C": {"properties": {"child": to("Any")}, "unevaluatedProperties": false},
        "D": {"properties": {"child": to("Any")}, "if": to("C"), "else": {"not": to("C")}},
    });
    validator(schemas, json!({"properties": {"one": to("Node"), "any": to("Any")}}))
}

#[test]
fn recursive_unions_cost_the_same_at_each_level() {
    let validator = recursive_unions();
    for (name, core) in
        [("one", json!(5)), ("one", json!("x")), ("any", json!({"z": 1})), ("any", json!({}))]
    {
        let costs: Vec<_> = (1..=120)
            .map(|depth| cost(&validator, &json!({name: nested(depth, core.clone())})))
            .collect();
        let steps = |from: usize, to: usize| costs[to].0 - costs[from].0;
        assert!(steps(0, 119) < 119 * 60, "{name} {core}: {costs:?}");
        assert!(costs[119].1 < 120 * 12, "{name} {core}: {costs:?}");
        // The violations of the deepest value, or those of the outermost unions, are reported.
        let value = json!({name: nested(120, core.clone())});
        let judged = validator.judge(&value).unwrap();
        let expected = validator.accepts(&value);
        assert_eq!(judged.violations.is_empty(), expected, "{name} {core}");
    }
}

#[test]
fn schemas_that_double_without_a_circle_are_decided_once() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let mut schemas = serde_json::Map::new();
        for number in 0..200 {
            let next = to(&format!("S{}", number + 1));
            schemas.insert(format!("S{number}"), json!({keyword: [next, next, {"not": next}]}));
        }
        schemas.insert("S200".to_owned(), json!({"type": "integer"}));
        let validator = validator(schemas.into(), to("S0"));
        for value in [json!(1), json!("x")] {
            let (steps, _) = cost(&validator, &value);
            assert!(steps < 200 * 20, "{keyword} {value}: {steps}");
            assert!(validator.judge(&value).is_ok(), "{keyword} {value}");
        }
    }
}

#[test]
fn the_reason_is_found_in_the_branch_that_comes_nearest() {
    let validator = recursive_unions();
    let value = json!({"one": nested(4, json!(5))});
    let shown: Vec<_> = validator.judge(&value).unwrap().violations;
    let shown: Vec<String> = shown.iter().map(ToString::to_string).collect();
    let place = "/one/child/child/child/child";
    assert_eq!(shown, [format!("`{place}` in the body: it is not of type \"object\" (`type`)")]);
}

#[test]
fn what_takes_too_many_steps_is_said() {
    let bounds: Vec<_> = (0..2_000).map(|number| json!({"maximum": number})).collect();
    let validator = validator(json!({}), json!({"items": {"allOf": bounds}}));
    let mut items = vec![json!(-1); 10_000];
    let check =
        |items: &[Value]| validator.check(&json!(items), RequestPart::Body, &Pointer::root());
    let stop = check(&items).unwrap_err();
    assert_eq!(stop, Stop::Steps);
    assert!(stop.to_string().contains("10000000 steps"), "{stop}");
    // The value is reported as invalid, though not with each reason.
    items.truncate(4_995);
    items.push(json!(1_998.5));
    let found = check(&items).unwrap();
    let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["the body: it is not what its schema says (`items`)"]);
}

#[test]
fn a_pattern_that_steps_back_has_limits() {
    let check = |pattern: &str, value: Value| {
        let validator = validator(json!({}), json!({"items": {"pattern": pattern}}));
        validator.check(&value, RequestPart::Body, &Pointer::root()).map(|found| found.len())
    };
    let row = format!("{}!", "a".repeat(40));
    let stop = check("^(a|a)*(?!b)c$", json!([row])).unwrap_err();
    assert_eq!(stop, Stop::Pattern);
    assert_eq!(stop.to_string(), "the search for a `pattern` takes more than 20000 steps back");
    // Without look-around, each string takes time linear in its length.
    assert_eq!(check("^(a+)+$", json!([row.repeat(1_000)])), Ok(1));
    // Each comparison takes its share of the common budget.
    assert_eq!(check("^(?=a)a+$", json!(vec!["aaa"; 5_000])), Ok(0));
    assert_eq!(check("^(?=a)a+$", json!(vec!["aaa"; 10_001])), Err(Stop::Steps));
}

#[test]
fn schemas_too_deep_inside_each_other_are_said() {
    let row = |length: usize| {
        let rows =
            (0..length).map(|at| (at.to_string(), json!({"not": to(&(at + 1).to_string())})));
        let mut rows: serde_json::Map<_, _> = rows.collect();
        rows.insert(length.to_string(), json!({"type": "integer"}));
        validator(rows.into(), to("0"))
    };
    assert_eq!(row(30_000).judge(&json!(1)), Err(Stop::Levels));
    assert!(row(15_000).judge(&json!(1)).unwrap().violations.is_empty());
    let text = Stop::Levels.to_string();
    assert_eq!(text, "its schemas stand more than 20000 levels inside each other");
}

#[test]
fn a_broken_schema_matters_where_it_is_met() {
    let schema = json!({"properties": {
        "a": {"type": "file"}, "b": {"items": 1}, "c": {"$ref": "lost.yaml#/x"}, "d": true,
    }});
    let validator = validator(json!({}), schema);
    assert!(validator.judge(&json!({"d": 1})).is_ok());
    for (name, reason) in [
        ("a", "a value in it is not valid under any"),
        ("b", "`items` in it is not a schema"),
        ("c", "its reference \"lost.yaml#/x\" cannot be resolved"),
    ] {
        match validator.judge(&json!({name: 1})) {
            Err(Stop::Broken(said)) => assert!(said.starts_with(reason), "{said}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

/// Creates a random schema of all keywords, with references to the schemas `0` to `3`.
fn schema(chooser: &mut Rng, depth: usize) -> Value {
    if depth == 0 || chooser.u8(..) < 40 {
        return match chooser.u8(0..12) {
            0 => json!(true),
            1 => json!(false),
            2 => json!({"type": "integer"}),
            3 => json!({"type": ["string", "null"]}),
            4 => json!({"const": 1}),
            5 => json!({"enum": [1, "a", {}]}),
            6 => json!({"minimum": 1}),
            7 => json!({"required": ["a"]}),
            8 => json!({"maxProperties": 1}),
            9 => json!({"type": "object"}),
            10 => json!({"minItems": 2}),
            _ => to(&chooser.u8(0..4).to_string()),
        };
    }
    let mut node = serde_json::Map::new();
    for _ in 0..chooser.usize(1..4) {
        let choice = chooser.u8(0..18);
        let mut one = || schema(chooser, depth - 1);
        let (key, value) = match choice {
            0 => ("allOf", json!([one(), one()])),
            1 => ("anyOf", json!([one(), one()])),
            2 => ("oneOf", json!([one(), one()])),
            3 => ("not", one()),
            4 => ("if", one()),
            5 => ("then", one()),
            6 => ("else", one()),
            7 => ("properties", json!({"a": one(), "b": one()})),
            8 => ("patternProperties", json!({"^a": one(), "b$": one()})),
            9 => ("additionalProperties", one()),
            10 => ("propertyNames", json!({"anyOf": [{"maxLength": 1}, one()]})),
            11 => ("dependentSchemas", json!({"a": one()})),
            12 => ("prefixItems", json!([one()])),
            13 => ("items", one()),
            14 => ("contains", one()),
            15 => ("unevaluatedProperties", one()),
            16 => ("unevaluatedItems", one()),
            _ => ("maxContains", json!(1)),
        };
        node.insert(key.to_owned(), value);
    }
    node.into()
}

fn value(chooser: &mut Rng, depth: usize) -> Value {
    match chooser.u8(0..if depth == 0 { 5 } else { 9 }) {
        0 => json!(null),
        1 => json!(chooser.u8(0..3)),
        2 => json!("a"),
        3 => json!({}),
        4 => json!([]),
        5 | 6 => (0..chooser.usize(1..4)).map(|_| value(chooser, depth - 1)).collect(),
        _ => {
            let names = ["a", "b", "ab", "c"];
            let mut member = || (names[chooser.usize(0..4)].to_owned(), value(chooser, depth - 1));
            let members = [member(), member()];
            Value::Object(members.into_iter().collect())
        }
    }
}

/// Returns `true` for cycles of references at one value, which the library treats differently from JSON Schema.
fn has_circle(schemas: &[Value]) -> bool {
    const DOWN: [&str; 9] = [
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "prefixItems",
        "items",
        "contains",
        "unevaluatedProperties",
        "unevaluatedItems",
    ];
    fn leads(node: &Value, found: &mut Vec<usize>) {
        match node {
            Value::Object(members) => {
                if let Some(text) = members.get("$ref").and_then(Value::as_str) {
                    found.extend(
                        text.rsplit('/').next().and_then(|name| name.parse::<usize>().ok()),
                    );
                }
                // Keywords that apply to members and items create no cycle at one value.
                let here = members.iter().filter(|(key, _)| !DOWN.contains(&key.as_str()));
                here.for_each(|(_, member)| leads(member, found));
            }
            Value::Array(items) => items.iter().for_each(|item| leads(item, found)),
            _ => {}
        }
    }
    // If each schema refers only to earlier ones, there is no cycle.
    schemas.iter().enumerate().any(|(at, schema)| {
        let mut found = Vec::new();
        leads(schema, &mut found);
        found.iter().any(|target| *target >= at)
    })
}

#[test]
fn verdicts_are_those_of_the_library() {
    let mut chooser = Rng::with_seed(7);
    let (mut valid, mut compared) = (0, 0);
    while compared < 5_000 {
        let schemas: Vec<_> = (0..4).map(|_| schema(&mut chooser, 3)).collect();
        if has_circle(&schemas) {
            continue;
        }
        let named = schemas.iter().enumerate().map(|(at, schema)| (at.to_string(), schema.clone()));
        let file = json!({"s": named.collect::<serde_json::Map<_, _>>()});
        let root = schemas[3].clone();
        let registry = jsonschema::Registry::new().add("description:/0", file.clone()).unwrap();
        let registry = registry.prepare().unwrap();
        let theirs = jsonschema::draft202012::options().with_registry(&registry).build(&root);
        let theirs = theirs.unwrap();
        let ours = of_file(file, root);
        for _ in 0..10 {
            let value = value(&mut chooser, 3);
            let expected = theirs.is_valid(&value);
            let context = || format!("{}\n{value}", json!(schemas));
            let judged = ours.judge(&value).unwrap_or_else(|stop| panic!("{stop} {}", context()));
            assert_eq!(judged.violations.is_empty(), expected, "{}", context());
            valid += usize::from(expected);
            compared += 1;
        }
    }
    assert!(valid > compared / 10 && valid < compared * 9 / 10, "{valid} of {compared}");
}

#[test]
fn a_dynamic_anchor_means_the_outermost_schema_that_has_it() {
    let list = |item: Value| json!({"$defs": {"item": {"$dynamicAnchor": "item", "allOf": [item]}}, "$ref": "description:/0#/s/List"});
    let schemas = json!({
        "List": {
            "$defs": {"item": {"$dynamicAnchor": "item", "not": {}}},
            "properties": {"items": {"items": {"$dynamicRef": "#item"}}, "next": to("List")},
        },
        "Numbers": list(json!({"type": "integer"})),
        "Texts": list(json!({"type": "string"})),
        "Tree": {"$dynamicAnchor": "tree", "properties": {"sub": {"items": {"$dynamicRef": "#tree"}}}},
        "Strict": {"$dynamicAnchor": "tree", "$ref": "description:/0#/s/Tree", "required": ["n"], "unevaluatedProperties": {"type": "integer"}},
    });
    let found = |name: &str, value: Value| -> Vec<String> {
        let judged = validator(schemas.clone(), to(name)).judge(&value).unwrap();
        judged.violations.iter().map(ToString::to_string).collect()
    };
    assert_eq!(found("Numbers", json!({"items": [1], "next": {"items": [2]}})), [""; 0]);
    assert_eq!(
        found("Numbers", json!({"next": {"items": ["a"]}})),
        ["`/next/items/0` in the body: it is not of type \"integer\" (`type`)"]
    );
    assert_eq!(found("Texts", json!({"items": ["a"]})), [""; 0]);
    assert_eq!(found("Texts", json!({"items": [1]})).len(), 1);
    assert_eq!(found("Tree", json!({"sub": [{"a": "x"}]})), [""; 0]);
    assert_eq!(
        found("Strict", json!({"n": 1, "sub": [{"n": 1, "a": "x"}, {}]})),
        [
            "`/sub/0/a` in the body: it is not known here (`unevaluatedProperties`)",
            "`/sub/1/n` in the body: it is missing (`required`)",
        ]
    );
}
