/** What the pages of articles share: names of what the hub has codes for, and how a file is read. */

import type { Schemas } from "@/shared/api/operations";
import type { PlainTextKey, Text } from "@/shared/i18n/text";
import { articlesZh } from "./words_zh";

export type ArticleState = Schemas["ArticleView"]["state"];
export type Form = Schemas["ImportBody"]["form"];

export const STATES: readonly ArticleState[] = ["live", "draft", "withdrawn"];

export function stateName(text: Text, state: ArticleState): string {
  return text.t(`admin.articles.states.${state}`);
}

export function kindName(text: Text, kind: string): string {
  const known = Object.hasOwn(articlesZh.kinds, kind);
  return known ? text.t(`admin.articles.kinds.${kind}` as PlainTextKey) : kind;
}

/** What hinders a live article from being told today: its days. */
export function hindrance(one: Schemas["ArticleRowView"]): "notYet" | "over" | undefined {
  if (one.valid_from !== null && one.today < one.valid_from) return "notYet";
  if (one.valid_until !== null && one.today > one.valid_until) return "over";
  return undefined;
}

export function formOf(fileName: string): Form {
  return fileName.toLowerCase().endsWith(".csv") ? "csv" : "markdown";
}

/** The text of a file in UTF-8 or, as table programs in China write it, in GB 18030. */
export function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
