// Sends a file to the sandbox inside the program.
import * as vscode from "vscode";
import { say } from "./say";
import { Server } from "./server";
import { Text, Texts } from "./texts";

export const SEND = "qdc.sendSandbox";

export async function send(document: vscode.TextDocument, server: Server, texts: Texts): Promise<void> {
  // What is sent is what is on the disk.
  if (document.isUntitled || (document.isDirty && !(await document.save()))) {
    return void vscode.window.showInformationMessage(say("Save the file first"));
  }
  const where = { location: vscode.ProgressLocation.Notification, title: say("Sending to the sandbox") };
  const sent = await vscode.window.withProgress(where, () => server.ask<Text & { ok: boolean }>(SEND, document));
  await texts.show(document.uri, sent);
  if (sent.ok) void vscode.window.showInformationMessage(say("Sent to the sandbox"));
  else void vscode.window.showErrorMessage(say("Not sent to the sandbox"));
}
