/** How far one of our messages has come, from what is said of it and of its whole thread. */

import type { Conversation, Message } from "../types";

/** States that a tourist's confirmation of the thread overtakes; what has failed stays so. */
const ON_ITS_WAY = new Set(["sending", "unknown", "accepted", "delivered"]);

/** Where a tourist stands in the thread: all of our messages up to these numbers have arrived and been read. */
export type Confirmed = Pick<Conversation, "delivered_seq" | "read_seq">;

/** The status to show. Confirmations are told once for a thread, not for each of its messages. */
export function statusOf(message: Message, confirmed: Confirmed | undefined): string {
  const { pub_seq: seq, status } = message;
  if (confirmed === undefined || seq === null || !ON_ITS_WAY.has(status)) return status;
  if (seq <= confirmed.read_seq) return "read";
  return seq <= confirmed.delivered_seq ? "delivered" : status;
}
