// Prints the curl command of each operation of a reference, as the page shows it: one JSON string on each line.
import { load, operations } from "./load.mjs";

const [folder] = process.argv.slice(2);
load(folder, "data.js", "try.js");
for (const operation of operations(folder)) {
  const filled = {
    base: "https://api.example/v1/",
    ...Try.place(operation, (operation.parameters ?? []).map(Try.typed)),
    body: Try.bodyText(operation),
    prefer: "",
    credentials: Object.create(null),
  };
  console.log(JSON.stringify(Try.curl(REFERENCE, operation, filled)));
}
