import { mount } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import { useDesk } from "../stores/desk";
import { type Stage, stage } from "../testing";
import DeskNotice from "./DeskNotice.vue";

let here: Stage;

beforeEach(() => {
  here = stage();
});

/** The notice of an agent whose state of now has this reason, after a supervisor had set one to ready. */
function noticeWith(state: string, reason: string | null) {
  const store = useDesk();
  store.forced = { by: "赵敏", state: "ready" };
  store.desk = {
    is_agent: true,
    state,
    reason,
    since_ms: 0,
    next_state: null,
    wrap_up_until_ms: null,
    break_reasons: [],
  } as unknown as NonNullable<typeof store.desk>;
  return mount(DeskNotice, { global: { plugins: [here.pinia], provide: here.provide } });
}

test("whoever is set to ready is told by whom", () => {
  const notice = noticeWith("ready", null);
  expect(notice.text()).toContain("赵敏 已将您的状态设为“就绪”");
  expect(notice.find("button").exists()).toBe(false);
});

test.each([
  ["missed_offer", "漏接"],
  ["presence_lost", "连接曾中断"],
])("what the hub did later (%s) is said instead, with the way back", (reason, words) => {
  const notice = noticeWith("break", reason);
  expect(notice.text()).toContain(words);
  expect(notice.text()).not.toContain("赵敏");
  expect(notice.get("button").text()).toBe("恢复就绪");
});
