import { mount } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import { type Stage, stage } from "@/inbox/testing";
import { ahead, tile } from "../testing";
import type { Tile } from "../types";
import { useBoard } from "./board";
import QueueTiles from "./QueueTiles.vue";

let here: Stage;

beforeEach(() => {
  here = stage();
});

function shown(more: Partial<Tile>): (name: string) => string {
  const frame = { t: "board", full: true, now_ms: 1, agents: [], gone: [] } as const;
  useBoard().hear({ ...frame, queues: [tile("q1", more)] });
  const tiles = mount(QueueTiles, {
    props: { chosen: undefined },
    global: { plugins: [here.pinia], provide: here.provide },
  });
  return (name) => tiles.find(`[data-testid=${name}]`).text().replace(/\s+/g, "");
}

test("a queue without work, answers and router says so", () => {
  const says = shown({});
  expect(says("ahead")).toBe("现在进线暂无预计");
  expect(says("media")).toBe("目前没有工作");
  expect(says("level")).toBe("—");
});

test("a busy queue tells what whoever comes would hear, each medium's work and the day's share", () => {
  const media = [
    { medium: "callback", waiting: 1, offered: 0, active: 0, wrap_up: 0 },
    { medium: "chat", waiting: 9, offered: 1, active: 2, wrap_up: 1 },
    { medium: "fax", waiting: 1, offered: 0, active: 0, wrap_up: 0 },
  ];
  const says = shown({ media, ahead: [ahead({ p50_s: 180, p90_s: 300 })], answered: 4, in_time: 3 });
  expect(says("ahead")).toMatch(/^现在进线约等3–5分钟.*估算$/);
  expect(says("media")).toBe("回呼等待1，处理0在线会话等待10，处理3fax等待1，处理0");
  expect(says("level")).toBe("75%（3/4）");
});

test("a skill that nobody of the queue has well enough is named in place of no estimate", () => {
  const lack = { code: "japanese", name: "日语", level: 8, best: 5 };
  expect(shown({ lacks: [lack] })("ahead")).toBe("现在进线没有坐席够得到：日语要求8级，最高5级");
  expect(shown({ lacks: [{ ...lack, best: 0 }] })("ahead")).toContain("无人具备");
  const both = [
    { ...lack, best: 8 },
    { code: "korean", name: "韩语", level: 3, best: 4 },
  ];
  expect(shown({ lacks: both })("ahead")).toContain("没有坐席同时具备：日语8级+韩语3级");
});

test("with several media each has its own estimate", () => {
  const says = shown({ ahead: [ahead({ p50_s: 60, p90_s: 60 }), ahead({ medium: "voice", meets: "free" })] });
  expect(says("ahead")).toMatch(/在线会话约等1分钟电话立即接待/);
});
