import { expect, test } from "vitest";
import { further, isKnown } from "./cursor";

test("places are in the order of their transactions, then of their facts", () => {
  expect(isKnown("e.9.b", "e.10.a")).toBe(true);
  expect(isKnown("e.10.a", "e.10.b")).toBe(true);
  expect(isKnown("e.10.b", "e.10.b")).toBe(true);
  expect(isKnown("e.10.b", "e.10.a")).toBe(false);
  expect(isKnown("e.10.a", "e.9.z")).toBe(false);
});

test("numbers greater than a browser counts exactly are told apart", () => {
  expect(isKnown("e.9007199254740993.a", "e.9007199254740992.a")).toBe(false);
  expect(isKnown("e.9007199254740992.z", "e.9007199254740993.a")).toBe(true);
});

test("another epoch, or nothing, tells nothing", () => {
  expect(isKnown("e.1.a", "f.9.z")).toBe(false);
  expect(isKnown("e.1.a", undefined)).toBe(false);
});

test("of two places the further one is kept, and a new epoch wins", () => {
  expect(further("e.2.a", "e.1.a")).toBe("e.2.a");
  expect(further("e.2.a", "e.3.a")).toBe("e.3.a");
  expect(further("e.2.a", "f.1.a")).toBe("f.1.a");
  expect(further(undefined, "e.1.a")).toBe("e.1.a");
});
