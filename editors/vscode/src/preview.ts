// The page that shows a contract and where each seal lands, beside the file, following its edits.
import * as vscode from "vscode";
import { follow } from "./follow";
import { say } from "./say";
import { Server } from "./server";

export const PREVIEW = "qdc.preview";

interface Page {
  title: string;
  html: string;
}

// The page comes from our own server, but shows what files say: nothing in it may run or be fetched.
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;
// Which theme VS Code has, the page cannot know.
const COLOURS = `<style>body{color:var(--vscode-editor-foreground);background:var(--vscode-editor-background)}
figcaption{color:var(--vscode-descriptionForeground)}svg{color:#222}</style>`;

export class Previews implements vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>();

  constructor(private readonly server: () => Server) {}

  async show(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    const page = await this.server().ask<Page>(PREVIEW, document);
    const panel = this.panels.get(key) ?? this.open(document, key);
    fill(panel, page);
    panel.reveal(undefined, true);
  }

  private open(document: vscode.TextDocument, key: string): vscode.WebviewPanel {
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(PREVIEW, "", beside, {
      enableScripts: false,
      localResourceRoots: [],
      enableFindWidget: true,
    });
    const following = follow(document.uri, () => {
      // Half a sentence has no page; the last whole one stays.
      this.server()
        .ask<Page>(PREVIEW, document)
        .then((page) => fill(panel, page), () => undefined);
    });
    panel.onDidDispose(() => {
      following.dispose();
      this.panels.delete(key);
    });
    this.panels.set(key, panel);
    return panel;
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose();
  }
}

function fill(panel: vscode.WebviewPanel, { title, html }: Page): void {
  const page = html.replace(/<head>/i, `<head>${POLICY}`).replace(/<\/head>/i, `${COLOURS}</head>`);
  // A page that is set again scrolls back to its top.
  if (panel.webview.html !== page) panel.webview.html = page;
  panel.title = say("Preview: {0}", title);
}
