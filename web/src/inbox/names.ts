/** What people, channels, states and refusals are called on the pages. */

import { Refused } from "@/shared/api/problem";
import type { PlainTextKey, Text } from "@/shared/i18n/text";
import type { Conversation, Message } from "./types";
import { zhCN } from "./words_zh";

/** A reason for a break, as the hub tells it. */
interface Reason {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
}

/** The tourist's name, or a short mark by which colleagues can speak of a nameless one. */
export function touristName(
  text: Text,
  conversation: Pick<Conversation, "tourist_name" | "customer_id">,
): string {
  return conversation.tourist_name ?? text.t("inbox.tourist", { code: conversation.customer_id.slice(-4) });
}

/** The last thing said by either side; what has no words, such as a place, is named. */
export function lastWords(
  text: Text,
  { last_text, last_kind }: Pick<Conversation, "last_text" | "last_kind">,
): string {
  if (last_text !== null) return last_text;
  if (last_kind === null) return text.t("inbox.noWords");
  const named = kindName(text, last_kind);
  return named === undefined ? text.t("inbox.transcript.nothing") : `[${named}]`;
}

/** What a kind of message is called; undefined for one that shows itself. */
export function kindName(text: Text, kind: string): string | undefined {
  if (kind === "location") return text.t("inbox.transcript.location");
  if (kind === "unsupported") return text.t("inbox.transcript.unsupported");
  return inside(zhCN.transcript.kinds, kind) ? text.t(`inbox.transcript.kinds.${kind}`) : undefined;
}

/** Who wrote a message. */
export function authorName(text: Text, message: Message, tourist: string): string {
  if (message.author === "tourist") return tourist;
  if (message.author === "bot") return text.t("inbox.bot");
  if (message.author === "system") return text.t("inbox.system");
  return message.author_name ?? text.t("inbox.colleague");
}

export function channelName(text: Text, channel: string): string {
  return text.t(inside(zhCN.channels, channel) ? `inbox.channels.${channel}` : "inbox.channels.other");
}

/** The name of a conversation's state; the bare code of one that a newer hub has invented. */
export function stateName(text: Text, state: string): string {
  return inside(zhCN.states, state) ? text.t(`inbox.states.${state}`) : state;
}

export function deskStateName(text: Text, state: string): string {
  return inside(zhCN.desk.states, state) ? text.t(`inbox.desk.states.${state}`) : state;
}

function deskReasonName(text: Text, reason: string | null): string | undefined {
  if (reason === null) return undefined;
  return inside(zhCN.desk.reasons, reason) ? text.t(`inbox.desk.reasons.${reason}`) : reason;
}

/** What a reason for a break is called: by those who set it, else by us. */
export function breakName(text: Text, reasons: readonly Reason[], code: string | null): string | undefined {
  const names = reasons.find((one) => one.code === code)?.names;
  return names?.[text.language.value] ?? names?.["zh-CN"] ?? names?.en ?? deskReasonName(text, code);
}

/** An agent's state with its reason, if it has one. */
export function stateWithReason(
  text: Text,
  reasons: readonly Reason[],
  state: string,
  reason: string | null,
): string {
  const why = breakName(text, reasons, reason);
  return why === undefined ? deskStateName(text, state) : `${deskStateName(text, state)} · ${why}`;
}

export function handoffReason(text: Text, reason: string): string {
  const known = inside(zhCN.handoff.reasons, reason) ? reason : "other";
  return text.t(`inbox.handoff.reasons.${known}`);
}

/** A kind of business in words; the bare code of one that the house has made, nothing for a plain inquiry. */
export function businessName(text: Text, business: string | null | undefined): string | undefined {
  if (!business || business === "inquiry") return undefined;
  return inside(zhCN.handoff.kinds, business) ? text.t(`inbox.handoff.kinds.${business}`) : business;
}

/** What a language is called in the page's own; the bare tag of one that no browser knows. */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: "language" }).of(tag.split("-")[0] ?? tag) ?? tag;
  } catch {
    return tag;
  }
}

export function statusName(text: Text, status: string): string {
  return inside(zhCN.status, status) ? text.t(`inbox.status.${status}`) : status;
}

/** What went wrong, in a sentence that says what it means here. */
export function problemWords(text: Text, error: unknown): string {
  if (error instanceof Refused && inside(zhCN.problems, error.code)) {
    return text.t(`inbox.problems.${error.code}` as PlainTextKey);
  }
  return text.problem(error);
}

/** The same where a conversation was to be moved, not answered: somebody was quicker. */
export function commandProblem(text: Text, error: unknown): string {
  if (!(error instanceof Refused) || error.code !== "stale_owner") return problemWords(text, error);
  return text.t("inbox.transfer.moved");
}

export function inside<T extends object>(words: T, key: string): key is keyof T & string {
  return Object.hasOwn(words, key);
}
