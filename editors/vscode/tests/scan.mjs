// Colours every example and every case of the corpus, right and wrong ones, and asks of each line what must always
// hold: it begins and ends outside of everything, and no word of the language stays without colour.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, "../../..");
const grammarPath = join(here, "../syntaxes/qdc.tmLanguage.json");
const source = readFileSync(grammarPath, "utf8");

const listed = (rule) => JSON.parse(source).repository[rule].match.match(/\(\?:(.*?)\)/)[1].split("|");
const keywords = new Set([...listed("statements"), ...listed("clauses")]);
const words = new Set([...keywords, ...listed("choices")]);

function* qdcFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* qdcFiles(path);
    else if (entry.name.endsWith(".qdc")) yield path;
  }
}

const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
await oniguruma.loadWASM(readFileSync(wasm));
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(source, grammarPath),
});
const grammar = await registry.loadGrammar("source.qdc");

const wrong = [];
let files = 0;
let lines = 0;
for (const [folder, least] of [["examples", 10], ["tests/corpus", 200]]) {
  const found = [...qdcFiles(join(project, folder))];
  if (found.length < least) wrong.push(`${folder}: only ${found.length} files`);
  for (const path of found) {
    files += 1;
    let stack = textmate.INITIAL;
    for (const [index, line] of readFileSync(path, "utf8").replace(/^\uFEFF/, "").split(/\r?\n/).entries()) {
      lines += 1;
      const complain = (why) => wrong.push(`${relative(project, path)}:${index + 1}: ${why}\n    ${line}`);
      const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
      if (ruleStack.depth !== 1) complain("the line's end is inside something");
      stack = ruleStack;
      let first = true;
      for (const { startIndex, endIndex, scopes } of tokens) {
        const text = line.slice(startIndex, endIndex).trim();
        if (text === "") continue;
        const scope = scopes.at(-1);
        // What follows a digit is part of a name that begins with it.
        const glued = /[\p{L}\p{N}]/u.test(line.slice(0, startIndex).slice(-1));
        if (scope === "source.qdc" && !glued && (words.has(text) || folder === "examples")) complain(`\`${text}\` has no scope`);
        if (first && keywords.has(text) && !scope.startsWith("keyword.")) complain(`\`${text}\` is ${scope}`);
        first = false;
      }
    }
  }
}
for (const message of wrong) console.error(message);
console.log(`colours: ${lines} lines of ${files} files, ${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
