/** What has been filled into wrap-ups so far: a tourist who writes once more must not cost it. */

import { defineStore } from "pinia";
import { reactive } from "vue";

export interface WrapUpDraft {
  disposition: string;
  withTicket: boolean;
  kind: string;
  title: string;
  description: string;
}

export const useWrapUps = defineStore("wrapUps", () => {
  const drafts = reactive(new Map<string, WrapUpDraft>());

  /** The draft of a conversation, begun with `fresh`. */
  function of(conversationId: string, fresh: () => WrapUpDraft): WrapUpDraft {
    if (!drafts.has(conversationId)) drafts.set(conversationId, fresh());
    return drafts.get(conversationId) as WrapUpDraft;
  }

  return { of, drop: (conversationId: string) => drafts.delete(conversationId) };
});
