import { beforeEach, describe, expect, test } from "vitest";
import type { Fact } from "../live/frames";
import {
  conversation,
  cursor,
  ME,
  message,
  moved,
  offer,
  rang,
  type Stage,
  shuffled,
  stage,
  told,
  withdrew,
} from "../testing";
import type { Conversation, Inbox } from "../types";
import { useInbox } from "./inbox";

const ID = "01C";
let here: Stage;

beforeEach(() => {
  here = stage();
});

function snapshot(n: number, conversations: Conversation[], offers: Inbox["offers"] = []): Inbox {
  return { offers, conversations, cursor: cursor(n), now_ms: Date.now() };
}

/** The state of everything, as far as a person sees it. */
function seen() {
  const inbox = useInbox();
  return JSON.stringify([inbox.list, inbox.ringing]);
}

describe("facts", () => {
  const whole: Fact[] = [
    moved(1, conversation(ID, { seq: 2, unread: 1, last_text: "你好" })),
    rang(2, offer("01W", 1, conversation("01D", { state: "queued", owner_kind: "queue", owner_id: null }))),
    withdrew(3, offer("01W", 1, conversation("01D"))),
    told(4, message(ID, 3)),
    rang(5, offer("01W", 2, conversation("01D", { state: "queued", owner_kind: "queue", owner_id: null }))),
    told(6, message(ID, 4, { direction: "out", author: "agent", text: "您好" }), "MessageQueued"),
    moved(7, conversation(ID, { seq: 4, state: "on_hold", unread: 1, last_text: "您好", last_ms: 4_000 })),
    moved(8, conversation("01E", { owner_id: "somebody else" })),
  ];

  test("applied twice change nothing the second time", () => {
    const inbox = useInbox();
    for (const one of whole) inbox.apply(one);
    const once = seen();
    for (const one of whole) inbox.apply(one);
    expect(seen()).toBe(once);
  });

  test("applied in any order come to the same", () => {
    for (const one of whole) useInbox().apply(one);
    const inOrder = seen();
    for (let seed = 1; seed <= 100; seed += 1) {
      here = stage();
      for (const one of shuffled([...whole, ...whole], seed)) useInbox().apply(one);
      expect(seen()).toBe(inOrder);
    }
  });

  test("that a snapshot holds already are not applied on top of it", () => {
    const inbox = useInbox();
    inbox.replace(snapshot(10, [conversation(ID, { state: "on_hold", seq: 9, unread: 2 })]));
    for (const one of whole) inbox.apply(one);
    expect(inbox.list.map(({ state, seq, unread }) => [state, seq, unread])).toEqual([["on_hold", 9, 2]]);
    expect(inbox.ringing).toEqual([]);
  });

  test("of another epoch are news, whatever their numbers", () => {
    const inbox = useInbox();
    inbox.replace(snapshot(10, []));
    inbox.apply({ ...moved(1, conversation(ID)), cursor: cursor(1, "02NEWER") });
    expect(inbox.conversations.has(ID)).toBe(true);
  });
});

test("an offer to a colleague rings there and not at who looks at its conversation", () => {
  const inbox = useInbox();
  inbox.apply(rang(1, offer("01W", 1, conversation("01D", { state: "queued" })), "01COLLEAGUE"));
  expect(inbox.ringing).toEqual([]);
  inbox.apply(rang(2, offer("01W", 2, conversation("01D", { state: "queued" }))));
  expect(inbox.ringing.map(({ offer_epoch }) => offer_epoch)).toEqual([2]);
});

describe("a snapshot", () => {
  test("that is read while facts arrive loses none of them", async () => {
    const inbox = useInbox();
    let answer: (given: Inbox) => void = () => undefined;
    here.on("GET /api/inbox", () => new Promise((resolve) => (answer = resolve)));
    const loading = inbox.load();
    await new Promise((resolve) => setTimeout(resolve));
    inbox.apply(moved(4, conversation("01OLD", { state: "closed", owner_id: null })));
    inbox.apply(moved(6, conversation("01NEW")));
    answer(snapshot(5, [conversation(ID)]));
    await loading;
    expect(inbox.list.map(({ id }) => id).sort()).toEqual(["01C", "01NEW"]);
  });

  test("that comes after a newer one is thrown away", () => {
    const inbox = useInbox();
    inbox.replace(snapshot(9, [conversation(ID)]));
    inbox.replace(snapshot(5, []));
    expect(inbox.conversations.has(ID)).toBe(true);
  });

  test("after a reset puts everything straight, and says what has gone", () => {
    const inbox = useInbox();
    inbox.replace(snapshot(5, [conversation(ID)], [offer("01W", 1, conversation("01D"))]));
    inbox.replace({ ...snapshot(1, [conversation("01X")]), cursor: cursor(1, "02NEWER") });
    expect(inbox.list.map(({ id }) => id)).toEqual(["01X"]);
    expect(inbox.ringing).toEqual([]);
    expect(inbox.departed?.conversation.id).toBe(ID);
  });

  test("does not let an offer ring again that was answered meanwhile", () => {
    const inbox = useInbox();
    inbox.forget("01W", 1);
    inbox.replace(
      snapshot(5, [], [offer("01W", 1, conversation("01D")), offer("01V", 1, conversation("01E"))]),
    );
    expect(inbox.ringing.map(({ work_item_id }) => work_item_id)).toEqual(["01V"]);
  });

  test("tells how far this machine's clock is off", async () => {
    const inbox = useInbox();
    here.on("GET /api/inbox", () => ({ ...snapshot(1, []), now_ms: Date.now() - 90_000 }));
    await inbox.load();
    expect(inbox.aheadMs).toBeGreaterThan(89_000);
    expect(inbox.aheadMs).toBeLessThan(91_000);
  });
});

