/**
 * One conversation's messages as a page knows them: in order, each once, and without holes.
 *
 * `seq` is dense within a conversation, so a hole shows by itself and is asked for; how far a message has come only
 * ever goes up, whichever of two tellings arrives first.
 */

import type { Message } from "../types";

/** As `hub.model.STATUS_RANK`. */
const RANK: Readonly<Record<string, number>> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  accepted: 3,
  failed: 4,
  delivered: 5,
  read: 6,
  expired: 9,
  cancelled: 9,
  received: 9,
};

/** Puts messages into a list that is in the order of `seq`; returns a new list, or the same if nothing is new. */
export function merged(list: readonly Message[], more: readonly Message[]): readonly Message[] {
  const bySeq = new Map(list.map((message) => [message.seq, message]));
  let changed = false;
  for (const message of more) {
    const known = bySeq.get(message.seq);
    if (known !== undefined && !isNews(message, known)) continue;
    bySeq.set(message.seq, message);
    changed = true;
  }
  return changed ? [...bySeq.values()].sort((one, other) => one.seq - other.seq) : list;
}

function isNews(message: Message, known: Message): boolean {
  const numbered = known.pub_seq === null && message.pub_seq !== null;
  return message.id !== known.id || numbered || (RANK[message.status] ?? 0) > (RANK[known.status] ?? 0);
}

/** The number behind which messages are missing; undefined when there is no hole. */
export function holeAfter(list: readonly Message[]): number | undefined {
  return list.find((message, index) => (list[index + 1]?.seq ?? message.seq + 1) !== message.seq + 1)?.seq;
}
