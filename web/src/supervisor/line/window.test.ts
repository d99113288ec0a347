import { expect, test } from "vitest";
import { ROW_PX, windowOf } from "./window";

test("the beginning of a line is held from its first row", () => {
  expect(windowOf(0, 350, 10_000)).toEqual({ skip: 0, limit: 35 });
});

test("every row in sight is held, wherever one has scrolled to", () => {
  for (let top = 0; top < 10_000 * ROW_PX; top += 997) {
    const { skip, limit } = windowOf(top, 350, 10_000);
    expect(skip * ROW_PX).toBeLessThanOrEqual(top);
    if (top + 350 < 10_000 * ROW_PX) expect((skip + limit) * ROW_PX).toBeGreaterThanOrEqual(top + 350);
    expect(limit).toBeLessThanOrEqual(200);
  }
});

test("a line that has become shorter than one had scrolled is held at its end", () => {
  expect(windowOf(400_000, 350, 5).skip).toBe(0);
  expect(windowOf(0, 0, 0)).toEqual({ skip: 0, limit: 35 });
});
