// Results that are read, such as plans: read-only documents beside the file they are about.
import { basename } from "node:path/posix";
import * as vscode from "vscode";
import { follow } from "./follow";

const SCHEME = "qdc-result";
/** One of its own, so that words are drawn as in a letter, not as in a program: see configurationDefaults. */
const LANGUAGE = "qdc-result";

export interface Text {
  title: string;
  text: string;
}

interface Shown {
  text: string;
  following: vscode.Disposable | undefined;
}

export class Texts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly shown = new Map<string, Shown>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registered = [
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
    // Being given its language closes a document, too, while it still has the old one.
    vscode.workspace.onDidCloseTextDocument(({ uri, languageId }) => {
      if (languageId === LANGUAGE) this.forget(uri);
    }),
  ];

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.shown.get(uri.toString())?.text ?? "";
  }

  /** Shows a text about a file; where `again` is given, it is asked again after edits. */
  async show(about: vscode.Uri, { title, text }: Text, again?: () => Promise<Text>): Promise<void> {
    const path = `/${basename(about.path)} – ${title}`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: about.toString() });
    this.forget(uri);
    const shown: Shown = { text, following: undefined };
    if (again !== undefined) {
      const refresh = async () => {
        try {
          shown.text = (await again()).text;
        } catch (error) {
          // A file with mistakes has no plan: that is what there is to read.
          shown.text = error instanceof Error ? error.message : String(error);
        }
        this.changed.fire(uri);
      };
      shown.following = follow(about, () => void refresh());
    }
    this.shown.set(uri.toString(), shown);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  private forget(uri: vscode.Uri): void {
    this.shown.get(uri.toString())?.following?.dispose();
    this.shown.delete(uri.toString());
  }

  dispose(): void {
    for (const { following } of this.shown.values()) following?.dispose();
    for (const one of this.registered) one.dispose();
    this.changed.dispose();
  }
}
