/** How the administration names what the hub has: by the language of the page, else whatever there is. */

import { Refused } from "@/shared/api/problem";
import type { PlainTextKey, Text } from "@/shared/i18n/text";
import { zhCN } from "./words_zh";

export type Words = Record<string, string>;

/** The languages in which names and words are written; the first two are always shown. */
export const LANGS = ["zh-CN", "en", "zh-TW", "ja", "ko"] as const;

/** What something is called in the page's language, falling back to Chinese, English, the code. */
export function named(names: Words, language: string, code: string): string {
  return names[language] || names["zh-CN"] || names.en || code;
}

/** What a language is called. */
export function langName(text: Text, lang: string): string {
  const known = LANGS.find((one) => one === lang);
  return known === undefined ? lang : text.t(`admin.languages.${known}`);
}

/** Why a value was refused. */
export function faultWords(text: Text, code: string): string {
  if (Object.hasOwn(zhCN.faults, code) && code !== "other")
    return text.t(`admin.faults.${code}` as PlainTextKey);
  return text.t("admin.faults.other", { code });
}

/** What went wrong, in a sentence that says what it means here. */
export function problemWords(text: Text, error: unknown): string {
  if (error instanceof Refused) {
    if (Object.hasOwn(zhCN.problems, error.code))
      return text.t(`admin.problems.${error.code}` as PlainTextKey);
    if (error.values.length > 0) return text.t("admin.seeFields");
  }
  return text.problem(error);
}

const MOMENT = {
  month: "numeric",
  day: "numeric",
  weekday: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;

/** A moment by the clocks of the browser, as short as it is clear. */
export function moment(atMs: number, language: string): string {
  return new Intl.DateTimeFormat(language, MOMENT).format(atMs);
}

/** A moment by the clocks of a time zone, which is named where the browser's show something else. */
export function momentIn(atMs: number, language: string, tz: string | null): string {
  if (tz === null) return moment(atMs, language);
  const there = new Intl.DateTimeFormat(language, { ...MOMENT, timeZone: tz }).format(atMs);
  const zone = foreignZone(atMs, language, tz);
  return zone === undefined ? there : language === "en" ? `${there} (${zone})` : `${there}（${zone}）`;
}

/** What a time zone is called whose clocks differ from the browser's at a moment; undefined where they agree. */
export function foreignZone(atMs: number, language: string, tz: string): string | undefined {
  const shown = (more: object): string =>
    new Intl.DateTimeFormat(language, { ...MOMENT, ...more }).format(atMs);
  if (shown({}) === shown({ timeZone: tz })) return undefined;
  const parts = new Intl.DateTimeFormat(language, { timeZone: tz, timeZoneName: "long" }).formatToParts(atMs);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? tz;
}
