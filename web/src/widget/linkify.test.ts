import { describe, expect, it } from "vitest";
import { pieces } from "./linkify";

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
