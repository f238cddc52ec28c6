// Finds operations, types and error codes by any of their words.
"use strict";

window.Search = (() => {
  const MOST = 30;
  const escape = (text) =>
    String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

  let entries = null;

  function index(data) {
    const all = [];
    const add = (kind, title, detail, href, words) =>
      all.push({ kind, title, detail, href, words: [title, detail, ...words].join(" ").toLowerCase() });
    data.operations.forEach((operation) => {
      const fields = (operation.parameters ?? []).map((parameter) => parameter.name);
      const words = [operation.id, operation.group ?? "", operation.docs?.summary ?? "", ...fields];
      add(operation.method, operation.path, operation.docs?.summary ?? operation.id, `#/operation/${encodeURIComponent(operation.id)}`, [operation.rust, ...words]);
      for (const answer of operation.answers ?? []) {
        for (const code of answer.codes ?? []) {
          const detail = `${answer.status} of ${operation.id}`;
          add("error", String(code.value), detail, `#/operation/${encodeURIComponent(operation.id)}/answer-${answer.status}`, [code.rust, code.docs?.line ?? ""]);
        }
      }
    });
    (data.types ?? []).forEach((type) => {
      const members = (type.members ?? []).map((member) => member.name ?? member.value ?? "");
      add("type", type.name, type.docs?.line ?? type.kind, `#/type/${encodeURIComponent(type.name)}`, members);
    });
    return all;
  }

  // All words have to be there; what begins with them, and operations, come first.
  function find(data, text) {
    entries ??= index(data);
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const rank = (entry) => {
      const title = entry.title.toLowerCase();
      const kind = entry.kind === "type" ? 2 : entry.kind === "error" ? 1 : 0;
      return (title.includes(words.join(" ")) ? 0 : 10) + kind;
    };
    return entries
      .filter((entry) => words.every((word) => entry.words.includes(word)))
      .map((entry, place) => ({ entry, place, rank: rank(entry) }))
      .sort((one, other) => one.rank - other.rank || one.place - other.place)
      .slice(0, MOST)
      .map(({ entry }) => entry);
  }

  function start(data) {
    const input = document.getElementById("search");
    const list = document.getElementById("found");
    let chosen = -1;
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
    const show = () => {
      const found = find(data, input.value);
      list.innerHTML = found
        .map((entry, at) =>
          `<li id="found-${at}" role="option" aria-selected="false" data-href="${escape(entry.href)}">` +
          `<span class="kind ${escape(entry.kind.toLowerCase())}">${escape(entry.kind)}</span>` +
          `<span class="title">${escape(entry.title)}</span><span class="detail">${escape(entry.detail)}</span></li>`)
        .join("") || `<li class="none">Nothing has all of these words.</li>`;
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
    input.addEventListener("focus", () => input.value.trim() && show());
    input.addEventListener("blur", () => setTimeout(close, 150));
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") mark(chosen + 1);
      else if (event.key === "ArrowUp") mark(chosen - 1);
      else if (event.key === "Enter") go(list.querySelectorAll("[role=option]")[Math.max(chosen, 0)]);
      else if (event.key === "Escape") { input.value = ""; close(); input.blur(); }
      else return;
      event.preventDefault();
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

  return { start, find, escape };
})();
