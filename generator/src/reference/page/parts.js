// Loads the parts of the data on demand, each once. The parts are scripts, because a page from a disk can load nothing else.
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

  // The loaded types, by position.
  const types = [];

  // The part of a type: the last one that does not start after it.
  const partOf = (starts, index) => starts.findLastIndex((start) => start <= index);

  // Loads types and the types inside them, up to a number of levels.
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

  // The types of all shapes in a value.
  function typesIn(value, found = []) {
    if (Array.isArray(value)) value.forEach((item) => typesIn(item, found));
    else if (value && typeof value === "object") {
      if (value.shape && typeof value.shape.type === "number") found.push(value.shape.type);
      for (const name of ["members", "rest", "parameters", "body", "forms", "responses", "headers"]) {
        if (value[name]) typesIn(name === "rest" ? { shape: value.rest } : value[name], found);
      }
    }
    return found;
  }

  return { load, loadTypes, types, typesIn };
})();
