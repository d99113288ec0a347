import { flushPromises, mount } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import { type Stage, stage } from "@/inbox/testing";
import { useBoard } from "../board/board";
import { tile } from "../testing";
import WaitingLine from "./WaitingLine.vue";
import { ROW_PX } from "./window";

const COUNT = 10_000;
let here: Stage;

beforeEach(() => {
  here = stage();
  here.on("GET /api/board/queues/:id/waiting", ({ query }) => {
    const skip = Number(query.get("skip"));
    const length = Math.min(Number(query.get("limit")), COUNT - skip);
    const waits = Array.from({ length }, (_, index) => wait(skip + index + 1));
    return { now_ms: 0, waits };
  });
});

function wait(place: number) {
  return {
    work_item_id: `w${place}`,
    place,
    conversation_id: `01C${place}`,
    foreign: false,
    medium: "chat",
    rescue: place === 1,
    enqueued_ms: 0,
    for_agent: null,
    for_agent_name: null,
    ringing: place === 2,
    channel: "webchat",
    lang: "zh-CN",
    owner_epoch: 1,
    tourist_name: `游客 ${place}`,
    customer_id: "01CUSTOMER",
  };
}

function hear(waiting: number): void {
  const frame = { t: "board", full: false, now_ms: 1, agents: [], gone: [] } as const;
  useBoard().hear({ ...frame, queues: [tile("01Q", { waiting })] });
}

async function show() {
  hear(COUNT);
  const line = mount(WaitingLine, {
    props: { queueId: "01Q" },
    global: { plugins: [here.pinia], provide: here.provide },
  });
  await flushPromises();
  return line;
}

function places(line: Awaited<ReturnType<typeof show>>): number[] {
  return line.findAll("li").map((row) => Number(row.attributes("aria-posinset")));
}

test("of ten thousand who wait the page holds a few, and the place of all", async () => {
  const line = await show();
  expect([places(line)[0], places(line).length < 60]).toEqual([1, true]);
  expect(line.find("li").attributes("aria-setsize")).toBe(String(COUNT));
  expect((line.find("ol").element as HTMLElement).style.blockSize).toBe(`${COUNT * ROW_PX}px`);
});

test("whoever scrolls far sees the rows of that place", async () => {
  const line = await show();
  const box = line.find(".line__box");
  box.element.scrollTop = 9_000 * ROW_PX;
  await box.trigger("scroll");
  await flushPromises();
  expect(places(line)).toContain(9_001);
  expect(places(line)).not.toContain(1);
});

test("a change in the queue reads what is in sight again, once for all changes meanwhile", async () => {
  await show();
  const before = here.asked.length;
  for (const waiting of [9_999, 9_998, 9_997]) hear(waiting);
  await flushPromises();
  expect(here.asked.length - before).toBeLessThanOrEqual(2);
});
