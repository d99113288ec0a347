/** How a canned reply is called, found and filled in; pure, so that the composer only has to show it. */

import type { Schemas } from "@/shared/api/operations";

export type Canned = Schemas["CannedReplyView"];
export type Values = Schemas["SlotValuesView"];
export type Slot = Schemas["CannedRepliesView"]["slots"][number];

/** A call for the list: where its stroke stands, where it ends, and what is looked for. */
export interface Call {
  readonly start: number;
  readonly end: number;
  readonly wanted: string;
}

const SLOT = /\{([a-z_]+)\}/g;
/** A stroke that begins a line or follows a blank; never one inside a date, a fraction or an address. */
const CALL = /(?:^|\s)([/／])([^\s/／]*)$/u;
/** Chinese input methods write this comma for the stroke's key: at the very beginning it can mean nothing else. */
const COMMA = /^(、)([^\s、]*)$/u;
const GAP = /【(?:待填：|fill in: )([^【】]*)】/u;

/** The call that the writer has just begun, if there is one before the caret. */
export function callAt(words: string, caret: number): Call | undefined {
  const before = words.slice(0, caret);
  const found = CALL.exec(before) ?? COMMA.exec(before);
  if (found === null) return undefined;
  const wanted = found[2] ?? "";
  return { start: caret - wanted.length - 1, end: caret, wanted: plain(wanted) };
}

/** Those that fit, the best first: by shortcut, by title, by their words; in their own order among equals. */
export function fitting(replies: readonly Canned[], wanted: string): Canned[] {
  return replies
    .map((reply) => ({ reply, rank: rankOf(reply, wanted) }))
    .filter(({ rank }) => rank >= 0)
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ reply }) => reply);
}

function rankOf(reply: Canned, wanted: string): number {
  if (reply.code.startsWith(wanted)) return 0;
  if (plain(reply.title).includes(wanted) || reply.code.includes(wanted)) return 1;
  return Object.values(reply.words).some((said) => plain(said).includes(wanted)) ? 2 : -1;
}

function plain(words: string): string {
  return words.normalize("NFKC").toLowerCase();
}

/** What is said in the tourist's language, else in the nearest to it, in Chinese, in English, in any. */
export function inLanguage(reply: Canned, lang: string | null): { lang: string; words: string } {
  const langs = Object.keys(reply.words);
  const base = lang?.split("-")[0];
  const near = langs.find((one) => one.split("-")[0] === base);
  const chosen =
    [lang, near, "zh-CN", "en", langs[0]].find((one) => one != null && reply.words[one]) ?? "zh-CN";
  return { lang: chosen, words: reply.words[chosen] ?? "" };
}

/** The words with their slots filled; what nobody knows becomes a gap, marked with what `nameOf` calls it. */
export function filled(
  words: string,
  values: Values,
  lang: string,
  nowMs: number,
  gapOf: (slot: string) => string,
): string {
  return words.replaceAll(SLOT, (_, slot: string) => valueIn(slot, values, lang, nowMs) ?? gapOf(slot));
}

function valueIn(slot: string, values: Values, lang: string, nowMs: number): string | undefined {
  switch (slot as Slot) {
    case "tourist":
      return values.tourist ?? undefined;
    case "agent":
      return values.agent ?? undefined;
    case "ticket":
      return values.ticket ?? undefined;
    case "queue":
      return values.queue[lang] ?? values.queue["zh-CN"] ?? values.queue.en;
    case "org":
      return values.org;
    case "date":
      return new Intl.DateTimeFormat(lang, { timeZone: values.tz, dateStyle: "long" }).format(nowMs);
    case "time":
      return new Intl.DateTimeFormat(lang, {
        timeZone: values.tz,
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      }).format(nowMs);
    default:
      return undefined;
  }
}

/** The first gap that is still open: where it stands, and what is missing. */
export function firstGap(words: string): { start: number; end: number; name: string } | undefined {
  const found = GAP.exec(words);
  if (found === null) return undefined;
  return { start: found.index, end: found.index + found[0].length, name: found[1] ?? "" };
}
