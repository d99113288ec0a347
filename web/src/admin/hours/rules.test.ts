import { describe, expect, it } from "vitest";
import { hoursOf, nextSpan, rulesOf, usual } from "./rules";

describe("opening hours in a form", () => {
  it("opens and saves without a change", () => {
    const rules = {
      week: {
        mon: [
          ["08:30", "12:00"],
          ["13:00", "18:00"],
        ],
        tue: [],
        wed: [],
        thu: [],
        fri: [["22:00", "06:00"]],
        sat: [],
        sun: [],
      },
      dates: { "2026-12-31": [["09:00", "12:00"]], "2027-01-01": [] },
      holidays: "cn",
      on_holidays: [["10:00", "16:00"]],
      on_make_up: null,
    };
    expect(rulesOf(hoursOf(rules))).toEqual(rules);
  });

  it("shows hours without a week as open all day", () => {
    expect(hoursOf({}).week.sun).toEqual([["00:00", "24:00"]]);
    expect(hoursOf({ week: {} }).week.sun).toEqual([]);
  });

  it("begins with an office's week", () => {
    expect(usual().week.mon).toEqual([["09:00", "18:00"]]);
    expect(usual().week.sat).toEqual([]);
    expect(usual().follow).toBe(true);
  });

  it("offers a span after the last one", () => {
    expect(nextSpan([["08:30", "12:00"]])).toEqual(["13:00", "17:00"]);
    expect(nextSpan([["08:30", "24:00"]])).toEqual(["22:00", "23:00"]);
  });
});
