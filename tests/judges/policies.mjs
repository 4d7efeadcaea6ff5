// What Google's evaluator of content security policies finds: policies in, one a line, findings out as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
const { CspEvaluator } = load("csp_evaluator/dist/evaluator.js");
const { CspParser } = load("csp_evaluator/dist/parser.js");

const policies = readFileSync(0, "utf8").split("\n").filter(Boolean);
const judged = policies.map((policy) => {
  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
  return { policy, findings: findings.map(({ severity, directive, value, description }) =>
    ({ severity, directive, value, description })) };
});
console.log(JSON.stringify(judged));
