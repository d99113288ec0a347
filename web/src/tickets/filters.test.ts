import { expect, test } from "vitest";
import { DEFAULT, type Filters, fromAddress, statesOf, toAddress } from "./filters";

test.each<Filters>([
  DEFAULT,
  { state: "all", kind: "complaint", mine: true, words: "0001" },
  { state: "waiting", kind: "", mine: false, words: "索道" },
])("filters stand in the address and come back out of it: %o", (filters) => {
  const address = Object.fromEntries(
    Object.entries(toAddress(filters)).map(([key, value]) => [key, String(value)]),
  );
  expect(fromAddress(address)).toEqual(filters);
});

test("the usual list has the plain address", () => {
  expect(toAddress(DEFAULT)).toEqual({});
});

test("what an address cannot mean is passed over", () => {
  expect(fromAddress({ state: "burnt", kind: ["a", "b"], mine: "yes", q: null })).toEqual(DEFAULT);
});

test("unfinished is all but closed and cancelled, all is no restriction", () => {
  expect(statesOf(DEFAULT)).toEqual(["new", "open", "waiting", "resolved"]);
  expect(statesOf({ ...DEFAULT, state: "all" })).toEqual([]);
  expect(statesOf({ ...DEFAULT, state: "closed" })).toEqual(["closed"]);
});
