// Loads scripts of the reference in the order of its `index.html`, with replacements for the globals of a browser.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

export function load(folder, ...names) {
  globalThis.window = globalThis;
  globalThis.location = { protocol: "file:" };
  for (const name of names) runInThisContext(readFileSync(`${folder}/reference/${name}`, "utf8"), name);
}
