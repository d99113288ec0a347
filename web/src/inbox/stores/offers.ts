/** Taking and declining what rings. */

import { defineStore } from "pinia";
import { reactive, ref } from "vue";
import { Refused } from "@/shared/api/problem";
import { useClient } from "@/shared/session";
import type { Offer } from "../types";
import { useInbox } from "./inbox";

export const useOffers = defineStore("offers", () => {
  const client = useClient();
  const inbox = useInbox();
  const busy = reactive(new Set<string>());
  /** The conversation that was taken last and is about to be shown: whoever took it writes in it next. */
  const taken = ref<string>();

  /** Takes an offer; the conversation is in one's hands when this returns. */
  async function accept(offer: Offer): Promise<void> {
    await answered(offer, async () => {
      const standing = await client.command("post", "/api/offers/{item}/accept", requestOf(offer));
      inbox.forget(offer.work_item_id, offer.offer_epoch);
      inbox.stand(standing, inbox.conversations.get(standing.id) ?? offer.conversation);
      taken.value = offer.conversation.id;
    });
  }

  /** Lets somebody else have it. */
  async function decline(offer: Offer): Promise<void> {
    await answered(offer, async () => {
      await client.command("post", "/api/offers/{item}/decline", requestOf(offer));
      inbox.forget(offer.work_item_id, offer.offer_epoch);
    });
  }

  async function answered(offer: Offer, command: () => Promise<void>): Promise<void> {
    if (busy.has(offer.work_item_id)) return;
    busy.add(offer.work_item_id);
    try {
      await command();
    } catch (error) {
      if (error instanceof Refused && error.code === "offer_over") {
        inbox.forget(offer.work_item_id, offer.offer_epoch);
      }
      throw error;
    } finally {
      busy.delete(offer.work_item_id);
    }
  }

  function requestOf(offer: Offer): { path: { item: string }; body: { offer_epoch: number } } {
    return { path: { item: offer.work_item_id }, body: { offer_epoch: offer.offer_epoch } };
  }

  return { busy, taken, accept, decline };
});
