import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useInbox } from "../stores/inbox";
import { useTranscripts } from "../stores/transcripts";
import { useTyping } from "../stores/typing";
import { conversation, cursor, message, moved, type Stage, stage, told } from "../testing";
import type { Conversation } from "../types";
import { useLive } from "./live";

/** The hub's ends of the sockets that a page opens. */
class FakeSocket {
  static readonly opened: FakeSocket[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly said: { t: string; cursor?: string; conversation_id?: string }[] = [];

  constructor() {
    FakeSocket.opened.push(this);
  }
  send(text: string): void {
    this.said.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
  accept(...frames: object[]): void {
    this.readyState = 1;
    this.onopen?.();
    this.tell(...frames);
  }
  tell(...frames: object[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const ID = "01C";
let here: Stage;
let held: { conversations: Conversation[]; n: number; epoch: string | undefined };

beforeEach(() => {
  FakeSocket.opened.length = 0;
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", async () => new Response("{}"));
  here = stage();
  held = { conversations: [conversation(ID, { seq: 1 })], n: 5, epoch: undefined };
  here.on("GET /api/inbox", () => ({
    offers: [],
    conversations: held.conversations,
    cursor: cursor(held.n, held.epoch),
    now_ms: Date.now(),
  }));
  here.on("GET /api/conversations/:id/messages", () => ({ messages: [message(ID, 1)], more: false }));
  here.on("GET /api/conversations/:id/segments", () => ({ segments: [] }));
  here.on("GET /api/agents/me", () => ({ is_agent: false, forced: null, break_reasons: [] }));
});

afterEach(() => {
  useLive().stop();
  vi.unstubAllGlobals();
});

function socket(): FakeSocket {
  const last = FakeSocket.opened.at(-1);
  if (last === undefined) throw new Error("nobody has called");
  return last;
}

async function begin(): Promise<FakeSocket> {
  await useLive().start();
  await flushPromises();
  socket().accept({ t: "welcome", cursor: cursor(held.n) });
  return socket();
}

test("it follows from behind the snapshot", async () => {
  const first = await begin();
  expect(first.said[0]).toEqual({ t: "hello", cursor: cursor(5) });
  first.tell(moved(6, conversation("01D")));
  expect(useInbox().list.map(({ id }) => id)).toEqual(["01D", ID]);
});

test("it is synced once what happened meanwhile has come", async () => {
  const first = await begin();
  expect(useLive().synced).toBe(false);
  await vi.waitFor(() => expect(useLive().synced).toBe(true));
  first.onclose?.({ code: 1006 });
  expect(useLive().synced).toBe(false);
  expect(useLive().syncedAt).toBeDefined();
});

test("it comes back behind the last fact it was given, and nothing counts twice", async () => {
  const first = await begin();
  first.tell(told(6, message(ID, 2)), told(7, message(ID, 3)));
  first.onclose?.({ code: 1012 });
  await vi.waitFor(() => expect(FakeSocket.opened).toHaveLength(2));
  socket().accept({ t: "welcome", cursor: cursor(7) }, told(7, message(ID, 3)), told(8, message(ID, 4)));
  expect(socket().said[0]).toEqual({ t: "hello", cursor: cursor(7) });
  expect(useInbox().find(ID)).toMatchObject({ seq: 4, unread: 3 });
});

test("after a reset it reads everything afresh and goes on from there", async () => {
  const first = await begin();
  const live = useLive();
  live.show(ID);
  await useTranscripts().open(ID);
  held = { conversations: [conversation(ID, { seq: 1 }), conversation("01E")], n: 2, epoch: "02NEWER" };
  first.tell({ t: "reset", cursor: cursor(1, "02NEWER") });
  first.tell({ ...moved(3, conversation("01F")), cursor: cursor(3, "02NEWER") });
  await flushPromises();
  expect(
    useInbox()
      .list.map(({ id }) => id)
      .sort(),
  ).toEqual([ID, "01E", "01F"].sort());
  first.onclose?.({ code: 1012 });
  await vi.waitFor(() => expect(FakeSocket.opened).toHaveLength(2));
  socket().accept();
  expect(socket().said[0]).toEqual({ t: "hello", cursor: cursor(3, "02NEWER") });
});

test("it says again after each return which conversation is on the screen", async () => {
  const first = await begin();
  useLive().show("01X");
  expect(first.said.at(-1)).toEqual({ t: "watch", conversation_id: "01X" });
  first.onclose?.({ code: 1012 });
  await vi.waitFor(() => expect(FakeSocket.opened).toHaveLength(2));
  socket().accept({ t: "welcome", cursor: cursor(5) });
  expect(socket().said.map(({ t }) => t)).toEqual(["hello", "beat", "watch"]);
});

test("what is only looked at is read once more when its facts begin to come, and nothing else is", async () => {
  const first = await begin();
  const live = useLive();
  live.show("01X");
  await useTranscripts().open("01X");
  const reads = () => here.asked.filter(({ path }) => path === "/api/conversations/01X/messages").length;
  const before = reads();
  first.tell({ t: "watched", conversation_id: "01Y" });
  await flushPromises();
  expect(reads()).toBe(before);
  first.tell({ t: "watched", conversation_id: "01X" });
  await flushPromises();
  expect(reads()).toBe(before + 1);
});

test("a tourist who writes is shown until the message is there", async () => {
  const first = await begin();
  first.tell({ t: "typing", conversation_id: ID, on: true });
  expect(useTyping().isWriting(ID)).toBe(true);
  first.tell(told(6, message(ID, 2)));
  expect(useTyping().isWriting(ID)).toBe(false);
});

test("when nobody is signed in any more everything is forgotten", async () => {
  const first = await begin();
  first.onclose?.({ code: 4401 });
  await flushPromises();
  expect(useInbox().list).toEqual([]);
  expect(useLive().running).toBe(false);
});
