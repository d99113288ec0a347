/** What the lines between messages say of a conversation's way from hand to hand. */

import type { Text } from "@/shared/i18n/text";
import type { MoveLine } from "../lines";
import { handoffReason } from "../names";
import type { Choices, Segment } from "../types";

/** The words for a move; queues are called by their names once those are known. */
export function moveWords(text: Text, { segment, before }: MoveLine, choices: Choices | undefined): string {
  const name = segment.owner_name ?? text.t("inbox.colleague");
  const queue = queueName(segment, choices);
  switch (segment.state) {
    case "queued":
      return queuedWords(text, segment, before, queue);
    case "assigned":
      return text.t(`inbox.moves.${assignedKey(segment, before?.state)}`, { name });
    case "on_hold":
      return text.t("inbox.moves.held", { name });
    case "wrap_up":
      return segment.owner_name === null
        ? text.t("inbox.moves.endedBySystem")
        : text.t("inbox.moves.ended", { name });
    case "closed":
      return text.t(segment.reason === "overflow_message" ? "inbox.moves.leftMessage" : "inbox.moves.closed");
    case "snoozed":
      return text.t("inbox.moves.snoozed", { name });
    case "callback_pending":
      return text.t("inbox.moves.callback");
    case "in_call":
      return text.t("inbox.moves.call", { name });
    default:
      return text.t(`inbox.moves.${botKey(segment, before?.state)}`);
  }
}

function queuedWords(text: Text, segment: Segment, before: Segment | undefined, queue: string): string {
  if (before?.state === "bot") {
    return text.t("inbox.moves.escalated", { reason: handoffReason(text, segment.reason), queue });
  }
  if (segment.reason === "agent_gone") return text.t("inbox.moves.agentGone", { queue });
  if (segment.reason === "woke") return text.t("inbox.moves.woke", { queue });
  if (before?.state === "snoozed") return text.t("inbox.moves.wroteAgain", { queue });
  if (segment.for_name !== null)
    return text.t("inbox.moves.transferredTo", { name: segment.for_name, queue });
  const passedOn = segment.reason === "transferred" || before?.owner_kind === "agent";
  return text.t(passedOn ? "inbox.moves.transferred" : "inbox.moves.queued", { queue });
}

function assignedKey(
  { reason }: Segment,
  from: string | undefined,
): "accepted" | "takenOver" | "resumed" | "returned" {
  if (reason === "taken_over") return "takenOver";
  if (from === "wrap_up" || from === "closed" || from === "snoozed") return "returned";
  return from === "on_hold" || from === "in_call" ? "resumed" : "accepted";
}

function botKey({ reason }: Segment, from: string | undefined): "reopened" | "sentToBot" | "bot" {
  if (reason === "overflow_bot") return "sentToBot";
  return from === "closed" ? "reopened" : "bot";
}

function queueName(segment: Segment, choices: Choices | undefined): string {
  return choices?.queues.find(({ id }) => id === segment.queue_id)?.name ?? segment.queue_code ?? "—";
}
