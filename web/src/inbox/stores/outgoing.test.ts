import { flushPromises } from "@vue/test-utils";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { conversation, cut, message, refusal, type Stage, stage, told } from "../testing";
import { useOutgoing } from "./outgoing";
import { useTranscripts } from "./transcripts";

const HERE = conversation("01C", { owner_epoch: 7 });
const REPLIES = "POST /api/conversations/:id/replies";
const NOTES = "POST /api/conversations/:id/notes";
let here: Stage;
let seq = 0;

beforeEach(() => {
  sessionStorage.clear();
  here = stage();
  seq = 0;
});

/** The hub takes what is written and numbers it. */
function take(): void {
  const answer = ({ key, body }: { key: string | null; body: Record<string, unknown> }) => {
    seq += 1;
    return message("01C", seq, {
      direction: "out",
      status: "queued",
      text: String(body.text),
      command_key: key,
    });
  };
  here.on(REPLIES, answer);
  here.on(NOTES, answer);
}

const commands = () => here.asked.filter(({ method }) => method === "POST");

describe("what is written", () => {
  test("is seen at once and becomes a message when the hub has it", async () => {
    take();
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "您好");
    expect(outgoing.of("01C").map(({ text, state }) => [text, state])).toEqual([["您好", "sending"]]);
    await flushPromises();
    expect(outgoing.of("01C")).toEqual([]);
    expect(
      useTranscripts()
        .of("01C")
        .messages.map(({ text }) => text),
    ).toEqual(["您好"]);
    expect(commands()[0]?.body).toEqual({ text: "您好", owner_epoch: 7 });
  });

  test("leaves in the order it was written, one after the other", async () => {
    take();
    const outgoing = useOutgoing();
    for (const words of ["一", "二", "三"]) outgoing.send(HERE, "reply", words);
    outgoing.send(HERE, "note", "四");
    expect(commands()).toHaveLength(1);
    await flushPromises();
    expect(commands().map(({ body }) => body.text)).toEqual(["一", "二", "三", "四"]);
    expect(new Set(commands().map(({ key }) => key)).size).toBe(4);
  });

  test("that the hub did not confirm is tried again under the same key", async () => {
    here.on(REPLIES, cut);
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "您好");
    await flushPromises();
    const [row] = outgoing.of("01C");
    expect(row?.state).toBe("failed");
    take();
    outgoing.retry(row?.key ?? "");
    await flushPromises();
    expect(outgoing.of("01C")).toEqual([]);
    expect(new Set(commands().map(({ key }) => key))).toEqual(new Set([row?.key]));
  });

  test("is not overtaken by what was written after it", async () => {
    here.on(REPLIES, cut);
    const outgoing = useOutgoing();
    for (const words of ["一", "二"]) outgoing.send(HERE, "reply", words);
    await flushPromises();
    expect(outgoing.of("01C").map(({ state }) => state)).toEqual(["failed", "failed"]);
    expect(new Set(commands().map(({ body }) => body.text))).toEqual(new Set(["一"]));
  });

  test("goes as soon as its message is seen on the stream, though no answer came", async () => {
    here.on(REPLIES, cut);
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "您好");
    await flushPromises();
    const key = outgoing.of("01C")[0]?.key ?? "";
    outgoing.apply(told(1, message("01C", 1, { direction: "out", command_key: key }), "MessageQueued"));
    expect(outgoing.of("01C")).toEqual([]);
  });

  test("under an old epoch is refused, says who has it, and can be sent anyway", async () => {
    here.on(REPLIES, ({ body }) =>
      body.owner_epoch === null ? message("01C", 1) : refusal(409, "stale_owner"),
    );
    here.on("GET /api/conversations/:id", () => ({ ...HERE, owner_name: "陈志远" }));
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "您好");
    await flushPromises();
    const [row] = outgoing.of("01C");
    expect([row?.state, row?.ownerName]).toEqual(["failed", "陈志远"]);
    outgoing.retry(row?.key ?? "", true);
    await flushPromises();
    expect(outgoing.of("01C")).toEqual([]);
    expect(commands().map(({ key }) => key)).toEqual([row?.key, row?.key]);
  });

  test("that is refused does not hold up what comes after it", async () => {
    take();
    here.on(REPLIES, () => refusal(409, "not_with_people"));
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "您好");
    outgoing.send(HERE, "note", "已结束");
    await flushPromises();
    expect(outgoing.of("01C").map(({ kind, state }) => [kind, state])).toEqual([["reply", "failed"]]);
  });

  test("outlives a reload of the page, with its key", async () => {
    here.on(REPLIES, cut);
    useOutgoing().send(HERE, "reply", "您好");
    await flushPromises();
    const key = useOutgoing().of("01C")[0]?.key;
    here = stage();
    take();
    const outgoing = useOutgoing();
    outgoing.restore();
    expect(outgoing.of("01C").map(({ text, state }) => [text, state])).toEqual([["您好", "failed"]]);
    outgoing.retry(key ?? "");
    await flushPromises();
    expect(commands()[0]?.key).toBe(key);
    expect(sessionStorage.length).toBe(0);
  });

  test("goes on by itself, in its order and under its keys, when the hub is back", async () => {
    here.on(REPLIES, cut);
    const outgoing = useOutgoing();
    for (const words of ["一", "二"]) outgoing.send(HERE, "reply", words);
    await flushPromises();
    const keys = outgoing.of("01C").map(({ key }) => key);
    const before = commands().length;
    take();
    outgoing.resume();
    await flushPromises();
    expect(outgoing.of("01C")).toEqual([]);
    const sent = commands().slice(before);
    expect(sent.map(({ key, body }) => [key, body.text])).toEqual([
      [keys[0], "一"],
      [keys[1], "二"],
    ]);
  });

  test("leaves before what is written later, though the stream is not back yet", async () => {
    here.on(REPLIES, cut);
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "一");
    await flushPromises();
    const before = commands().length;
    take();
    outgoing.send(HERE, "reply", "二");
    await flushPromises();
    expect(
      commands()
        .slice(before)
        .map(({ body }) => body.text),
    ).toEqual(["一", "二"]);
  });

  test("goes on too when the hub comes back while an attempt is still under way", async () => {
    let fail: (error: Error) => void = () => undefined;
    here.on(REPLIES, () => new Promise((resolve) => (fail = resolve)));
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "您好");
    for (let attempt = 1; attempt < 4; attempt += 1) {
      await flushPromises();
      fail(cut());
    }
    await flushPromises();
    outgoing.resume();
    take();
    fail(cut());
    await flushPromises();
    expect(outgoing.of("01C")).toEqual([]);
    expect(new Set(commands().map(({ key }) => key)).size).toBe(1);
  });

  test("long ago waits for the person to decide", async () => {
    here.on(REPLIES, cut);
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "您好");
    await flushPromises();
    const later = Date.now() + 11 * 60_000;
    vi.spyOn(Date, "now").mockReturnValue(later);
    take();
    outgoing.resume();
    await flushPromises();
    vi.restoreAllMocks();
    expect(outgoing.of("01C").map(({ state }) => state)).toEqual(["failed"]);
  });

  test("and refused is not sent again by itself", async () => {
    here.on(REPLIES, () => refusal(409, "stale_owner"));
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "您好");
    await flushPromises();
    const before = commands().length;
    outgoing.resume();
    await flushPromises();
    expect(commands()).toHaveLength(before);
    expect(outgoing.of("01C").map(({ state }) => state)).toEqual(["failed"]);
  });

  test("can be taken back into the editor", async () => {
    here.on(REPLIES, () => refusal(422, "text_too_long"));
    const outgoing = useOutgoing();
    outgoing.send(HERE, "reply", "很长");
    await flushPromises();
    expect(outgoing.discard(outgoing.of("01C")[0]?.key ?? "")).toBe("很长");
    expect(outgoing.of("01C")).toEqual([]);
  });
});
