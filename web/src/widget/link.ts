/**
 * The way to the hub: a session, then a socket that is opened again whenever it ends, or polling where no socket gets
 * through.
 *
 * Rules: waits grow with full jitter from half a second to thirty; the hub's own restart (1012) is answered at once;
 * the pass goes in the first frame or the Authorization header, never into an address; one tab at a time asks for a
 * session, so that tabs do not spend each other's tokens.
 */

import { type Frame, frameOf, type Line, type Session } from "./frames";
import type { Keep } from "./keep";
import type { Identity } from "./post";

export type Status = "connecting" | "online" | "offline" | "elsewhere" | "refused";

export interface Hears {
  frame(frame: Frame): void;
  status(status: Status): void;
  /** A session is open; `lines` are the newest of its thread. Called again when the thread is another. */
  begin(session: Session, lines: Line[], more: boolean): void;
  /** The socket is open or polling works: send what waits. */
  ready(): void;
  /** The last number of the thread that is here. */
  lastSeq(): number;
}

const API = "/webchat/v1";
const FIRST_MS = 500;
const LONGEST_MS = 30_000;
const WELCOME_MS = 8_000;
const ASK_MS = 15_000;
const POLL_MS = 40_000;
const DEAD_MS = 60_000;
const PROBE_MS = 5_000;
const HISTORY = 30;
/** RFC 6455 §7.4.1: no close frame came. */
const NO_ANSWER = 1006;
/** So many sockets that never opened make us poll, so long until the next try. */
const BLOCKED_AFTER = 2;
const BLOCKED_MS = 300_000;

/** How long to wait after so many failures in a row. */
export function pause(failures: number, random: () => number = Math.random): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return FIRST_MS + random() * Math.max(0, most - FIRST_MS);
}

class Stop extends Error {
  readonly status: "elsewhere" | "refused";

  constructor(status: "elsewhere" | "refused") {
    super(status);
    this.status = status;
  }
}

class Later extends Error {
  readonly ms: number | undefined;

  constructor(ms?: number) {
    super("later");
    this.ms = ms;
  }
}

export class Link {
  private readonly site: string;
  private readonly lang: string;
  private readonly keep: Keep;
  private readonly hears: Hears;
  private session: Session | undefined;
  private pass: string | undefined;
  private passUntil = 0;
  private identity: Identity | null | undefined;
  private socket: WebSocket | undefined;
  private polling = false;
  private mark = "";
  private begun = false;
  private running = false;
  private heardAt = 0;
  private wakeUp: (() => void) | undefined;
  /** Gives the socket up at once: closing a dead one takes the browser a minute. */
  private giveUp: (() => void) | undefined;
  private isDoubted = false;
  private unopened = 0;
  private blockedUntil = 0;

  constructor(site: string, lang: string, keep: Keep, hears: Hears) {
    this.site = site;
    this.lang = lang;
    this.keep = keep;
    this.hears = hears;
    addEventListener("online", () => this.probe());
    document.addEventListener("visibilitychange", () => document.hidden || this.probe());
    setInterval(() => this.heardAt && Date.now() - this.heardAt > DEAD_MS && this.giveUp?.(), 10_000);
  }

  /** Connects and stays connected; harmless when it does already. */
  start(): void {
    if (!this.running) void this.run();
  }

  /** Sends a frame if there is a way now; false means it must wait. */
  send(frame: object): boolean {
    if (this.socket?.readyState === WebSocket.OPEN && this.heardAt) {
      this.socket.send(JSON.stringify(frame));
      return true;
    }
    if (!this.polling) return false;
    void this.post(frame);
    return true;
  }

  /** Another visitor, or the same one with the site's proof: opens another session. */
  identify(identity: Identity | null): void {
    if (JSON.stringify(identity) === JSON.stringify(this.identity)) return;
    if (identity === null) this.keep.token = null;
    this.identity = identity;
    this.afresh();
  }

  /** Reads the session and the history again. */
  afresh(): void {
    this.pass = undefined;
    this.begun = false;
    this.socket?.close();
    this.wakeUp?.();
  }

  /** Older lines of the thread, and whether there are more. */
  async older(before: number): Promise<{ messages: Line[]; more: boolean }> {
    const answer = await this.ask(`history?before_seq=${before}&limit=${HISTORY}`);
    if (!answer.ok) throw new Later();
    return answer.json();
  }

  private async run(): Promise<void> {
    this.running = true;
    let failures = 0;
    this.hears.status("connecting");
    for (;;) {
      try {
        await this.enter();
        const served = Date.now() < this.blockedUntil ? await this.poll() : await this.listen();
        failures = served ? 0 : failures + 1;
        if (!served) throw new Later();
      } catch (error) {
        if (error instanceof Stop) {
          this.running = false;
          this.hears.status(error.status);
          return;
        }
        this.hears.status("offline");
        failures += 1;
        const ms = error instanceof Later ? error.ms : undefined;
        await this.sleep(ms ?? pause(failures));
      }
    }
  }

  /** Makes sure that there is a pass and that the page has the thread. */
  private async enter(): Promise<void> {
    if (!this.pass || Date.now() > this.passUntil) await this.locked(() => this.openSession());
    if (this.begun) return;
    const session = this.session;
    if (!session) throw new Later();
    const answer = await this.ask(`history?limit=${HISTORY}`);
    if (!answer.ok) throw new Later();
    const history: { messages: Line[]; more: boolean } = await answer.json();
    this.begun = true;
    this.hears.begin(session, history.messages, history.more);
  }

