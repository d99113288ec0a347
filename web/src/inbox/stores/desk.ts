/** What state one is in as an agent, and asking for another. */

import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { useClient, useSession } from "@/shared/session";
import { isKnown } from "../live/cursor";
import type { Fact } from "../live/frames";
import type { Desk } from "../types";

/** States an agent can ask for; the others follow from the work. */
export const ASKABLE = ["ready", "break", "training", "offline"] as const;
export type Askable = (typeof ASKABLE)[number];

/** What a supervisor has set. */
export interface Forced {
  readonly by: string | undefined;
  readonly state: string;
}

export const useDesk = defineStore("desk", () => {
  const client = useClient();
  const session = useSession();
  const desk = ref<Desk>();
  const asking = ref(false);
  /** The last thing a supervisor has set, until one asks for a state oneself. */
  const forced = ref<Forced>();
  let toldBy: string | undefined;

  const isAgent = computed(() => desk.value?.is_agent === true);

  async function load(): Promise<void> {
    desk.value = await client.get("/api/agents/me", {});
    const { forced: set } = desk.value;
    forced.value = set === null ? undefined : { by: set.by ?? undefined, state: set.state };
  }

  /** Asks for a state; with work in hand it may follow later. */
  async function ask(state: Askable, reason?: string): Promise<void> {
    asking.value = true;
    try {
      desk.value = await client.command("post", "/api/agents/me/state", {
        body: { state, reason: reason ?? null },
      });
      forced.value = undefined;
    } finally {
      asking.value = false;
    }
  }

  /** Takes a fact in: the state has changed, by one's own hand or another's. */
  function apply(fact: Fact): void {
    if (fact.type === "AgentStateForced" && fact.ids.agent_id === session.user?.id) {
      forced.value = { by: fact.view.by ?? undefined, state: String(fact.data.asked_state) };
      void load().catch(() => undefined);
    }
    if (fact.type !== "AgentStateChanged" || fact.ids.agent_id !== session.user?.id) return;
    if (desk.value === undefined || isKnown(fact.cursor, toldBy)) return;
    toldBy = fact.cursor;
    const reason = typeof fact.data.reason === "string" ? fact.data.reason : null;
    desk.value = {
      ...desk.value,
      state: String(fact.data.to_state),
      reason,
      since_ms: fact.at_ms,
      wrap_up_until_ms: null,
    };
    // The fact does not say what is to follow when the work is done.
    void load().catch(() => undefined);
  }

  function clear(): void {
    desk.value = undefined;
    forced.value = undefined;
    toldBy = undefined;
  }

  return { desk, asking, forced, isAgent, load, ask, apply, clear };
});
