/**
 * What has been written here and is not yet known to be with the hub.
 *
 * Rule 1: every row has one Idempotency-Key from the first attempt to the last, so that trying again cannot say it
 *   twice; the rows outlive a reload of the page for the same reason.
 * Rule 2: the rows of one conversation leave one after the other, so that they arrive in the order they were written.
 * Rule 3: what only the network has stopped goes on by itself when the hub is back, for as long as one still expects it
 *   to; later the person decides.
 * Rule 4: a row goes as soon as its message is seen, by the command's answer or by the fact, whichever comes first.
 */

import { defineStore } from "pinia";
import { reactive, watch } from "vue";
import { newKey } from "@/shared/api/key";
import { Refused, ServerAway } from "@/shared/api/problem";
import { useClient, useSession } from "@/shared/session";
import type { Fact } from "../live/frames";
import type { Conversation, Message } from "../types";
import type { Kind } from "./drafts";
import { useTranscripts } from "./transcripts";

export interface Outgoing {
  readonly key: string;
  readonly conversationId: string;
  readonly kind: Kind;
  readonly text: string;
  readonly atMs: number;
  /** The epoch under which it was written; null says it whoever has the conversation. */
  ownerEpoch: number | null;
  state: "waiting" | "sending" | "failed";
  failure: unknown;
  /** Who has the conversation instead, when that is why it was refused. */
  ownerName: string | undefined;
}

const STORED_AS = "hub.inbox.outgoing";
/** So long one may think that words just written are still on their way. */
const EXPECTED_MS = 10 * 60_000;

export const useOutgoing = defineStore("outgoing", () => {
  const client = useClient();
  const session = useSession();
  const transcripts = useTranscripts();
  const rows = reactive<Outgoing[]>([]);
  const busy = new Set<string>();
  /** How often the hub has come back to this page. */
  let returns = 0;

  function of(conversationId: string): Outgoing[] {
    return rows.filter((row) => row.conversationId === conversationId);
  }

  /** Puts something on its way, behind what is still waiting here. */
  function send(conversation: Conversation, kind: Kind, text: string): void {
    revive(of(conversation.id));
    rows.push({
      key: newKey(),
      conversationId: conversation.id,
      kind,
      text,
      atMs: Date.now(),
      ownerEpoch: conversation.owner_epoch,
      state: "waiting",
      failure: undefined,
      ownerName: undefined,
    });
    void work(conversation.id);
  }

  /** Tries a row again, under its own key; `anyway` says it although somebody else has the conversation. */
  function retry(key: string, anyway = false): void {
    const row = rows.find((candidate) => candidate.key === key);
    if (row === undefined || row.state === "sending") return;
    if (anyway) row.ownerEpoch = null;
    Object.assign(row, { state: "waiting", failure: undefined, ownerName: undefined });
    void work(row.conversationId);
  }

  /** Gives a row up and returns its words. */
  function discard(key: string): string {
    const index = rows.findIndex((row) => row.key === key);
    return index < 0 ? "" : (rows.splice(index, 1)[0]?.text ?? "");
  }

  /** The hub is back: what could not reach it leaves now, in the order it was written. */
  function resume(): void {
    returns += 1;
    revive(rows);
    for (const id of new Set(rows.map(({ conversationId }) => conversationId))) void work(id);
  }

  function revive(candidates: readonly Outgoing[]): void {
    for (const row of candidates) {
      if (row.state !== "failed" || !(row.failure instanceof ServerAway) || !isExpected(row)) continue;
      Object.assign(row, { state: "waiting", failure: undefined });
    }
  }

  function isExpected(row: Outgoing): boolean {
    return Date.now() - row.atMs < EXPECTED_MS;
  }

  async function work(conversationId: string): Promise<void> {
    if (busy.has(conversationId)) return;
    busy.add(conversationId);
    for (let row = next(conversationId); row !== undefined; row = next(conversationId)) await attempt(row);
    busy.delete(conversationId);
  }

  function next(conversationId: string): Outgoing | undefined {
    return of(conversationId).find((row) => row.state === "waiting");
  }

  async function attempt(row: Outgoing): Promise<void> {
    row.state = "sending";
    const returnsBefore = returns;
    try {
      const message = await post(row);
      discard(row.key);
      transcripts.take(row.conversationId, [message]);
    } catch (error) {
      if (error instanceof ServerAway && returns !== returnsBefore && isExpected(row)) {
        row.state = "waiting"; // the hub has come back while this was still being tried on the old way
        return;
      }
      Object.assign(row, { state: "failed", failure: error });
      if (error instanceof Refused && error.code === "stale_owner") row.ownerName = await ownerOf(row);
      // What was written after it must not overtake it.
      if (error instanceof ServerAway) hold(row.conversationId, error);
    }
  }

  function post(row: Outgoing): Promise<Message> {
    const path = { conversation_id: row.conversationId };
    if (row.kind === "note") {
      const request = { path, body: { text: row.text } };
      return client.command("post", "/api/conversations/{conversation_id}/notes", request, row.key);
    }
    const request = { path, body: { text: row.text, owner_epoch: row.ownerEpoch } };
    return client.command("post", "/api/conversations/{conversation_id}/replies", request, row.key);
  }

  function hold(conversationId: string, failure: unknown): void {
    for (const row of of(conversationId)) {
      if (row.state === "waiting") Object.assign(row, { state: "failed", failure });
    }
  }

  async function ownerOf(row: Outgoing): Promise<string | undefined> {
    const path = { conversation_id: row.conversationId };
    const answer = await client.get("/api/conversations/{conversation_id}", { path }).catch(() => undefined);
    return answer?.owner_name ?? undefined;
  }

  /** Takes a fact in: a message that carries a row's key is that row, arrived. */
  function apply(fact: Fact): void {
    const key = fact.view.message?.command_key;
    if (typeof key === "string") discard(key);
  }

  /** Takes up what an earlier life of this page could not bring to an end. */
  function restore(): void {
    const kept = sessionStorage.getItem(storedAs());
    if (kept === null || rows.length > 0) return;
    const failure = new ServerAway("the page was loaded anew meanwhile");
    for (const row of JSON.parse(kept) as Outgoing[]) {
      rows.push({ ...row, state: "failed", failure, ownerName: undefined });
    }
  }

  function storedAs(): string {
    return `${STORED_AS}.${session.user?.id ?? ""}`;
  }

  watch(rows, (now) => {
    if (session.user === undefined) return;
    if (now.length === 0) sessionStorage.removeItem(storedAs());
    else sessionStorage.setItem(storedAs(), JSON.stringify(now));
  });

  return { rows, of, send, retry, discard, apply, resume, restore, clear: () => rows.splice(0) };
});
