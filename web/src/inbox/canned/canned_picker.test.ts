import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { useInbox } from "../stores/inbox";
import MessageComposer from "../talk/MessageComposer.vue";
import { conversation, cursor, refusal, type Stage, stage } from "../testing";

enableAutoUnmount(afterEach);

const ROUTE = "GET /api/conversations/:id/canned-replies";
const shared = { org_id: "01ORG", org_name: "雾云谷", own: false, position: 0, used: 0, rev: 0 };
const REPLIES = [
  { ...shared, id: "01A", code: "hi", title: "问候", words: { "zh-CN": "{tourist}您好", en: "Hello" } },
  { ...shared, id: "01B", code: "no", title: "工单", words: { "zh-CN": "编号 {ticket}。" } },
];
const VALUES = {
  tourist: "王芳",
  agent: "小林",
  ticket: null,
  queue: {},
  org: "雾云谷",
  tz: "Asia/Shanghai",
};

let here: Stage;

beforeEach(() => {
  localStorage.clear();
  here = stage();
  here.on(ROUTE, () => ({ replies: REPLIES, values: VALUES }));
  here.on("POST /api/conversations/:id/canned-replies/:id/uses", () => undefined);
});

function open(): VueWrapper {
  const about = conversation("01C");
  useInbox().replace({ offers: [], conversations: [about], cursor: cursor(1), now_ms: 0 });
  const global = { plugins: [here.pinia], provide: here.provide, stubs: { RouterLink: true } };
  return mount(MessageComposer, { props: { conversation: about }, global, attachTo: document.body });
}

const field = (page: VueWrapper) => page.get("textarea").element as HTMLTextAreaElement;
const options = (page: VueWrapper) => page.findAll("[role=option]").map((one) => one.get("b").text());
const sent = () =>
  here.asked
    .filter(({ method, path }) => method === "POST" && path.endsWith("/replies"))
    .map(({ body }) => body.text);

async function type(page: VueWrapper, words: string): Promise<void> {
  field(page).focus();
  await page.get("textarea").setValue(words);
  field(page).setSelectionRange(words.length, words.length);
  await page.get("textarea").trigger("keyup", { key: words.at(-1) });
  await flushPromises();
}

async function press(page: VueWrapper, key: string, more = {}): Promise<void> {
  await page.get("textarea").trigger("keydown", { key, ...more });
  await flushPromises();
}

describe("the list", () => {
  test("opens by a stroke, is narrowed by what follows, and is chosen from by the keyboard", async () => {
    const page = open();
    await type(page, "/");
    expect(options(page)).toEqual(["/hi", "/no"]);
    expect(page.get("[role=status].canned__told").text()).toBe("2 条常用语");
    await press(page, "ArrowDown");
    const active = field(page).getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(active)?.getAttribute("aria-selected")).toBe("true");
    expect(document.getElementById(active)?.textContent).toContain("/no");
    await type(page, "/问");
    expect(options(page)).toEqual(["/hi"]);
    await press(page, "Enter");
    expect([field(page).value, options(page), sent()]).toEqual(["王芳您好", [], []]);
    expect(here.asked.at(-1)?.path).toBe("/api/conversations/01C/canned-replies/01A/uses");
    await press(page, "Enter");
    expect(sent()).toEqual(["王芳您好"]);
  });

  test("keeps what stands before and after the call", async () => {
    const page = open();
    await type(page, "早！ /hi");
    await page.get("[role=option]").trigger("click");
    await flushPromises();
    expect(field(page).value).toBe("早！ 王芳您好");
  });

  test.each([{ isComposing: true }, { keyCode: 229 }])(
    "lets an input method choose its word (%o)",
    async (more) => {
      const page = open();
      await type(page, "/");
      await press(page, "Enter", more);
      expect([field(page).value, options(page).length]).toEqual(["/", 2]);
    },
  );

  test("that fits nothing says so, and nothing is sent by mistake until it is closed", async () => {
    const page = open();
    await type(page, "/xyz");
    expect(page.get(".canned__told").text()).toContain("没有匹配的常用语");
    await press(page, "Enter");
    expect(sent()).toEqual([]);
    await press(page, "Escape");
    expect(page.find(".canned__panel").exists()).toBe(false);
    await press(page, "Enter");
    expect(sent()).toEqual(["/xyz"]);
  });

  test("that cannot be read says so", async () => {
    here.on(ROUTE, () => refusal(404, "conversation_not_found"));
    const page = open();
    await type(page, "/");
    expect(page.get(".canned__told").text()).toBe("常用语没有加载成功。");
  });

  test("opens by its button too, and not for notes", async () => {
    const page = open();
    await type(page, "您好");
    await page.get(".canned__begin").trigger("click");
    await flushPromises();
    expect([field(page).value, options(page)]).toEqual(["您好 /", ["/hi", "/no"]]);
    await page.findAll("fieldset button")[1]?.trigger("click");
    await type(page, "/");
    expect([page.find(".canned__begin").exists(), options(page)]).toEqual([false, []]);
  });
});

test("what is not known is marked, and has to be filled in before it is sent", async () => {
  const page = open();
  await type(page, "/no");
  await press(page, "Enter");
  expect(field(page).value).toBe("编号 【待填：工单编号】。");
  expect(page.get(".canned__gap").text()).toBe("发送前请先填写：工单编号");
  field(page).setSelectionRange(0, 0);
  await press(page, "Enter");
  expect(sent()).toEqual([]);
  const { selectionStart, selectionEnd, value } = field(page);
  expect(value.slice(selectionStart, selectionEnd)).toBe("【待填：工单编号】");
  await type(page, "编号 HS-1。");
  await press(page, "Enter");
  expect(sent()).toEqual(["编号 HS-1。"]);
});
