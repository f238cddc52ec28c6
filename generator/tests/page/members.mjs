// Prints the first example of the first operation, as the page shows it.
import { load, operations } from "./load.mjs";

load(process.argv[2], "data.js");
console.log(JSON.stringify(operations(process.argv[2])[0].responses[0].examples[0].value[0]));
