import { describe, expect, test } from "vitest";
import { isPossible, LONGEST_MS, untilOf } from "./snooze";

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

describe("until when", () => {
  // 24 November 2026 is a Tuesday.
  test.each([
    ["half", at(24, 15), at(24, 15, 30)],
    ["two", at(24, 23), at(25, 1)],
    ["tomorrow", at(24, 23), at(25, 9)],
    ["monday", at(24, 23), at(30, 9)],
    ["monday", at(29, 10), at(30, 9)],
    ["monday", at(23, 8), at(30, 9)],
    ["own", at(24, 15), undefined],
  ] as const)("%s from %d on is %d", (choice, now, until) => {
    expect(untilOf(choice, now)).toBe(until);
  });

  test("is neither past nor at once nor in a far year", () => {
    const now = at(24, 15);
    for (const no of [undefined, Number.NaN, now, now + 59_000, now + LONGEST_MS + 1])
      expect(isPossible(no, now)).toBe(false);
    for (const yes of [now + 60_000, now + LONGEST_MS]) expect(isPossible(yes, now)).toBe(true);
  });
});
