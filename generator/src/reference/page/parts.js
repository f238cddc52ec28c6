// Loads the parts of the data that the page does not begin with, each once. They are scripts, since a page from a disk may load
// nothing else.
"use strict";

window.Parts = (() => {
  const BESIDE = document.currentScript.src.replace(/[^/]*$/, "");
  const loading = new Map();

  function load(name) {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${BESIDE}parts/${name}.js`;
        script.addEventListener("load", () => resolve(window.REFERENCE_PARTS[name]));
        script.addEventListener("error", () => {
          loading.delete(name);
          reject(new Error(`reference/parts/${name}.js is not there`));
        });
        document.head.append(script);
      }));
    }
    return loading.get(name);
  }

  // The types by position, as far as they were loaded.
  const types = [];

  // The part of a type: the last one that does not start behind it.
  const partOf = (starts, index) => starts.findLastIndex((start) => start <= index);

  // Loads types, and those inside of them, so many levels deep.
  async function loadTypes(indices, depth) {
    const { starts = [] } = await load("types");
    let level = [...new Set(indices)];
    const seen = new Set(level);
    for (let at = 0; at < depth && level.length; at += 1) {
      const parts = new Set(level.map((index) => partOf(starts, index)));
      await Promise.all([...parts].map(async (part) => {
        const loaded = await load(`types-${part}`);
        loaded.forEach((type, place) => { types[starts[part] + place] = type; });
      }));
      level = level.flatMap((index) => typesIn(types[index])).filter((index) => !seen.has(index) && seen.add(index));
    }
  }

  // The types that shapes in a value lead to.
  function typesIn(value, found = []) {
    if (Array.isArray(value)) value.forEach((item) => typesIn(item, found));
    else if (value && typeof value === "object") {
      if (value.shape && typeof value.shape.type === "number") found.push(value.shape.type);
      for (const name of ["members", "rest", "parameters", "body", "forms", "answers", "headers"]) {
        if (value[name]) typesIn(name === "rest" ? { shape: value.rest } : value[name], found);
      }
    }
    return found;
  }

  return { load, loadTypes, types, typesIn };
})();
