// What a person sees and does with the extension, in a real VS Code. Ends with the line `vscode: N passed`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Editor, Window, until } from "./editor.mjs";

const { QDC_BIN, QDC_VSIX, QDC_CODE_SERVER, QDC_SCREENSHOTS } = process.env;

const GOOD = `合同 "劳动合同" {
    业务编号 "HR-2026-001"
    发起方   "CORP_TEST_001"
    截止     30天内

    文件 正文 "FC_20241212171254RkztvLleUICgRSe" 页数 8

    签署方 "PSN_TEST_001" 认证 短信 {
        签章 正文 页 8 位置 (160, 180) 日期 "YYYY-MM-DD"
    }
}
`;

const files = {
  "错字.qdc": GOOD.replace("签署方", "签暑方"),
  "劳动合同.qdc": GOOD,
  "乱.qdc": GOOD.replace("    业务编号 ", "业务编号：").replace("截止     ", "截止 ").replace("30天内", "30天内；"),
  "空.qdc": "\n",
  // Never opened: what is wrong with it only a check of the whole folder tells.
  "旧/租约.qdc": GOOD.replace("页 8 ", "页 9 "),
};

let passed = 0;
const failures = [];
let window;

async function test(name, steps) {
  const started = Date.now();
  try {
    await steps();
    passed += 1;
    console.log(`ok      ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failures.push(name);
    console.log(`FAILED  ${name}\n${error.stack}`);
    for (const said of await window.page.locator(".notification-toast").allTextContents()) console.log(`    VS Code says: ${said}`);
  }
  await picture(`${passed + failures.length}`);
}

async function picture(name) {
  if (!QDC_SCREENSHOTS || window === undefined) return;
  mkdirSync(QDC_SCREENSHOTS, { recursive: true });
  await window.page.screenshot({ path: join(QDC_SCREENSHOTS, `${name}.png`) }).catch(() => undefined);
}

function expect(condition, what) {
  if (!condition) throw new Error(what);
}

const editor = await Editor.start({
  codeServer: QDC_CODE_SERVER,
  vsix: QDC_VSIX,
  settings: {
    "qdc.path": QDC_BIN,
    "qdc.lang": "zh",
    "security.workspace.trust.startupPrompt": "never",
    "security.workspace.trust.banner": "never",
    "workbench.startupEditor": "none",
    "editor.minimap.enabled": false,
    // So that a test sees what it typed and no more.
    "files.autoSave": "off",
    "extensions.ignoreRecommendations": true,
  },
});
try {
  window = await editor.open(files);
  const { page } = window;

  await test("a mistake is underlined and explained in Chinese", async () => {
    await window.show("错字.qdc");
    await window.squiggles().first().waitFor();
    const said = await window.hover(window.squiggles().first(), "签暑方");
    expect(said.includes("不是 `合同` 里的关键字"), `another message: ${said}`);
  });

  await test("the quick fix mends it", async () => {
    await window.cursorAfter("签暑");
    const mend = page.locator(".action-widget .monaco-list-row.focused", { hasText: "签署方" });
    await until("the mend is offered", async () => {
      // A key that comes while a box is closing goes to the box.
      await page.locator(".editor-group-container.active .monaco-editor.focused").waitFor();
      await page.keyboard.press("Control+.");
      await mend.waitFor({ timeout: 3000 });
      return true;
    });
    await page.keyboard.press("Enter");
    await until("the mistake is gone", async () => (await window.squiggles().count()) === 0);
    expect((await window.text()).includes("签署方"), "the word was not changed");
  });

  await test("a word is explained under the mouse", async () => {
    await window.hover(window.word("签署方"), "signers[].accountId");
  });

  await test("the format is put in order", async () => {
    await window.show("乱.qdc");
    await window.command("qdc: Format File");
    await until("the text is in order", async () => (await window.text()).includes("    业务编号 \"HR-2026-001\""));
    await page.keyboard.press("Control+s");
    await until("the file is in order", () => window.onDisk("乱.qdc") === GOOD);
  });

  await test("completion offers words and inserts them", async () => {
    await window.show("劳动合同.qdc");
    await window.cursorAfter("页数 8");
    await page.keyboard.press("Enter");
    await window.compose("附");
    await window.suggestion("附件");
    await until("the word is inserted with its quotation marks", async () => (await window.text()).includes('附件 ""'));
    await window.type("FC_20260105091000BenefitsTables");
    await page.keyboard.press("Control+s");
    await until("the file has it", () => window.onDisk("劳动合同.qdc").includes('    附件 "FC_20260105091000BenefitsTables"'));
    await until("nothing is wrong with it", async () => (await window.squiggles().count()) === 0);
  });

  await test("completion offers whole statements and goes from blank to blank", async () => {
    await window.show("空.qdc");
    await window.compose("企业");
    await window.suggestion("企业", "一家企业");
    await until("the statement is inserted", async () => (await window.text()).includes('账号 "账号"'));
    await window.type("出租方");
    await page.keyboard.press("Tab");
    await window.type("CORP_TEST_002");
    await until("both blanks are filled in", async () => /企业 出租方 [{][^]*账号 "CORP_TEST_002"/.test(await window.text()));
    await page.keyboard.press("Control+s");
  });

  await test("a new contract is there to be filled in", async () => {
    await window.command("qdc: New Contract");
    await page.locator(".tab.active", { hasText: "Untitled" }).waitFor();
    await until("it has its text", async () => (await window.text()).includes('发起方   "发起方账号"'));
    await window.editor.locator(".snippet-placeholder").first().waitFor();
    await window.type("租约");
    // Behind it the defaults are hinted at, sooner or later.
    await until("it has its title", async () => (await window.text()).includes('合同 "租约"'));
    await page.keyboard.press("Escape");
    await page.locator(".codelens-decoration a", { hasText: "查看发送计划" }).waitFor();
  });

  await test("the plan is shown from above the contract, and follows edits", async () => {
    await window.show("劳动合同.qdc");
    await page.locator(".codelens-decoration a", { hasText: "查看发送计划" }).click();
    const plan = page.locator(".editor-group-container").nth(1);
    await plan.locator(".tab", { hasText: "劳动合同.qdc – 发送计划" }).waitFor();
    await plan.locator(".view-lines", { hasText: "HR-2026-001" }).waitFor();
    await window.cursorAfter("HR-2026-001");
    await window.type("-A");
    await plan.locator(".view-lines", { hasText: "HR-2026-001-A" }).waitFor();
    await page.keyboard.press("Control+z");
    await plan.locator(".view-lines", { hasText: "HR-2026-001-A" }).waitFor({ state: "detached" });
  });

  await test("the preview draws the seals, and follows edits", async () => {
    await window.command("qdc: Preview Seals");
    const drawn = (text) =>
      until(`the page shows ${text}`, async () => {
        for (const frame of page.frames()) {
          const body = await frame.locator("body").textContent({ timeout: 1000 }).catch(() => "");
          if (body.includes(text) && (await frame.locator("svg").count()) > 0) return true;
        }
        return false;
      });
    await drawn("劳动合同");
    await window.show("劳动合同.qdc");
    await window.cursorAfter("劳动合同");
    await window.type("二");
    await drawn("劳动合同二");
    await page.keyboard.press("Control+s");
    await until("it is saved", () => window.onDisk("劳动合同.qdc").includes("劳动合同二"));
  });

  await test("the contract goes to the sandbox", async () => {
    await window.command("qdc: Send to the Sandbox");
    await window.notification("已发到沙箱").waitFor();
    await page.locator(".tab", { hasText: "劳动合同.qdc – 已发到沙箱" }).waitFor();
  });

  await test("the whole folder is checked, and what is not open is listed too", async () => {
    await window.command("qdc: Check Project");
    await page.locator(".markers-panel .monaco-list-row", { hasText: "租约.qdc" }).waitFor();
    await page.locator(".markers-panel .monaco-list-row", { hasText: "page-out-of-range" }).waitFor();
  });

  await test("the status bar says which qdc is running, and it can be started again", async () => {
    await window.show("劳动合同.qdc");
    const status = page.locator(".statusbar-item", { hasText: /qdc \d+\.\d+/ });
    await status.waitFor();
    const [before] = Window.servers(QDC_BIN);
    await window.command("qdc: Restart");
    const other = (servers) => servers.length === 1 && servers[0] !== before;
    await until("another server runs, and one only", () => other(Window.servers(QDC_BIN)));
    await status.waitFor();
    await page.locator(".codelens-decoration a", { hasText: "查看发送计划" }).waitFor();
  });

  await test("without the program people learn how to get it, and once they have it all is well", async () => {
    await window.close();
    editor.set({ "security.workspace.trust.enabled": false });
    const settings = ".vscode/settings.json";
    window = await editor.open({ "劳动合同.qdc": GOOD, [settings]: `{ "qdc.path": "/nowhere/qdc" }` });
    await window.show("劳动合同.qdc");
    const message = window.notification("/nowhere/qdc 不是 qdc 程序");
    for (const button of ["设置路径", "查看安装方法", "重试"]) {
      await message.locator(".monaco-button", { hasText: button }).waitFor();
    }
    // Colours need no program.
    await window.word("签署方").waitFor();
    await picture("missing");

    const old = join(editor.home, "old-qdc");
    writeFileSync(old, "#!/bin/sh\n[ \"$1\" = --version ] && echo qdc 0.0.1\n", { mode: 0o755 });
    window.write(settings, JSON.stringify({ "qdc.path": old }));
    await window.notification("版本太旧").waitFor();

    window.write(settings, "{}");
    await window.page.locator(".codelens-decoration a", { hasText: "查看发送计划" }).waitFor();
    await window.page.locator(".statusbar-item", { hasText: /qdc \d+\.\d+/ }).waitFor();
    window.write(settings, `{ "qdc.lang": "en" }`);
    await window.page.locator(".codelens-decoration a", { hasText: "Show plan" }).waitFor();
    await window.page.locator(".statusbar-item", { hasText: /qdc \d+\.\d+/ }).waitFor();
  });

  await test("how to install it is a walkthrough", async () => {
    await window.notification("版本太旧").locator(".monaco-button", { hasText: "查看安装方法" }).click();
    await window.page.locator(".gettingStartedContainer", { hasText: "First steps with qdc" }).waitFor();
  });

  await test("a folder that is not trusted does not choose the program", async () => {
    await window.close();
    editor.set({});
    const settings = JSON.stringify({ "qdc.path": "/nowhere/qdc" });
    window = await editor.open({ "劳动合同.qdc": GOOD, ".vscode/settings.json": settings });
    await window.show("劳动合同.qdc");
    await window.page.locator(".statusbar-item", { hasText: /qdc \d+\.\d+/ }).waitFor();
  });
} finally {
  await editor.stop();
}
console.log(failures.length === 0 ? "" : `failed: ${failures.join("; ")}`);
console.log(`vscode: ${passed} passed${failures.length > 0 ? `, ${failures.length} failed` : ""}`);
process.exit(failures.length === 0 ? 0 : 1);
