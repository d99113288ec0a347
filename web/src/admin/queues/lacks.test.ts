import { expect, test } from "vitest";
import { lacking } from "./lacks";

const LIN = { japanese: 5, english: 9 };
const nobody = () => [];

test("of alternatives one that is there will do, else all are named", () => {
  const settings = {
    need: {
      any_of: [
        ["japanese", 8],
        ["korean", 3],
      ],
    },
  };
  expect(lacking(settings, [{ korean: 3 }], nobody)).toEqual([]);
  expect(lacking(settings, [LIN], nobody)).toEqual([
    { skill: "japanese", level: 8, best: 5 },
    { skill: "korean", level: 3, best: 0 },
  ]);
});

test("a ring asks for less, waives a skill or borrows agents", () => {
  const need = ["japanese", 8];
  const wider = (ring: object) => ({ need, rings: [{}, { after_ms: 30_000, ...ring }] });
  expect(lacking(wider({ levels_off: 1 }), [LIN], nobody)).toEqual([
    { skill: "japanese", level: 7, best: 5 },
  ]);
  expect(lacking(wider({ waived: ["japanese"] }), [LIN], nobody)).toEqual([]);
  expect(lacking(wider({ also_queues: ["second"] }), [LIN], () => [{ japanese: 9 }])).toEqual([]);
});

test("skills that nobody has together are all named", () => {
  const need = {
    all_of: [
      ["japanese", 5],
      ["korean", 3],
    ],
  };
  expect(lacking({ need }, [LIN, { korean: 4 }], nobody)).toEqual([
    { skill: "japanese", level: 5, best: 5 },
    { skill: "korean", level: 3, best: 4 },
  ]);
  expect(lacking({}, [], nobody)).toEqual([]);
});
