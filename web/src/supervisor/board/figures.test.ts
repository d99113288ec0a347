import { expect, test } from "vitest";
import { ahead, boardAgent, tile, work } from "../testing";
import { atWork, away, busy, filtered, places, serviceLevel, told, unattended, unserved } from "./figures";

test("the service level is the share of the answered, and unknown before the first", () => {
  expect(serviceLevel(tile("q", { answered: 0, in_time: 0 }))).toBeUndefined();
  expect(serviceLevel(tile("q", { answered: 3, in_time: 2 }))).toBe(67);
});

test("whoever rings still waits", () => {
  expect(unserved(tile("q", { waiting: 2, offered: 1, rescues: 3 }))).toBe(3);
});

test("agents are counted as at work or away by their states", () => {
  const one = tile("q", { agents: { busy: 2, wrap_up: 1, break: 3, training: 1, ready: 9 } });
  expect([atWork(one), away(one), atWork(tile("q")), away(tile("q"))]).toEqual([3, 4, 0, 0]);
});

test("the places of an agent stand by medium; what only rings takes none", () => {
  const held = [work("w1"), work("w2", { state: "wrap_up" }), work("w3"), work("w4", { state: "offered" })];
  const agent = boardAgent("a", { capacity: { chat: 3, voice: 1, email: 0 }, work: held });
  expect(places(agent)).toEqual([
    { medium: "chat", taken: 3, all: 3 },
    { medium: "voice", taken: 0, all: 1 },
  ]);
});

test("work beyond an agent's places is shown as well", () => {
  const agent = boardAgent("a", { capacity: { chat: 1 }, work: [work("w1", { medium: "ticket" })] });
  expect(places(agent)).toContainEqual({ medium: "ticket", taken: 1, all: 0 });
});

test("talks in the hands of who is gone are left alone; what is written up or rings is not", () => {
  const held = [
    work("w1"),
    work("w2", { state: "wrap_up" }),
    work("w3", { state: "offered" }),
    work("w4", { medium: "ticket" }),
  ];
  expect(unattended(boardAgent("a", { state: "offline", work: held }))).toBe(1);
  expect(unattended(boardAgent("a", { state: "break", work: held }))).toBe(0);
});

test("filters leave the agents that match all of them", () => {
  const agents = [
    boardAgent("a", { name: "林晓燕", public_name: "小林", state: "ready", queue_ids: ["q1"] }),
    boardAgent("b", { name: "Chen", public_name: "小陈", state: "offline", queue_ids: ["q1", "q2"] }),
  ];
  const ids = (state: string, queueId: string, words: string) =>
    filtered(agents, { state, queueId, words }).map(({ id }) => id);
  expect(ids("", "", "")).toEqual(["a", "b"]);
  expect(ids("here", "", "")).toEqual(["a"]);
  expect(ids("offline", "q1", "")).toEqual(["b"]);
  expect(ids("", "q2", "")).toEqual(["b"]);
  expect([ids("", "", " chen "), ids("", "", "小林")]).toEqual([["b"], ["a"]]);
});

test("what the router would say is put in its words: a range, one figure, the place alone, at once, elsewhere", () => {
  expect(told(ahead({ p50_s: 180, p90_s: 300 }))).toEqual({ key: "range", slots: { n: 1, a: 3, b: 5 } });
  expect(told(ahead({ p50_s: 60, p90_s: 60 }))).toEqual({ key: "about", slots: { n: 1, a: 1, b: 1 } });
  expect(told(ahead({ position: 4 }))).toMatchObject({ key: "place", slots: { n: 4 } });
  expect(told(ahead({ position: 20 }))).toMatchObject({ key: "place", slots: { n: 20 } });
  expect(told(ahead({ position: 21 }))).toMatchObject({ key: "places", slots: { n: 20 } });
  expect(told(ahead({ meets: "free", position: 0 })).key).toBe("free");
  expect(told(ahead({ meets: "nobody", position: 0 })).key).toBe("nobody");
  expect(told(ahead({ meets: "elsewhere", position: 0 })).key).toBe("elsewhere");
});

test("of a medium, what rings still waits, and what is talked or written about is in hand", () => {
  const chats = { medium: "chat", waiting: 9, offered: 1, active: 2, wrap_up: 3 } as const;
  expect([unserved(chats), busy(chats)]).toEqual([10, 5]);
});
