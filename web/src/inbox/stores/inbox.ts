/**
 * The conversations in one's own hands and the offers that ring, as facts and snapshots tell them.
 *
 * Rule 1: a fact applied twice, or after a later one, changes nothing: each conversation and each offer remembers the
 *   last fact it was told by.
 * Rule 2: a snapshot read while facts arrive loses none of them: they are applied once more on top of it.
 */

import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { useClient, useSession } from "@/shared/session";
import { isKnown } from "../live/cursor";
import type { Fact } from "../live/frames";
import type { Conversation, Inbox, Message, Offer, Standing } from "../types";

/** A conversation has gone out of one's hands. */
export interface Departure {
  readonly conversation: Conversation;
  /** The state it went to. */
  readonly to: string;
}

/** Somebody else has written a note into one of one's own conversations. */
export interface Hint {
  readonly conversation: Conversation;
  readonly by: string | undefined;
}

const MINE = new Set(["assigned", "on_hold", "wrap_up", "snoozed", "in_call"]);
const TALK = new Set(["in", "out"]);
/** As `hub.model.RESCUE`. */
const RESCUE = 0;

export const useInbox = defineStore("inbox", () => {
  const client = useClient();
  const session = useSession();
  const conversations = ref(new Map<string, Conversation>());
  const offers = ref(new Map<string, Offer>());
  const loaded = ref(false);
  /** One that is looked at and is not in one's own hands. */
  const looked = ref<Conversation>();
  /** The last one that left other than by one's own command on this page. */
  const departed = ref<Departure>();
  /** The last note of somebody else's. */
  const hint = ref<Hint>();
  /** Milliseconds that this machine's clock is ahead of the hub's. */
  const aheadMs = ref(0);
  const told = new Map<string, string>();
  const overOffers = new Map<string, number>();
  const buffers = new Set<Fact[]>();
  /** Those that one's own commands are about to take away. */
  const leaving = new Set<string>();
  let snapshot: string | undefined;

  const list = computed(() => [...conversations.value.values()].sort(byUrgency));
  const ringing = computed(() =>
    [...offers.value.values()].sort(
      (one, other) => rescued(other) - rescued(one) || one.until_ms - other.until_ms,
    ),
  );
  const unread = computed(() => list.value.reduce((sum, conversation) => sum + conversation.unread, 0));

  /** Reads everything afresh. */
  async function load(): Promise<string> {
    const meanwhile: Fact[] = [];
    buffers.add(meanwhile);
    try {
      const asked = Date.now();
      const answer = await client.get("/api/inbox", {});
      aheadMs.value = (asked + Date.now()) / 2 - answer.now_ms;
      replace(answer);
      buffers.delete(meanwhile);
      for (const fact of meanwhile) apply(fact);
      return answer.cursor;
    } finally {
      buffers.delete(meanwhile);
    }
  }

  /** Puts a snapshot in the place of everything; one that is older than the last is of no use. */
  function replace(answer: Inbox): void {
    if (snapshot !== undefined && answer.cursor !== snapshot && isKnown(answer.cursor, snapshot)) return;
    snapshot = answer.cursor;
    told.clear();
    const before = conversations.value;
    conversations.value = new Map(
      answer.conversations.map((conversation) => [conversation.id, conversation]),
    );
    const ringing = answer.offers.filter(({ work_item_id: id, offer_epoch }) => offer_epoch > overUntil(id));
    offers.value = new Map(ringing.map((offer) => [offer.work_item_id, offer]));
    loaded.value = true;
    for (const [id, conversation] of before) {
      if (!conversations.value.has(id)) departed.value = { conversation, to: "elsewhere" };
      if (looked.value?.id === id) looked.value = undefined;
    }
  }

  /** Takes a fact in; harmless however often and in whatever order. */
  function apply(fact: Fact): void {
    for (const buffer of buffers) buffer.push(fact);
    if (isKnown(fact.cursor, snapshot)) return;
    const { conversation, message } = fact.view;
    if (fact.type === "OfferMade") ring(fact);
    if (fact.type === "OfferWithdrawn") fallSilent(fact);
    if (message !== undefined) tell(message);
    if (fact.type === "NoteWritten") heed(fact);
    if (message?.direction === "in") raise(message, fact.data.priority === RESCUE);
    if (conversation === undefined || isKnown(fact.cursor, told.get(conversation.id))) return;
    told.set(conversation.id, fact.cursor);
    if (put(conversation) && !leaving.has(conversation.id)) {
      departed.value = { conversation, to: conversation.state };
    }
  }

  /** What a colleague or a supervisor notes is meant for whoever has the conversation. */
  function heed(fact: Fact): void {
    const conversation = conversations.value.get(fact.ids.conversation_id ?? "");
    const { by_id: writer, by } = fact.view;
    if (conversation === undefined || writer === undefined || writer === session.user?.id) return;
    hint.value = { conversation, by: by ?? undefined };
  }

  /** Puts a conversation where it belongs; true when it has thereby gone out of one's hands. */
  function put(conversation: Conversation): boolean {
    const { id } = conversation;
    if (isMine(conversation)) {
      conversations.value.set(id, conversation);
      return false;
    }
    const gone = conversations.value.delete(id);
    if (gone || looked.value?.id === id) looked.value = conversation;
    return gone;
  }

  /** Whether it is in one's own hands. */
  function isMine(conversation: Conversation): boolean {
    return conversation.owner_id === session.user?.id && MINE.has(conversation.state);
  }

  /** A conversation that is one's own or looked at. */
  function find(id: string): Conversation | undefined {
    return conversations.value.get(id) ?? (looked.value?.id === id ? looked.value : undefined);
  }

  /** Reads a conversation that somebody wants to see, whoever has it. */
  async function look(id: string): Promise<void> {
    if (conversations.value.has(id)) return;
    looked.value = await client.get("/api/conversations/{conversation_id}", {
      path: { conversation_id: id },
    });
    put(looked.value);
  }

  /** An offer is for one agent; whoever looks at its conversation hears of it too, and it is not theirs to take. */
  function ring(fact: Fact): void {
    if (fact.ids.agent_id !== session.user?.id) return;
    const { conversation } = fact.view;
    const itemId = fact.ids.work_item_id ?? "";
    const epoch = Number(fact.data.offer_epoch);
    const known = Math.max(overUntil(itemId), (offers.value.get(itemId)?.offer_epoch ?? 0) - 1);
    if (conversation === undefined || epoch <= known) return;
    const until_ms = Number(fact.data.until_ms);
    offers.value.set(itemId, { work_item_id: itemId, offer_epoch: epoch, until_ms, conversation });
  }

  function fallSilent(fact: Fact): void {
    forget(fact.ids.work_item_id ?? "", Number(fact.data.offer_epoch));
  }

  /** An offer is over. */
  function forget(itemId: string, epoch: number): void {
    overOffers.set(itemId, Math.max(epoch, overUntil(itemId)));
    const ringingNow = offers.value.get(itemId);
    if (ringingNow !== undefined && ringingNow.offer_epoch <= epoch) offers.value.delete(itemId);
  }

  /** The epoch up to which an item's offers are known to be over. */
  function overUntil(itemId: string): number {
    return overOffers.get(itemId) ?? -1;
  }

  /** New words in a conversation: what the list shows of it moves on. */
  function tell(message: Message): void {
    const conversation = conversations.value.get(message.conversation_id);
    if (conversation === undefined || message.seq <= conversation.seq) return;
    conversations.value.set(conversation.id, {
      ...conversation,
      seq: message.seq,
      last_ms: message.at_ms,
      ...(TALK.has(message.direction) ? { last_text: message.text, last_kind: message.kind } : {}),
      tourist_text: (message.direction === "in" ? message.text : null) ?? conversation.tourist_text,
      unread: conversation.unread + (message.direction === "in" ? 1 : 0),
    });
  }

  /** The tourist writes while it rings: the offer shows it, and that somebody is in danger. */
  function raise(message: Message, rescue: boolean): void {
    for (const [id, offer] of offers.value) {
      const before = offer.conversation;
      if (before.id !== message.conversation_id || message.seq <= before.seq) continue;
      const conversation = {
        ...before,
        seq: message.seq,
        rescue: before.rescue || rescue,
        tourist_text: message.text ?? before.tourist_text,
      };
      offers.value.set(id, { ...offer, conversation });
    }
  }

  /** Runs a command that may take a conversation out of one's hands, which then is no news. */
  async function letGo<T>(id: string, command: () => Promise<T>): Promise<T> {
    leaving.add(id);
    try {
      return await command();
    } finally {
      leaving.delete(id);
    }
  }

  /** A command's answer says how its conversation stands now, often before the fact arrives. */
  function stand(standing: Standing, base = conversations.value.get(standing.id)): void {
    if (base === undefined || standing.owner_epoch < base.owner_epoch) return;
    const { state, owner_kind, owner_id, owner_epoch } = standing;
    put({ ...base, state, owner_kind, owner_id, owner_epoch });
  }

  /** The person has read up to a number. */
  function readUpTo(id: string, seq: number): void {
    const conversation = conversations.value.get(id);
    if (conversation === undefined || seq < conversation.seq) return;
    conversations.value.set(id, { ...conversation, unread: 0, unread_from_seq: seq + 1 });
  }

  /** Forgets everything: somebody else may sign in here. */
  function clear(): void {
    conversations.value = new Map();
    offers.value = new Map();
    loaded.value = false;
    departed.value = undefined;
    hint.value = undefined;
    looked.value = undefined;
    snapshot = undefined;
    told.clear();
    overOffers.clear();
  }

  return {
    conversations,
    offers,
    loaded,
    departed,
    hint,
    aheadMs,
    looked,
    list,
    ringing,
    unread,
    load,
    replace,
    apply,
    stand,
    letGo,
    forget,
    readUpTo,
    isMine,
    find,
    look,
    clear,
  };
});

function rescued({ conversation }: Offer): number {
  return Number(conversation.rescue);
}

/** People in danger first, then those who have written last; what is put off stands behind them. */
function byUrgency(one: Conversation, other: Conversation): number {
  return (
    Number(other.rescue) - Number(one.rescue) ||
    Number(one.state === "snoozed") - Number(other.state === "snoozed") ||
    other.last_ms - one.last_ms ||
    (one.id < other.id ? 1 : -1)
  );
}
