// The language server `qdc lsp`: starting it, starting it again, its settings, and asking it for what its commands give.
import * as vscode from "vscode";
import {
  DidChangeConfigurationNotification,
  ExecuteCommandRequest,
  LanguageClient,
  LanguageClientOptions,
  State,
} from "vscode-languageclient/node";
import { Program, findProgram } from "./program";
import { say } from "./say";
import { Status } from "./status";

/** Carries out one of the server's commands and shows what it gives. */
export type Show = (document: vscode.TextDocument) => Promise<void>;

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  /** One start or stop at a time. */
  private turn: Promise<void> = Promise.resolve();

  /** `shows` says who shows the results of which command. */
  constructor(
    private readonly output: vscode.OutputChannel,
    private readonly status: Status,
    private readonly shows: Map<string, Show>,
  ) {}

  /** Starts the server, or stops it and starts it again. */
  restart(): Promise<void> {
    this.turn = this.turn.then(async () => {
      await this.stop();
      await this.start();
    });
    return this.turn;
  }

  /** Tells a running server that settings have changed. */
  async configure(): Promise<void> {
    await this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings: { qdc: options() } });
  }

  /** What a command of the server gives for a file; refusals are the server's, in the user's language. */
  async ask<Result>(command: string, document: vscode.TextDocument): Promise<Result> {
    if (this.client === undefined) throw new Error(say("qdc has stopped; click to start it again"));
    const uri = this.client.code2ProtocolConverter.asUri(document.uri);
    return this.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [uri] });
  }

  /** Whether the server has something to say about a file. */
  hasFindings(uri: vscode.Uri): boolean {
    return (this.client?.diagnostics?.get(uri)?.length ?? 0) > 0;
  }

  private async start(): Promise<void> {
    this.status.show({ kind: "starting" });
    const program = await findProgram();
    if (program.kind !== "found") return this.miss(program);
    const { path, version } = program;
    const client = new LanguageClient("qdc", "qdc", { command: path, args: ["lsp"] }, this.clientOptions());
    client.onDidChangeState(({ newState }) => {
      const running = newState === State.Running;
      void vscode.commands.executeCommand("setContext", "qdc.running", running);
      if (running) this.status.show({ kind: "running", version, path });
      else this.status.show({ kind: newState === State.Starting ? "starting" : "stopped" });
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.output.appendLine(String(error));
      this.client = undefined;
      this.status.show({ kind: "stopped" });
      void vscode.window.showErrorMessage(say("qdc could not be started: {0}", String(error)));
    }
  }

  private async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    // One that has crashed cannot be asked to stop, and need not be.
    await client?.dispose().catch((error) => this.output.appendLine(String(error)));
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: "file", language: "qdc" },
        { scheme: "untitled", language: "qdc" },
      ],
      diagnosticCollectionName: "qdc",
      outputChannel: this.output,
      initializationOptions: options(),
      middleware: {
        // The client registers the server's commands itself. Palette, menus and code lenses all arrive here.
        executeCommand: (command, args, next) => {
          const show = this.shows.get(command);
          return show === undefined ? next(command, args) : this.show(show, args[0]);
        },
        workspace: {
          configuration: async (params, token, next) => {
            const answers = await next(params, token);
            if (!Array.isArray(answers)) return answers;
            return answers.map((answer, index) => (params.items[index]?.section === "qdc" ? options() : answer));
          },
        },
      },
    };
  }

  private async show(show: Show, about: unknown): Promise<void> {
    const document = await chosen(about);
    if (document === undefined) return void vscode.window.showInformationMessage(say("Open a .qdc file first"));
    try {
      await show(document);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  /** Says what is missing and how to get it. */
  private miss(program: Exclude<Program, { kind: "found" }>): void {
    let why: string;
    if (program.kind === "old") why = say("qdc {0} ({1}) is too old for this extension", program.version, program.path);
    else if (program.sought === "") why = say("The program qdc was not found");
    else why = say("There is no program qdc at {0}", program.sought);
    this.output.appendLine(why);
    this.status.show({ kind: "missing", why });
    const [set, open, again] = [say("Set the path"), say("How to install"), say("Try again")];
    const message = say("{0}. Install it with `cargo install --path .` in the folder of qdc, or say in the settings where it is.", why);
    void vscode.window.showErrorMessage(message, set, open, again).then((choice) => {
      if (choice === set) void vscode.commands.executeCommand("workbench.action.openSettings", "qdc.path");
      if (choice === open) void vscode.commands.executeCommand("workbench.action.openWalkthrough", "qdc.qdc#start");
      if (choice === again) void this.restart();
    });
  }

  dispose(): void {
    this.turn = this.turn.then(() => this.stop());
  }
}

/** The settings as the server knows them. */
function options(): object {
  const settings = vscode.workspace.getConfiguration("qdc");
  return {
    lang: settings.get("lang"),
    inlayHints: settings.get("inlayHints"),
    codeLens: settings.get("codeLens"),
    // The extension shows results itself.
    results: "return",
  };
}

/** The file a command is about: the one it names, else the one in the active editor. */
async function chosen(about: unknown): Promise<vscode.TextDocument | undefined> {
  if (typeof about === "string") return vscode.workspace.openTextDocument(vscode.Uri.parse(about, true));
  if (about instanceof vscode.Uri) return vscode.workspace.openTextDocument(about);
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === "qdc" ? document : undefined;
}
