/** The transcripts of the conversations that have been opened on this page. */

import { defineStore } from "pinia";
import { reactive } from "vue";
import { useClient } from "@/shared/session";
import type { Fact } from "../live/frames";
import type { Message, Segment, TicketMark } from "../types";
import { holeAfter, merged } from "./transcript";

export interface Transcript {
  messages: readonly Message[];
  /** Who had the conversation, from when on; oldest first. */
  segments: readonly Segment[];
  /** The tickets that the conversation has led to. */
  tickets: readonly TicketMark[];
  /** Whether the newest page has been read. */
  loaded: boolean;
  /** Whether there are older messages. */
  more: boolean;
  /** What went wrong when messages were last asked for. */
  failure: unknown;
  reading: boolean;
}

const PAGE = 50;
const MOST_PAGE = 200;
/** So long until it is asked again whether somebody else's reading is done. */
const WAIT_MS = 20;

export const useTranscripts = defineStore("transcripts", () => {
  const client = useClient();
  const transcripts = reactive(new Map<string, Transcript>());
  const filling = new Set<string>();

  /** The transcript of a conversation, empty before it is opened. */
  function of(id: string): Transcript {
    const known = transcripts.get(id);
    if (known !== undefined) return known;
    const empty = {
      messages: [],
      segments: [],
      tickets: [],
      loaded: false,
      more: false,
      failure: undefined,
      reading: false,
    };
    transcripts.set(id, empty);
    return transcripts.get(id) as Transcript;
  }

  /** Reads the newest page, once or again; what is known already stays in sight meanwhile. */
  async function open(id: string, again = false): Promise<void> {
    const transcript = of(id);
    if (transcript.loaded && !again) return;
    await reading(transcript, async () => {
      const page = await client.get("/api/conversations/{conversation_id}/messages", {
        path: { conversation_id: id },
        query: { limit: PAGE },
      });
      if (!transcript.loaded) transcript.more = page.more;
      transcript.loaded = true;
      take(id, page.messages);
      await readSegments(id);
    });
  }

  async function readSegments(id: string): Promise<void> {
    const path = { conversation_id: id };
    const answer = await client.get("/api/conversations/{conversation_id}/segments", { path });
    Object.assign(of(id), { segments: answer.segments, tickets: answer.tickets });
  }

  /** Reads the page before the oldest message known. */
  async function older(id: string, limit = PAGE): Promise<void> {
    const transcript = of(id);
    const first = transcript.messages[0];
    if (first === undefined || !transcript.more || transcript.reading) return;
    await reading(transcript, async () => {
      const page = await client.get("/api/conversations/{conversation_id}/messages", {
        path: { conversation_id: id },
        query: { before: first.seq, limit },
      });
      transcript.more = page.more;
      take(id, page.messages);
    });
  }

  /** Reads back until the message with this number is there; false where the hub has none. */
  async function reach(id: string, seq: number): Promise<boolean> {
    await open(id);
    const transcript = of(id);
    while ((transcript.messages[0]?.seq ?? 0) > seq && transcript.more && transcript.failure === undefined) {
      if (transcript.reading) await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      else await older(id, MOST_PAGE);
    }
    return transcript.messages.some((message) => message.seq === seq);
  }

  /** Puts messages in their places and asks for what is missing between them. */
  function take(id: string, messages: readonly Message[]): void {
    const transcript = of(id);
    transcript.messages = merged(transcript.messages, messages);
    if (transcript.loaded) void fill(id);
  }

  async function fill(id: string): Promise<void> {
    if (filling.has(id) || holeAfter(of(id).messages) === undefined) return;
    filling.add(id);
    await reading(of(id), () => fillHoles(id));
    filling.delete(id);
  }

  async function fillHoles(id: string): Promise<void> {
    const transcript = of(id);
    for (let hole = holeAfter(transcript.messages); hole !== undefined; ) {
      const page = await client.get("/api/conversations/{conversation_id}/messages", {
        path: { conversation_id: id },
        query: { after: hole, limit: MOST_PAGE },
      });
      transcript.messages = merged(transcript.messages, page.messages);
      const next = holeAfter(transcript.messages);
      // The hub has nothing there: asking again would not change that.
      if (next === hole) return;
      hole = next;
    }
  }

  async function reading(transcript: Transcript, read: () => Promise<void>): Promise<void> {
    transcript.reading = true;
    try {
      await read();
      transcript.failure = undefined;
    } catch (error) {
      transcript.failure = error;
    } finally {
      transcript.reading = false;
    }
  }

  /** Takes a fact in, if its conversation has been opened here. */
  function apply(fact: Fact): void {
    const id = fact.ids.conversation_id ?? "";
    const transcript = transcripts.get(id);
    if (transcript === undefined) return;
    const { message } = fact.view;
    const first = transcript.messages[0];
    if (message !== undefined && (first === undefined || message.seq >= first.seq)) take(id, [message]);
    if (fact.type === "ConversationMoved" || fact.type === "RescueRaised")
      void reading(transcript, () => readSegments(id));
  }

  /** The link is back. Facts follow for what one has; what is merely looked at is read again. */
  function resume(shown: string | undefined): void {
    for (const [id, transcript] of transcripts) {
      if (id === shown || !transcript.loaded) void open(id, true);
      else void fill(id);
    }
  }

  /** The facts were lost count of: forgets what was read, and reads what is shown. */
  async function restart(shown: string | undefined): Promise<void> {
    for (const [id, transcript] of transcripts) {
      if (id !== shown) transcripts.delete(id);
      else Object.assign(transcript, { messages: [], loaded: false, more: false });
    }
    if (shown !== undefined) await open(shown);
  }

  return {
    transcripts,
    of,
    open,
    older,
    reach,
    take,
    apply,
    resume,
    restart,
    clear: () => transcripts.clear(),
  };
});
