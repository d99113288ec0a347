/** What can be chosen for a conversation: queues, colleagues, endings; read once for each organisation and language. */

import { defineStore } from "pinia";
import { reactive } from "vue";
import { useClient } from "@/shared/session";
import type { Choices, Conversation } from "../types";

export const useChoices = defineStore("choices", () => {
  const client = useClient();
  const known = reactive(new Map<string, Choices>());
  const asked = new Map<string, Promise<void>>();

  function keyOf(conversation: Conversation, lang: string): string {
    return `${conversation.org_id} ${lang}`;
  }

  /** The choices, once they have been read. */
  function of(conversation: Conversation, lang: string): Choices | undefined {
    return known.get(keyOf(conversation, lang));
  }

  /** Reads them; `again` for those who may have changed meanwhile. */
  function read(conversation: Conversation, lang: string, again = false): Promise<void> {
    const key = keyOf(conversation, lang);
    const earlier = again ? undefined : asked.get(key);
    if (earlier !== undefined) return earlier;
    const reading = client
      .get("/api/conversations/{conversation_id}/choices", {
        path: { conversation_id: conversation.id },
        query: { lang },
      })
      .then((choices) => void known.set(key, choices))
      .catch((error: unknown) => {
        asked.delete(key);
        throw error;
      });
    asked.set(key, reading);
    return reading;
  }

  /** A queue's name; its code until the names have been read. */
  function queueName(conversation: Conversation, lang: string): string | undefined {
    const queues = of(conversation, lang)?.queues;
    const found = queues?.find(({ id }) => id === conversation.queue_id);
    return found?.name ?? conversation.queue_code ?? undefined;
  }

  function clear(): void {
    known.clear();
    asked.clear();
  }

  return { of, read, queueName, clear };
});
