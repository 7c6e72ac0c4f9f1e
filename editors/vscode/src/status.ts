// The item in the status bar: which qdc there is, and how it does.
import * as vscode from "vscode";
import { say } from "./say";

export type State =
  | { kind: "starting" }
  | { kind: "running"; version: string; path: string }
  | { kind: "stopped" }
  | { kind: "missing"; why: string };

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("qdc.status", vscode.StatusBarAlignment.Right, 100);
  private readonly watching: vscode.Disposable;

  constructor() {
    this.item.name = "qdc";
    this.watching = vscode.window.onDidChangeActiveTextEditor(() => this.appear());
    this.show({ kind: "starting" });
  }

  show(state: State): void {
    const { item } = this;
    const bad = state.kind === "missing" || state.kind === "stopped";
    item.backgroundColor = bad ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.command = bad ? "qdc.restart" : "qdc.showOutput";
    switch (state.kind) {
      case "starting":
        item.text = "$(loading~spin) qdc";
        item.tooltip = say("qdc is starting");
        break;
      case "running":
        item.text = `$(check) qdc ${state.version}`;
        item.tooltip = say("qdc {0} is running: {1}", state.version, state.path);
        break;
      case "stopped":
        item.text = "$(debug-disconnect) qdc";
        item.tooltip = say("qdc has stopped; click to start it again");
        break;
      case "missing":
        item.text = "$(warning) qdc";
        item.tooltip = state.why;
        break;
    }
    this.appear();
  }

  /** Beside .qdc files only. */
  private appear(): void {
    if (vscode.window.activeTextEditor?.document.languageId === "qdc") this.item.show();
    else this.item.hide();
  }

  dispose(): void {
    this.watching.dispose();
    this.item.dispose();
  }
}
