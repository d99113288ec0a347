import { describe, expect, test } from "vitest";
import { createText } from "@/shared/i18n/text";
import { languageName, lastWords } from "./names";

describe("a language", () => {
  test("is called by its name in the language of the page", () => {
    expect([languageName("zh-CN", "en"), languageName("en", "zh-CN")]).toEqual(["Chinese", "英语"]);
  });

  test("that is none keeps its tag", () => {
    expect(languageName("??", "en")).toBe("??");
  });
});

describe("the last thing said", () => {
  const text = createText(localStorage);

  test.each([
    ["你好", "text", "你好"],
    [null, "location", "[位置]"],
    [null, "image", "[图片]"],
    [null, "text", "（没有文字）"],
    [null, null, "还没有消息"],
  ])("as %s of kind %s is shown as %s", (last_text, last_kind, shown) => {
    expect(lastWords(text, { last_text, last_kind })).toBe(shown);
  });
});
