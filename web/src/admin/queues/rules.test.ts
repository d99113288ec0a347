import { describe, expect, it } from "vitest";
import { circleThrough, newRing, rulesOf, settingsOf } from "./rules";

describe("a queue's rules in a form", () => {
  it("opens and saves without losing what the form does not know", () => {
    const settings = {
      strategy: "skill_level",
      kept_ms: 5000,
      need: { all_of: [["english", 5]] },
      rings: [
        {},
        { after_ms: 30_000, levels_off: 2, waived: ["east"] },
        { after_ms: 60_000, also_queues: ["Q2"], peak: true },
      ],
      overflow: [
        { when: "wait", to: "Q2", limit: 90_000 },
        { when: "closed", to: "Q3" },
      ],
      offer_after_s: null,
      members: { all_of: [["english", 3]], orgs: "parent" },
    };
    expect(settingsOf(rulesOf(settings), settings)).toEqual(settings);
  });

  it("leaves a need alone that is more than a list of skills", () => {
    const settings = { need: { any_of: [["english", 5], { all_of: [["french", 1]] }] } };
    const rules = rulesOf(settings);
    expect(rules.plainNeed).toBe(false);
    expect(settingsOf(rules, settings)).toEqual(settings);
  });

  it("shows seconds and keeps milliseconds", () => {
    const rules = rulesOf({});
    rules.rings.push(newRing(rules.rings));
    rules.overflow.push({ when: "length", limit: 10, to: "Q2", rest: {} });
    expect(settingsOf(rules, {})).toEqual({
      rings: [{}, { after_ms: 30_000 }],
      overflow: [{ when: "length", to: "Q2", limit: 10 }],
    });
  });

  it("offers a message after five minutes unless told otherwise, and never at nought", () => {
    expect(rulesOf({}).offer_s).toBe(300);
    expect(settingsOf({ ...rulesOf({}), offer_s: 120 }, {})).toEqual({ offer_after_s: 120 });
    expect(settingsOf({ ...rulesOf({}), offer_s: 0 }, {})).toEqual({ offer_after_s: null });
    expect(settingsOf({ ...rulesOf({ offer_after_s: 60 }), offer_s: 300 }, { offer_after_s: 60 })).toEqual({
      offer_after_s: 300,
    });
  });

  it("writes nothing for what is as usual", () => {
    expect(settingsOf(rulesOf({}), {})).toEqual({});
  });
});

describe("a circle of overflow", () => {
  const line = (id: string, ...ways: string[]) => ({
    id,
    settings: { overflow: ways.map((to) => ({ when: "wait", limit: 1000, to })) },
  });

  it("is named by its queues in their order", () => {
    const queues = [line("a", "b"), line("b", "d", "c"), line("c", "a"), line("d", "d")];
    expect(circleThrough(queues, "a")).toEqual(["a", "b", "c", "a"]);
    expect(circleThrough(queues, "c")).toEqual(["c", "a", "b", "c"]);
  });

  it("is none where no way leads back, whatever circles lie ahead", () => {
    const queues = [line("a", "b", "bot"), line("b", "c"), line("c", "b")];
    expect(circleThrough(queues, "a")).toEqual([]);
  });
});
