// Renders texts with the page's own renderer: what each becomes, that hostile ones become text, and that long ones end.
import assert from "node:assert/strict";
import { load } from "./load.mjs";

load(process.argv[2], "markdown.js");
const { show, inline, words } = Markdown;

const TAGS = /^<(\/?)(a|blockquote|code|div|em|h[3-6]|li|ol|p|pre|strong|table|tbody|td|th|thead|tr|ul)((?: [a-z]+="[^"<>]*")*)>/;

// Fails unless a text is HTML of these tags alone, each closed where it may be, with no attribute of a description's.
function check(html, source) {
  const open = [];
  for (let at = html.search(/[<"]/); at !== -1; at = html.search(/[<"]/)) {
    const tag = html.slice(at).match(TAGS);
    assert(tag, `${JSON.stringify(source)}: ${html.slice(at, at + 80)}`);
    const [all, close, name, attributes] = tag;
    if (close) assert.equal(open.pop(), name, JSON.stringify(source));
    else open.push(name);
    const known = name === "a" && !close ? /^ href="(?:https?:\/\/|mailto:)[^"'\s<>]*" rel="noreferrer"$/i
      : name === "div" && !close ? /^ class="wide"$/ : /^$/;
    assert.match(attributes, known, JSON.stringify(source));
    assert(open.filter((name) => name === "a").length < 2, `a link in a link: ${JSON.stringify(source)}`);
    html = html.slice(at + all.length);
  }
  assert.deepEqual(open, [], JSON.stringify(source));
}

const EXPECTED = {
  "a **b** and *c* or _d_ in `e*f*`": "<p>a <strong>b</strong> and <em>c</em> or <em>d</em> in <code>e*f*</code></p>",
  "[a](https://b.example/c?d=e&f 'title') <https://g.example>":
    '<p><a href="https://b.example/c?d=e&#38;f" rel="noreferrer">a</a> <a href="https://g.example" rel="noreferrer">https://g.example</a></p>',
  "[docs](/page) [top](#x) [run](javascript:alert(1)) [d](data:text/html,x) [r](//evil.example)":
    "<p>[docs](/page) [top](#x) [run](javascript:alert(1)) [d](data:text/html,x) [r](//evil.example)</p>",
  "[a](https://x<https://y/onmouseover=alert(1)//>)":
    '<p>[a](https://x<a href="https://y/onmouseover=alert(1)//" rel="noreferrer">https://y/onmouseover=alert(1)//</a>)</p>'.replace("x<a", "x<a"),
  "[a [b](https://c.example) d](https://e.example)":
    '<p><a href="https://e.example" rel="noreferrer">a [b](https://c.example) d</a></p>',
  "snake_case_name and 2*3*4 \\*no\\*": "<p>snake_case_name and 2*3*4 *no*</p>",
  "# A #\ntext\n- one\n  more\n- two\n\n1. x\n\n> q\n> r\n\n```json\n<b>\n```":
    "<h3>A</h3><p>text</p><ul><li>one more</li><li>two</li></ul><ol><li>x</li></ol><blockquote><p>q\nr</p></blockquote><pre><code>&#60;b&#62;</code></pre>",
  "| a | b |\n|---|---|\n| 1 | `2` |":
    '<div class="wide"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>2</code></td></tr></tbody></table></div>',
  "**a *b** c*": "<p><strong>a *b</strong> c*</p>",
  "<script>alert(1)</script> \u00000\u0000": "<p>&#60;script&#62;alert(1)&#60;/script&#62; \u00000\u0000</p>",
};
for (const [source, html] of Object.entries(EXPECTED)) {
  assert.equal(show(source), html);
  check(show(source), source);
}
assert.equal(words("[a](https://b.example) `c`"), "[a](https://b.example) <code>c</code>");

// Texts of pieces that have a meaning, put together by chance, the same each time.
const PIECES = ["[", "]", "(", ")", "](", "https://x.example/", "mailto:a@b.example", "javascript:1", "<", ">", "\"", "'", "&", "`", "``",
  "*", "**", "_", "__", "\\", "\n", "\n\n", "\n# ", "\n- ", "\n> ", "\n1. ", "\n```\n", "|", "\n|-|\n", " ", "a", "onclick=x", "<https://y.example>", "\u0000"];
let seed = 1;
const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
for (let round = 0; round < 20000; round += 1) {
  const source = Array.from({ length: 1 + random(24) }, () => PIECES[random(PIECES.length)]).join("");
  check(show(source), source);
  check(inline(source), source);
}

// Half a megabyte each: whatever looks at a text once for each of its characters would take hours.
const LONG = ["[", "]", "[a](", "[](https://x ", "![", "> ", ">\n", "`", "`` ` ", "*", "**", "* a", "_a ", "**a *b ", "<https://", "<", "\\", "# ", "# a\n",
  "- ", "- a\n", "1. a\n> ", "|", "|a|\n|-|\n", "\n```\n~~~", " ", "#", "(", "[[a]", "a\n", "\t\n"];
for (const piece of LONG) {
  const source = piece.repeat(500_000 / piece.length);
  for (const text of [source, `- x ${source} x`]) assert(show(text).length >= 0);
}
console.log("ok");
