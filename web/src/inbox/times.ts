/** Times as people read them, in the language of the pages and the time of this machine. */

import type { Language } from "@/shared/i18n/text";

const DAY_MS = 86_400_000;

/** The hour and minute. */
export function clockTime(ms: number, language: Language, seconds = false): string {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat(language, seconds ? { ...parts, second: "2-digit" } : parts).format(ms);
}

/** Today's times by the clock, older ones by the day. */
export function shortTime(ms: number, nowMs: number, language: Language): string {
  if (dayOf(ms) === dayOf(nowMs)) return clockTime(ms, language);
  return new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric" }).format(ms);
}

/** Everything: for titles and ticket pages. */
export function fullTime(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(ms);
}

/** The day, in words. */
export function dayName(ms: number, language: Language): string {
  const day = { year: "numeric", month: "long", day: "numeric", weekday: "short" } as const;
  return new Intl.DateTimeFormat(language, day).format(ms);
}

/** Days between two moments by the calendar: 0 for the same day, 1 for yesterday. */
export function daysAgo(ms: number, nowMs: number): number {
  return Math.round((dayOf(nowMs) - dayOf(ms)) / DAY_MS);
}

/** When the day of a moment began. */
export function dayOf(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

/** A stretch of time that goes on: 0:07, 12:30, 1:02:03. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
