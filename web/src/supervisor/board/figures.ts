/** What the tiles say in numbers. Pure. */

import { isRound } from "@/shared/line";
import type { Ahead, BoardAgent, MediumNow, Tile, Work } from "../types";

/** The share of the answered who were answered in time, in percent; undefined when nobody was answered yet. */
export function serviceLevel({ answered, in_time }: Tile): number | undefined {
  return answered === 0 ? undefined : Math.round((100 * in_time) / answered);
}

interface Told {
  readonly key: "free" | "nobody" | "elsewhere" | "place" | "places" | "range" | "about";
  /** The place (for `places` how many are before it, about), and minutes. */
  readonly slots: { readonly n: number; readonly a: number; readonly b: number };
}

/** What the router would tell somebody who comes now: which words of `supervisor.tile.ahead`, and their figures. */
export function told({ meets, position: n, p50_s, p90_s }: Ahead): Told {
  const [a, b] = [Math.round((p50_s ?? 0) / 60), Math.round((p90_s ?? 0) / 60)];
  const slots = { n, a, b };
  if (meets !== "waits") return { key: meets, slots };
  if (p50_s === null || p90_s === null)
    return isRound(n - 1) ? { key: "places", slots: { ...slots, n: n - 1 } } : { key: "place", slots };
  return { key: a < b ? "range" : "about", slots };
}

/** Work of one medium that is in hand or is written up. */
export function busy({ active, wrap_up }: MediumNow): number {
  return active + wrap_up;
}

/** All whom nobody serves yet: those in the line and those at whom it rings. */
export function unserved({ waiting, offered }: Pick<Tile, "waiting" | "offered">): number {
  return waiting + offered;
}

/** Agents who are here and not for tourists just now. */
export function away({ agents }: Tile): number {
  return (agents.break ?? 0) + (agents.training ?? 0);
}

export function atWork({ agents }: Tile): number {
  return (agents.busy ?? 0) + (agents.wrap_up ?? 0);
}

export interface Places {
  readonly medium: string;
  readonly taken: number;
  readonly all: number;
}

/** An agent's places by medium and what takes them; what only rings takes none yet. */
export function places({ capacity, work }: BoardAgent): Places[] {
  const taken = new Map<string, number>();
  for (const { medium, state } of work) {
    if (state !== "offered") taken.set(medium, (taken.get(medium) ?? 0) + 1);
  }
  const media = new Set([...Object.keys(capacity), ...taken.keys()]);
  return [...media]
    .map((medium) => ({ medium, taken: taken.get(medium) ?? 0, all: capacity[medium] ?? 0 }))
    .filter((one) => one.taken > 0 || one.all > 0);
}

/** What else than a talk can be in hand: nobody waits for an answer there. */
const NO_TALK: ReadonlySet<string> = new Set(["email", "callback", "ticket", "follow_up"]);

/** A talk in the hands of an agent who is gone: nobody answers it until somebody passes it on or takes it over. */
export function isUnattended(agent: BoardAgent, work: Work): boolean {
  return agent.state === "offline" && work.state === "active" && !NO_TALK.has(work.medium);
}

/** How many talks an agent who is gone has left. */
export function unattended(agent: BoardAgent): number {
  return agent.work.filter((work) => isUnattended(agent, work)).length;
}

export interface AgentFilter {
  /** `here` for everybody who is not offline, a state, or empty for all. */
  readonly state: string;
  readonly queueId: string;
  readonly words: string;
}

/** The agents that a filter leaves. */
export function filtered(
  agents: readonly BoardAgent[],
  { state, queueId, words }: AgentFilter,
): BoardAgent[] {
  const wanted = words.trim().toLowerCase();
  return agents.filter(
    (agent) =>
      (state === "" || agent.state === state || (state === "here" && agent.state !== "offline")) &&
      (queueId === "" || agent.queue_ids.includes(queueId)) &&
      (wanted === "" || `${agent.name} ${agent.public_name}`.toLowerCase().includes(wanted)),
  );
}
