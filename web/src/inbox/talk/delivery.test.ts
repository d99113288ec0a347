import { expect, test } from "vitest";
import { message } from "../testing";
import { statusOf } from "./delivery";

const ours = (status: string, pubSeq: number | null) =>
  message("c", 1, { direction: "out", status, pub_seq: pubSeq });

test("what the tourist has confirmed of the thread counts for each message up to there", () => {
  const confirmed = { delivered_seq: 5, read_seq: 3 };
  expect(statusOf(ours("accepted", 3), confirmed)).toBe("read");
  expect(statusOf(ours("accepted", 5), confirmed)).toBe("delivered");
  expect(statusOf(ours("accepted", 6), confirmed)).toBe("accepted");
  expect(statusOf(ours("unknown", 2), confirmed)).toBe("read");
});

test.each(["failed", "cancelled", "expired", "queued", "read"])("%s stays what it is", (status) => {
  expect(statusOf(ours(status, 1), { delivered_seq: 9, read_seq: 9 })).toBe(status);
});

test("what never got a number in the thread was never confirmed", () => {
  expect(statusOf(ours("sending", null), { delivered_seq: 9, read_seq: 9 })).toBe("sending");
});
