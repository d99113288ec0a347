import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TitleSignal } from "./title";

beforeEach(() => {
  vi.useFakeTimers();
  document.title = "收件箱";
});
afterEach(() => vi.useRealTimers());

test("it flashes for an offer and is itself again afterwards", () => {
  const signal = new TitleSignal(document);
  signal.flash("新派单");
  expect(document.title).toBe("新派单 · 收件箱");
  vi.advanceTimersByTime(1_000);
  expect(document.title).toBe("收件箱");
  vi.advanceTimersByTime(1_000);
  expect(document.title).toBe("新派单 · 收件箱");
  signal.flash("");
  expect(document.title).toBe("收件箱");
  vi.advanceTimersByTime(5_000);
  expect(document.title).toBe("收件箱");
});

test("it counts what is unread", () => {
  const signal = new TitleSignal(document);
  signal.count(3);
  expect(document.title).toBe("(3) 收件箱");
  signal.count(120);
  expect(document.title).toBe("(99+) 收件箱");
  signal.count(0);
  expect(document.title).toBe("收件箱");
});

test("it follows the page when that is called something else meanwhile", () => {
  const signal = new TitleSignal(document);
  signal.count(2);
  document.title = "工单";
  signal.count(2);
  expect(document.title).toBe("(2) 工单");
  signal.stop();
  expect(document.title).toBe("工单");
});
