// Shows the reference: the list at the side, and the operation or type in the address (`#/operation/ID`, `#/type/NAME`).
"use strict";

(() => {
  const data = window.REFERENCE;
  const { escape } = Search;
  const main = document.getElementById("main");
  const side = document.getElementById("side");
  const operations = (data.operations ?? []).map(([id, method, path, title, group, part, old]) =>
    ({ id, method, path, title, group: data.groups?.[group]?.name, part, deprecated: Boolean(old) }));
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const { types } = Parts;
  const DEPTH = 4;

  const href = (kind, name) => `#/${kind}/${encodeURIComponent(name)}`;
  const method = (name) => `<span class="method ${escape(name.toLowerCase())}">${escape(name)}</span>`;
  const path = (text) => text.split(/(\{[^}]*\})/).map((part) =>
    part.startsWith("{") ? `<var>${escape(part)}</var>` : escape(part).replaceAll("/", "/<wbr>")).join("");
  const badge = (text, kind = "") => `<span class="badge ${kind}">${escape(text)}</span>`;

  // ------------------------------------------------------------------------------------------ code

  // Colours strings, numbers, keywords and comments.
  function coloured(text, language) {
    const rules = {
      rust: /(?<comment>\/\/[^\n]*)|(?<string>r(#+)"[\s\S]*?"\3|b?"(?:\\.|[^"\\])*")|(?<keyword>\b(?:async|await|fn|let|match|mut|use|as|while|if|for|return|pub|struct|enum|impl|crate)\b)|(?<type>\b[A-Z][A-Za-z0-9]*\b)|(?<number>\b\d[\d_.]*\b)|(?<call>\b[a-z_][a-z0-9_]*!?(?=\())/g,
      json: /(?<key>"(?:\\.|[^"\\])*"(?=\s*:))|(?<string>"(?:\\.|[^"\\])*")|(?<keyword>\b(?:true|false|null)\b)|(?<number>-?\b\d[\d.eE+-]*\b)/g,
      shell: /(?<string>'[^']*'|"(?:\\.|[^"\\])*")|(?<keyword>\bcurl\b)|(?<type>--?[a-z-]+\b)/g,
    };
    const rule = rules[language];
    if (!rule) return escape(text);
    let html = "", at = 0;
    for (const found of text.matchAll(rule)) {
      const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
      html += escape(text.slice(at, found.index)) + `<span class="${kind}">${escape(found[0])}</span>`;
      at = found.index + found[0].length;
    }
    return html + escape(text.slice(at));
  }

  const code = (text, language, label) =>
    `<figure class="code"><figcaption>${escape(label)}<button type="button" class="copy" aria-label="Copy ${escape(label)}">copy</button></figcaption>` +
    `<pre tabindex="0"><code>${coloured(text, language)}</code></pre></figure>`;

  // Tabs with panels, of which one is shown.
  function tabs(name, panels) {
    const buttons = panels.map(([label], at) =>
      `<button type="button" role="tab" id="${name}-tab-${at}" aria-controls="${name}-${at}" aria-selected="${at === 0}" tabindex="${at === 0 ? 0 : -1}">${escape(label)}</button>`);
    const bodies = panels.map(([, html], at) =>
      `<div role="tabpanel" id="${name}-${at}" aria-labelledby="${name}-tab-${at}"${at ? " hidden" : ""}>${html}</div>`);
    return `<div class="tabs"><div role="tablist">${buttons.join("")}</div>${bodies.join("")}</div>`;
  }

  // ---------------------------------------------------------------------------------------- fields

  // The type of a shape. Types that are nested too deep are shown by name only.
  let names = [];
  const named = (shape) => (shape?.type === undefined ? null : types[shape.type] ?? { name: names[shape.type] ?? "", kind: "" });

  function typeName(shape) {
    if (!shape) return "";
    const type = shape.type !== undefined ? named(shape) : null;
    const name = type && shape.json.endsWith(type.name)
      ? escape(shape.json.slice(0, -type.name.length)) + `<a href="${href("type", type.name)}">${escape(type.name)}</a>`
      : escape(shape.json);
    return name + (shape.nullable ? " or null" : "");
  }

  function facts(shape) {
    const said = (shape?.rules ?? []).map((rule) => badge(rule));
    if (shape?.secret) said.push(badge("secret", "secret"));
    return said.join("");
  }

  function values(type) {
    return `<ul class="values">${(type.members ?? []).map((member) =>
      `<li><code>${escape(JSON.stringify(member.value))}</code> <span class="rust">${escape(`${type.name}::${member.rust}`)}</span>` +
      (member.docs?.html ? ` <div class="about">${member.docs.html}</div>` : "") + "</li>").join("")}</ul>`;
  }

  // The fields, values or variants inside a value, a few levels deep.
  function inside(shape, depth, above) {
    const type = named(shape);
    if (!type?.kind) return "";
    if (above.includes(type.name) || depth >= DEPTH) return "";
    if (type.kind === "values") return values(type);
    return ofType(type, depth, [...above, type.name]);
  }

  function ofType(type, depth, above) {
    const members = type.members ?? [];
    if (type.kind === "values") return values(type);
    if (type.kind === "one of") {
      const panels = members.map((member) => [
        (member.tags ?? []).join(", ") || member.rust,
        (member.docs?.html ?? "") +
          `<p class="rust">${escape(`types::${type.name}::${member.rust}`)}</p>` +
          (inside(member.shape, depth + 1, above) || `<p>${typeName(member.shape)}</p>`),
      ]);
      const intro = type.tag ? `One of these, told apart by <code>${escape(type.tag)}</code>:` : "One of these:";
      return `<p class="oneof">${intro}</p>${tabs(`union-${++count}`, panels)}`;
    }
    const rows = members.map((member, at) => field(member, depth, above, at));
    if (type.rest) rows.push(field({ name: "any other member", shape: type.rest, loose: true }, depth, above));
    return rows.length ? `<ul class="fields">${rows.join("")}</ul>` : "<p>An object without members of its own.</p>";
  }

  let count = 0;

  function field(member, depth, above, at = 0) {
    const name = member.name ?? String(at);
    const constant = (member.constant ?? null) !== null;
    const type = constant ? `always <code>${escape(JSON.stringify(member.constant))}</code>` : typeName(member.shape);
    const nested = constant ? "" : inside(member.shape, depth + 1, above);
    const of = named(member.shape);
    const folded = nested && of?.kind !== "values";
    return `<li class="field"><div class="line">` +
      (member.loose ? `<em>${escape(name)}</em>` : `<code class="name">${escape(name)}</code>`) +
      `<span class="type">${type}</span>` +
      (member.required ? badge("required", "required") : "") +
      (member.docs?.deprecated ? badge("deprecated", "deprecated") : "") +
      (member.access ? badge(member.access) : "") + facts(member.shape) +
      (member.rust && member.in === undefined ? `<span class="rust" title="the field in Rust">${escape(member.rust)}: ${escape(member.takes ?? "")}</span>` : "") +
      "</div>" + (member.docs?.html ? `<div class="about">${member.docs.html}</div>` : "") +
      (folded ? `<details${depth < 1 ? " open" : ""}><summary>${escape(of?.name ?? "fields")}</summary>${nested}</details>` : nested) +
      "</li>";
  }

  function parameters(operation) {
    const all = operation.parameters ?? [];
    return ["path", "query", "header", "cookie"].map((place) => {
      const here = all.filter((parameter) => parameter.in === place);
      if (!here.length) return "";
      const title = { path: "Path", query: "Query", header: "Headers", cookie: "Cookies" }[place];
      const rows = here.map((parameter) => {
        const how = parameter.required ? `${parameter.rust}: ${parameter.takes}` : `.${parameter.rust}(${parameter.takes})`;
        // The replacement is a function, because `$` in a text would be a pattern.
        return field(parameter, 1, []).replace("</div>", () => `<span class="rust">${escape(how)}</span></div>`);
      });
      return `<section id="${place}"><h2 class="part">${title}</h2><ul class="fields">${rows.join("")}</ul></section>`;
    }).join("");
  }

  function media(forms) {
    return (forms ?? []).map((form) => {
      const head = `<p class="media"><code>${escape(form.media)}</code> <span class="type">${form.stream ? "a stream of " : ""}${typeName(form.shape)}</span></p>`;
      return head + (form.shape ? inside(form.shape, 0, []) : "");
    }).join("");
  }

  function body(operation) {
    if (!operation.body) return "";
    const { required, forms, docs } = operation.body;
    return `<section id="body"><h2 class="part">Body ${required ? badge("required", "required") : badge("optional")}</h2>` +
      (docs?.html ?? "") + media(forms) + "</section>";
  }

  // --------------------------------------------------------------------------------------- responses

  function responses(operation) {
    const rows = (operation.responses ?? []).map((response) => {
      const kind = response.error ? "bad" : "good";
      const codes = response.codes ? `<table class="codes"><thead><tr><th>${escape(data.codes?.property ?? "code")}</th><th>in Rust</th></tr></thead><tbody>` +
        response.codes.map((item) =>
          `<tr><td><code>${escape(item.value)}</code>${item.retry ? badge("try again", "retry") : ""}<div class="about">${item.docs?.html ?? ""}</div></td>` +
          `<td><code class="rust">${escape(item.rust)}</code><code class="rust">${escape(flat(item.value))}</code></td></tr>`).join("") + "</tbody></table>" : "";
      const variant = response.error && response.rust ? `<code class="rust">${escape(`${operation.error}::${response.rust}`)}</code>` : "";
      const open = !response.error || location.hash.endsWith(`/response-${response.status}`);
      const count = response.codes ? badge(`${response.codes.length} type${response.codes.length === 1 ? "" : "s"}`) : "";
      return `<details class="response" id="response-${escape(response.status)}"${open ? " open" : ""}><summary><span class="status ${kind}">${escape(response.status)}</span>` +
        `<span class="about">${escape(response.docs?.line ?? "")}</span>${count}${variant}</summary>${codes}${media(response.forms)}</details>`;
    });
    const headers = operation.headers ? `<h3>Response headers</h3><ul class="fields">${operation.headers.map((header) => field(header, 1, [])).join("")}</ul>` : "";
    return `<section id="responses"><h2 class="part">Responses</h2>${rows.join("")}${headers}</section>`;
  }

  const flat = (value) => data.codes?.values?.find((code) => code.value === value)?.rust ?? "";

  function examples(operation) {
    const panels = [];
    for (const response of operation.responses ?? []) {
      for (const example of response.examples ?? []) {
        const name = [response.status, example.name].filter(Boolean).join(" ");
        const value = example.value[0];
        const text = typeof value === "string" && !/json/.test(example.media) ? value : JSON.stringify(value, null, 2);
        panels.push([name, code(text, /json/.test(example.media) ? "json" : "", example.made ? `${example.media}, made from its schema` : example.media)]);
      }
    }
    return panels.length ? `<h2 class="part">Responses</h2>${tabs("examples", panels.slice(0, 12))}` : "";
  }

  // ------------------------------------------------------------------------------------------- try

  // The input of a parameter: a list of choices if the values are known.
  function entry(parameter, index) {
    const type = named(parameter.shape);
    const label = `${escape(parameter.name)} <small>${escape(parameter.in)}${parameter.required ? ", required" : ""}</small>`;
    const name = `name="parameter:${index}"`, value = Try.typed(parameter);
    const listed = parameter.written ? null
      : parameter.shape?.json === "boolean" ? ["true", "false"]
      : type?.kind === "values" ? (type.members ?? []).map((member) => String(member.value)) : null;
    if (listed) {
      const known = value === "" || listed.includes(value) ? listed : [value, ...listed];
      const options = [...(parameter.required && value !== "" ? [] : [""]), ...known];
      return `<label>${label}<select ${name}>${options.map((option) => `<option${option === value ? " selected" : ""}>${escape(option)}</option>`).join("")}</select></label>`;
    }
    const hint = parameter.written?.[0] === "list" ? `${parameter.shape?.json ?? ""}, by commas` : parameter.shape?.json ?? "";
    return `<label>${label}<input ${name} value="${escape(value)}" placeholder="${escape(hint)}" spellcheck="false" autocomplete="off"></label>`;
  }

  function tryIt(operation) {
    const asked = [...new Set((operation.security?.[0] ?? []).map((index) => data.schemes[index]))];
    const known = Try.kept();
    const fields = asked.map((scheme) =>
      `<label>${escape(scheme.name === "Authorization" ? scheme.place : scheme.name)}<input name="credential:${escape(scheme.id)}" type="password" autocomplete="off" value="${escape(known[scheme.id] ?? "")}" placeholder="${scheme.place === "basic" ? "user:password" : "any text, for a mock"}"></label>`);
    const codes = (operation.responses ?? []).flatMap((response) => {
      const status = response.status.replace(/XX$/, "00");
      const one = response.status === "default" ? [] : [[`code=${status}`, `${response.status} ${response.docs?.line ?? ""}`]];
      return [...one, ...(response.codes ?? []).map((code) => [`type=${code.value}`, `${response.status} ${code.value}`])];
    });
    const wishes = codes.map(([value, label]) => `<option value="${escape(value)}">${escape(label)}</option>`);
    const text = Try.bodyText(operation);
    return `<form id="try"><h2 class="part">Try it</h2>
      <label>Server<input name="base" type="url" value="${escape(Try.home())}" spellcheck="false"></label>
      ${(operation.parameters ?? []).map(entry).join("")}
      ${fields.join("")}
      ${operation.body ? `<label>Body<textarea name="body" rows="${Math.min(12, text.split("\n").length + 1)}" spellcheck="false">${escape(text)}</textarea></label>` : ""}
      <label>Answer of a mock<select name="prefer"><option value="">as the request says</option>${wishes.join("")}
        <option value="fault=drop">no response</option><option value="fault=half">half a response</option><option value="fault=garbage">garbage</option></select></label>
      <button type="submit">Send</button>
      <output aria-live="polite"></output></form>`;
  }

  function filled(operation, form) {
    const values = new FormData(form);
    // A scheme can have any name, even `__proto__`.
    const credentials = Object.create(null), texts = [];
    for (const [name, value] of values) {
      if (name.startsWith("credential:")) credentials[name.slice(11)] = value;
      if (name.startsWith("parameter:")) texts[Number(name.slice(10))] = value;
    }
    const text = (name) => String(values.get(name) ?? "");
    return { base: text("base"), ...Try.place(operation, texts), body: text("body"), prefer: text("prefer"), credentials };
  }

  function wire(operation) {
    const form = document.getElementById("try");
    const output = form.querySelector("output");
    const line = () => {
      const panel = main.querySelector("#call-1 code");
      if (panel) panel.innerHTML = coloured(Try.curl(data, operation, { ...filled(operation, form), credentials: Object.create(null) }), "shell");
    };
    form.addEventListener("input", (event) => {
      const name = event.target.name ?? "";
      if (name.startsWith("credential:")) Try.keep(name.slice(11), event.target.value);
      line();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      output.innerHTML = "<p>sending ..</p>";
      try {
        const response = await Try.send(data, operation, filled(operation, form));
        const kind = response.status >= 400 ? "bad" : "good";
        const headers = response.headers.map(([name, value]) => `${name}: ${value}`).join("\n");
        output.innerHTML = `<p><span class="status ${kind}">${response.status}</span> ${escape(response.reason)} in ${response.took} ms</p>` +
          (response.text ? code(response.text, response.json ? "json" : "", "body") : "<p>no body</p>") +
          `<details><summary>headers</summary><pre>${escape(headers)}</pre></details>`;
      } catch (error) {
        output.innerHTML = `<p><span class="status bad">no response</span> ${escape(error.message)}. Is a server at this address? <code>specwright mock</code> starts one.</p>`;
      }
    });
    line();
  }

  // ------------------------------------------------------------------------------------------ views

  function operationView(operation) {
    const mark = operation.docs?.deprecated ? badge("deprecated", "deprecated") : "";
    count = 0;
    const calls = [["Rust", code(operation.call, "rust", "Rust")], ["curl", code("", "shell", "curl")]];
    const errors = operation.errors ? `<h2 class="part">Its errors in Rust</h2>${code(operation.errors, "rust", "Rust")}` : "";
    const flatly = operation.errors && data.codes
      ? `<p class="about">Over all operations at once: <code>error.${escape(data.codes.method)}()</code> gives an <code>${escape(data.crate)}::${escape(data.codes.type)}</code>.</p>` : "";
    main.innerHTML = `<article><div class="text"><p class="crumb">${escape(operation.group ?? data.title)}</p>
      <h1>${operation.docs?.title ?? escape(operation.id)} ${mark}</h1>
      <p class="route">${method(operation.method)} <code>${path(operation.path)}</code></p>
      <p class="rust call"><code>client.${escape(operation.rust)}(..)</code></p>
      ${operation.paged ? `<p class="about">Its responses are pages: <code>.items()</code> gives the items of all of them, <code>.pages()</code> each page.</p>` : ""}
      ${operation.docs?.html ?? ""}
      ${parameters(operation)}${body(operation)}${responses(operation)}</div>
      <aside aria-label="Calls and examples"><h2 class="part">Call</h2>${tabs("call", calls)}${errors}${flatly}${examples(operation)}${tryIt(operation)}</aside></article>`;
    document.title = `${operation.docs?.summary ?? operation.id} - ${data.title}`;
    wire(operation);
  }

  function typeView(type) {
    main.innerHTML = `<article class="alone"><div class="text"><p class="crumb">Type</p><h1>${escape(type.name)}</h1>
      <p class="rust call"><code>${escape(data.crate)}::types::${escape(type.name)}</code></p>
      ${type.docs?.html ?? ""}${type.kind === "wrapper" ? `<p>${typeName(type.members?.[0]?.shape)}</p>` : ofType(type, 0, [type.name])}</div></article>`;
    document.title = `${type.name} - ${data.title}`;
  }

  function overview() {
    const servers = (data.servers ?? []).map((server) =>
      `<li><code>${escape(server.url)}</code> ${server.docs?.html ?? ""}</li>`);
    const schemes = (data.schemes ?? []).map((scheme) => {
      const place = { header: `the header <code>${escape(scheme.name)}</code>`, query: `the query parameter <code>${escape(scheme.name)}</code>`, cookie: `the cookie <code>${escape(scheme.name)}</code>`, bearer: "<code>Authorization: Bearer</code>", basic: "<code>Authorization: Basic</code>" }[scheme.place];
      return `<li><strong>${escape(scheme.id)}</strong>: ${place}, in Rust <code class="rust">Client::builder().${escape(scheme.rust)}(..)</code>; the examples read it from <code>${escape(scheme.variable)}</code>. ${scheme.docs?.html ?? ""}</li>`;
    });
    const row = (operation) =>
      `<li><a href="${href("operation", operation.id)}">${method(operation.method)}<code>${path(operation.path)}</code><span>${operation.title}</span></a></li>`;
    const about = new Map((data.groups ?? []).map((group) => [group.name, group.docs?.html]));
    const rows = [...grouped()].map(([name, operations]) => few
      ? `<h2>${escape(name)}</h2>${about.get(name) ?? ""}<ul class="operations">${operations.map(row).join("")}</ul>`
      : `<details class="group" data-group="${escape(name)}"><summary><h2>${escape(name)}</h2> <span class="about">${operations.length} operation${operations.length === 1 ? "" : "s"}</span></summary></details>`);
    main.innerHTML = `<article class="alone"><div class="text"><p class="crumb">Version ${escape(data.version)}</p><h1>${escape(data.title)}</h1>
      ${data.docs?.title ? `<p class="lead">${data.docs.title}</p>` : ""}${data.docs?.html ?? ""}
      ${servers.length ? `<h2>Servers</h2><ul>${servers.join("")}</ul>` : ""}
      ${schemes.length ? `<h2>Credentials</h2><ul>${schemes.join("")}</ul>` : ""}
      ${rows.join("")}</div></article>`;
    for (const details of main.querySelectorAll("details.group")) {
      details.addEventListener("toggle", () => {
        const name = details.dataset.group;
        if (details.open && details.childElementCount === 1) {
          details.insertAdjacentHTML("beforeend", `${about.get(name) ?? ""}<ul class="operations">${grouped().get(name).map(row).join("")}</ul>`);
        }
      });
    }
    document.title = `${data.title} - API reference`;
  }

  const few = operations.length <= 40;

  function grouped() {
    const groups = new Map();
    for (const operation of operations) {
      const name = operation.group ?? "Operations";
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(operation);
    }
    return groups;
  }

  function nav() {
    const link = (operation) =>
      `<li><a href="${href("operation", operation.id)}"${operation.deprecated ? ' class="old"' : ""}>${method(operation.method)}<span>${operation.title || escape(operation.path)}</span></a></li>`;
    const parts = [...grouped()].map(([name, operations]) =>
      `<details data-group="${escape(name)}"${few ? " open" : ""}><summary>${escape(name)}</summary><ul>${few ? operations.map(link).join("") : ""}</ul></details>`);
    parts.push(`<details class="types"><summary>Types</summary><ul></ul></details>`);
    side.innerHTML = `<ul class="first"><li><a href="#/">Overview</a></li></ul>${parts.join("")}`;
    document.querySelector(".brand").innerHTML = `${escape(data.title)} <small>${escape(data.version)}</small>`;
    // A list is made when it is opened, because few of thousands of links are seen.
    const fill = async (details) => {
      const list = details.querySelector("ul");
      if (!details.open || list.childElementCount) return;
      if (details.dataset.group !== undefined) list.innerHTML = grouped().get(details.dataset.group).map(link).join("");
      else {
        const { names = [] } = await Parts.load("types");
        list.innerHTML = names.map((name) => `<li><a href="${href("type", name)}">${escape(name)}</a></li>`).join("");
      }
      current();
    };
    for (const details of side.querySelectorAll("details")) details.addEventListener("toggle", () => fill(details));
  }

  // Marks the link to the current operation or type.
  function current() {
    const here = location.hash.split("/").slice(0, 3).join("/") || "#/";
    for (const link of side.querySelectorAll("a")) {
      if (link.getAttribute("href") === here) {
        link.setAttribute("aria-current", "page");
        link.scrollIntoView({ block: "nearest" });
      } else link.removeAttribute("aria-current");
    }
  }

  function missing(name) {
    main.innerHTML = `<article class="alone"><div class="text"><h1>Not here</h1><p>The description has nothing called <code>${escape(name)}</code>. <a href="#/">Overview</a></p></div></article>`;
  }

  let shown = null, asked = 0;

  // Shows the operation or type in the address, after its parts are loaded.
  async function view(kind, name) {
    if (!kind) return () => overview();
    if (kind === "operation" && byId.has(name)) {
      const { part, group } = byId.get(name);
      const operation = (await Parts.load(`operations-${part}`)).find((operation) => operation.id === name);
      await Parts.loadTypes(Parts.typesIn(operation), DEPTH);
      names = (await Parts.load("types")).names ?? [];
      return () => operationView({ ...operation, group });
    }
    if (kind === "type") {
      names = (await Parts.load("types")).names ?? [];
      const index = names.indexOf(name);
      await Parts.loadTypes(index < 0 ? [] : [index], DEPTH + 1);
      if (index >= 0) return () => typeView(types[index]);
    }
    return () => missing(name ?? kind);
  }

  async function route() {
    const [kind, name, part] = location.hash.replace(/^#\//, "").split("/").map((text) => {
      try { return decodeURIComponent(text); } catch { return text; }
    });
    const first = shown === null, next = `${kind}/${name}`;
    asked += 1;
    const mine = asked;
    if (next !== shown || part) {
      let show;
      try { show = await view(kind, name); } catch (error) { show = () => failed(error); }
      // The address may have changed meanwhile.
      if (mine !== asked) return;
      show();
    }
    shown = next;
    const group = kind === "operation" ? byId.get(name)?.group ?? "Operations" : undefined;
    for (const details of side.querySelectorAll("details")) {
      if (group !== undefined && details.dataset.group === group || kind === "type" && details.classList.contains("types")) details.open = true;
    }
    current();
    menu(false);
    const target = part && document.getElementById(part);
    if (target) target.scrollIntoView();
    else scrollTo(0, 0);
    if (!first) main.focus({ preventScroll: true });
  }

  function failed(error) {
    main.innerHTML = `<article class="alone"><div class="text"><h1>Not loaded</h1><p>${escape(error.message)}</p></div></article>`;
  }

  // ----------------------------------------------------------------------------------- the frame

  function menu(open) {
    document.body.classList.toggle("menu", open);
    document.getElementById("menu").setAttribute("aria-expanded", String(open));
  }

  function theme() {
    const button = document.getElementById("theme");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const kept = () => { try { return localStorage.getItem("reference.theme"); } catch { return null; } };
    const apply = (name) => {
      document.documentElement.dataset.theme = name;
      button.textContent = name === "dark" ? "\u2600" : "\u263e";
    };
    apply(kept() ?? (dark.matches ? "dark" : "light"));
    dark.addEventListener("change", () => kept() ?? apply(dark.matches ? "dark" : "light"));
    button.addEventListener("click", () => {
      const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      apply(next);
      try { localStorage.setItem("reference.theme", next); } catch { /* it holds for this page */ }
    });
  }

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest(".copy");
    if (copy) {
      try {
        await navigator.clipboard.writeText(copy.closest("figure").querySelector("code").textContent);
        copy.textContent = "copied";
      } catch { copy.textContent = "not allowed"; }
      setTimeout(() => { copy.textContent = "copy"; }, 1500);
    }
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab);
  });

  function choose(tab) {
    for (const other of tab.parentElement.children) {
      const is = other === tab;
      other.setAttribute("aria-selected", String(is));
      other.tabIndex = is ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !is;
    }
    tab.focus();
  }

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[role=tab]");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (tab && step) {
      const all = [...tab.parentElement.children];
      choose(all[(all.indexOf(tab) + step + all.length) % all.length]);
      event.preventDefault();
    }
    if (event.key === "Escape") menu(false);
  });
  side.addEventListener("click", (event) => event.target.closest("a") && menu(false));
  document.getElementById("menu").addEventListener("click", () => menu(!document.body.classList.contains("menu")));
  document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });

  // The header has room for one word on a phone.
  if (matchMedia("(max-width: 52rem)").matches) document.getElementById("search").placeholder = "Search";

  theme();
  nav();
  Search.start(data, () => Parts.load("words"));
  addEventListener("hashchange", route);
  route();
})();
