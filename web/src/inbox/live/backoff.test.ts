import { expect, test } from "vitest";
import { waitMs } from "./backoff";

test("the wait is half a second at least, half a minute at most, and grows with the failures", () => {
  for (let failures = 0; failures < 40; failures += 1) {
    expect(waitMs(failures, 0)).toBe(500);
    expect(waitMs(failures, 0.999)).toBeLessThanOrEqual(30_000);
    expect(waitMs(failures + 1, 0.5)).toBeGreaterThanOrEqual(waitMs(failures, 0.5));
  }
  expect(waitMs(20, 0.999)).toBeGreaterThan(29_000);
});

test("no two pages come at the same time, not even the first time", () => {
  expect(waitMs(0, 0.2)).not.toBe(waitMs(0, 0.8));
});
