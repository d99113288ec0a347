import { expect, test } from "vitest";
import { createText } from "@/shared/i18n/text";
import type { MoveLine } from "../lines";
import type { Segment } from "../types";
import { moveWords } from "./moves";

const WAITS: Segment = {
  id: "01SEGMENT",
  segment: 1,
  owner_epoch: 3,
  state: "queued",
  owner_kind: "queue",
  owner_id: null,
  owner_name: null,
  queue_id: "01QUEUE",
  queue_code: "general",
  from_ms: 0,
  reason: "transferred",
  for_name: null,
};
const HELD: Segment = { ...WAITS, state: "assigned", owner_kind: "agent", owner_name: "林晓燕" };

test("a talk that was passed on is said to have gone to a person where it did, else to the queue", () => {
  const text = createText(localStorage);
  const says = (segment: Segment) => {
    const line: MoveLine = { is: "move", key: segment.id, atMs: 0, segment, before: HELD };
    return moveWords(text, line, undefined);
  };
  expect(says({ ...WAITS, for_name: "陈志远" })).toBe("转接给 陈志远（general）");
  expect(says(WAITS)).toBe("转接到：general");
});
