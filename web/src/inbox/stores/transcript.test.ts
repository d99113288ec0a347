import { describe, expect, test } from "vitest";
import { message, shuffled } from "../testing";
import type { Message } from "../types";
import { holeAfter, merged } from "./transcript";

const seqs = (list: readonly Message[]) => list.map(({ seq }) => seq);

describe("messages", () => {
  test("stand in their order, each once, however they come", () => {
    const all = Array.from({ length: 30 }, (_, index) => message("c", index + 1));
    for (let seed = 1; seed <= 50; seed += 1) {
      const comes = shuffled([...all, ...all], seed);
      const list = comes.reduce<readonly Message[]>((known, one) => merged(known, [one]), []);
      expect(seqs(list)).toEqual(seqs(all));
    }
  });

  test("that are known already change nothing, not even the list", () => {
    const list = merged([], [message("c", 1), message("c", 2)]);
    expect(merged(list, [message("c", 2)])).toBe(list);
  });

  test("only ever come further, whichever word of them arrives first", () => {
    const steps = ["queued", "sending", "accepted", "delivered", "read"].map((status) =>
      message("c", 1, { direction: "out", status }),
    );
    for (let seed = 1; seed <= 50; seed += 1) {
      const list = shuffled(steps, seed).reduce<readonly Message[]>((known, one) => merged(known, [one]), []);
      expect(list[0]?.status).toBe("read");
    }
  });

  test("whose outcome was unknown are told of when it becomes known", () => {
    const unknown = message("c", 1, { direction: "out", status: "unknown" });
    const failed = message("c", 1, { direction: "out", status: "failed", status_reason: "window_closed" });
    expect(merged([unknown], [failed])[0]?.status).toBe("failed");
    expect(merged([failed], [unknown])[0]?.status).toBe("failed");
  });

  test("take the number in the tourist's thread that they were given later", () => {
    const queued = message("c", 1, { direction: "out", status: "sending", pub_seq: null });
    expect(merged([queued], [{ ...queued, pub_seq: 4 }])[0]?.pub_seq).toBe(4);
  });

  test("of a store that was set back replace those that never were", () => {
    const lost = message("c", 5, { id: "lost" });
    expect(merged([lost], [message("c", 5, { id: "found" })])[0]?.id).toBe("found");
  });
});

describe("a hole", () => {
  test("is found where it begins", () => {
    expect(holeAfter([1, 2, 5, 6, 9].map((seq) => message("c", seq)))).toBe(2);
  });

  test("is not seen where there is none, nor before the first", () => {
    expect(holeAfter([])).toBeUndefined();
    expect(holeAfter([7, 8, 9].map((seq) => message("c", seq)))).toBeUndefined();
  });
});
