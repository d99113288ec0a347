import { describe, expect, test } from "vitest";
import { languageName } from "./names";

describe("a language", () => {
  test("is called by its name in the language of the page", () => {
    expect([languageName("zh-CN", "en"), languageName("en", "zh-CN")]).toEqual(["Chinese", "英语"]);
  });

  test("that is none keeps its tag", () => {
    expect(languageName("??", "en")).toBe("??");
  });
});
