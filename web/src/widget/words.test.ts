import { describe, expect, it } from "vitest";
import { pause } from "./link";
import { TAGS } from "./nearest";
import { fill, speak } from "./words";

describe("the chat's own words", () => {
  it.each([
    ["zh", "zh-CN"],
    ["zh-CN", "zh-CN"],
    ["zh-SG", "zh-CN"],
    ["zh-Hans-HK", "zh-CN"],
    ["zh-TW", "zh-TW"],
    ["zh-hk", "zh-TW"],
    ["zh-MO", "zh-TW"],
    ["zh-Hant", "zh-TW"],
    ["zh-Hant-CN", "zh-TW"],
    ["ja-JP", "ja"],
    ["ko", "ko"],
    ["en-GB", "en"],
    ["fr", "en"],
    ["", "en"],
  ])("are spoken to somebody who reads %s in %s", (asked, tag) => {
    expect(speak(asked).tag).toBe(tag);
  });

  it("say everything in every language, with the same slots", () => {
    const slots = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    const chinese = speak("zh").words;
    for (const lang of TAGS) {
      const other = speak(lang).words;
      for (const key of Object.keys(chinese) as (keyof typeof chinese)[]) {
        expect(other[key].trim(), `${lang} ${key}`).not.toBe("");
        expect(slots(other[key]), `${lang} ${key}`).toEqual(slots(chinese[key]));
      }
    }
  });

  it("write traditional Chinese in its own words and never in simplified characters", () => {
    const [simplified, traditional] = [speak("zh-CN").words, speak("zh-TW").words];
    const only = /[们为这没连线发请务务询输关闭较误话过还几预计钟结开权说紧况拨号码书隐并许处动点]/;
    for (const [key, words] of Object.entries(traditional)) expect(words, key).not.toMatch(only);
    expect([traditional.send, traditional.write]).toEqual(["傳送", "輸入訊息"]);
    expect(Object.entries(simplified).filter(([, words]) => only.test(words)).length).toBeGreaterThan(20);
  });

  it("leave a slot that nobody fills", () => {
    expect(fill("{n} before {name}", { n: 2 })).toBe("2 before {name}");
  });
});

describe("the pauses between attempts", () => {
  it("lie between half a second and what doubles up to thirty", () => {
    for (let failures = 0; failures < 20; failures++) {
      expect(pause(failures, () => 0)).toBe(500);
      expect(pause(failures, () => 1)).toBe(Math.max(500, Math.min(30_000, 500 * 2 ** failures)));
    }
  });
});
