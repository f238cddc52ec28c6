// Writes the titles that each text finds, in their order.
import { load } from "./load.mjs";

const [folder, ...texts] = process.argv.slice(2);
load(folder, "data.js", "search.js", "parts/words.js");
const entries = REFERENCE_PARTS.words.map((entry) => Search.read(REFERENCE, entry));
for (const text of texts) console.log(JSON.stringify(Search.find(entries, text).map(({ kind, title }) => `${kind} ${title}`)));
