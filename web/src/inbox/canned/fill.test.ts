import { describe, expect, test } from "vitest";
import { type Canned, callAt, filled, firstGap, fitting, inLanguage, type Values } from "./fill";

const VALUES: Values = {
  tourist: "王芳",
  agent: "小林",
  ticket: null,
  queue: { "zh-CN": "综合咨询", en: "Enquiries" },
  org: "雾云谷",
  tz: "Asia/Shanghai",
};
/** 24 November 2026, 07:05 in Shanghai; still the 23rd in London. */
const EARLY_MS = Date.UTC(2026, 10, 23, 23, 5);

function reply(code: string, title: string, words: Record<string, string> = { "zh-CN": title }): Canned {
  const more = { id: code, org_id: "O", org_name: "雾云谷", own: false, position: 0, used: 0, rev: 0 };
  return { ...more, code, title, words };
}

describe("a call", () => {
  test.each([
    ["/", 1, { start: 0, end: 1, wanted: "" }],
    ["您好 /Wen", 7, { start: 3, end: 7, wanted: "wen" }],
    ["第一行\n/问", 6, { start: 4, end: 6, wanted: "问" }],
    ["／ＨＩ", 3, { start: 0, end: 3, wanted: "hi" }],
    ["、问候", 3, { start: 0, end: 3, wanted: "问候" }],
    ["/wen 后面", 3, { start: 0, end: 3, wanted: "we" }],
  ])("is heard in %j at %i", (words, caret, call) => {
    expect(callAt(words, caret)).toEqual(call);
  });

  test.each(["1/2", "11/24", "https://a/b", "/wen ", "你好、问候", "//", "好"])(
    "is not heard in %j",
    (words) => {
      expect(callAt(words, words.length)).toBeUndefined();
    },
  );
});

test("those that fit by their shortcut come first, then by title, then by words, else in their own order", () => {
  const replies = [
    reply("bye", "再见", { en: "Hello again" }),
    reply("say", "Hello"),
    reply("hello", "问候"),
  ];
  expect(fitting(replies, "hello").map(({ code }) => code)).toEqual(["hello", "say", "bye"]);
  expect(fitting(replies, "").map(({ code }) => code)).toEqual(["bye", "say", "hello"]);
  expect(fitting(replies, "x")).toEqual([]);
});

test.each([
  ["en", "en"],
  ["en-GB", "en"],
  ["zh-TW", "zh-CN"],
  ["fr", "zh-CN"],
  [null, "zh-CN"],
])("somebody who speaks %s is answered in %s", (spoken, said) => {
  expect(inLanguage(reply("hi", "问候", { en: "Hello", "zh-CN": "您好" }), spoken).lang).toBe(said);
});

test("what is written in one language only is said in that", () => {
  expect(inLanguage(reply("hi", "挨拶", { ja: "こんにちは" }), "ko")).toEqual({
    lang: "ja",
    words: "こんにちは",
  });
});

test("slots are filled in, by the organisation's own clocks, and what is not known becomes a gap", () => {
  const gapOf = (slot: string) => `【待填：${slot}】`;
  const fill = (words: string, lang: string) => filled(words, VALUES, lang, EARLY_MS, gapOf);
  expect(fill("{tourist}您好，{org}{queue}的{agent}，{date}{time}", "zh-CN")).toBe(
    "王芳您好，雾云谷综合咨询的小林，2026年11月24日07:05",
  );
  expect(fill("{queue} on {date}", "en")).toBe("Enquiries on November 24, 2026");
  const open = fill("编号 {ticket}，{ticket}", "zh-CN");
  expect(firstGap(open)).toEqual({ start: 3, end: 14, name: "ticket" });
  expect(firstGap("编号 HS-1，【注意】")).toBeUndefined();
});
