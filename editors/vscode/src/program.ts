// Finds the program `qdc` and asks it what it is.
import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import * as vscode from "vscode";

export type Program =
  | { kind: "found"; path: string; version: string }
  /** There is none; `sought` is what `qdc.path` says, empty where it says nothing. */
  | { kind: "missing"; sought: string }
  /** It is there, but has no language server yet. */
  | { kind: "old"; path: string; version: string };

export async function findProgram(): Promise<Program> {
  // In a workspace that is not trusted VS Code leaves out what the workspace says: see restrictedConfigurations.
  const sought = vscode.workspace.getConfiguration("qdc").get<string>("path", "").trim();
  const path = sought === "" ? await onPath("qdc") : await asSet(sought);
  if (path === undefined) return { kind: "missing", sought };
  const version = /^qdc (\S+)/.exec((await run(path, ["--version"])) ?? "")?.[1];
  if (version === undefined) return { kind: "missing", sought: path };
  const serves = (await run(path, ["lsp", "--help"])) !== undefined;
  return { kind: serves ? "found" : "old", path, version };
}

async function asSet(sought: string): Promise<string | undefined> {
  const path = sought.startsWith("~/") ? join(homedir(), sought.slice(2)) : sought;
  if (isAbsolute(path)) return (await isProgram(path)) ? path : undefined;
  // A relative path would depend on the folder that happens to be open.
  return /[\\/]/.test(path) ? undefined : onPath(path);
}

/** Looked for by ourselves: Windows would also start a file of this name in the open folder. */
async function onPath(name: string): Promise<string | undefined> {
  const file = process.platform === "win32" && !name.endsWith(".exe") ? `${name}.exe` : name;
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute);
  // An editor started from a dock or menu often knows nothing of cargo's folder.
  folders.push(join(homedir(), ".cargo", "bin"));
  for (const folder of folders) {
    if (await isProgram(join(folder, file))) return join(folder, file);
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** What it prints; undefined where it cannot be started or fails. */
function run(path: string, args: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(path, args, { timeout: 10_000 }, (error, out) => resolve(error === null ? out : undefined));
  });
}
