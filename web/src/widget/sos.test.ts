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
  const refused = { code: 1, PERMISSION_DENIED: 1 } as GeolocationPositionError;
  expect(said((_, fail) => fail(refused))).toEqual([words.unlocated, true]);
});