describe("the list", () => {
  test("puts rescues first, then the latest", () => {
    const inbox = useInbox();
    inbox.replace(
      snapshot(1, [
        conversation("01A", { last_ms: 1 }),
        conversation("01B", { last_ms: 3 }),
        conversation("01R", { last_ms: 0, rescue: true }),
      ]),
    );
    expect(inbox.list.map(({ id }) => id)).toEqual(["01R", "01B", "01A"]);
  });

  test("counts only the tourist's words as unread, and a note's words are nobody's last words", () => {
    const inbox = useInbox();
    inbox.replace(snapshot(1, [conversation(ID, { seq: 1, last_text: "你好" })]));
    inbox.apply(told(2, message(ID, 2, { direction: "note", text: "小心" }), "NoteWritten"));
    inbox.apply(told(3, message(ID, 3, { direction: "in", text: "在吗" })));
    expect([inbox.unread, inbox.find(ID)?.last_text]).toEqual([1, "在吗"]);
    inbox.readUpTo(ID, 3);
    expect(inbox.unread).toBe(0);
  });

  test("lets go what is somebody else's now, and tells where it went", () => {
    const inbox = useInbox();
    inbox.replace(snapshot(1, [conversation(ID)]));
    inbox.apply(
      moved(2, conversation(ID, { state: "queued", owner_kind: "queue", owner_id: null, owner_epoch: 4 })),
    );
    expect(inbox.list).toEqual([]);
    expect(inbox.departed?.to).toBe("queued");
    expect(inbox.find(ID)?.state).toBe("queued");
  });

  test("makes no news of what one's own command took away", async () => {
    const inbox = useInbox();
    inbox.replace(snapshot(1, [conversation(ID)]));
    await inbox.letGo(ID, async () =>
      inbox.apply(moved(2, conversation(ID, { state: "closed", owner_id: null }))),
    );
    expect([inbox.list.length, inbox.departed]).toEqual([0, undefined]);
  });

  test("has what one has just taken as one's own, to reply in, before the fact of it comes", () => {
    const inbox = useInbox();
    const offered = conversation(ID, {
      state: "queued",
      owner_kind: "queue",
      owner_id: null,
      owner_epoch: 2,
    });
    inbox.stand({ id: ID, state: "assigned", owner_kind: "agent", owner_id: ME, owner_epoch: 3 }, offered);
    expect(inbox.find(ID)?.owner_kind).toBe("agent");
  });

  test("believes an answer only if it is not older than what is known", () => {
    const inbox = useInbox();
    inbox.replace(snapshot(1, [conversation(ID, { owner_epoch: 5 })]));
    inbox.stand({ id: ID, state: "closed", owner_kind: "none", owner_id: null, owner_epoch: 4 });
    expect(inbox.conversations.has(ID)).toBe(true);
    inbox.stand({ id: ID, state: "on_hold", owner_kind: "agent", owner_id: ME, owner_epoch: 5 });
    expect(inbox.find(ID)?.state).toBe("on_hold");
  });
});

describe("an offer that rings", () => {
  const about = { state: "queued", owner_kind: "queue", owner_id: null, seq: 2, tourist_text: "人工" };

  test("shows what the tourist adds and goes before others once somebody is in danger", () => {
    const inbox = useInbox();
    inbox.apply(rang(1, offer("01W", 1, conversation("01D", about), 90_000)));
    inbox.apply(rang(2, offer("01V", 1, conversation("01F", about), 60_000)));
    const cry = told(3, message("01D", 3, { text: "救命" }));
    inbox.apply({ ...cry, data: { ...cry.data, priority: 0 } });
    inbox.apply(told(4, message("01D", 4, { direction: "out", author: "bot", text: "请拨打 110" })));
    const seen = inbox.ringing.map(({ conversation: one }) => [one.id, one.rescue, one.tourist_text]);
    expect(seen).toEqual([
      ["01D", true, "救命"],
      ["01F", false, "人工"],
    ]);
  });
});
