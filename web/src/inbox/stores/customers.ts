/** Who the tourist of a conversation is: read when the card is opened, kept while the conversation is. */

import { defineStore } from "pinia";
import { reactive } from "vue";
import { useClient } from "@/shared/session";
import type { Customer } from "../types";

interface Card {
  customer: Customer | undefined;
  failure: unknown;
  reading: boolean;
}

export const useCustomers = defineStore("customers", () => {
  const client = useClient();
  const cards = reactive(new Map<string, Card>());

  function of(id: string): Card {
    if (!cards.has(id)) cards.set(id, { customer: undefined, failure: undefined, reading: false });
    return cards.get(id) as Card;
  }

  /** Reads the card; what is known already stays in sight meanwhile. */
  async function read(id: string, lang: string): Promise<void> {
    await reading(of(id), async (card) => {
      const request = { path: { conversation_id: id }, query: { lang } };
      card.customer = await client.get("/api/conversations/{conversation_id}/customer", request);
    });
  }

  /** Reads the next page of earlier conversations. */
  async function older(id: string, lang: string): Promise<void> {
    const before = of(id).customer?.history.next;
    if (!before) return;
    await reading(of(id), async (card) => {
      const request = { path: { conversation_id: id }, query: { before, lang } };
      const page = await client.get("/api/conversations/{conversation_id}/customer/history", request);
      if (card.customer?.history.next !== before) return;
      const talks = [...card.customer.history.talks, ...page.talks];
      card.customer = { ...card.customer, history: { talks, next: page.next } };
    });
  }

  async function reading(card: Card, read: (card: Card) => Promise<void>): Promise<void> {
    if (card.reading) return;
    card.reading = true;
    try {
      await read(card);
      card.failure = undefined;
    } catch (error) {
      card.failure = error;
    } finally {
      card.reading = false;
    }
  }

  return { of, read, older, clear: () => cards.clear() };
});
