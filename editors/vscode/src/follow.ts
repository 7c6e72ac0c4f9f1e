// Follows the edits of a file.
import * as vscode from "vscode";

/** How long typing pauses before what is shown is made anew. */
const PAUSE_MS = 300;

/** Calls `refresh` when the file has been edited and typing pauses. */
export function follow(uri: vscode.Uri, refresh: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const edits = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (document.uri.toString() !== uri.toString() || contentChanges.length === 0) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE_MS);
  });
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    edits.dispose();
  });
}
