import { afterEach, beforeEach, expect, test } from "vitest";
import { foreignZone, momentIn } from "./names";

const NINE_IN_SHANGHAI = Date.UTC(2026, 10, 24, 1, 0);
const before = process.env.TZ;

beforeEach(() => {
  process.env.TZ = "America/New_York";
});
afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

test("a moment of a calendar is told by its own clocks, and the zone is named to whoever has others", () => {
  expect(momentIn(NINE_IN_SHANGHAI, "zh-CN", "Asia/Shanghai")).toMatch(/24.*09:00（中国标准时间）$/);
  expect(momentIn(NINE_IN_SHANGHAI, "en", "Asia/Shanghai")).toMatch(/24.*09:00 \(China Standard Time\)$/);
});

test("whoever has the same clocks reads no zone, whatever it is called", () => {
  process.env.TZ = "Asia/Taipei";
  expect(momentIn(NINE_IN_SHANGHAI, "zh-CN", "Asia/Shanghai")).toMatch(/09:00$/);
  expect(foreignZone(NINE_IN_SHANGHAI, "zh-CN", "Asia/Shanghai")).toBeUndefined();
});
