import { describe, expect, it } from "vitest";
import { inAddress, type OwnText, said, sampleOf, shown, written } from "./texts";

const TEXT: OwnText = {
  key: "closed",
  title: { "zh-CN": "非服务时间" },
  note: {},
  must_say: [],
  slots: [
    { name: "opens", samples: { "zh-CN": "明天 08:30", en: "tomorrow at 08:30", ja: "明日 08:30" } },
    { name: "later", samples: {} },
  ],
  own: {},
  otherwise: {},
  rev: 1,
};

describe("a text in an organisation's own words", () => {
  it("is shown with examples in its language, the nearest one, or as it stands", () => {
    expect(shown(TEXT, "{opens}起有人值班", "zh-CN")).toBe("明天 08:30起有人值班");
    expect(shown(TEXT, "{opens}起", "zh-TW")).toBe("明天 08:30起");
    expect(shown(TEXT, "{opens}부터", "ko")).toBe("tomorrow at 08:30부터");
    expect(shown(TEXT, "{opens} {later} {other}", "ja")).toBe("明日 08:30 {later} {other}");
    expect(sampleOf(TEXT, "later", "en")).toBeUndefined();
  });

  it("is sent without the languages that say nothing", () => {
    expect(said({ "zh-CN": "请稍候", en: " ", ja: "" })).toEqual({ "zh-CN": "请稍候" });
    expect(inAddress("bot.handover.asked")).toBe("bot-handover-asked");
    expect(written("opens")).toBe("{opens}");
  });
});
