/** Draws the thread: days, names, bubbles, links, how far the visitor's own words have come. */

import { isRound } from "@/shared/line";
import { secure } from "@/shared/links";
import { h } from "./dom";
import type { Button, Line } from "./frames";
import { calls, isVital, pieces } from "./linkify";
import type { Talk, Waiting } from "./talk";
import { fill, type Words } from "./words";

export interface Acts {
  press(button: Button): void;
  retry(cid: string): void;
  drop(cid: string): void;
}

const KEEP_TOGETHER_MS = 5 * 60_000;

export class Thread {
  private readonly log: HTMLElement;
  private readonly words: Words;
  private readonly acts: Acts;
  private readonly time: Intl.DateTimeFormat;
  private readonly day: Intl.DateTimeFormat;
  private readonly drawn = new Map<string, { sign: string; node: HTMLElement }>();

  constructor(log: HTMLElement, words: Words, lang: string, acts: Acts) {
    this.log = log;
    this.words = words;
    this.acts = acts;
    this.time = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit" });
    this.day = new Intl.DateTimeFormat(lang, { month: "long", day: "numeric", weekday: "short" });
  }

  /** Draws what has changed; nodes that stay the same are not touched, so a screen reader hears only what is new. */
  draw(talk: Talk, greeting: string, ended: string): void {
    const nodes: HTMLElement[] = [];
    if (!talk.lines.length || talk.lines[0]?.seq === 1) {
      nodes.push(this.node("greeting", greeting, () => this.greeting(greeting)));
    }
    let before: Line | undefined;
    const last = talk.lines.at(-1);
    for (const line of talk.lines) {
      const day = this.dayOf(line.ts);
      if (!before || this.dayOf(before.ts) !== day) {
        nodes.push(this.node(`day:${line.seq}`, day, () => h("p", { class: "day" }, day)));
      }
      const named = !isContinued(before, line);
      const own = line.from.role === "visitor" ? this.stateOf(line, talk) : "";
      const open = line === last && !talk.waiting.length && talk.state.phase !== "closed";
      nodes.push(
        this.node(`line:${line.id}`, `${named}|${own}|${open}`, () => this.line(line, named, own, open)),
      );
      before = line;
    }
    for (const one of talk.waiting) {
      const sign = `${one.acked}|${one.refused ?? ""}`;
      nodes.push(this.node(`out:${one.cid}`, sign, () => this.waiting(one)));
    }
    if (ended) nodes.push(this.node("ended", ended, () => h("p", { class: "note" }, ended)));
    this.put(nodes);
  }

  private put(nodes: HTMLElement[]): void {
    const wanted = new Set<Node>(nodes);
    for (const old of [...this.log.children]) if (!wanted.has(old)) old.remove();
    let place: Element | null = this.log.firstElementChild;
    for (const node of nodes) {
      if (node === place) place = place.nextElementSibling;
      else this.log.insertBefore(node, place);
    }
    for (const [key, { node }] of this.drawn) if (!wanted.has(node)) this.drawn.delete(key);
  }

  private node(key: string, sign: string, make: () => HTMLElement): HTMLElement {
    const known = this.drawn.get(key);
    if (known?.sign === sign) return known.node;
    const node = make();
    this.drawn.set(key, { sign, node });
    return node;
  }

  private greeting(text: string): HTMLElement {
    return h("div", { class: "line bot" }, h("div", { class: "bubble" }, ...this.text(text)));
  }

  private line(line: Line, named: boolean, own: string, open: boolean): HTMLElement {
    const role = line.from.role;
    const name = role === "visitor" ? this.words.you : (line.from.name ?? this.words[role]);
    const bubble = h("div", { class: "bubble" }, ...this.content(line));
    const time = h("time", { datetime: new Date(line.ts).toISOString() }, this.time.format(line.ts));
    const vital = role !== "visitor" && isVital(line.text ?? "");
    const node = h(
      "div",
      { class: `line ${role}${vital ? " vital" : ""}` },
      h("p", { class: named && role !== "visitor" ? "name" : "sr" }, name),
      bubble,
      h("p", { class: "fine" }, time, ...(own ? [` · ${own}`] : [])),
    );
    if (open && line.buttons?.length) node.append(this.buttons(line.buttons));
    return node;
  }

