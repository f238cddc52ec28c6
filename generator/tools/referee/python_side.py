"""Makes the documented requests with a Python client of openapi-generator. That client's own Python runs this script:

    python_side.py FOLDER PACKAGE DESCRIPTION EXPECTED OUT
"""

import importlib
import inspect
import json
import pkgutil
import re
import sys
import types
import typing

folder, package, description, expected, out = sys.argv[1:]
sys.path.insert(0, folder)
document = json.load(open(description))


class Caught(Exception):
    pass


def follow(node):
    while "$ref" in node:
        target = document
        for segment in node["$ref"].split("#/", 1)[1].split("/"):
            target = target[segment.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def operation_at(place):
    segments = [part.replace("~1", "/").replace("~0", "~") for part in place.split("#/", 1)[1].split("/")]
    item = document["paths"][segments[1]]
    return segments[2].upper(), segments[1], item, follow(item).get(segments[2], item.get(segments[2]))


def names(item, operation):
    """Returns the parameters in the order of the arguments: those of the path item first."""
    found = []
    own = [follow(node) for node in operation.get("parameters", [])]
    keys = [(node["name"], node["in"]) for node in own]
    for node in [follow(node) for node in item.get("parameters", [])]:
        same = [other for other in own if (other["name"], other["in"]) == (node["name"], node["in"])]
        found.append(same[0] if same else node)
    known = [(node["name"], node["in"]) for node in found]
    found += [node for node, key in zip(own, keys) if key not in known]
    return [node for node in found
            if not (node["in"] == "header" and node["name"].lower() in ("accept", "content-type", "authorization"))]


def methods():
    """Returns every method that makes a request, by HTTP method and path."""
    found = {}
    client = importlib.import_module(f"{package}.api_client").ApiClient(configuration())
    client.rest_client.request = catch
    for module in pkgutil.iter_modules(sys.modules[f"{package}.api"].__path__):
        try:
            module = importlib.import_module(f"{package}.api.{module.name}")
        except SyntaxError as error:
            print(f"{module.name} is not Python: {error}")
            continue
        for name, cls in vars(module).items():
            if not (inspect.isclass(cls) and name.endswith("Api")):
                continue
            instance = cls(client)
            for member, function in vars(cls).items():
                if not member.endswith("_serialize"):
                    continue
                source = inspect.getsource(function)
                method = re.search(r"method='([A-Z]+)'", source)[1]
                path = re.search(r"resource_path='([^']*)'", source)[1]
                found.setdefault((method, path), (instance, member[1:-len("_serialize")], source))
    return found


def without_their_indexes():
    """Replaces the package's index modules, because they import every module, and one of those may be broken."""
    for name in (package, f"{package}.api"):
        module = types.ModuleType(name)
        module.__path__ = [f"{folder}/{name.replace('.', '/')}"]
        sys.modules[name] = module
        module.__version__ = "1"


def configuration():
    configuration = importlib.import_module(f"{package}.configuration")
    made = configuration.Configuration(host="https://api.example", access_token="credential-of-the-tests",
                                       username="credential-of-the-tests", password="credential-of-the-tests")
    for scheme in document.get("components", {}).get("securitySchemes", {}):
        made.api_key[scheme] = "credential-of-the-tests"
    return made


def catch(method, url, headers=None, body=None, post_params=None, _request_timeout=None):
    raise Caught(method, url, headers or {}, body, post_params)


def converted(hint, value):
    """Converts a value to a type of their client. Objects go through `from_dict`, which unions need."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return converted(arguments[0], value)
    if origin is typing.Union:
        inside = [argument for argument in arguments if argument is not type(None)]
        return converted(inside[0], value) if len(inside) == 1 and value is not None else value
    if origin in (list, typing.List) and isinstance(value, list):
        return [converted(arguments[0], item) for item in value]
    if hasattr(hint, "from_dict") and isinstance(value, dict):
        return hint.from_dict(value)
    if hasattr(hint, "from_json") and not isinstance(value, dict) and inspect.isclass(hint):
        return hint.from_json(json.dumps(value))
    return value


def call(entry, row, item, operation):
    instance, name, source = entry
    function = getattr(instance, f"{name}_without_preload_content")
    hints = typing.get_type_hints(function, include_extras=True)
    arguments = {}
    for parameter, value in zip(names(item, operation), row["arguments"]):
        if value is None:
            continue
        wire = re.escape(parameter["name"])
        found = (re.search(rf"_(?:path|header)_params\['{wire}'\] = (\w+)", source)
                 or re.search(rf"_query_params\.append\(\('{wire}', (\w+)", source)
                 or re.search(rf"'{wire}',\s*(\w+)\.", source))
        if not found:
            raise ValueError(f"it has no parameter {parameter['name']}")
        arguments[found[1]] = converted(hints[found[1]], value)
    body = row.get("body")
    if body is not None:
        found = re.search(r"_body_params = (\w+)", source)
        if found:
            arguments[found[1]] = converted(hints[found[1]], body)
        else:
            for wire, variable in re.findall(r"_form_params\.append\(\('([^']+)', (\w+)\)\)", source):
                if wire in body:
                    arguments[variable] = converted(hints[variable], body[wire])
    function(**arguments)


def main():
    without_their_indexes()
    known = methods()
    with open(out, "w") as file:
        for row in json.load(open(expected))["requests"]:
            made = {"operation": row["operation"]}
            try:
                method, path, item, operation = operation_at(row["at"])
                call(known[(method, path)], row, item, operation)
            except Caught as caught:
                method, url, headers, body, fields = caught.args
                form = any(kind in str(headers.get("Content-Type")) for kind in ("urlencoded", "multipart"))
                made |= {"method": method, "url": url, "headers": headers, "body": body,
                         "fields": fields if form else None}
            except KeyError as error:
                made["error"] = f"their client has no {error}"
            except Exception as error:  # what their client refuses is said in the report
                made["error"] = f"{type(error).__name__}: {error}".split("\n")[0] + " " + " ".join(str(error).split("\n")[1:3])
            file.write(json.dumps(made, default=str) + "\n")


main()
