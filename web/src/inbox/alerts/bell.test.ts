import { describe, expect, test } from "vitest";
import { Bell } from "./bell";

describe("the bell", () => {
  test("is not opened before somebody has touched the page", () => {
    let opened = 0;
    let touched = false;
    const context = { state: "running" } as AudioContext;
    const bell = new Bell(
      () => {
        opened += 1;
        return context;
      },
      () => touched,
    );
    bell.ring("offer", 1);
    bell.tick();
    expect([opened, bell.blocked]).toEqual([0, true]);
    touched = true;
    bell.unlock();
    expect([opened, bell.blocked]).toEqual([1, false]);
  });
});
