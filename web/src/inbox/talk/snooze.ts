/** The times for which a conversation is usually put off, and what a page's own field says of one. */

const MINUTE_MS = 60_000;
const MORNING = 9;
/** As `hub.snoozing`: what is further ahead, or nearer, is refused. */
export const LONGEST_MS = 30 * 24 * 60 * MINUTE_MS;
export const SHORTEST_MS = MINUTE_MS;

export type Choice = "half" | "two" | "tomorrow" | "monday" | "own";

export const CHOICES: readonly Choice[] = ["half", "two", "tomorrow", "monday", "own"];

/** Until when, by this machine's calendar; undefined for one that has to be written. */
export function untilOf(choice: Choice, nowMs: number): number | undefined {
  switch (choice) {
    case "half":
      return nowMs + 30 * MINUTE_MS;
    case "two":
      return nowMs + 120 * MINUTE_MS;
    case "tomorrow":
      return morning(nowMs, 1);
    case "monday":
      return morning(nowMs, 8 - (new Date(nowMs).getDay() || 7));
    default:
      return undefined;
  }
}

/** Whether the hub would take this time. */
export function isPossible(untilMs: number | undefined, nowMs: number): untilMs is number {
  if (untilMs === undefined || Number.isNaN(untilMs)) return false;
  return untilMs >= nowMs + SHORTEST_MS && untilMs <= nowMs + LONGEST_MS;
}

function morning(nowMs: number, daysAhead: number): number {
  const day = new Date(nowMs);
  day.setDate(day.getDate() + daysAhead);
  return day.setHours(MORNING, 0, 0, 0);
}
