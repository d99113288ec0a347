/**
 * The page's one WebSocket to the hub, kept alive.
 *
 * Rule 1: it always says which fact it has last, so whatever happened while it was away follows.
 * Rule 2: a link that is silent for longer than the hub ever is, is dead, whatever the browser believes.
 * Rule 3: browsers slow the timers of a page nobody looks at down to one a minute, so the heartbeat also goes out with
 *   whatever the hub says; otherwise an agent with another window in front would count as gone.
 */

import { waitMs } from "./backoff";
import { type Frame, readFrame } from "./frames";

/** What the link needs of a WebSocket. */
export type Socket = Pick<WebSocket, "readyState" | "send" | "close" | "onopen" | "onmessage" | "onclose">;

/** What the link needs of its surroundings. */
export interface Surroundings {
  readonly open: () => Socket;
  readonly now: () => number;
  readonly random: () => number;
  /** Calls back after a while; returns how to call that off. */
  readonly later: (ms: number, run: () => void) => () => void;
}

export interface Listener {
  /** Behind which fact the hub shall go on. */
  readonly cursor: () => string | undefined;
  readonly onFrame: (frame: Frame) => void;
  readonly onState: (state: LinkState) => void;
  /** The hub says that nobody is signed in here any more. */
  readonly onSignedOut: () => void;
}

/** off: not wanted. waiting: it will be tried again. opening: being tried. open: the hub has answered. */
export type LinkState = "off" | "waiting" | "opening" | "open";

const BEAT_MS = 10_000;
/** The hub says at least where it is each five seconds. */
const SILENT_MS = 16_000;
const OPEN_WITHIN_MS = 10_000;
const OPEN = 1;

export const NOT_SIGNED_IN = 4401;
export const RESTARTING = 1012;

export class Link {
  readonly #around: Surroundings;
  readonly #listener: Listener;
  #socket: Socket | undefined;
  #failures = 0;
  #beatAt = Number.NEGATIVE_INFINITY;
  #callOff: (() => void)[] = [];

  constructor(around: Surroundings, listener: Listener) {
    this.#around = around;
    this.#listener = listener;
  }

  /** Connects, and connects again until `stop`. */
  start(): void {
    if (this.#socket === undefined) this.#open();
  }

  /** Ends the link for good. */
  stop(): void {
    this.#drop();
    this.#listener.onState("off");
  }

  /** Does not wait any longer: the network is back, or somebody looks at the page again. */
  hurry(): void {
    if (this.#socket === undefined && this.#callOff.length > 0) this.#open();
  }

  /** Says something that is worth nothing later; it is not kept while the link is down. */
  say(frame: Readonly<Record<string, unknown>>): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #open(): void {
    this.#drop();
    this.#listener.onState("opening");
    const socket = this.#around.open();
    this.#socket = socket;
    socket.onopen = () =>
      socket.send(JSON.stringify({ t: "hello", cursor: this.#listener.cursor() ?? null }));
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = (event) => this.#closed(event.code);
    this.#expectWithin(OPEN_WITHIN_MS);
  }

  #hear(data: unknown): void {
    const frame = readFrame(data);
    this.#expectWithin(SILENT_MS);
    if (frame?.t === "welcome" || frame?.t === "reset") {
      this.#failures = 0;
      this.#beatAt = Number.NEGATIVE_INFINITY;
      this.#listener.onState("open");
    }
    this.#beat();
    if (frame !== undefined) this.#listener.onFrame(frame);
  }

  #beat(): void {
    if (this.#around.now() - this.#beatAt < BEAT_MS) return;
    this.#beatAt = this.#around.now();
    this.say({ t: "beat" });
  }

  /** Gives the hub so long to say something, and keeps the heart beating meanwhile. */
  #expectWithin(ms: number): void {
    this.#calm();
    this.#callOff.push(this.#around.later(ms, () => this.#closed(0)));
    if (ms === SILENT_MS) this.#callOff.push(this.#around.later(BEAT_MS, () => this.#beat()));
  }

  #closed(code: number): void {
    this.#drop();
    if (code === NOT_SIGNED_IN) {
      this.#listener.onState("off");
      this.#listener.onSignedOut();
      return;
    }
    // A restarting hub holds the door itself; whoever comes at once is let in as soon as it is up.
    const wait =
      code === RESTARTING && this.#failures === 0 ? 0 : waitMs(this.#failures, this.#around.random());
    this.#failures += 1;
    this.#listener.onState("waiting");
    this.#callOff.push(this.#around.later(wait, () => this.#open()));
  }

  #drop(): void {
    this.#calm();
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #calm(): void {
    for (const callOff of this.#callOff) callOff();
    this.#callOff = [];
  }
}
