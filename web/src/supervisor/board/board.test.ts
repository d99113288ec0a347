import { beforeEach, expect, test } from "vitest";
import { type Stage, stage } from "@/inbox/testing";
import { boardAgent, tile } from "../testing";
import { useBoard } from "./board";

let here: Stage;

beforeEach(() => {
  here = stage();
});

function answer(now_ms: number, waiting: number) {
  return {
    now_ms,
    queues: [tile("q1", { waiting })],
    agents: [boardAgent("a1")],
    queue_names: [{ id: "q1", name: "综合咨询" }],
    org_names: [{ id: "01ORG", name: "雾云谷" }],
  };
}

function frame(now_ms: number, more: object) {
  return { t: "board" as const, full: false, now_ms, queues: [], agents: [], gone: [], ...more };
}

test("an answer that is older than what the stream has told gives its names only", async () => {
  here.on("GET /api/board", () => answer(5, 3));
  const board = useBoard();
  board.hear(frame(7, { full: true, queues: [tile("q1", { waiting: 9 })] }));
  await board.load("zh-CN");
  expect(board.tiles.get("q1")?.waiting).toBe(9);
  expect(board.queueName("q1")).toBe("综合咨询");
});

test("what changes takes the place of what was, and what is gone goes", () => {
  const board = useBoard();
  board.hear(frame(1, { full: true, queues: [tile("q1"), tile("q2")], agents: [boardAgent("a1")] }));
  board.hear(
    frame(2, { queues: [tile("q2", { waiting: 4 })], agents: [boardAgent("a1", { state: "break" })] }),
  );
  board.hear(frame(3, { gone: ["q1"] }));
  expect(board.queues.map(({ id, waiting }) => [id, waiting])).toEqual([["q2", 4]]);
  expect(board.people.map(({ state }) => state)).toEqual(["break"]);
});

test("a queue whose name is not known asks for the names", async () => {
  here.on("GET /api/board", () => answer(1, 0));
  const board = useBoard();
  await board.load("zh-CN");
  expect(board.hear(frame(2, { queues: [tile("q1")] }))).toBe(false);
  expect(board.hear(frame(3, { queues: [tile("q9", { code: "new" })] }))).toBe(true);
  expect(board.queueName("q9")).toBe("new");
});

test("where somebody is in danger comes first, then where somebody waits longest", () => {
  const board = useBoard();
  const queues = [
    tile("calm"),
    tile("long", { oldest_ms: 1 }),
    tile("short", { oldest_ms: 9 }),
    tile("sos", { rescues: 1 }),
  ];
  board.hear(frame(1, { full: true, queues }));
  expect(board.queues.map(({ id }) => id)).toEqual(["sos", "long", "short", "calm"]);
});
