import { beforeEach, expect, test } from "vitest";
import type { Frame } from "./frames";
import { Link, type LinkState, type Socket } from "./link";

/** The hub's end of one socket. */
class Wire implements Socket {
  readyState = 0;
  onopen: WebSocket["onopen"] = null;
  onmessage: WebSocket["onmessage"] = null;
  onclose: WebSocket["onclose"] = null;
  readonly said: Record<string, unknown>[] = [];
  closed = false;

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  accept(): void {
    this.readyState = 1;
    this.onopen?.call(this as unknown as WebSocket, new Event("open"));
  }
  tell(frame: object): void {
    this.onmessage?.call(
      this as unknown as WebSocket,
      new MessageEvent("message", { data: JSON.stringify(frame) }),
    );
  }
  hangUp(code: number): void {
    this.readyState = 3;
    this.onclose?.call(this as unknown as WebSocket, new CloseEvent("close", { code }));
  }
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

let now = 0;
let timers: Timer[] = [];
let wires: Wire[] = [];
let states: LinkState[] = [];
let frames: Frame[] = [];
let signedOut = 0;
let cursor: string | undefined;
let link: Link;

function pass(ms: number): void {
  const until = now + ms;
  for (;;) {
    const next = timers.filter((timer) => timer.at <= until).sort((one, other) => one.at - other.at)[0];
    if (next === undefined) break;
    timers = timers.filter((timer) => timer !== next);
    now = Math.max(now, next.at);
    next.run();
  }
  now = until;
}

function wire(): Wire {
  const last = wires.at(-1);
  if (last === undefined) throw new Error("nobody has called");
  return last;
}

/** Calls, and is welcome. */
function connect(): Wire {
  link.start();
  wire().accept();
  wire().tell({ t: "welcome", cursor: cursor ?? null });
  return wire();
}

beforeEach(() => {
  [now, timers, wires, states, frames, signedOut] = [0, [], [], [], [], 0];
  cursor = "e.7.a";
  link = new Link(
    {
      open: () => {
        wires.push(new Wire());
        return wire();
      },
      now: () => now,
      random: () => 0.5,
      later: (ms, run) => {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    {
      cursor: () => cursor,
      onFrame: (frame) => frames.push(frame),
      onState: (state) => states.push(state),
      onSignedOut: () => {
        signedOut += 1;
      },
    },
  );
});

test("it says hello with the last fact it has, and beats as soon as it is welcome", () => {
  const first = connect();
  expect(first.said).toEqual([{ t: "hello", cursor: "e.7.a" }, { t: "beat" }]);
  expect(states).toEqual(["opening", "open"]);
});

test("after a restart it comes back at once, with the cursor it has by then", () => {
  connect().hangUp(1012);
  cursor = "e.9.c";
  pass(0);
  expect(wires).toHaveLength(2);
  wire().accept();
  expect(wire().said[0]).toEqual({ t: "hello", cursor: "e.9.c" });
});

test("a door that stays shut is tried ever more seldom", () => {
  connect().hangUp(1012);
  const gaps: number[] = [];
  for (let tries = 0; tries < 9; tries += 1) {
    const [before, from] = [wires.length, now];
    while (wires.length === before) pass(100);
    gaps.push(now - from);
    wire().hangUp(1006);
  }
  expect(gaps.slice(1).every((gap) => gap >= 500 && gap <= 30_100)).toBe(true);
  expect(gaps.at(-1)).toBeGreaterThan(gaps[1] ?? 0);
});

test.each([1006, 1013, 4408, 4403, 4400])("after %i it waits before it comes back", (code) => {
  connect().hangUp(code);
  pass(499);
  expect(wires).toHaveLength(1);
  expect(states.at(-1)).toBe("waiting");
  pass(1_000);
  expect(wires).toHaveLength(2);
});

test("when nobody is signed in any more it says so and does not come back", () => {
  connect().hangUp(4401);
  pass(120_000);
  expect([signedOut, wires.length, states.at(-1)]).toEqual([1, 1, "off"]);
});

test("a hub that falls silent is given up, though the browser still believes in the socket", () => {
  const first = connect();
  pass(15_000);
  expect(first.closed).toBe(false);
  pass(2_000);
  expect(first.closed).toBe(true);
  pass(1_000);
  expect(wires).toHaveLength(2);
});

test("a handshake that hangs is given up", () => {
  link.start();
  pass(9_000);
  expect(wire().closed).toBe(false);
  pass(2_000);
  expect(wires).toHaveLength(2);
});

test("the heart beats each ten seconds while the hub speaks, without any timer of the page", () => {
  const first = connect();
  timers = [];
  for (let at = 0; at < 60; at += 5) {
    now += 5_000;
    first.tell({ t: "synced", cursor: "e.7.a" });
  }
  expect(first.said.filter(({ t }) => t === "beat")).toHaveLength(7);
});

test("the heart beats also while the hub says nothing", () => {
  const first = connect();
  pass(10_500);
  expect(first.said.filter(({ t }) => t === "beat")).toHaveLength(2);
});

test("what is worth nothing later is not kept while the link is down", () => {
  link.say({ t: "typing" });
  link.start();
  link.say({ t: "typing" });
  wire().accept();
  wire().tell({ t: "welcome", cursor: null });
  expect(wire().said.map(({ t }) => t)).toEqual(["hello", "beat"]);
});

test("somebody who comes back to the page need not wait", () => {
  connect().hangUp(1006);
  link.hurry();
  expect(wires).toHaveLength(2);
  link.hurry();
  expect(wires).toHaveLength(2);
});

test("once stopped it stays away", () => {
  const first = connect();
  link.stop();
  pass(120_000);
  expect([first.closed, wires.length, states.at(-1)]).toEqual([true, 1, "off"]);
});

test("what a newer hub may say is passed over", () => {
  const first = connect();
  first.tell({ t: "fireworks" });
  first.tell({ t: "synced", cursor: "e.8.a" });
  expect(frames.map(({ t }) => t)).toEqual(["welcome", "synced"]);
});
