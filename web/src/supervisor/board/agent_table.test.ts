import { mount, type VueWrapper } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import { type Stage, stage } from "@/inbox/testing";
import { boardAgent, work } from "../testing";
import type { BoardAgent } from "../types";
import AgentTable from "./AgentTable.vue";
import { useBoard } from "./board";

let here: Stage;

beforeEach(() => {
  here = stage();
});

function table(...agents: BoardAgent[]): VueWrapper {
  useBoard().hear({ t: "board", full: true, now_ms: 1, queues: [], agents, gone: [] });
  return mount(AgentTable, { global: { plugins: [here.pinia], provide: here.provide } });
}

const load = (page: VueWrapper) => page.get("[data-testid=load]").text().replace(/\s+/g, "");

test("an agent with all chats taken is seen to be full, whatever other places there are", () => {
  const held = [work("w1"), work("w2"), work("w3")];
  expect(load(table(boardAgent("a", { capacity: { chat: 3, voice: 1 }, load: 3, work: held })))).toBe(
    "在线会话3/3电话0/1",
  );
});

test("the talks of an agent who is gone stand out at the top, with the way to reassign or take them over", async () => {
  const gone = { state: "offline", reason: "presence_lost", work: [work("w1"), work("w2")] };
  const page = table(boardAgent("a"), boardAgent("z", gone));
  expect(page.findAll("tbody tr").map((row) => row.attributes("data-agent"))).toEqual(["z", "a"]);
  expect(page.get("[data-testid=unattended]").text()).toBe("2 个会话无人照看");
  await page.get("[aria-label='转派或接管 游客 w1 的会话']").trigger("click");
  expect(page.emitted("open")).toEqual([["01CONVERSATIONW1"]]);
});

test("what follows is said with its reason", () => {
  const page = table(boardAgent("a", { next_state: "break", next_reason: "meal" }));
  expect(page.text()).toContain("随后：小休 · 用餐");
});
