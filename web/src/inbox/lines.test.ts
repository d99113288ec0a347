import { expect, test } from "vitest";
import { linesOf } from "./lines";
import { message } from "./testing";
import type { Segment } from "./types";

const DAY = 86_400_000;
const NOON = new Date(2026, 10, 22, 12).getTime();

function segment(id: string, fromMs: number, state = "assigned"): Segment {
  return {
    id,
    segment: 1,
    owner_epoch: 1,
    state,
    owner_kind: "agent",
    owner_id: "u",
    owner_name: "林晓燕",
    queue_id: null,
    queue_code: null,
    for_name: null,
    from_ms: fromMs,
    reason: "accepted",
  };
}

const at = (seq: number, ms: number, author = "tourist") =>
  message("c", seq, { at_ms: ms, author, direction: author === "tourist" ? "in" : "out" });

test("each day is named once, above its first line", () => {
  const lines = linesOf([at(1, NOON), at(2, NOON + 1), at(3, NOON + DAY)], [], true);
  expect(lines.map(({ is }) => is)).toEqual(["day", "message", "message", "day", "message"]);
});

test("the hands it went through stand between the messages, by time", () => {
  const moves = [
    segment("begin", NOON - 5, "bot"),
    segment("mine", NOON + 10),
    segment("held", NOON + 30, "on_hold"),
  ];
  const lines = linesOf([at(1, NOON), at(2, NOON + 20, "agent")], moves, true);
  expect(lines.map(({ key }) => key).slice(1)).toEqual(["c-1", "mine", "c-2", "held"]);
});

test("moves older than the oldest message shown are left for when it is", () => {
  const moves = [segment("begin", NOON - 50, "bot"), segment("early", NOON - 40), segment("late", NOON + 10)];
  const messages = [at(7, NOON), at(8, NOON + 20)];
  const keys = (whole: boolean) => linesOf(messages, moves, whole).map(({ key }) => key);
  expect(keys(false)).not.toContain("early");
  expect(keys(true)).toContain("early");
});

test("one author's words close after each other stand together, others apart", () => {
  const lines = linesOf(
    [at(1, NOON), at(2, NOON + 1_000), at(3, NOON + 2_000, "bot"), at(4, NOON + 700_000, "bot")],
    [],
    true,
  );
  expect(lines.flatMap((line) => (line.is === "message" ? [line.apart] : []))).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test("a conversation without messages still tells its hands", () => {
  const lines = linesOf([], [segment("begin", NOON, "bot"), segment("mine", NOON + 1)], true);
  expect(lines.map(({ is }) => is)).toEqual(["day", "move"]);
});
