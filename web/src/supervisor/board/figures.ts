/** What the tiles say in numbers. Pure. */

import type { BoardAgent, Tile } from "../types";

/** The share of the answered who were answered in time, in percent; undefined when nobody was answered yet. */
export function serviceLevel({ answered, in_time }: Tile): number | undefined {
  return answered === 0 ? undefined : Math.round((100 * in_time) / answered);
}

/** Agents who are here and not for tourists just now. */
export function away({ agents }: Tile): number {
  return (agents.break ?? 0) + (agents.training ?? 0);
}

export function atWork({ agents }: Tile): number {
  return (agents.busy ?? 0) + (agents.wrap_up ?? 0);
}

/** All places of an agent. */
export function places({ capacity }: BoardAgent): number {
  return Object.values(capacity).reduce((sum, count) => sum + count, 0);
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
