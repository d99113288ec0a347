/**
 * The board as the hub tells it: everything over HTTP for the first sight, then over the stream.
 *
 * Rule: a frame says how something is, not what happened, so the latest wins; an answer over HTTP that is older than
 *   what the stream has told is thrown away.
 */

import { defineStore } from "pinia";
import { computed, ref } from "vue";
import type { BoardFrame } from "@/inbox/live/frames";
import { useClient } from "@/shared/session";
import type { BoardAgent, Tile } from "../types";
import { unattended } from "./figures";

export const useBoard = defineStore("board", () => {
  const client = useClient();
  const tiles = ref(new Map<string, Tile>());
  const agents = ref(new Map<string, BoardAgent>());
  const queueNames = ref(new Map<string, string>());
  const orgNames = ref(new Map<string, string>());
  const loaded = ref(false);
  /** The hub's clock at what is shown. */
  const asOfMs = ref(0);

  const queues = computed(() => [...tiles.value.values()].sort(byUrgency));
  const people = computed(() => [...agents.value.values()].sort(byNeed));

  /** Reads everything, with the names in a language. */
  async function load(lang: string): Promise<void> {
    const answer = await client.get("/api/board", { query: { lang } });
    queueNames.value = new Map(answer.queue_names.map(({ id, name }) => [id, name]));
    orgNames.value = new Map(answer.org_names.map(({ id, name }) => [id, name]));
    if (loaded.value && answer.now_ms < asOfMs.value) return;
    replace(answer);
  }

  /** Takes a frame in; true when it tells of a queue whose name is not known yet. */
  function hear(frame: BoardFrame): boolean {
    if (frame.full) replace(frame);
    else change(frame);
    return [...tiles.value.keys()].some((id) => !queueNames.value.has(id));
  }

  function replace(all: Pick<BoardFrame, "queues" | "agents" | "now_ms">): void {
    tiles.value = new Map(all.queues.map((tile) => [tile.id, tile]));
    agents.value = new Map(all.agents.map((agent) => [agent.id, agent]));
    asOfMs.value = all.now_ms;
    loaded.value = true;
  }

  function change(frame: BoardFrame): void {
    for (const tile of frame.queues) tiles.value.set(tile.id, tile);
    for (const agent of frame.agents) agents.value.set(agent.id, agent);
    for (const id of frame.gone) {
      tiles.value.delete(id);
      agents.value.delete(id);
    }
    asOfMs.value = Math.max(asOfMs.value, frame.now_ms);
  }

  /** What a queue is called; its code until its name is known. */
  function queueName(id: string | null): string {
    if (id === null) return "—";
    return queueNames.value.get(id) ?? tiles.value.get(id)?.code ?? "—";
  }

  return { tiles, agents, queues, people, queueNames, orgNames, loaded, asOfMs, load, hear, queueName };
});

/** Where somebody is in danger first, then where somebody has waited longest. */
function byUrgency(one: Tile, other: Tile): number {
  const [mine, theirs] = [
    one.oldest_ms ?? Number.MAX_SAFE_INTEGER,
    other.oldest_ms ?? Number.MAX_SAFE_INTEGER,
  ];
  return other.rescues - one.rescues || mine - theirs || one.code.localeCompare(other.code);
}

/** Who is gone and has left talks behind first, then by name. */
function byNeed(one: BoardAgent, other: BoardAgent): number {
  const [mine, theirs] = [unattended(one) > 0, unattended(other) > 0];
  if (mine !== theirs) return mine ? -1 : 1;
  return one.name.localeCompare(other.name) || one.id.localeCompare(other.id);
}
