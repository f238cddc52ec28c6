// Writes for each operation of a reference where its request goes, by the fields of the page and by the examples.
import { load, operations } from "./load.mjs";

const [folder] = process.argv.slice(2);
load(folder, "data.js", "try.js");
for (const operation of operations(folder)) {
  const texts = (operation.parameters ?? []).map(Try.typed);
  console.log(JSON.stringify([operation.id, Try.place(operation, texts), operation.request?.target ?? null]));
}
