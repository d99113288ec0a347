import { describe, expect, it } from "vitest";
import { documentOf, formOf, mayBeKind, nextLevel, passing } from "./rules";

const USUAL = {
  classes: {
    "0": { strict: true, interrupts: true },
    ...Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7, 8].map((code) => [String(code), { base_s: (9 - code) * 300 }]),
    ),
    "9": {},
  },
  media: {
    voice: { takes: { voice: 1, chat: 1 }, closes: ["chat"], interrupts: true },
    chat: { takes: { chat: 1 }, beyond: 1 },
  },
  advance: {
    vip_ms: { "1": 60_000, "3": 120_000 },
    dissatisfied_ms: 90_000,
    business_ms: { complaint: 5000, lost: 1000 },
  },
  business: {
    complaint: { all_of: [["complaints", 3]] },
    guide: {
      any_of: [
        ["english", 5],
        ["french", 1],
      ],
    },
  },
  strict_for_all_ms: 30_000,
};

describe("the house's rules in a form", () => {
  it("show seconds, in the order of the classes, without the rescue", () => {
    const form = formOf(USUAL);
    expect(form.classes.map(({ code }) => code)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(form.classes[8]).toEqual({ code: 9, base_s: 0, slope: 1, interrupts: false });
    expect(form.vip).toEqual([
      { level: 1, head_s: 60 },
      { level: 3, head_s: 120 },
    ]);
    expect([form.dissatisfied_s, form.rescue_s]).toEqual([90, 30]);
  });

  it("are opened and saved without losing anything", () => {
    const saved = documentOf(formOf(USUAL));
    expect(formOf(saved)).toEqual(formOf(USUAL));
    expect(saved.business).toEqual(USUAL.business);
    expect(saved.advance).toEqual(USUAL.advance);
    expect(saved.strict_for_all_ms).toBe(30_000);
    expect(saved.classes).not.toHaveProperty("0");
  });

  it("take no places that are not taken", () => {
    const form = formOf(USUAL);
    const voice = form.media.find(({ name }) => name === "voice");
    if (voice !== undefined) voice.takes.chat = 0;
    expect(documentOf(form).media).toMatchObject({ voice: { takes: { voice: 1 } } });
    expect(documentOf(form).media).not.toHaveProperty("voice.takes.chat");
  });

  it("offer the next level and a code that is one", () => {
    expect(nextLevel([])).toBe(1);
    expect(nextLevel(formOf(USUAL).vip)).toBe(4);
    expect(nextLevel([{ level: 9, head_s: 1 }])).toBeUndefined();
    expect(mayBeKind("lost_child", formOf(USUAL).kinds)).toBe(true);
    for (const code of ["complaint", "", "Lost", "投诉"])
      expect(mayBeKind(code, formOf(USUAL).kinds)).toBe(false);
  });
});

describe("how long one must wait to come first", () => {
  const { classes } = formOf(USUAL);

  it("is the difference of the head starts where all grow alike", () => {
    expect(passing(classes, 5, { code: 4, head_s: 0 })).toEqual({ after_s: 300, passed_again: false });
    expect(passing(classes, 5, { code: 5, head_s: 600 })).toEqual({ after_s: 600, passed_again: false });
    expect(passing(classes, 5, { code: 9, head_s: 60 })).toEqual({ after_s: 0, passed_again: false });
  });

  it("is shorter the faster the points of the one who waits grow, and says who comes first in the end", () => {
    const steep = classes.map((one) => (one.code === 5 ? { ...one, slope: 2 } : one));
    expect(passing(steep, 5, { code: 4, head_s: 0 })).toEqual({ after_s: 150, passed_again: false });
    expect(passing(steep, 4, { code: 5, head_s: 100 })).toEqual({ after_s: 0, passed_again: true });
    expect(passing(steep, 5, { code: 5, head_s: 100 })).toEqual({ after_s: 100, passed_again: false });
  });

  it("is not known where nothing grows", () => {
    const flat = classes.map((one) => ({ ...one, slope: 0 }));
    expect(passing(flat, 5, { code: 4, head_s: 0 })).toBeUndefined();
  });
});
