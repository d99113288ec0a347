import { beforeEach, describe, expect, it } from "vitest";
import type { Line } from "./frames";
import { Talk } from "./talk";

const NOW = 1_800_000_000_000;

function line(seq: number, fields: Partial<Line> = {}): { t: "msg" } & Line {
  return {
    t: "msg",
    seq,
    prev: seq - 1,
    id: `id-${seq}`,
    from: { role: "bot", name: null },
    kind: "text",
    text: `line ${seq}`,
    ts: NOW,
    ...fields,
  };
}

describe("the visitor's talk", () => {
  let talk: Talk;
  const seqs = () => talk.lines.map((one) => one.seq);

  beforeEach(() => {
    talk = new Talk();
  });

  it("grows by the very next number only", () => {
    expect(talk.take(line(1), NOW)).toEqual([]);
    expect(talk.take(line(1), NOW)).toEqual([]);
    expect(talk.take(line(2), NOW)).toEqual([]);
    expect(seqs()).toEqual([1, 2]);
  });

  it("asks once for what is missing and goes on when it has come", () => {
    talk.take(line(1), NOW);
    expect(talk.take(line(3), NOW)).toEqual([{ do: "gap", after: 1 }]);
    expect(talk.take(line(4), NOW)).toEqual([]);
    for (const seq of [2, 3, 4]) talk.take(line(seq), NOW);
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(talk.take(line(6), NOW)).toEqual([{ do: "gap", after: 4 }]);
  });

  it("asks somebody in danger for the place until one was sent", () => {
    const danger = { phase: "queued", agent: null, queue_pos: null, eta_s: null, eta_p90_s: null } as const;
    const place = {
      kind: "location",
      from: { role: "visitor", name: null },
      place: { lat: 30, lon: 118 },
    } as const;
    talk.take({ t: "state", ...danger }, NOW);
    expect(talk.needsPlace(NOW)).toBe(false);
    talk.take({ t: "state", ...danger, rescue: true }, NOW);
    talk.take(line(1, { ...place, ts: NOW - 2 * 3_600_000 }), NOW);
    expect(talk.needsPlace(NOW), "where somebody was hours ago").toBe(true);
    talk.write({ cid: "p", text: "📍", at: NOW, acked: false, more: { kind: "location" } });
    expect(talk.needsPlace(NOW)).toBe(false);
    talk.forget("p");
    talk.take(line(2, { ...place }), NOW);
    expect(talk.needsPlace(NOW)).toBe(false);
  });

  it("shows a message of the visitor's as waiting until it stands in the thread", () => {
    talk.write({ cid: "a", text: "hi", at: NOW, acked: false });
    talk.write({ cid: "a", text: "hi", at: NOW, acked: false });
    expect(talk.unsent).toHaveLength(1);
    talk.take({ t: "ack", cid: "a" }, NOW);
    expect(talk.unsent).toHaveLength(0);
    expect(talk.waiting).toHaveLength(1);
    talk.take(line(1, { cid: "a", from: { role: "visitor", name: null } }), NOW);
    expect(talk.waiting).toHaveLength(0);
  });

  it("shows nothing twice that reached the hub before a reload", () => {
    talk.write({ cid: "a", text: "hi", at: NOW, acked: false });
    talk.start([line(1, { cid: "a", from: { role: "visitor", name: null } })], 1, 0);
    talk.write({ cid: "a", text: "hi", at: NOW, acked: false });
    expect(talk.waiting).toHaveLength(0);
  });

  it("sends again what was only delayed, and keeps what was refused until the visitor decides", () => {
    talk.write({ cid: "a", text: "hi", at: NOW, acked: false });
    const wishes = talk.take({ t: "nack", cid: "a", code: "rate_limited", retry_ms: 1500 }, NOW);
    expect(wishes).toEqual([{ do: "resend", cid: "a", afterMs: 1500 }]);
    expect(talk.unsent).toHaveLength(1);
    talk.take({ t: "nack", cid: "a", code: "too_long" }, NOW);
    expect(talk.unsent).toHaveLength(0);
    expect(talk.waiting[0]?.refused).toBe("too_long");
    talk.again("a");
    expect(talk.unsent).toHaveLength(1);
    talk.forget("a");
    expect(talk.waiting).toHaveLength(0);
  });

  it("sends one at a time, so that nothing overtakes what was put off", () => {
    for (const cid of ["a", "b", "c"]) talk.write({ cid, text: cid, at: NOW, acked: false });
    expect(talk.next?.cid).toBe("a");
    talk.sent("a");
    expect(talk.next).toBeUndefined();
    talk.take({ t: "nack", cid: "a", code: "unavailable", retry_ms: 1000 }, NOW);
    expect(talk.next).toBeUndefined();
    talk.unsend("a");
    expect(talk.next?.cid).toBe("a");
    talk.sent("a");
    expect(talk.take({ t: "ack", cid: "a" }, NOW)).toEqual([{ do: "send" }]);
    expect(talk.next?.cid).toBe("b");
    talk.sent("b");
    expect(talk.take({ t: "nack", cid: "b", code: "too_long" }, NOW)).toEqual([{ do: "send" }]);
    expect(talk.next?.cid).toBe("c");
    talk.sent("c");
    talk.unsend();
    expect(talk.next?.cid).toBe("c");
  });

  it("lets a call for help overtake what is on its way, and nothing overtake the call", () => {
    talk.write({ cid: "a", text: "a", at: NOW, acked: false });
    talk.sent("a");
    talk.write({ cid: "sos", text: "SOS", at: NOW, acked: false, more: { sos: true } });
    expect(talk.next?.cid).toBe("sos");
    talk.sent("sos");
    talk.unsend("a");
    expect(talk.next).toBeUndefined();
    talk.take({ t: "ack", cid: "sos" }, NOW);
    expect(talk.next?.cid).toBe("a");
  });

  it("counts as unread what others wrote since the visitor last looked", () => {
    talk.start([line(1), line(2)], 2, 1);
    talk.take(line(3, { from: { role: "visitor", name: null } }), NOW);
    talk.take(line(4), NOW);
    expect(talk.unread).toBe(2);
    expect(talk.readAll()).toBe(true);
    expect(talk.readAll()).toBe(false);
    expect(talk.unread).toBe(0);
  });

  it("puts older lines in front and none twice", () => {
    talk.start([line(5), line(6)], 6, 6);
    talk.prepend([line(3), line(4), line(5)]);
    expect(seqs()).toEqual([3, 4, 5, 6]);
    expect(talk.lastSeq).toBe(6);
  });

  it("forgets that somebody writes when they have written, or after six seconds", () => {
    talk.take({ t: "typing", on: true, name: "Li" }, NOW);
    expect(talk.typing).toEqual({ name: "Li", until: NOW + 6_000 });
    talk.take(line(1), NOW);
    expect(talk.typing).toBeUndefined();
  });

  it("never takes back what an agent has read", () => {
    talk.take({ t: "seen", seq: 5 }, NOW);
    talk.take({ t: "seen", seq: 3 }, NOW);
    expect(talk.seen).toBe(5);
  });

  it("reads afresh when the hub's log is another, and answers a beat", () => {
    expect(talk.take({ t: "reset" }, NOW)).toEqual([{ do: "reload" }]);
    expect(talk.take({ t: "ping" }, NOW)).toEqual([{ do: "pong" }]);
  });
});
