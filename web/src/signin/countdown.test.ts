import { mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defineComponent, h } from "vue";
import { clock, useCountdown } from "./countdown";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  [0, "0:00"],
  [9, "0:09"],
  [75, "1:15"],
  [900, "15:00"],
])("%i seconds read as %s", (seconds, words) => {
  expect(clock(seconds)).toBe(words);
});

test("the countdown ends on time, even if its ticks were late", async () => {
  const page = mount(
    defineComponent(() => {
      const lock = useCountdown();
      lock.start(30);
      return () => h("p", lock.running.value ? lock.clock.value : "open");
    }),
  );
  expect(page.text()).toBe("0:30");
  await vi.advanceTimersByTimeAsync(29_000);
  expect(page.text()).toBe("0:01");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(page.text()).toBe("open");
  expect(vi.getTimerCount()).toBe(0);
});
