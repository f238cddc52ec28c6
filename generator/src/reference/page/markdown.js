// Shows the CommonMark that descriptions are written in, as far as they use it. One pass over the text writes the HTML, and
// nothing that was written is read again: no text can become a tag or an attribute. Time grows with the length alone.
"use strict";

window.Markdown = (() => {
  // Quotes within one another; more are shown as one.
  const DEPTH = 8;

  const escape = (text) =>
    String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

  // A link leads to a page or a mail, and to nothing that could run or that stands beside this page.
  const isUrl = (url) => /^(?:https?:\/\/|mailto:)/i.test(url);
  const link = (url, html) => `<a href="${escape(url)}" rel="noreferrer">${html}</a>`;

  const isSpace = (char) => char === undefined || /\s/.test(char);
  const isEdge = (char) => isSpace(char) || /[!-/:-@[-`{-~]/.test(char);

  // For each place of a text, the next one that has a character of a pattern; looked up once it is asked for.
  function finder(text, pattern) {
    let next;
    return (from) => {
      if (!next) {
        next = new Int32Array(text.length + 1).fill(text.length);
        let last = 0;
        for (const { index } of text.matchAll(pattern)) {
          next.fill(index, last, index + 1);
          last = index + 1;
        }
      }
      return next[Math.min(from, text.length)];
    };
  }

  // The runs of backticks: where each ends, and where the next of its length begins.
  function ticks(text) {
    const runs = new Map(), last = new Map();
    for (const { 0: run, index } of text.matchAll(/`+/g)) {
      const before = last.get(run.length);
      if (before !== undefined) runs.get(before).next = index;
      runs.set(index, { length: run.length, next: undefined });
      last.set(run.length, index);
    }
    return runs;
  }

  // The bracket that closes each.
  function brackets(text) {
    const closes = new Map(), open = [];
    for (const { 0: char, index } of text.matchAll(/\\.|[[\]]/gs)) {
      if (char === "[") open.push(index);
      else if (char === "]" && open.length) closes.set(open.pop(), index);
    }
    return closes;
  }

  // The HTML of the text of a line or paragraph; `links` says whether it may have links.
  function inline(source, links = true) {
    const text = String(source);
    const runs = ticks(text), closes = links ? brackets(text) : new Map();
    const space = finder(text, /[\s<>]/g), round = finder(text, /\)/g);
    // What is written, and for each mark that may begin emphasis, where it stands in it.
    const html = [], open = new Map();
    const emphasis = (at, mark) => {
      const before = text[at - 1], after = text[at + mark.length];
      const isStrong = mark.length === 2;
      const begins = !isSpace(after) && (isStrong || isEdge(before));
      const ends = !isSpace(before) && (isStrong || isEdge(after));
      const start = open.get(mark);
      const tag = isStrong ? "strong" : "em";
      html.push(mark);
      if (ends && start !== undefined && start < html.length - 2) {
        html[start] = `<${tag}>`;
        html[html.length - 1] = `</${tag}>`;
        // What began inside does not end outside.
        for (const [other, place] of open) if (place >= start) open.delete(other);
      } else if (begins) open.set(mark, html.length - 1);
    };
    let at = 0, plain = 0;
    // Writes the text since the last piece, and goes on behind one.
    const write = (piece, end) => {
      if (plain < at) html.push(escape(text.slice(plain, at)));
      if (piece !== undefined) html.push(piece);
      plain = at = end;
    };
    while (at < text.length) {
      const char = text[at];
      if (char === "`") {
        const { length, next } = runs.get(at) ?? { length: 1, next: undefined };
        if (next === undefined) at += length;
        else write(`<code>${escape(text.slice(at + length, next).trim())}</code>`, next + length);
      } else if (char === "\\" && /[!-/:-@[-`{-~]/.test(text[at + 1] ?? "") && text[at + 1] !== "`") {
        write(escape(text[at + 1]), at + 2);
      } else if (char === "[" && text[closes.get(at) + 1] === "(") {
        const close = closes.get(at), end = Math.min(space(close + 2), round(close + 2));
        const url = text.slice(close + 2, end);
        const last = end < text.length && text[end] !== "<" && text[end] !== ">" ? round(end) : text.length;
        // Its words have no links of their own.
        if (last < text.length && isUrl(url)) write(link(url, inline(text.slice(at + 1, close), false)), last + 1);
        else at += 1;
      } else if (char === "<" && links && /^https?:\/\//i.test(text.slice(at + 1, at + 9))) {
        const end = space(at + 1), url = text.slice(at + 1, end);
        if (text[end] === ">") write(link(url, escape(url)), end + 1);
        else at += 1;
      } else if (char === "*" || char === "_") {
        const mark = text[at + 1] === char ? char + char : char;
        write(undefined, at);
        emphasis(at, mark);
        plain = at += mark.length;
      } else at += 1;
    }
    write(undefined, at);
    return html.join("");
  }

  // The same where a link is around it.
  const words = (text) => inline(text, false);

  function table(lines) {
    const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => inline(cell.trim()));
    const row = (line, tag) => `<tr>${cells(line).map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
    const body = lines.slice(2).map((line) => row(line, "td")).join("");
    return `<div class="wide"><table><thead>${row(lines[0], "th")}</thead><tbody>${body}</tbody></table></div>`;
  }

  function list(lines) {
    const items = [];
    for (const line of lines) {
      const mark = line.match(ITEM);
      if (mark) items.push([line.slice(mark[0].length)]);
      else items.at(-1).push(line.trim());
    }
    const tag = /^\s*\d/.test(lines[0]) ? "ol" : "ul";
    return `<${tag}>${items.map((item) => `<li>${inline(item.join(" "))}</li>`).join("")}</${tag}>`;
  }

  const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?=\S)/;
  const FENCE = /^\s*(?:```|~~~)/;
  const QUOTE = /^\s*>/;
  const isTable = (lines, at) => lines[at].includes("|") && /^[\s|:-]*-[\s|:-]*$/.test(lines[at + 1] ?? "");

  // The level of a heading; 0 for none.
  const level = (line) => line.match(/^(#{1,6})\s/)?.[1].length ?? 0;

  function heading(line) {
    let text = line.slice(level(line)).trim(), end = text.length;
    while (text[end - 1] === "#") end -= 1;
    if (end === 0 || isSpace(text[end - 1])) text = text.slice(0, end).trim();
    const tag = `h${Math.min(level(line) + 2, 6)}`;
    return `<${tag}>${inline(text)}</${tag}>`;
  }

  /// The HTML of a text.
  function show(text, depth = 0) {
    const lines = String(text ?? "").replace(/\r\n?/g, "\n").split("\n");
    const html = [];
    let at = 0;
    // The lines from here on that belong together.
    const take = (goesOn) => {
      const first = at;
      do at += 1; while (at < lines.length && goesOn(lines[at], at));
      return lines.slice(first, at);
    };
    const isText = (line) => line.trim() !== "" && !FENCE.test(line) && !level(line);
    while (at < lines.length) {
      const line = lines[at];
      if (line.trim() === "") at += 1;
      else if (FENCE.test(line)) {
        const mark = line.trim().slice(0, 3);
        const inside = take((line) => !line.trim().startsWith(mark)).slice(1);
        html.push(`<pre><code>${escape(inside.join("\n"))}</code></pre>`);
        at += 1;
      } else if (level(line)) {
        html.push(heading(line));
        at += 1;
      } else if (isTable(lines, at)) html.push(table(take(isText)));
      else if (QUOTE.test(line)) {
        const marks = depth < DEPTH ? /^\s*>\s?/ : /^(?:\s*>)+\s?/;
        const inside = take((line) => QUOTE.test(line)).map((line) => line.replace(marks, "")).join("\n");
        html.push(depth < DEPTH ? `<blockquote>${show(inside, depth + 1)}</blockquote>` : `<p>${inline(inside)}</p>`);
      } else if (ITEM.test(line)) html.push(list(take(isText)));
      else {
        const goesOn = (line, at) => isText(line) && !ITEM.test(line) && !QUOTE.test(line) && !isTable(lines, at);
        html.push(`<p>${inline(take(goesOn).join("\n"))}</p>`);
      }
    }
    return html.join("");
  }

  return { show, inline, words, escape };
})();
