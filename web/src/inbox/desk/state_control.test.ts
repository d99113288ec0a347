import { mount } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import { useDesk } from "../stores/desk";
import { type Stage, stage } from "../testing";
import StateControl from "./StateControl.vue";

let here: Stage;

beforeEach(() => {
  here = stage();
});

test("what follows when the work is done is said with its reason, as the house calls it", () => {
  const store = useDesk();
  store.desk = {
    is_agent: true,
    state: "busy",
    reason: null,
    since_ms: 0,
    next_state: "break",
    next_reason: "lunch",
    wrap_up_until_ms: null,
    break_reasons: [{ code: "lunch", names: { "zh-CN": "午餐" } }],
  } as unknown as NonNullable<typeof store.desk>;
  const control = mount(StateControl, { global: { plugins: [here.pinia], provide: here.provide } });
  expect(control.get("[role=status]").text()).toBe("手头会话结束后：小休 · 午餐");
});