  private async openSession(again = true): Promise<void> {
    const token = this.keep.token;
    const answer = await this.ask("session", {
      site_key: this.site,
      visitor_token: token ?? undefined,
      identity: this.identity ?? undefined,
      locale: this.lang,
    });
    if (answer.status === 401 && token && again) {
      // Another tab may have a newer token by now; if not, ours is over and we come as a stranger.
      if (this.keep.token === token) this.keep.token = null;
      this.begun = false;
      return this.openSession(false);
    }
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) throw new Stop("refused");
    if (answer.status === 429) throw new Later(seconds(answer.headers.get("retry-after")));
    if (!answer.ok) throw new Later();
    const session: Session = await answer.json();
    this.keep.token = session.visitor_token;
    this.pass = session.resume_token;
    this.passUntil = Date.now() + (session.expires_in_s - 60) * 1000;
    if (session.merged) this.begun = false;
    this.session = session;
  }

  /** Serves one socket; false if it never opened. Throws what the close code asks for. */
  private listen(): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${API}/ws`);
      this.socket = socket;
      this.heardAt = 0;
      const timer = setTimeout(() => socket.close(), WELCOME_MS);
      socket.onopen = () =>
        socket.send(JSON.stringify({ t: "hello", v: 1, token: this.pass, last_seq: this.hears.lastSeq() }));
      socket.onmessage = ({ data }) => {
        const frame = frameOf(data);
        const first = this.heardAt === 0;
        this.heardAt = Date.now();
        if (this.isDoubted) this.hears.status("online");
        this.isDoubted = false;
        if (!frame) return;
        this.hears.frame(frame);
        if (first) {
          clearTimeout(timer);
          this.unopened = 0;
          this.hears.status("online");
          this.hears.ready();
        }
      };
      const over = (code: number) => {
        socket.onmessage = socket.onclose = null;
        clearTimeout(timer);
        const served = this.heardAt !== 0;
        this.heardAt = 0;
        this.socket = this.giveUp = undefined;
        this.isDoubted = false;
        if (code === 4401) this.pass = undefined;
        if (code === 4403) reject(new Stop("refused"));
        else if (code === 4409) reject(new Stop("elsewhere"));
        else if (code === 4429) reject(new Later(10_000 + Math.random() * 10_000));
        else if (code === 1012) reject(new Later(Math.random() * 1_000));
        else if (served || code === 4401) reject(new Later(Math.random() * FIRST_MS * 2));
        else {
          this.unopened += 1;
          if (this.unopened >= BLOCKED_AFTER) this.blockedUntil = Date.now() + BLOCKED_MS;
          resolve(false);
        }
      };
      socket.onclose = ({ code }) => over(code);
      this.giveUp = () => {
        socket.close();
        over(NO_ANSWER);
      };
    });
  }

  /** Polls until that fails or it is time to try a socket again. */
  private async poll(): Promise<boolean> {
    this.mark = "";
    let served = false;
    try {
      while (Date.now() < this.blockedUntil && this.pass) {
        const answer = await this.ask(
          `poll?after_seq=${this.hears.lastSeq()}&mark=${this.mark}`,
          undefined,
          POLL_MS,
        );
        if (answer.status === 401) this.pass = undefined;
        if (!answer.ok) break;
        const polled: { frames: Frame[]; mark: string } = await answer.json();
        this.mark = polled.mark;
        for (const frame of polled.frames) this.hears.frame(frame);
        if (!served) {
          served = this.polling = true;
          this.hears.status("online");
          this.hears.ready();
        }
        if (!this.begun) await this.enter();
      }
    } finally {
      this.polling = false;
    }
    if (served && !this.pass) await this.locked(() => this.openSession());
    if (!served) this.blockedUntil = 0;
    return served;
  }

  private async post(frame: object): Promise<void> {
    const answer = await this.ask("messages", frame).catch(() => undefined);
    if (answer?.status === 204) return;
    const told: Frame | undefined = answer && frameOf(await answer.text().catch(() => ""));
    if (told) this.hears.frame(told);
    else setTimeout(() => this.polling && this.hears.ready(), pause(2));
  }

  private ask(path: string, body?: object, timeoutMs = ASK_MS): Promise<Response> {
    const headers: Record<string, string> = {};
    if (this.pass) headers.authorization = `Bearer ${this.pass}`;
    if (body) headers["content-type"] = "application/json";
    return fetch(`${API}/${path}`, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(timeoutMs),
    });
  }

  private async locked(work: () => Promise<void>): Promise<void> {
    const name = `hotline-chat:${this.site}`;
    await (navigator.locks ? navigator.locks.request(name, work) : work());
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Something has had no answer for too long: says so, until anything is heard. */
  doubt(): void {
    if (!this.heardAt || this.isDoubted) return;
    this.hears.status("offline");
    this.isDoubted = true;
    this.probe();
  }

  /** The network or the person is back: do not wait any longer, and do not trust an old socket. */
  private probe(): void {
    this.wakeUp?.();
    const socket = this.socket;
    if (!this.heardAt || socket?.readyState !== WebSocket.OPEN) return;
    const before = this.heardAt;
    socket.send('{"t":"ping"}');
    setTimeout(() => this.socket === socket && this.heardAt === before && this.giveUp?.(), PROBE_MS);
  }
}

function seconds(header: string | null): number | undefined {
  const given = Number(header);
  return given > 0 ? given * 1000 : undefined;
}
