// What the extension says, in the user's language: that of `qdc.lang`, else that of VS Code. The bundle is the list of
// all messages, so the compiler refuses one that is not translated.
import * as vscode from "vscode";
import chinese from "../l10n/bundle.l10n.zh-cn.json";

export type Message = keyof typeof chinese;
export type Language = "zh" | "en";

export function language(): Language {
  const wanted = vscode.workspace.getConfiguration("qdc").get<string>("lang");
  if (wanted === "zh" || wanted === "en") return wanted;
  return vscode.env.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The message with `{0}`, `{1}` … filled in. */
export function say(message: Message, ...values: (string | number)[]): string {
  const words = language() === "zh" ? chinese[message] : message;
  return words.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
}
