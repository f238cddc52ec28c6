// The request of an operation as the reader has filled it in: as a line of curl, and sent.
"use strict";

window.Try = (() => {
  const KEPT = "reference.credentials";

  // Where the page was served from is where the mock is; a page from a disk asks for the usual port.
  const home = () => (location.protocol.startsWith("http") ? location.origin : "http://127.0.0.1:4010");

  // Credentials are kept until the window is closed, and only here.
  const kept = () => {
    try { return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"); } catch { return {}; }
  };
  const keep = (id, value) => {
    try { sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), [id]: value })); } catch { /* nothing is kept */ }
  };

  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  function credentials(data, operation, values, shown) {
    const headers = [], query = [];
    for (const index of operation.security?.[0] ?? []) {
      const scheme = data.schemes[index];
      const value = values[scheme.id] || (shown ? "$API_KEY" : "");
      if (!value) continue;
      if (scheme.place === "header") headers.push([scheme.name, value]);
      else if (scheme.place === "bearer") headers.push(["Authorization", `Bearer ${value}`]);
      else if (scheme.place === "basic") headers.push(["Authorization", `Basic ${shown && value === "$API_KEY" ? value : base64(value)}`]);
      else if (scheme.place === "query") query.push(`${encodeURIComponent(scheme.name)}=${shown ? value : encodeURIComponent(value)}`);
      else if (scheme.place === "cookie") headers.push(["Cookie", `${scheme.name}=${value}`]);
    }
    return { headers, query };
  }

  const bodyText = (operation) => {
    const body = operation.request?.body;
    return body === undefined ? "" : JSON.stringify(body, null, 2);
  };

  const isJson = (media) => /[/+]json$/.test((media ?? "").split(";")[0].trim());

  // Forms are sent as forms, everything else as it stands.
  function encoded(media, text) {
    if (media !== "application/x-www-form-urlencoded") return text;
    try {
      return Object.entries(JSON.parse(text))
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(typeof value === "object" ? JSON.stringify(value) : value)}`)
        .join("&");
    } catch { return text; }
  }

  function request(data, operation, filled, shown) {
    const { headers, query } = credentials(data, operation, filled.credentials, shown);
    const media = operation.body?.forms?.[0]?.media;
    let url = filled.base.replace(/\/+$/, "") + filled.target;
    if (query.length) url += (url.includes("?") ? "&" : "?") + query.join("&");
    if (operation.request?.accept) headers.push(["Accept", operation.request.accept]);
    for (const header of operation.request?.headers ?? []) headers.push(header);
    const body = filled.body ? encoded(media, filled.body) : "";
    if (body && media) headers.push(["Content-Type", media]);
    if (filled.prefer) headers.push(["Prefer", filled.prefer]);
    return { method: operation.method, url, headers, body };
  }

  const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

  function curl(data, operation, filled) {
    const { method, url, headers, body } = request(data, operation, filled, true);
    const inShell = (text) => (text.includes("$API_KEY") ? `"${text.replace(/["\\`]/g, "\\$&")}"` : quoted(text));
    const lines = [`curl${method === "GET" ? "" : ` --request ${method}`} ${inShell(url)}`];
    if (method === "HEAD") lines[0] = `curl --head ${inShell(url)}`;
    for (const [name, value] of headers) lines.push(`  --header ${inShell(`${name}: ${value}`)}`);
    if (body) lines.push(`  --data ${quoted(body)}`);
    return lines.join(" \\\n");
  }

  async function send(data, operation, filled) {
    const { method, url, headers, body } = request(data, operation, filled, false);
    const start = performance.now();
    const response = await fetch(url, {
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

  return { home, kept, keep, bodyText, curl, send };
})();
