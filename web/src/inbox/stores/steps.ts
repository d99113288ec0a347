/** What can be done with a conversation beside writing in it: hold, resume, put off, end, transfer, wrap up, read. */

import { defineStore } from "pinia";
import type { Schemas } from "@/shared/api/operations";
import { useClient } from "@/shared/session";
import type { Conversation } from "../types";
import { useInbox } from "./inbox";

export type WrapUp = Schemas["WrapUpBody"];
export type Transfer = Schemas["TransferBody"];

export const useSteps = defineStore("steps", () => {
  const client = useClient();
  const inbox = useInbox();
  const readTo = new Map<string, number>();

  async function take(id: string, step: "hold" | "resume" | "end" | "wake"): Promise<void> {
    const path = { conversation_id: id };
    const command = () => client.command("post", `/api/conversations/{conversation_id}/${step}`, { path });
    inbox.stand(await inbox.letGo(id, command));
  }

  /** Puts a conversation off until a time by the hub's clock. */
  async function snooze(id: string, untilMs: number, note: string): Promise<void> {
    const request = { path: { conversation_id: id }, body: { until_ms: untilMs, note } };
    inbox.stand(await client.command("post", "/api/conversations/{conversation_id}/snooze", request));
  }

  async function transfer(id: string, body: Transfer): Promise<void> {
    const request = { path: { conversation_id: id }, body };
    const command = () => client.command("post", "/api/conversations/{conversation_id}/transfer", request);
    inbox.stand(await inbox.letGo(id, command));
  }

  /** Closes the conversation; returns the number of the ticket it made, if any. */
  async function wrapUp(id: string, body: WrapUp): Promise<string | null> {
    const request = { path: { conversation_id: id }, body };
    const command = () => client.command("post", "/api/conversations/{conversation_id}/wrap-up", request);
    const made = await inbox.letGo(id, command);
    inbox.stand(made.conversation);
    return made.ticket_no;
  }

  /** Takes a conversation into one's own hands, if nobody has been quicker. */
  async function takeOver(conversation: Conversation): Promise<void> {
    await supervise(conversation, "take-over");
  }

  /** Closes a conversation that is stuck, whoever has it. */
  async function endForAll(conversation: Conversation): Promise<void> {
    await supervise(conversation, "end-for-all");
  }

  async function supervise(seen: Conversation, what: "take-over" | "end-for-all"): Promise<void> {
    const request = { path: { conversation_id: seen.id }, body: { owner_epoch: seen.owner_epoch } };
    const command = () => client.command("post", `/api/conversations/{conversation_id}/${what}`, request);
    inbox.stand(await inbox.letGo(seen.id, command), seen);
  }

  /** Takes longer to write up what was talked about. */
  async function prolong(id: string, bySeconds: number): Promise<void> {
    const request = { path: { conversation_id: id }, body: { by_s: bySeconds } };
    await client.command("post", "/api/conversations/{conversation_id}/prolong", request);
  }

  /** Notes how far one has read; what is known already is not told again. */
  async function read(id: string, seq: number): Promise<void> {
    if (seq <= (readTo.get(id) ?? 0)) return;
    readTo.set(id, seq);
    inbox.readUpTo(id, seq);
    const request = { path: { conversation_id: id }, body: { seq } };
    // It says nothing that matters if it fails: the next reading tells more.
    await client
      .command("post", "/api/conversations/{conversation_id}/read", request)
      .catch(() => readTo.delete(id));
  }

  /** One click makes an everyday talk of a false alarm, or a rescue of a talk. */
  async function rescue(id: string, deed: "lower" | "raise"): Promise<void> {
    const path = { conversation_id: id };
    inbox.stand(
      await client.command("post", `/api/conversations/{conversation_id}/rescue/${deed}`, { path }),
    );
  }

  return { take, snooze, transfer, takeOver, endForAll, wrapUp, prolong, read, rescue };
});
