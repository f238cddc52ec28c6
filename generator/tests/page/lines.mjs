// Prints the curl command of each operation of a reference, as the page shows it: one JSON string on each line.
import { load } from "./load.mjs";

const [folder] = process.argv.slice(2);
load(folder, "data.js", "try.js");
for (const operation of REFERENCE.operations) {
  const filled = {
    base: "https://api.example/v1/",
    target: operation.request?.target ?? operation.path,
    body: Try.bodyText(operation),
    prefer: "",
    credentials: Object.create(null),
  };
  console.log(JSON.stringify(Try.curl(REFERENCE, operation, filled)));
}
