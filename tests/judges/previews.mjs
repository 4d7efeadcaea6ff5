// Reads HTML pages, whose paths are the arguments, as a program does that shows previews of links, and writes
// what it finds in each, by path.
import { readFileSync } from "node:fs";
import ogs from "open-graph-scraper";

const found = {};
for (const path of process.argv.slice(2)) {
  const { result } = await ogs({ html: readFileSync(path, "utf8"), onlyGetOpenGraphInfo: true });
  found[path] = result;
}
console.log(JSON.stringify(found));
