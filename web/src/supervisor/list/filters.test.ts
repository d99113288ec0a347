import { expect, test } from "vitest";
import { DEFAULT, type Filters, fromAddress, toAddress, toQuery } from "./filters";

const ALL: Filters = {
  state: "open",
  queue: "01Q",
  agent: "01A",
  day: "2026-10-01",
  rescue: true,
  ticket: "without",
};

test("an address tells the filters and back", () => {
  expect(fromAddress(toAddress(ALL) as Record<string, string>)).toEqual(ALL);
  expect(toAddress(DEFAULT)).toEqual({});
  expect(fromAddress({})).toEqual(DEFAULT);
});

test("what is no filter in an address is none", () => {
  expect(fromAddress({ state: "sleeping", day: "yesterday", ticket: "maybe", queue: ["a", "b"] })).toEqual(
    DEFAULT,
  );
});

test("the hub is asked for what narrows only", () => {
  expect(toQuery(DEFAULT)).toEqual({ state: [] });
  expect(toQuery({ ...DEFAULT, state: "queued" })).toEqual({ state: ["queued"] });
  expect(toQuery(ALL)).toMatchObject({
    queue: "01Q",
    agent: "01A",
    day: "2026-10-01",
    rescue: true,
    ticket: "without",
  });
  expect(toQuery(ALL).state).not.toContain("closed");
});
