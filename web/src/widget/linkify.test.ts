import { describe, expect, it } from "vitest";
import { calls, isVital, pieces } from "./linkify";

const hrefs = (text: string) => pieces(text).flatMap(({ href }) => href ?? []);

describe("addresses in texts", () => {
  it("are found between Chinese words and punctuation", () => {
    expect(hrefs("请看https://example.com/路线?a=1。谢谢（http://b.cn/x）")).toEqual([
      "https://example.com/%E8%B7%AF%E7%BA%BF?a=1",
      "http://b.cn/x",
    ]);
  });

  it("leave the end of the sentence outside", () => {
    expect(hrefs("see https://example.com/a. Or (https://example.com/b), or https://example.com/c!")).toEqual(
      ["https://example.com/a", "https://example.com/b", "https://example.com/c"],
    );
  });

  it("are nothing but http and https", () => {
    expect(hrefs("javascript:alert(1) data:text/html,x ftp://a.b //c.d https:// http://")).toEqual([]);
  });

  it("lose no letter of the text", () => {
    for (const text of [
      "",
      "plain",
      "https://a.b",
      "x https://a.b y https://c.d.",
      "https://[",
      "<b>https://a.b</b>",
    ]) {
      expect(
        pieces(text)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }
  });
});

describe("the numbers for emergencies", () => {
  const words = "有生命危险请立刻拨打：报警 110，火警 119，医疗急救120。";

  it("can be called where all of them are named, and no other figure can", () => {
    expect(isVital(words)).toBe(true);
    expect(calls(words).flatMap(({ href }) => href ?? [])).toEqual(["tel:110", "tel:119", "tel:120"]);
    expect(calls("1100 or 2120 or 0119").some(({ href }) => href)).toBe(false);
    expect(
      calls(words)
        .map(({ text }) => text)
        .join(""),
    ).toBe(words);
  });

  it("are no numbers to call in a talk of prices", () => {
    expect(isVital("票价 120 元，110 元起")).toBe(false);
  });
});