  private waiting(one: Waiting): HTMLElement {
    const fine = h("p", { class: one.refused ? "fine bad" : "fine" });
    if (one.refused) {
      const why = one.refused === "too_long" ? this.words.tooLong : this.words.notTaken;
      fine.append(
        `${this.words.failed} · ${why} `,
        this.act(this.words.retry, () => this.acts.retry(one.cid)),
        " ",
        this.act(this.words.drop, () => this.acts.drop(one.cid)),
      );
    } else fine.append(one.acked ? this.words.sent : this.words.sending);
    return h(
      "div",
      { class: "line visitor waiting" },
      h("p", { class: "sr" }, this.words.you),
      h("div", { class: "bubble" }, ...this.text(one.text)),
      fine,
    );
  }

  private buttons(buttons: Button[]): HTMLElement {
    const box = h("div", { class: "choices" });
    for (const button of buttons) box.append(this.act(button.label, () => this.acts.press(button)));
    return box;
  }

  private act(label: string, work: () => void): HTMLElement {
    const button = h("button", { type: "button" }, label);
    button.onclick = work;
    return button;
  }

  private content(line: Line): (Node | string)[] {
    if (line.place) return this.place(line.place);
    return line.text ? this.text(line.text, line.from.role !== "visitor") : [this.words.unsupported];
  }

  private place({ lat, lon, accuracy_m, label, map }: NonNullable<Line["place"]>): (Node | string)[] {
    const near = accuracy_m === undefined ? "" : ` ±${Math.round(accuracy_m)} m`;
    const shown = `📍 ${label ?? this.words.location} ${lat.toFixed(5)}, ${lon.toFixed(5)}${near}`;
    const href = secure(map);
    if (href === undefined) return [shown];
    return [h("a", { href, target: "_blank", rel: "noopener noreferrer" }, shown)];
  }

  /** Words with their addresses; in ours the numbers for emergencies can be called, where all of them are named. */
  private text(text: string, ours = false): (Node | string)[] {
    const plain = ours && isVital(text) ? callable : (shown: string) => [shown];
    return pieces(text).flatMap(({ text: shown, href }) =>
      href ? [h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, shown)] : plain(shown),
    );
  }

  /** Read once a person of ours has seen it or answered; what a machine has answered, nobody has read. */
  private stateOf(line: Line, talk: Talk): string {
    const answered = talk.lines.some((other) => other.seq > line.seq && other.from.role === "agent");
    return line.seq <= talk.seen || answered ? this.words.read : this.words.arrived;
  }

  private dayOf(ts: number): string {
    const date = new Date(ts).toDateString();
    if (date === new Date().toDateString()) return this.words.today;
    if (date === new Date(Date.now() - 86_400_000).toDateString()) return this.words.yesterday;
    return this.day.format(ts);
  }
}

/** Words with the numbers for emergencies as links that call them. */
export function callable(text: string): (Node | string)[] {
  return calls(text).map(({ text: shown, href }) =>
    href ? h("a", { href, target: "_blank" }, shown) : shown,
  );
}

/** True when two lines are one person's, close together: the name is said once. */
function isContinued(before: Line | undefined, line: Line): boolean {
  return (
    before !== undefined &&
    before.from.role === line.from.role &&
    before.from.name === line.from.name &&
    line.ts - before.ts < KEEP_TOGETHER_MS
  );
}

/** What the line under the title says. */
export function headline(talk: Talk, words: Words): string {
  const { phase, agent, nobody } = talk.state;
  if (phase === "agent") return agent ? fill(words.withAgent, { name: agent }) : words.withStaff;
  if (phase !== "queued") return "";
  return nobody ? words.nobody : words.waiting;
}

/** The place in the line in words, empty where it was not told. */
export function placeOf(talk: Talk, words: Words): string {
  const { phase, queue_pos: place } = talk.state;
  if (phase !== "queued" || !place) return "";
  const n = place - 1;
  return n ? fill(isRound(n) ? words.aheadAbout : words.ahead, { n }) : words.next;
}

/** What is known of the wait: the place, and how long it will probably take. */
export function waitOf(talk: Talk, words: Words): string {
  const place = placeOf(talk, words);
  const { eta_s, eta_p90_s } = talk.state;
  if (!place || !eta_s || !eta_p90_s) return place;
  const [a, b] = [Math.round(eta_s / 60), Math.round(eta_p90_s / 60)];
  return fill(a < b ? words.waitRange : words.waitAbout, { place, a, b });
}
