// Loads scripts of the reference as a page does, in the order of its `index.html`; a page's own globals are stood in for.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

export function load(folder, ...names) {
  globalThis.window = globalThis;
  globalThis.location = { protocol: "file:" };
  for (const name of names) runInThisContext(readFileSync(`${folder}/reference/${name}`, "utf8"), name);
}
