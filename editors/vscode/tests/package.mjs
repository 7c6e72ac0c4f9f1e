// What is in the package: what the extension needs, and nothing else.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const expected = `
[Content_Types].xml
extension.vsixmanifest
extension/LICENSE.txt
extension/ThirdPartyNotices.txt
extension/changelog.md
extension/dist/extension.js
extension/icons/qdc.png
extension/icons/qdc.svg
extension/l10n/bundle.l10n.zh-cn.json
extension/language-configuration.json
extension/package.json
extension/package.nls.json
extension/package.nls.zh-cn.json
extension/readme.md
extension/syntaxes/qdc.tmLanguage.json
extension/walkthrough/check.md
extension/walkthrough/install.md
extension/walkthrough/send.md
extension/walkthrough/write.md
`.trim().split("\n");

const list = ["-c", "import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep='\\n')"];
const packed = execFileSync("python3", [...list, join(root, "qdc.vsix")], { encoding: "utf8" }).trim().split("\n");
const wrong = [
  ...packed.filter((name) => !expected.includes(name)).map((name) => `does not belong into the package: ${name}`),
  ...expected.filter((name) => !packed.includes(name)).map((name) => `is missing from the package: ${name}`),
];

// Whoever wrote what is bundled is named, with the licence.
const notices = readFileSync(join(root, "ThirdPartyNotices.txt"), "utf8");
const bundled = Object.keys(JSON.parse(readFileSync(join(root, "dist/meta.json"), "utf8")).inputs);
const folders = bundled.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
for (const folder of new Set(folders.filter(Boolean))) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  if (!notices.includes(`${name} ${version} (${license})`)) wrong.push(`is not named in ThirdPartyNotices.txt: ${name} ${version} (${license})`);
}

for (const message of wrong) console.error(message);
console.log(`package: ${packed.length} files, ${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
