/** What the hub says over the stream (app/api/stream.py tells the frames). */

import type { Schemas } from "@/shared/api/operations";
import type { Conversation, Message } from "../types";

/** The page may go on: the facts behind its cursor follow. */
export interface WelcomeFrame {
  readonly t: "welcome";
  readonly cursor: string | null;
}

/** Read everything afresh over HTTP; facts behind this cursor follow. */
export interface ResetFrame {
  readonly t: "reset";
  readonly cursor: string;
}

/** The page has everything up to here. */
export interface SyncedFrame {
  readonly t: "synced";
  readonly cursor: string;
}

/** The facts of a conversation that is only looked at come from here on: what was read of it before may be too old. */
export interface WatchedFrame {
  readonly t: "watched";
  readonly conversation_id: string;
}

/** Somebody writes in a conversation, or has stopped. */
export interface TypingFrame {
  readonly t: "typing";
  readonly conversation_id: string;
  readonly on: boolean;
}

/** Who has a conversation open, what they write, and who is answering; oneself is among them. */
export interface CompanyFrame {
  readonly t: "company";
  readonly conversation_id: string;
  readonly people: readonly {
    readonly user_id: string;
    readonly name: string;
    readonly doing: "reply" | "note" | null;
  }[];
  readonly answering: { readonly user_id: string; readonly name: string; readonly for_ms: number } | null;
}

/** Something has happened. `data` is what happened, `view` how things stand since. */
export interface Fact {
  readonly t: "event";
  readonly cursor: string;
  readonly type: string;
  readonly at_ms: number;
  readonly ids: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
  readonly view: {
    readonly message?: Message;
    readonly conversation?: Conversation;
    /** Who set a state or wrote a note. */
    readonly by?: string | null;
    readonly by_id?: string;
  };
}

/** The supervisor's board: everything, or what has changed. */
export interface BoardFrame {
  readonly t: "board";
  readonly full: boolean;
  readonly now_ms: number;
  readonly queues: readonly Schemas["TileView"][];
  readonly agents: readonly Schemas["BoardAgentView"][];
  /** Queues and agents that are there no more. */
  readonly gone: readonly string[];
}

export type Frame =
  | WelcomeFrame
  | ResetFrame
  | SyncedFrame
  | WatchedFrame
  | TypingFrame
  | CompanyFrame
  | BoardFrame
  | Fact;

const KNOWN = new Set(["welcome", "reset", "synced", "watched", "typing", "company", "board", "event"]);

/** Reads a frame; undefined for what a newer hub may say and this page does not know. */
export function readFrame(text: unknown): Frame | undefined {
  if (typeof text !== "string") return undefined;
  const frame: unknown = JSON.parse(text);
  if (typeof frame !== "object" || frame === null || !("t" in frame)) return undefined;
  return KNOWN.has(String(frame.t)) ? (frame as Frame) : undefined;
}
