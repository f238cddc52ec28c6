// Finds operations, types and error codes by any of their words.
"use strict";

window.Search = (() => {
  const MOST = 30;
  const escape = (text) =>
    String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

  // Spellings of one name are equal: `listPets`, `list_pets`, `List pets`.
  const fold = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

  // The ranks of names, best first. An entry has a name for each rank by which it can be found.
  const TITLE = 0, ID = 1, TYPE = 2, PATH = 3, CODE = 4, TEXT = 30;

  // A result, with its names by rank.
  function read(data, [kind, ...rest]) {
    const entry = (shown, names, text) => {
      const known = names.filter(([, name]) => name).map(([rank, name]) => ({ rank, name: name.toLowerCase(), folded: fold(name) }));
      return { ...shown, names: known, words: [...names.map(([, name]) => name), text].join(" ").toLowerCase() };
    };
    const operation = (index) => {
      const [id, method, path] = data.operations[index];
      return { id, method, path, href: `#/operation/${encodeURIComponent(id)}` };
    };
    if (kind === "o") {
      const [index, summary, rust, text] = rest;
      const { id, method, path, href } = operation(index);
      const names = [[TITLE, summary], [ID, id], [ID, rust], [PATH, path], [PATH, `${method} ${path}`]];
      return entry({ kind: method, title: path, detail: summary || id, href }, names, text);
    }
    if (kind === "e") {
      const [value, index, status, rust, line] = rest;
      const { id, href } = operation(index);
      return entry({ kind: "error", title: String(value), detail: `${status} of ${id}`, href: `${href}/response-${status}` }, [[CODE, String(value)]], `${rust} ${id} ${line}`);
    }
    const [name, line, members] = rest;
    return entry({ kind: "type", title: name, detail: line, href: `#/type/${encodeURIComponent(name)}` }, [[TYPE, name]], `${line} ${members}`);
  }

  // The order of results: a name that equals the text, a name that begins with it, a name with all its words, any other place.
  // Equal results are ordered: title, operationId, type, path, error code.
  function rank(entry, text, words) {
    const folded = fold(text);
    let best = entry.names.length ? { rank: TEXT, length: entry.names[0].name.length } : { rank: TEXT, length: 0 };
    for (const { rank, name, folded: known } of entry.names) {
      const closeness = name === text || (folded && known === folded) ? 0
        : name.startsWith(text) || (folded && known.startsWith(folded)) ? 10
        : words.every((word) => name.includes(word)) ? 20 : TEXT;
      const found = { rank: Math.min(closeness + rank, TEXT), length: name.length };
      if (found.rank < best.rank) best = found;
    }
    return best;
  }

  function find(entries, given) {
    const text = given.trim().toLowerCase().replace(/\s+/g, " ");
    const words = text.split(" ").filter(Boolean);
    if (!words.length) return [];
    return entries
      .map((entry, place) => ({ entry, place, ...rank(entry, text, words) }))
      .filter(({ entry, rank }) => rank < TEXT || words.every((word) => entry.words.includes(word)))
      .sort((one, other) => one.rank - other.rank || one.length - other.length || one.place - other.place)
      .slice(0, MOST)
      .map(({ entry }) => entry);
  }

  function start(data, load) {
    const input = document.getElementById("search");
    const list = document.getElementById("found");
    let chosen = -1, entries = null;
    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (index) => {
      const items = [...list.querySelectorAll("[role=option]")];
      if (!items.length) return;
      chosen = (index + items.length) % items.length;
      items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
      items[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[chosen].id);
    };
    const show = async () => {
      try {
        entries ??= (await load()).map((entry) => read(data, entry));
      } catch (error) {
        list.innerHTML = `<li class="none">${escape(error.message)}</li>`;
        entries = null;
      }
      const found = find(entries ?? [], input.value);
      if (entries) {
        list.innerHTML = found
          .map((entry, at) =>
            `<li id="found-${at}" role="option" aria-selected="false" data-href="${escape(entry.href)}">` +
            `<span class="kind ${escape(entry.kind.toLowerCase())}">${escape(entry.kind)}</span>` +
            `<span class="title">${escape(entry.title)}</span><span class="detail">${escape(entry.detail)}</span></li>`)
          .join("") || `<li class="none" role="option" aria-disabled="true">Nothing has all of these words.</li>`;
      }
      list.hidden = !input.value.trim();
      input.setAttribute("aria-expanded", String(!list.hidden));
      chosen = -1;
      if (found.length) mark(0);
    };
    const go = (item) => {
      if (!item?.dataset.href) return;
      location.hash = item.dataset.href;
      input.value = "";
      close();
      input.blur();
    };
    input.addEventListener("input", show);
    input.addEventListener("focus", () => { load().catch(() => {}); if (input.value.trim()) show(); });
    input.addEventListener("blur", () => setTimeout(close, 150));
    input.addEventListener("keydown", async (event) => {
      if (!["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) return;
      event.preventDefault();
      if (event.key === "Escape") { input.value = ""; close(); return input.blur(); }
      // The results may be those of an earlier text.
      if (event.key === "Enter") { if (!entries || list.hidden) await show(); go(list.querySelectorAll("[role=option]")[Math.max(chosen, 0)]); }
      else mark(chosen + (event.key === "ArrowDown" ? 1 : -1));
    });
    list.addEventListener("mousedown", (event) => go(event.target.closest("[role=option]")));
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        input.focus();
      }
    });
  }

  return { start, read, find, escape };
})();
