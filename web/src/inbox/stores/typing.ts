/** Who is writing at this moment; worth nothing a few seconds later. */

import { defineStore } from "pinia";
import { reactive } from "vue";
import type { Fact, TypingFrame } from "../live/frames";

/** Longer than the pause between two tellings, so that it does not flicker. */
const SHOWN_MS = 6_000;

export const useTyping = defineStore("typing", () => {
  const until = reactive(new Map<string, ReturnType<typeof setTimeout>>());

  function hear(frame: TypingFrame): void {
    stop(frame.conversation_id);
    if (!frame.on) return;
    until.set(
      frame.conversation_id,
      setTimeout(() => stop(frame.conversation_id), SHOWN_MS),
    );
  }

  /** A message has come: nobody is writing it any more. */
  function apply(fact: Fact): void {
    if (fact.type === "MessageReceived") stop(fact.ids.conversation_id ?? "");
  }

  function stop(conversationId: string): void {
    clearTimeout(until.get(conversationId));
    until.delete(conversationId);
  }

  return { isWriting: (conversationId: string) => until.has(conversationId), hear, apply };
});
