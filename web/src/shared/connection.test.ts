import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useConnection } from "./connection";

let alive = true;
let asked = 0;

beforeEach(() => {
  alive = true;
  asked = 0;
  setActivePinia(createPinia());
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async () => {
    asked += 1;
    if (!alive) throw new TypeError("refused");
    return new Response("{}");
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a page that only reads learns that the hub is gone, and that it is back", async () => {
  const connection = useConnection();
  connection.watchOver();
  alive = false;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(connection.lost).toBe(true);
  alive = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(connection.lost).toBe(false);
});

test("asking goes slower the longer it is in vain, but never stops", async () => {
  const connection = useConnection();
  alive = false;
  connection.report(false);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(asked).toBe(3);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(asked).toBe(13);
});

test("who waits for the hub goes on as soon as it answers", async () => {
  const connection = useConnection();
  connection.report(false);
  let goesOn = false;
  const waiting = connection.untilReached().then(() => {
    goesOn = true;
  });
  await Promise.resolve();
  expect(goesOn).toBe(false);
  connection.report(true);
  await waiting;
  expect(goesOn).toBe(true);
});

test("nobody waits for a hub that is there", async () => {
  await expect(useConnection().untilReached()).resolves.toBeUndefined();
});
