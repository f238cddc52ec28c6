// Shows the CommonMark that descriptions are written in, as far as they use it. All text is escaped first, so that a
// description can bring no script.
"use strict";

window.Markdown = (() => {
  const escape = (text) =>
    String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

  // A link leads to a page or a mail, and to nothing that could run.
  const link = (text, url) =>
    /^(https?:|mailto:|#|\/)/i.test(url) ? `<a href="${url}" rel="noreferrer">${text}</a>` : text;

  // Code is taken out before anything else is looked for, and put back at the end.
  function inline(text) {
    const codes = [];
    const kept = escape(text).replace(/(`+)(.+?)\1(?!`)/gs, (_, ticks, code) => {
      codes.push(`<code>${code.trim()}</code>`);
      return `\u0000${codes.length - 1}\u0000`;
    });
    return kept
      .replace(/\[([^\]]+)\]\(([^)\s]+)(?:\s[^)]*)?\)/g, (_, words, url) => link(words, url))
      .replace(/&#60;(https?:\/\/[^\s&]+)&#62;/g, (_, url) => link(url, url))
      .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
      .replace(/(^|[\s(])[*_](?=\S)(.+?)[*_](?=[\s).,:;!?]|$)/g, "$1<em>$2</em>")
      .replace(/\u0000(\d+)\u0000/g, (_, index) => codes[index]);
  }

  function table(lines) {
    const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => inline(cell.trim()));
    const row = (line, tag) => `<tr>${cells(line).map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
    const body = lines.slice(2).map((line) => row(line, "td")).join("");
    return `<div class="wide"><table><thead>${row(lines[0], "th")}</thead><tbody>${body}</tbody></table></div>`;
  }

  function list(lines, ordered) {
    const items = [];
    for (const line of lines) {
      const start = line.match(/^\s*(?:[-*+]|\d+[.)])\s+(.*)$/);
      if (start) items.push(start[1]);
      else items[items.length - 1] += ` ${line.trim()}`;
    }
    const tag = ordered ? "ol" : "ul";
    return `<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join("")}</${tag}>`;
  }

  const isItem = (line) => /^\s*(?:[-*+]|\d+[.)])\s+\S/.test(line);

  function block(lines) {
    const heading = lines[0].match(/^(#{1,6})\s+(.*?)\s*#*$/);
    if (heading) {
      const level = Math.min(heading[1].length + 2, 6);
      const rest = lines.slice(1);
      return `<h${level}>${inline(heading[2])}</h${level}>${rest.length ? block(rest) : ""}`;
    }
    if (lines.length > 1 && lines[0].includes("|") && /^[\s|:-]+$/.test(lines[1])) return table(lines);
    const first = lines.findIndex(isItem);
    if (first === 0) return list(lines, /^\s*\d/.test(lines[0]));
    if (first > 0) return block(lines.slice(0, first)) + block(lines.slice(first));
    if (lines.every((line) => /^\s*>/.test(line))) {
      return `<blockquote>${show(lines.map((line) => line.replace(/^\s*>\s?/, "")).join("\n"))}</blockquote>`;
    }
    return `<p>${inline(lines.join("\n"))}</p>`;
  }

  /// The HTML of a text.
  function show(text) {
    const html = [];
    let open = [];
    let fence = null;
    const close = () => {
      if (open.length) html.push(block(open));
      open = [];
    };
    for (const line of String(text ?? "").replace(/\r\n?/g, "\n").split("\n")) {
      if (fence) {
        if (line.trim().startsWith(fence.mark)) {
          html.push(`<pre><code>${escape(fence.lines.join("\n"))}</code></pre>`);
          fence = null;
        } else fence.lines.push(line);
      } else if (/^\s*(```|~~~)/.test(line)) {
        close();
        fence = { mark: line.trim().slice(0, 3), lines: [] };
      } else if (line.trim() === "") close();
      else open.push(line);
    }
    if (fence) html.push(`<pre><code>${escape(fence.lines.join("\n"))}</code></pre>`);
    close();
    return html.join("");
  }

  return { show, inline, escape };
})();
