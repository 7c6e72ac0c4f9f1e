// Checks whole folders with `qdc check` and lists what it finds under Problems.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as vscode from "vscode";
import { findProgram } from "./program";
import { language, say } from "./say";
import { Server } from "./server";

/** A place as `qdc check --format json` writes it: from 1, columns in characters, the end exclusive. */
interface Place {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

interface Finding extends Place {
  rule: string;
  level: "error" | "warning" | "hint";
  message: string;
  help: string | null;
  related: (Place & { message: string })[];
}

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Information,
};

export class Check implements vscode.Disposable {
  private readonly problems = vscode.languages.createDiagnosticCollection("qdc check");
  // What is open the server checks, as it is typed.
  private readonly watching = vscode.workspace.onDidOpenTextDocument(({ uri }) => this.problems.delete(uri));

  constructor(
    private readonly server: Server,
    private readonly output: vscode.OutputChannel,
  ) {}

  async run(): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    if (folders.length === 0) return void vscode.window.showInformationMessage(say("Open a folder first"));
    const program = await findProgram();
    if (program.kind === "missing") return this.server.restart();
    await vscode.workspace.saveAll(false);
    try {
      const where = { location: vscode.ProgressLocation.Window, title: say("qdc is checking") };
      const found = await vscode.window.withProgress(where, async () => {
        const all = await Promise.all(folders.map(({ uri }) => check(program.path, uri.fsPath)));
        return all.flat();
      });
      await this.list(found);
    } catch (error) {
      this.output.appendLine(String(error));
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  private async list(found: Finding[]): Promise<void> {
    this.problems.clear();
    if (found.length === 0) return void vscode.window.showInformationMessage(say("qdc found nothing wrong"));
    const texts = new Map<string, string[]>();
    const read = async (file: string) => {
      if (!texts.has(file)) texts.set(file, (await readFile(file, "utf8")).replace(/^\uFEFF/, "").split("\n"));
    };
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const finding of found) {
      await read(finding.file);
      for (const { file } of finding.related) await read(file);
      const message = finding.help === null ? finding.message : `${finding.message}\n${say("help: {0}", finding.help)}`;
      const diagnostic = new vscode.Diagnostic(range(finding, texts), message, SEVERITIES[finding.level]);
      diagnostic.source = "qdc";
      diagnostic.code = finding.rule;
      diagnostic.relatedInformation = finding.related.map((place) => {
        const location = new vscode.Location(vscode.Uri.file(place.file), range(place, texts));
        return new vscode.DiagnosticRelatedInformation(location, place.message);
      });
      byFile.set(finding.file, [...(byFile.get(finding.file) ?? []), diagnostic]);
    }
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const [file, diagnostics] of byFile) {
      const uri = vscode.Uri.file(file);
      if (!open.has(uri.toString()) && !this.server.hasFindings(uri)) this.problems.set(uri, diagnostics);
    }
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    const errors = found.filter(({ level }) => level === "error").length;
    const rest = found.length - errors;
    vscode.window.setStatusBarMessage(say("qdc: {0} errors, {1} warnings and hints", errors, rest), 10_000);
  }

  dispose(): void {
    this.watching.dispose();
    this.problems.dispose();
  }
}

/** What `qdc check` finds in a folder; file names are absolute. */
function check(program: string, folder: string): Promise<Finding[]> {
  const args = ["check", ".", "--format", "json", "--lang", language()];
  return new Promise((done, fail) => {
    execFile(program, args, { cwd: folder, maxBuffer: 256 * 1024 * 1024 }, (error, out, complaint) => {
      // 1 says that there are errors, as there may be.
      if (error !== null && error.code !== 1) return fail(new Error(complaint.trim() || error.message));
      const absolute = <P extends Place>(place: P): P => ({ ...place, file: resolve(folder, place.file) });
      const findings = JSON.parse(out) as Finding[];
      done(findings.map((one) => ({ ...absolute(one), related: one.related.map(absolute) })));
    });
  });
}

function range(place: Place, texts: Map<string, string[]>): vscode.Range {
  const lines = texts.get(place.file) ?? [];
  const offset = (line: number, column: number) =>
    [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
  const start = new vscode.Position(place.line - 1, offset(place.line, place.column));
  return new vscode.Range(start, new vscode.Position(place.endLine - 1, offset(place.endLine, place.endColumn)));
}
