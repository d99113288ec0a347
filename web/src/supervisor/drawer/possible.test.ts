import { expect, test } from "vitest";
import { possible } from "./possible";

test("nothing can be done to what is closed or not known", () => {
  const nothing = { takeOver: false, passOn: false, end: false };
  expect([possible("closed", false), possible(undefined, false)]).toEqual([nothing, nothing]);
});

test("what waits or is in talk can be taken over, passed on and ended", () => {
  for (const state of ["queued", "assigned", "on_hold"]) {
    expect(possible(state, false)).toEqual({ takeOver: true, passOn: true, end: true });
  }
  expect(possible("bot", false)).toEqual({ takeOver: true, passOn: false, end: true });
  expect(possible("wrap_up", false)).toEqual({ takeOver: false, passOn: false, end: true });
});

test("what is one's own is not taken over once more", () => {
  expect(possible("assigned", true).takeOver).toBe(false);
});
