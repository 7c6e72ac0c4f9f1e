// What people read is there in both languages, and nothing is left over.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const read = (path) => readFileSync(join(root, path), "utf8");
const wrong = [];
const same = (what, left, right) => {
  for (const one of left) if (!right.has(one)) wrong.push(`${what}: ${one}`);
};

const manifest = read("package.json");
const named = new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]));
const english = new Set(Object.keys(JSON.parse(read("package.nls.json"))));
const chinese = new Set(Object.keys(JSON.parse(read("package.nls.zh-cn.json"))));
same("named in package.json, but not said in English", named, english);
same("said in English, but not named in package.json", english, named);
same("said in English, but not in Chinese", english, chinese);
same("said in Chinese, but not in English", chinese, english);

// That every message is translated is the compiler's to see; that every translation is used is seen here.
const sources = readdirSync(join(root, "src")).map((name) => read(join("src", name))).join("\n");
const messages = Object.entries(JSON.parse(read("l10n/bundle.l10n.zh-cn.json")));
const holes = (text) => (text.match(/\{\d\}/g) ?? []).sort().join();
for (const [message, translation] of messages) {
  if (!sources.includes(JSON.stringify(message))) wrong.push(`said nowhere: ${message}`);
  if (holes(message) !== holes(translation)) wrong.push(`other values in Chinese: ${message}`);
}

const contributed = JSON.parse(manifest).contributes;
for (const { command } of contributed.commands) {
  const registered = sources.includes(`"${command}"`);
  if (!registered) wrong.push(`no source carries out ${command}`);
}
for (const [, path] of manifest.matchAll(/"(?:\.\/)?((?:icons|l10n|syntaxes|walkthrough)\/[^"]+)"/g)) {
  if (!existsSync(join(root, path))) wrong.push(`there is no ${path}`);
}

for (const message of wrong) console.error(message);
console.log(`words: ${english.size} titles and ${messages.length} messages in two languages, ${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
