import { flushPromises } from "@vue/test-utils";
import { beforeEach, describe, expect, test } from "vitest";
import { conversation, cut, message, moved, type Stage, stage, told } from "../testing";
import type { Message } from "../types";
import { useTranscripts } from "./transcripts";

const ID = "01C";
const MESSAGES = "GET /api/conversations/:id/messages";
let here: Stage;
let held: Message[];

/** A hub that holds these messages and answers as its API says. */
function serve(): void {
  here.on(MESSAGES, ({ query }) => {
    const limit = Number(query.get("limit"));
    const after = query.get("after");
    const before = Number(query.get("before") ?? Number.POSITIVE_INFINITY);
    const found =
      after === null
        ? held.filter(({ seq }) => seq < before).slice(-limit)
        : held.filter(({ seq }) => seq > Number(after)).slice(0, limit);
    return { messages: found, more: after === null && (found[0]?.seq ?? 1) > 1 };
  });
  here.on("GET /api/conversations/:id/segments", () => ({ segments: [], tickets: [] }));
}

beforeEach(() => {
  here = stage();
  held = Array.from({ length: 120 }, (_, index) => message(ID, index + 1));
  serve();
});

function seqs(): number[] {
  return useTranscripts()
    .of(ID)
    .messages.map(({ seq }) => seq);
}

const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("a transcript", () => {
  test("shows the newest page, then fifty more at a time up to the first", async () => {
    const transcripts = useTranscripts();
    await transcripts.open(ID);
    expect(seqs()).toEqual(upTo(71, 120));
    await transcripts.older(ID);
    expect(seqs()).toEqual(upTo(21, 120));
    await transcripts.older(ID);
    expect(seqs()).toEqual(upTo(1, 120));
    expect(transcripts.of(ID).more).toBe(false);
    await transcripts.older(ID);
    expect(here.asked.filter(({ query }) => query.has("before"))).toHaveLength(2);
  });

  test("takes what is said while it is read", async () => {
    const transcripts = useTranscripts();
    const opening = transcripts.open(ID);
    held.push(message(ID, 121), message(ID, 122));
    transcripts.apply(told(1, message(ID, 122)));
    await opening;
    await flushPromises();
    expect(seqs()).toEqual(upTo(71, 122));
  });

  test("asks for what is missing when a number is passed over", async () => {
    const transcripts = useTranscripts();
    await transcripts.open(ID);
    held.push(...upTo(121, 130).map((seq) => message(ID, seq)));
    transcripts.apply(told(1, message(ID, 130)));
    await flushPromises();
    expect(seqs()).toEqual(upTo(71, 130));
    expect(here.asked.filter(({ query }) => query.get("after") === "120")).toHaveLength(1);
  });

  test("fills a hole of any size", async () => {
    const transcripts = useTranscripts();
    await transcripts.open(ID);
    held.push(...upTo(121, 700).map((seq) => message(ID, seq)));
    transcripts.apply(told(1, message(ID, 700)));
    await flushPromises();
    expect(seqs()).toEqual(upTo(71, 700));
  });

  test("does not ask for ever when the hub has nothing there", async () => {
    const transcripts = useTranscripts();
    await transcripts.open(ID);
    held.push(message(ID, 130));
    transcripts.apply(told(1, message(ID, 130)));
    await flushPromises();
    expect(here.asked.filter(({ query }) => query.has("after"))).toHaveLength(1);
  });

  test("says that the hub could not be asked, and fills the hole when the link is back", async () => {
    const transcripts = useTranscripts();
    await transcripts.open(ID);
    here.on(MESSAGES, cut);
    held.push(...upTo(121, 125).map((seq) => message(ID, seq)));
    transcripts.apply(told(1, message(ID, 125)));
    await flushPromises();
    expect(transcripts.of(ID).failure).toBeDefined();
    serve();
    transcripts.resume(undefined);
    await flushPromises();
    expect(seqs()).toEqual(upTo(71, 125));
    expect(transcripts.of(ID).failure).toBeUndefined();
  });

  test("leaves older messages that were never shown where they are", async () => {
    const transcripts = useTranscripts();
    await transcripts.open(ID);
    transcripts.apply(told(1, message(ID, 3, { direction: "out", status: "read" }), "MessageMoved"));
    await flushPromises();
    expect(seqs()).toEqual(upTo(71, 120));
  });

  test("is read anew from its end after a reset", async () => {
    const transcripts = useTranscripts();
    await transcripts.open(ID);
    held = upTo(1, 80).map((seq) => message(ID, seq, { id: `restored-${seq}` }));
    await transcripts.restart(ID);
    expect(seqs()).toEqual(upTo(31, 80));
    expect(transcripts.of(ID).messages.every(({ id }) => id.startsWith("restored"))).toBe(true);
  });

  test("reads the history again when the conversation changes hands", async () => {
    const transcripts = useTranscripts();
    await transcripts.open(ID);
    const asked = () => here.asked.filter(({ path }) => path.endsWith("/segments")).length;
    const before = asked();
    transcripts.apply(moved(9, conversation(ID, { state: "on_hold" })));
    await flushPromises();
    expect(asked()).toBe(before + 1);
  });

  test("of a conversation that was never opened is not kept", () => {
    const transcripts = useTranscripts();
    transcripts.apply(told(1, message("01OTHER", 1)));
    expect(transcripts.transcripts.has("01OTHER")).toBe(false);
  });
});
