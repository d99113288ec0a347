/**
 * The rescues that nobody takes, for the people who are called then: duty chiefs and supervisors.
 *
 * Rule: the hub says which sirens sound; a fact about a rescue, a new connection and a slow clock each make the page
 * ask again, so a lost fact costs seconds.
 */

import { defineStore } from "pinia";
import { computed, ref } from "vue";
import type { Schemas } from "@/shared/api/operations";
import { Refused, ServerAway } from "@/shared/api/problem";
import { type Role, useClient, useSession } from "@/shared/session";

export type Siren = Schemas["SirenView"];

export const CALLED: readonly Role[] = ["duty_chief", "supervisor"];

export const useSirens = defineStore("sirens", () => {
  const client = useClient();
  const session = useSession();
  const sirens = ref<readonly Siren[]>([]);
  /** How far this machine's clock is ahead of the hub's. */
  const aheadMs = ref(0);
  /** Those that nobody has answered: they make themselves heard. */
  const loud = computed(() => sirens.value.filter((siren) => siren.seen_by === null));
  let asked = 0;

  /** Asks which sirens sound; the last question's answer counts. */
  async function load(): Promise<void> {
    if (!session.hasAny(CALLED)) return;
    const number = ++asked;
    try {
      const answer = await client.get("/api/sirens", {});
      if (number !== asked) return;
      aheadMs.value = Date.now() - answer.now_ms;
      sirens.value = answer.sirens;
    } catch (error) {
      if (!(error instanceof ServerAway || error instanceof Refused)) throw error;
    }
  }

  /** Takes a fact in: only that something about a rescue has changed. */
  function apply(fact: { readonly type: string }): void {
    if (fact.type.startsWith("Rescue")) void load();
  }

  async function answer(siren: Siren, deed: "acknowledge" | "take"): Promise<void> {
    try {
      await client.command("post", `/api/conversations/{conversation_id}/rescue/${deed}`, {
        path: { conversation_id: siren.conversation_id },
      });
    } finally {
      await load();
    }
  }

  function clear(): void {
    asked += 1;
    sirens.value = [];
  }

  return { sirens, loud, aheadMs, load, apply, answer, clear };
});
