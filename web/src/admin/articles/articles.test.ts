import { describe, expect, it } from "vitest";
import { decoded, formOf, hindrance } from "./articles";

const ROW = {
  id: "1",
  org_id: "o",
  org_name: "O",
  code: "tea",
  lang: "zh-CN",
  title: "茶",
  state: "live",
  kind: null,
  demo: false,
  valid_from: "2026-11-02",
  valid_until: "2026-11-03",
  changed_ms: 0,
} as const;

describe("articles", () => {
  it("says why a live one is not told today", () => {
    const told = ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"].map((today) =>
      hindrance({ ...ROW, today }),
    );
    expect(told).toEqual(["notYet", undefined, undefined, "over"]);
    expect(hindrance({ ...ROW, valid_from: null, valid_until: null, today: "2026-11-04" })).toBeUndefined();
  });

  it("reads files in both codings, by their ending", () => {
    expect(decoded(new TextEncoder().encode("茶馆").buffer as ArrayBuffer)).toBe("茶馆");
    expect(decoded(new Uint8Array([0xb2, 0xe8]).buffer)).toBe("茶");
    expect([formOf("a.CSV"), formOf("a.md"), formOf("a.txt")]).toEqual(["csv", "markdown", "markdown"]);
  });
});
