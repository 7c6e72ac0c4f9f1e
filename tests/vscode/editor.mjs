// A real VS Code: code-server on a loopback port with Chromium in front of it, and what a person does there.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

/** How long anything may take. Machines differ; nothing waits longer than it must. */
const PATIENCE_MS = Number(process.env.QDC_PATIENCE_MS ?? 30_000);

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** The process's end; its output in case it fails. */
function run(command, args, options) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  return { child, ended, output: () => output };
}

/** Asks again until the answer is truthy. */
export async function until(what, ask, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`not within ${patience / 1000} s: ${what} (${last})`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export class Editor {
  /** Starts code-server with the extension in it. `settings` are the user's. */
  static async start(options) {
    const editor = new Editor();
    try {
      await editor.#start(options);
      return editor;
    } catch (error) {
      await editor.stop();
      throw error;
    }
  }

  async #start({ codeServer, vsix, settings }) {
    this.home = mkdtempSync(join(tmpdir(), "qdc-vscode-"));
    const [data, extensions] = [join(this.home, "data"), join(this.home, "extensions")];
    this.settingsPaths = ["User", "Machine"].map((scope) => join(data, scope, "settings.json"));
    for (const path of this.settingsPaths) mkdirSync(dirname(path), { recursive: true });
    this.settings = settings;
    this.set({});
    writeFileSync(join(this.home, "config.yaml"), "");
    const common = [codeServer, "--config", join(this.home, "config.yaml"), "--user-data-dir", data, "--extensions-dir", extensions];
    const options = { env: { ...process.env, XDG_STATE_HOME: this.home }, cwd: this.home };

    const installing = run(process.execPath, [...common, "--install-extension", vsix], options);
    if ((await installing.ended) !== 0) throw new Error(`the extension was not installed:\n${installing.output()}`);

    this.port = await freePort();
    const serving = [...common, "--auth", "none", "--bind-addr", `127.0.0.1:${this.port}`];
    const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
    // A group of its own, so that the extension hosts end with it.
    this.server = run(process.execPath, [...serving, ...quiet], { ...options, detached: true });
    const listens = async () => (await fetch(`http://127.0.0.1:${this.port}/healthz`)).ok;
    await until("code-server listens", listens).catch((error) => {
      throw new Error(`${error.message}\n${this.server.output()}`);
    });
    this.browser = await chromium.launch({
      executablePath: process.env.QDC_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
  }

  /**
   * Adds to the user's settings, for windows that are opened from now on. Beside a browser, VS Code takes settings of
   * machine scope (`qdc.path`) from the machine's own file: those of the user's hold only until it knows their scope.
   */
  set(settings) {
    for (const path of this.settingsPaths) writeFileSync(path, JSON.stringify({ ...this.settings, ...settings }));
  }

  /** A window with a folder open. `files` are written into it first. */
  async open(files) {
    const folder = mkdtempSync(join(this.home, "folder-"));
    const window = new Window(undefined, folder);
    for (const [name, text] of Object.entries(files)) window.write(name, text);
    const context = await this.browser.newContext({ viewport: { width: 1500, height: 900 }, locale: "zh-CN" });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`http://127.0.0.1:${this.port}/?folder=${encodeURIComponent(folder)}`);
    await page.locator(".monaco-workbench .explorer-folders-view").waitFor();
    window.page = page;
    return window;
  }

  async stop() {
    await this.browser?.close();
    if (this.server) {
      process.kill(-this.server.child.pid, "SIGTERM");
      await this.server.ended;
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

export class Window {
  constructor(page, folder) {
    this.page = page;
    this.folder = folder;
  }

  /** The editor that has, or last had, the focus. */
  get editor() {
    return this.page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();
  }

  /** Opens a file from the explorer. */
  async show(name) {
    // What the mouse points at is explained, and covers its neighbours.
    await this.page.mouse.move(0, 0);
    await this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).dblclick();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.editor.locator(".view-line").first().waitFor();
  }

  /** Carries out a command of the palette, by its title. */
  async command(title) {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget:visible input");
    await input.fill(`>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
  }

  /** The visible text of the active editor; VS Code draws blanks as no-break spaces. */
  async text() {
    const lines = await this.editor.locator(".view-line").evaluateAll((all) =>
      all
        .map((line) => ({ top: parseFloat(line.style.top), text: line.textContent ?? "" }))
        .sort((left, right) => left.top - right.top)
        .map(({ text }) => text.replaceAll("\u00a0", " ")),
    );
    return lines.join("\n");
  }

  /** Puts the cursor behind the first place that has this. */
  async cursorAfter(text) {
    const { line, column } = await until(`there is ${text}`, async () => {
      const lines = (await this.text()).split("\n");
      const line = lines.findIndex((one) => one.includes(text));
      return line >= 0 && { line, column: lines[line].indexOf(text) + text.length };
    });
    await this.page.keyboard.press("Control+g");
    const input = this.page.locator(".quick-input-widget:visible input");
    await input.fill(`:${line + 1}:${column + 1}`);
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
  }

  /** Types into the editor, once it listens. */
  async type(text) {
    await this.page.locator(".editor-group-container.active .monaco-editor.focused").waitFor();
    await this.page.keyboard.insertText(text);
  }

  /** Types as Chinese input methods do: what is being composed first, then the words. */
  async compose(text) {
    const input = await this.page.context().newCDPSession(this.page);
    await input.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await input.send("Input.insertText", { text });
    await input.detach();
  }

  /** A span of the active editor with exactly this text. */
  word(text) {
    return this.editor.locator(".view-line span span", { hasText: new RegExp(`^\\s*${text}\\s*$`) }).first();
  }

  /** Points at something until it is explained with this text, and gives the explanation. */
  hover(locator, text) {
    const hover = this.page.locator(".monaco-hover:visible .hover-row", { hasText: text }).first();
    return until(`${text} is said under the mouse`, async () => {
      // Lines move down when something appears above them, so where it is, is asked each time.
      const box = await locator.boundingBox();
      // Mice move; one that appears somewhere does not hover.
      await this.page.mouse.move(box.x + box.width / 2 + 40, box.y + 60);
      await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
      await hover.waitFor({ timeout: 3000 });
      return hover.textContent();
    });
  }

  /** Takes what is suggested under this label, and with this description where two have the same label. */
  async suggestion(label, description = "") {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row", { hasText: label });
    const row = rows.filter({ hasText: description }).first();
    await row.waitFor();
    await row.click();
    await this.page.locator(".suggest-widget.visible").waitFor({ state: "hidden" });
  }

  squiggles() {
    return this.editor.locator(".squiggly-error");
  }

  notification(text) {
    return this.page.locator(".notification-toast", { hasText: text });
  }

  /** The ids of the language servers that run. */
  static servers(program) {
    const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const command = (id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, "utf8");
      } catch {
        return "";
      }
    };
    return ids.filter((id) => command(id) === `${program}\0lsp\0`);
  }

  /** Writes a file of the folder, beside VS Code. */
  write(name, text) {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  onDisk(name) {
    return readFileSync(join(this.folder, name), "utf8");
  }

  close() {
    return this.page.context().close();
  }
}
