// Loads scripts of the reference in the order of its `index.html`, with replacements for the globals of a browser.
import { existsSync, readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

export function load(folder, ...names) {
  globalThis.window = globalThis;
  globalThis.location = { protocol: "file:" };
  for (const name of names) runInThisContext(readFileSync(`${folder}/reference/${name}`, "utf8"), name);
}

// The operations of all parts, in the order of the description.
export function operations(folder) {
  const all = new Map();
  for (let part = 0; existsSync(`${folder}/reference/parts/operations-${part}.js`); part += 1) {
    load(folder, `parts/operations-${part}.js`);
    for (const operation of REFERENCE_PARTS[`operations-${part}`]) all.set(operation.id, operation);
  }
  return REFERENCE.operations.map(([id]) => all.get(id));
}
