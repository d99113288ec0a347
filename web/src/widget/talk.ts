/**
 * What the visitor's page knows of the conversation: the thread, what waits to be sent, who is there.
 *
 * Rules: pure, no page and no network. The thread grows only by the very next number; a later one means that something
 * is missing, which is asked for and awaited. What waits is kept until the hub has acknowledged it, and shown as the
 * visitor's last words until it comes back with its number.
 */

import type { Frame, Line, State } from "./frames";

export interface More {
  kind?: "location";
  lat?: number;
  lon?: number;
  accuracy_m?: number;
  sos?: true;
}

/** Something the visitor has written that does not stand in the thread yet. */
export interface Waiting {
  cid: string;
  text: string;
  at: number;
  /** What its frame carries beside the text: a place, the mark of the SOS button. */
  more?: More;
  /** The hub has it. */
  acked: boolean;
  /** Why it was refused, if it was. */
  refused?: string;
}

/** What a frame asks of the page's network side. */
export type Wish =
  | { do: "gap"; after: number }
  | { do: "reload" }
  | { do: "send" }
  | { do: "resend"; cid: string; afterMs: number }
  | { do: "pong" };

const LATER_MS = 2_000;
/** So long a place that was sent is where somebody in danger is. */
const PLACED_MS = 60 * 60_000;

export class Talk {
  lines: Line[] = [];
  waiting: Waiting[] = [];
  state: State = { phase: "none", agent: null, queue_pos: null, eta_s: null, eta_p90_s: null };
  /** Up to here an agent has read. */
  seen = 0;
  /** Up to here the visitor has read. */
  read = 0;
  lastSeq = 0;
  /** Who is writing on the other side, until when (in ms). */
  typing: { name: string | null; until: number } | undefined;
  private asked = -1;
  /** Sent over the way that there is now, without an answer yet, or put off. */
  private readonly away = new Set<string>();

  /** Takes a frame and returns what to do about it. */
  take(frame: Frame, now: number): Wish[] {
    switch (frame.t) {
      case "msg":
        return this.takeLine(frame);
      case "ack":
        this.change(frame.cid, (one) => ({ ...one, acked: true }));
        return [{ do: "send" }];
      case "nack":
        return this.takeRefusal(frame.cid, frame.code, frame.retry_ms);
      case "state":
        this.state = frame;
        return [];
      case "seen":
        this.seen = Math.max(this.seen, frame.seq);
        return [];
      case "typing":
        this.typing = frame.on ? { name: frame.name, until: now + 6_000 } : undefined;
        return [];
      case "reset":
        return [{ do: "reload" }];
      case "ping":
        return [{ do: "pong" }];
      default:
        return [];
    }
  }

  /** Begins afresh with the newest lines of the history. */
  start(lines: Line[], lastSeq: number, read: number): void {
    this.lines = lines;
    this.lastSeq = lines.at(-1)?.seq ?? lastSeq;
    this.read = read;
    this.asked = -1;
    for (const line of lines) this.forget(line.cid);
  }

  /** Puts older lines before those that are here. */
  prepend(older: Line[]): void {
    const first = this.lines[0]?.seq ?? Number.POSITIVE_INFINITY;
    this.lines = [...older.filter((line) => line.seq < first), ...this.lines];
  }

  /** Puts what the visitor has written behind everything else, unless it stands in the thread already. */
  write(one: Waiting): void {
    if (this.lines.some((line) => line.cid === one.cid)) return;
    if (!this.waiting.some((known) => known.cid === one.cid)) this.waiting.push(one);
  }

  /** Takes something back that the hub has not got. */
  forget(cid: string | undefined): void {
    this.waiting = this.waiting.filter((one) => one.cid !== cid);
  }

  /** Makes a refused message wait again. */
  again(cid: string): void {
    this.change(cid, ({ refused: _, ...one }) => one);
  }

  /** The visitor has read everything that is here; true when that is news. */
  readAll(): boolean {
    if (this.read >= this.lastSeq) return false;
    this.read = this.lastSeq;
    return true;
  }

  get unread(): number {
    return this.lines.filter((line) => line.seq > this.read && line.from.role !== "visitor").length;
  }

  /** In danger, and has sent no place lately, nor is one on its way. */
  needsPlace(now: number): boolean {
    if (!this.state.rescue || this.state.phase === "closed") return false;
    const sent = ({ from, place, ts }: Line) =>
      from.role === "visitor" && place !== undefined && now - ts < PLACED_MS;
    return !this.lines.some(sent) && !this.waiting.some(({ more }) => more?.kind === "location");
  }

  /** What to send now, if anything: the first of `unsent`, unless it is on its way already. */
  get next(): Waiting | undefined {
    const [first] = this.unsent;
    return first && !this.away.has(first.cid) ? first : undefined;
  }

  /** Notes that a message is on its way. */
  sent(cid: string): void {
    this.away.add(cid);
  }

  /** Notes that a message is to be sent again; without one, all that had no answer, because the way is a new one. */
  unsend(cid?: string): void {
    if (cid === undefined) this.away.clear();
    else this.away.delete(cid);
  }

  /** What still has to be sent: a call for help first, then the oldest. */
  get unsent(): Waiting[] {
    const unsent = this.waiting.filter((one) => !one.acked && !one.refused);
    return [...unsent.filter(({ more }) => more?.sos), ...unsent.filter(({ more }) => !more?.sos)];
  }

  private takeLine(line: Line): Wish[] {
    if (line.seq <= this.lastSeq) return [];
    if (line.prev !== this.lastSeq) {
      if (this.asked === this.lastSeq) return [];
      this.asked = this.lastSeq;
      return [{ do: "gap", after: this.lastSeq }];
    }
    this.lines.push(line);
    this.lastSeq = line.seq;
    this.asked = -1;
    this.forget(line.cid);
    if (line.from.role !== "visitor") this.typing = undefined;
    return [];
  }

  private takeRefusal(cid: string, code: string, retryMs: number | undefined): Wish[] {
    if (retryMs !== undefined) return [{ do: "resend", cid, afterMs: Math.max(retryMs, LATER_MS / 4) }];
    this.away.delete(cid);
    this.change(cid, (one) => ({ ...one, refused: code }));
    return [{ do: "send" }];
  }

  private change(cid: string, into: (one: Waiting) => Waiting): void {
    this.waiting = this.waiting.map((one) => (one.cid === cid ? into(one) : one));
  }
}
