import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Sos } from "./sos";
import { speak } from "./words";

const PARTS = ["alarm", "where", "alarm-title", "alarm-lead", "alarm-calls"].map(
  (id) => `<p id="${id}"></p>`,
);
const BUTTONS = ["sos", "locate", "alarm-yes", "alarm-no"].map((id) => `<button id="${id}"></button>`);
const { words } = speak("zh-CN");

beforeEach(() => {
  document.body.innerHTML = [...PARTS, ...BUTTONS].join("");
});
afterEach(() => vi.unstubAllGlobals());

/** What is said of the place when it is sent, and whether it looks like a fault. */
function said(found: (take: PositionCallback, fail: PositionErrorCallback) => void): [string, boolean] {
  vi.stubGlobal("navigator", { geolocation: { getCurrentPosition: found } });
  new Sos(words, () => undefined);
  document.getElementById("locate")?.click();
  const where = document.getElementById("where");
  return [where?.textContent ?? "", where?.classList.contains("bad") === true];
}

test("that the place has been sent does not look like a fault", () => {
  const coords = { latitude: 30.1, longitude: 118.1, accuracy: 10 } as GeolocationCoordinates;
  expect(said((take) => take({ coords } as GeolocationPosition))).toEqual([words.placed, false]);
});

test("that the place is not to be had looks like one", () => {
  const lost = { code: 2, PERMISSION_DENIED: 1 } as GeolocationPositionError;
  expect(said((_, fail) => fail(lost))).toEqual([words.unlocated, true]);
});

const refused = { code: 1, PERMISSION_DENIED: 1 } as GeolocationPositionError;

test("whoever did not allow the place to be known is told so, and how to allow it or write it", () => {
  const [text, bad] = said((_, fail) => fail(refused));
  expect(text).toContain("您没有允许使用位置");
  expect(text).toContain(`再点“${words.locate}”，或写下您在哪里`);
  expect(bad).toBe(true);
});

test("after a rescue has been lowered nothing is said of the call for help", () => {
  vi.stubGlobal("navigator", {
    geolocation: { getCurrentPosition: (_: PositionCallback, fail: PositionErrorCallback) => fail(refused) },
  });
  const sos = new Sos(words, () => undefined);
  const where = () => document.getElementById("where")?.textContent ?? "";
  document.getElementById("alarm-yes")?.click();
  expect(where()).toContain(`${words.sosSent}您没有允许`);
  sos.offer(true, true);
  expect(where(), "while somebody is in danger").not.toBe("");
  sos.offer(false, false);
  expect(where()).toBe("");
});
