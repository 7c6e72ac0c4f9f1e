// Where VS Code starts the extension: puts the parts together and gives each command its part.
import * as vscode from "vscode";
import { Check } from "./check";
import { PREVIEW, Previews } from "./preview";
import { SEND, send } from "./send";
import { Server, Show } from "./server";
import { Status } from "./status";
import { Text, Texts } from "./texts";

const PLAN = "qdc.plan";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("qdc");
  const status = new Status();
  const texts = new Texts();
  const previews: Previews = new Previews(() => server);
  const plan: Show = async (document) => {
    const ask = () => server.ask<Text>(PLAN, document);
    await texts.show(document.uri, await ask(), ask);
  };
  const server: Server = new Server(
    output,
    status,
    new Map([
      [PLAN, plan],
      [PREVIEW, (document: vscode.TextDocument) => previews.show(document)],
      [SEND, (document: vscode.TextDocument) => send(document, server, texts)],
    ]),
  );
  const check = new Check(server, output);
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    output,
    status,
    texts,
    previews,
    check,
    server,
    registerCommand("qdc.checkProject", () => check.run()),
    registerCommand("qdc.format", () => vscode.commands.executeCommand("editor.action.formatDocument")),
    registerCommand("qdc.newContract", newContract),
    registerCommand("qdc.restart", () => server.restart()),
    registerCommand("qdc.showOutput", () => output.show(true)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("qdc.path")) void server.restart();
      else if (change.affectsConfiguration("qdc")) void server.configure();
    }),
    // What the workspace says of qdc.path counts from now on.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
  );
  await server.restart();
}

/** An untitled file with a contract to be filled in. */
async function newContract(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "qdc" });
  const editor = await vscode.window.showTextDocument(document);
  const start = new vscode.Position(0, 0);
  // Without the server there is nothing to offer.
  const offered = await vscode.commands.executeCommand<vscode.CompletionList | undefined>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    start,
  );
  const whole = offered?.items.find(({ label }) => ["合同 …", "contract …"].includes(String(label)));
  if (whole?.insertText instanceof vscode.SnippetString) await editor.insertSnippet(whole.insertText, start);
}
