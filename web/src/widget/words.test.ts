import { describe, expect, it } from "vitest";
import { pause } from "./link";
import { fill, speak } from "./words";

describe("the chat's own words", () => {
  it("are spoken in the language that is nearest", () => {
    expect(speak("zh-TW").tag).toBe("zh-CN");
    expect(speak("ja-JP").tag).toBe("ja");
    expect(speak("ko").tag).toBe("ko");
    expect(speak("en-GB").tag).toBe("en");
    expect(speak("fr").tag).toBe("en");
  });

  it("say everything in every language, with the same slots", () => {
    const slots = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    const chinese = speak("zh").words;
    for (const lang of ["en", "ja", "ko"]) {
      const other = speak(lang).words;
      for (const key of Object.keys(chinese) as (keyof typeof chinese)[]) {
        expect(other[key], `${lang} ${key}`).not.toBe("");
        expect(slots(other[key]), `${lang} ${key}`).toEqual(slots(chinese[key]));
      }
    }
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
