/** What somebody has begun to write, kept on this machine for each conversation until it is sent. */

import { defineStore } from "pinia";
import { watch } from "vue";
import { useSession } from "@/shared/session";

export type Kind = "reply" | "note";

const STORED_AS = "hub.inbox.draft";

export const useDrafts = defineStore("drafts", () => {
  const session = useSession();

  function keyOf(conversationId: string, kind: Kind): string {
    return `${STORED_AS}.${session.user?.id ?? ""}.${conversationId}.${kind}`;
  }

  function read(conversationId: string, kind: Kind): string {
    return localStorage.getItem(keyOf(conversationId, kind)) ?? "";
  }

  function keep(conversationId: string, kind: Kind, text: string): void {
    if (text === "") localStorage.removeItem(keyOf(conversationId, kind));
    else localStorage.setItem(keyOf(conversationId, kind), text);
  }

  /** The conversation is out of one's hands. */
  function drop(conversationId: string): void {
    keep(conversationId, "reply", "");
    keep(conversationId, "note", "");
  }

  // Whoever signs out by hand leaves nothing that a tourist might have told behind on a shared machine.
  watch(
    () => session.ended,
    (ended) => {
      if (ended !== "signed_out") return;
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(STORED_AS)) localStorage.removeItem(key);
      }
    },
  );

  return { read, keep, drop };
});
