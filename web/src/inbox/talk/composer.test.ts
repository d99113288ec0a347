import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { useInbox } from "../stores/inbox";
import { useOutgoing } from "../stores/outgoing";
import { conversation, cursor, type Stage, stage } from "../testing";
import type { Conversation } from "../types";
import MessageComposer from "./MessageComposer.vue";

enableAutoUnmount(afterEach);

let here: Stage;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  here = stage();
});

function open(about: Conversation = conversation("01C")): VueWrapper {
  useInbox().replace({ offers: [], conversations: [about], cursor: cursor(1), now_ms: 0 });
  const global = { plugins: [here.pinia], provide: here.provide };
  return mount(MessageComposer, { props: { conversation: about }, global, attachTo: document.body });
}

async function write(page: VueWrapper, words: string): Promise<void> {
  await page.get("textarea").setValue(words);
}

const sent = () => useOutgoing().rows.map(({ text, kind }) => [kind, text]);

describe("Enter", () => {
  test("sends what is written, without the blanks around it", async () => {
    const page = open();
    await write(page, "  您好  ");
    await page.get("textarea").trigger("keydown", { key: "Enter" });
    expect(sent()).toEqual([["reply", "您好"]]);
    expect((page.get("textarea").element as HTMLTextAreaElement).value).toBe("");
  });

  test.each([{ isComposing: true }, { keyCode: 229 }])(
    "chooses a character while composing (%o)",
    async (more) => {
      const page = open();
      await write(page, "ni hao");
      await page.get("textarea").trigger("keydown", { key: "Enter", ...more });
      expect(sent()).toEqual([]);
    },
  );

  test("with Shift makes a new line", async () => {
    const page = open();
    await write(page, "您好");
    const event = new KeyboardEvent("keydown", { key: "Enter", shiftKey: true, cancelable: true });
    page.get("textarea").element.dispatchEvent(event);
    expect([event.defaultPrevented, sent()]).toEqual([false, []]);
  });

  test("sends nothing where there is nothing", async () => {
    const page = open();
    await write(page, " \n ");
    await page.get("textarea").trigger("keydown", { key: "Enter" });
    expect(sent()).toEqual([]);
  });
});

describe("the limit", () => {
  test("is shown when it comes near, and stops what is longer", async () => {
    const page = open();
    await write(page, "字".repeat(3_999));
    expect(page.get("[role=status]").text()).toBe("还可输入 1 字");
    await write(page, "字".repeat(4_002));
    expect(page.get("[role=status]").text()).toBe("超出 2 字，最多 4000 字");
    await page.get("textarea").trigger("keydown", { key: "Enter" });
    expect(sent()).toEqual([]);
  });

  test("counts a character outside the basic plane once, as the hub does", async () => {
    const page = open();
    await write(page, "🏔".repeat(4_000));
    await page.get("textarea").trigger("keydown", { key: "Enter" });
    expect(sent()).toHaveLength(1);
  });
});

describe("a draft", () => {
  test("waits in its conversation, reply and note apart", async () => {
    const first = open();
    await write(first, "写到一半");
    await first.findAll("button")[1]?.trigger("click");
    await write(first, "给同事");
    first.unmount();
    const again = open();
    expect((again.get("textarea").element as HTMLTextAreaElement).value).toBe("写到一半");
    await again.findAll("button")[1]?.trigger("click");
    expect((again.get("textarea").element as HTMLTextAreaElement).value).toBe("给同事");
  });

  test("of one conversation does not show in another, and is gone once sent", async () => {
    const first = open();
    await write(first, "您好");
    first.unmount();
    const other = open(conversation("01D"));
    expect((other.get("textarea").element as HTMLTextAreaElement).value).toBe("");
    other.unmount();
    const again = open();
    await again.get("form").trigger("submit");
    await flushPromises();
    expect(Object.keys(localStorage).filter((key) => key.includes("draft"))).toEqual([]);
  });
});

describe("a conversation that is not one's own", () => {
  test("takes notes first, and a reply only on purpose", async () => {
    const page = open(conversation("01C", { owner_id: "somebody", owner_name: "陈志远" }));
    expect(page.text()).toContain("此会话现由 陈志远 负责。");
    await write(page, "我看过了");
    await page.get("form").trigger("submit");
    expect(sent()).toEqual([["note", "我看过了"]]);
  });

  test("takes only notes while no person has it", () => {
    const page = open(conversation("01C", { state: "queued", owner_kind: "queue", owner_id: null }));
    expect(page.findAll("fieldset button").map((button) => button.text())).toEqual(["备注"]);
  });
});
