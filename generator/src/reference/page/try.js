// The request of an operation with the values that the reader entered: as a curl command, and sent.
"use strict";

window.Try = (() => {
  const KEPT = "reference.credentials";

  // The mock serves the page at its own address. A page from a disk uses the default port.
  const home = () => (location.protocol.startsWith("http") ? location.origin : "http://127.0.0.1:4010");

  // Credentials are kept until the window is closed, and only here.
  const kept = () => {
    const values = Object.create(null);
    try { return Object.assign(values, JSON.parse(sessionStorage.getItem(KEPT) ?? "{}")); } catch { return values; }
  };
  const keep = (id, value) => {
    try { sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), [id]: value })); } catch { /* nothing is kept */ }
  };

  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  // The place of a credential that was not entered. The shell command reads a variable there. It is not a string, so that no
  // text of a description can equal it.
  class Key { constructor(variable) { this.variable = variable; } }

  // Values are lists of parts. A part is a string or a `Key`.
  function credentials(data, operation, given) {
    const headers = [], query = [];
    for (const index of operation.security?.[0] ?? []) {
      const { id, name, place, variable } = data.schemes[index];
      const value = given(id, variable);
      if (!value) continue;
      const as = (change) => (value instanceof Key ? value : change(value));
      if (place === "header") headers.push([name, [value]]);
      else if (place === "bearer") headers.push(["Authorization", ["Bearer ", value]]);
      else if (place === "basic") headers.push(["Authorization", ["Basic ", as(base64)]]);
      else if (place === "query") query.push([`${encoded(name)}=`, as(encoded)]);
      else if (place === "cookie") headers.push(["Cookie", [`${name}=`, value]]);
    }
    return { headers, query };
  }

  // The initial texts of the inputs: the example of each parameter.
  const typed = (parameter) => {
    const value = parameter.example;
    if (value === undefined) return "";
    const plain = (item) => typeof item !== "object" && !(typeof item === "string" && /[,[\]{}"]/.test(item));
    if (Array.isArray(value) && parameter.written?.[0] === "list" && value.length && value.every(plain)) return value.join(", ");
    return typeof value === "string" && (!parameter.written || plain(value)) ? value : JSON.stringify(value);
  };

  // Parses the text of an input. A list is entered with commas, or as JSON like any other value.
  function valueOf(parameter, text) {
    if (!parameter.written) return text;
    try { return JSON.parse(text); } catch { /* it is no JSON */ }
    return parameter.written[0] === "list" ? text.split(",").map((item) => item.trim()) : text;
  }

  const plainText = (value) => (typeof value === "string" ? value : JSON.stringify(value));

  // The serialized parameter (RFC 6570; OpenAPI 3.1, 4.8.12.3). `change` encodes each string.
  function written(parameter, value, change) {
    const [kind, style, explode] = parameter.written ?? [];
    const name = change(parameter.name);
    const inQuery = parameter.in === "query" || parameter.in === "cookie";
    const text = (item) => change(plainText(item));
    const alone = (item) => (inQuery ? `${name}=${item}` : item);
    if (!kind) return alone(text(value));
    if (style === "json") return alone(change(JSON.stringify(value)));
    const isList = Array.isArray(value);
    const prefix = { label: ".", matrix: ";" }[style] ?? "";
    const between = { label: explode ? "." : ",", matrix: explode ? ";" : ",", space: change(" "), pipe: change("|"), tab: change("\t") }[style] ?? ",";
    if (typeof value !== "object" || value === null) {
      return style === "matrix" ? `;${name}=${text(value)}` : prefix + alone(text(value));
    }
    const pairs = isList ? value.map((item) => [name, text(item)]) : Object.entries(value).map(([key, item]) => [change(key), text(item)]);
    if (style === "deep") return pairs.map(([key, item]) => `${name}%5B${key}%5D=${item}`).join("&");
    if (explode && inQuery) return pairs.map((pair) => pair.join("=")).join("&");
    if (explode && style === "matrix") return pairs.map((pair) => `;${pair.join("=")}`).join("");
    const items = isList ? pairs.map(([, item]) => item) : explode ? pairs.map((pair) => pair.join("=")) : pairs.flat();
    const joined = items.join(between);
    return style === "matrix" ? `;${name}=${joined}` : prefix + alone(joined);
  }

  // The target and the headers of a request, from the texts of the inputs, in the order of the parameters.
  function place(operation, texts) {
    let target = operation.path.split(/(\{[^{}]*\})/).map((part) => (part.startsWith("{") ? part : literal(part))).join("");
    const query = [], headers = [], cookies = [];
    (operation.parameters ?? []).forEach((parameter, index) => {
      const text = texts[index] ?? "";
      if (parameter.in === "path") {
        const filled = text === "" ? `{${parameter.name}}` : written(parameter, valueOf(parameter, text), strictly);
        target = target.replaceAll(`{${parameter.name}}`, () => filled);
      } else if (text === "") return;
      else if (parameter.in === "query") query.push(written(parameter, valueOf(parameter, text), strictly));
      else if (parameter.in === "header") headers.push([parameter.name, written(parameter, valueOf(parameter, text), String)]);
      else cookies.push(written(parameter, valueOf(parameter, text), strictly));
    });
    if (cookies.length) headers.push(["Cookie", cookies.join("; ")]);
    const joined = query.filter(Boolean).join("&");
    return { target: joined ? target + (target.includes("?") ? "&" : "?") + joined : target, headers };
  }

  // Encodes literal text of the path (RFC 6570, 3.1).
  const literal = (text) => text.replace(/%(?![0-9a-f]{2})|[^\w.~!$&'()*+,;=:@/?#[\]%-]+/giu, strictly);

  // Encodes all but unreserved characters (RFC 3986, 2.3).
  const strictly = (text) => encoded(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

  // Encodes a part of a URL. Lone surrogates are removed, because no URL can contain them.
  const encoded = (text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, ""));

  // A URL as entered, without characters that no URL can contain (RFC 3986, 2).
  const asUrl = (text) => text.replace(/[^\x21-\x7e]+/g, encoded);

  // A header that can be sent. Control characters in its value become spaces (RFC 9110, 5.5).
  const asValue = (text) => text.replace(/[\x00-\x1f\x7f]+/g, " ");

  const isJson = (media) => /[/+]json$/.test((media ?? "").split(";")[0].trim());

  const bodyText = (operation) => {
    const body = operation.request?.body;
    if (typeof body === "string" && !isJson(operation.body?.forms?.[0]?.media)) return body;
    return body === undefined ? "" : JSON.stringify(body, null, 2);
  };

  // Encodes a form. All other bodies are sent as entered.
  function asBody(media, text) {
    if (media !== "application/x-www-form-urlencoded") return text;
    try {
      return Object.entries(JSON.parse(text))
        .map(([name, value]) => `${encoded(name)}=${encoded(typeof value === "object" ? JSON.stringify(value) : String(value))}`)
        .join("&");
    } catch { return text; }
  }

  // The request: the URL and the headers as lists of parts.
  function request(data, operation, filled, given) {
    const { headers, query } = credentials(data, operation, given);
    const media = operation.body?.forms?.[0]?.media;
    const url = [asUrl(filled.base.replace(/\/+$/, "") + filled.target)];
    for (const pair of query) url.push(url.length > 1 || url[0].includes("?") ? "&" : "?", ...pair);
    if (operation.request?.accept) headers.push(["Accept", [operation.request.accept]]);
    for (const [name, value] of filled.headers ?? []) headers.push([name, [value]]);
    const body = filled.body ? asBody(media, filled.body) : "";
    if (body && media) headers.push(["Content-Type", [media]]);
    if (filled.prefer) headers.push(["Prefer", [filled.prefer]]);
    const parts = (value) => value.map((part) => (part instanceof Key ? part : asValue(part)));
    return { method: operation.method, url, headers: headers.map(([name, value]) => [name, parts(value)]), body };
  }

  // Quotes one word for a POSIX shell. Inside single quotes only the closing quote is special.
  const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  const word = (parts) => {
    let line = "", text = "";
    for (const part of parts) {
      if (!(part instanceof Key)) { text += part; continue; }
      line += `${text && quoted(text)}"$${part.variable}"`;
      text = "";
    }
    return line + (text || !line ? quoted(text) : "");
  };

  // `printf` writes a text with control characters, because an argument ends at the first NUL and a terminal interprets
  // pasted control characters.
  const printed = (text) => quoted(text.replace(/[\\%]/g, "$&$&")
    .replace(/^-|[\x00-\x08\x0b-\x1f\x7f]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`));

  function curl(data, operation, filled) {
    const { method, url, headers, body } = request(data, operation, filled, (id, variable) => filled.credentials[id] || new Key(variable));
    // A body would turn a `GET` of curl into a `POST`.
    const short = body ? undefined : new Map([["GET", ""], ["HEAD", "--head "]]).get(method);
    const how = short ?? `--request ${/^[A-Za-z]+$/.test(method) ? method : quoted(method)} `;
    // curl expands brackets and braces in a URL.
    const globs = url.some((part) => !(part instanceof Key) && /[[\]{}]/.test(part));
    const lines = [`curl ${how}${globs ? "--globoff " : ""}--url ${word(url)}`];
    // curl removes a header `name:`. A header `name;` has an empty value.
    for (const [name, value] of headers) {
      const is = value.some((part) => part instanceof Key || part.trim());
      lines.push(`  --header ${word(is ? [`${name}: `, ...value] : [`${name};`])}`);
    }
    // `--data` reads a file if the text begins with `@`.
    const isPlain = !/[\x00-\x08\x0b-\x1f\x7f]/.test(body);
    if (body && isPlain) lines.push(`  --data-raw ${quoted(body)}`);
    else if (body) {
      lines[0] = `printf ${printed(body)} | ${lines[0]}`;
      lines.push("  --data-binary @-");
    }
    return lines.join(" \\\n");
  }

  async function send(data, operation, filled) {
    const { method, url, headers: parts, body } = request(data, operation, filled, (id) => filled.credentials[id]);
    const headers = parts.map(([name, value]) => [name, value.join("")]);
    const start = performance.now();
    const response = await fetch(url.join(""), {
      method,
      headers: headers.filter(([name]) => name !== "Cookie"),
      body: body && !/^(GET|HEAD)$/.test(method) ? body : undefined,
      redirect: "manual",
    });
    const text = await response.text();
    const took = Math.round(performance.now() - start);
    const type = response.headers.get("content-type") ?? "";
    let shown = text;
    if (isJson(type)) {
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* it is shown as it came */ }
    }
    return { status: response.status, reason: response.statusText, headers: [...response.headers], text: shown, json: isJson(type), took };
  }

  return { home, kept, keep, bodyText, typed, place, curl, send };
})();
