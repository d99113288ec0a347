/** A transcript as lines from top to bottom: days, hands it went through, messages. Pure. */

import { dayOf } from "./times";
import type { Message, Segment } from "./types";

export interface DayLine {
  readonly is: "day";
  readonly key: string;
  readonly atMs: number;
}

/** The conversation came into other hands or another state. */
export interface MoveLine {
  readonly is: "move";
  readonly key: string;
  readonly atMs: number;
  readonly segment: Segment;
  readonly before: Segment | undefined;
}

export interface MessageLine {
  readonly is: "message";
  readonly key: string;
  readonly atMs: number;
  readonly message: Message;
  /** It stands apart from the one above: another author, or some time has passed. */
  readonly apart: boolean;
}

export type Line = DayLine | MoveLine | MessageLine;

const APART_MS = 5 * 60_000;

/** The lines of what is known; of moves only those that lie within it. `whole` when nothing older is left out. */
export function linesOf(messages: readonly Message[], segments: readonly Segment[], whole: boolean): Line[] {
  const from = whole ? 0 : (messages[0]?.at_ms ?? 0);
  const moves = movesOf(segments).filter(({ atMs }) => atMs >= from);
  return withDays(mixed(messagesOf(messages), moves));
}

function messagesOf(messages: readonly Message[]): MessageLine[] {
  return messages.map((message, index) => {
    const above = messages[index - 1];
    const apart = above === undefined || authorOf(above) !== authorOf(message) || late(above, message);
    return { is: "message", key: message.id, atMs: message.at_ms, message, apart };
  });
}

function authorOf(message: Message): string {
  return `${message.direction} ${message.author} ${message.author_name ?? ""}`;
}

function late(above: Message, message: Message): boolean {
  return message.at_ms - above.at_ms > APART_MS;
}

/** The first stretch is the beginning itself; one that tells nothing new is left out. */
function movesOf(segments: readonly Segment[]): MoveLine[] {
  return segments.flatMap((segment, index): MoveLine[] => {
    const before = segments[index - 1];
    if (before === undefined) return [];
    return [{ is: "move", key: segment.id, atMs: segment.from_ms, segment, before }];
  });
}

/** Two lists, each in order, as one; a move stands behind a message of the same moment. */
function mixed(messages: readonly MessageLine[], moves: readonly MoveLine[]): (MessageLine | MoveLine)[] {
  const lines: (MessageLine | MoveLine)[] = [];
  let next = 0;
  for (const message of messages) {
    for (let move = moves[next]; move !== undefined && move.atMs < message.atMs; move = moves[next]) {
      lines.push(move);
      next += 1;
    }
    lines.push(lines.at(-1)?.is === "move" ? { ...message, apart: true } : message);
  }
  return [...lines, ...moves.slice(next)];
}

function withDays(lines: readonly (MessageLine | MoveLine)[]): Line[] {
  return lines.flatMap((line, index): Line[] => {
    const day = dayOf(line.atMs);
    const above = lines[index - 1];
    if (above !== undefined && dayOf(above.atMs) === day) return [line];
    return [{ is: "day", key: `day-${day}`, atMs: line.atMs }, line];
  });
}
