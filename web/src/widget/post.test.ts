import { describe, expect, it } from "vitest";
import { postOf } from "./post";

describe("messages between page and frame", () => {
  it("are five, each with its own fields", () => {
    expect(postOf({ hotline: 1, type: "open", more: "x" })).toEqual({ hotline: 1, type: "open" });
    expect(postOf({ hotline: 1, type: "close" })).toEqual({ hotline: 1, type: "close" });
    expect(postOf({ hotline: 1, type: "unread", count: 3 })).toEqual({
      hotline: 1,
      type: "unread",
      count: 3,
    });
    expect(postOf({ hotline: 1, type: "resize", width: 1, height: 2 })).toEqual({
      hotline: 1,
      type: "resize",
      width: 1,
      height: 2,
    });
    expect(postOf({ hotline: 1, type: "identify", identity: null })).toEqual({
      hotline: 1,
      type: "identify",
      identity: null,
    });
  });

  it("carry of an identity only what an identity is", () => {
    const identity = { id: "7", name: "Li", hash: "ab", jwt: 5, token: "x", __proto__: { evil: 1 } };
    expect(postOf({ hotline: 1, type: "identify", identity })).toEqual({
      hotline: 1,
      type: "identify",
      identity: { id: "7", name: "Li", hash: "ab" },
    });
  });

  it.each([
    undefined,
    null,
    "open",
    5,
    [],
    { type: "open" },
    { hotline: 2, type: "open" },
    { hotline: 1, type: "eval" },
    { hotline: 1, type: "unread", count: "3" },
    { hotline: 1, type: "unread", count: -1 },
    { hotline: 1, type: "resize", width: Number.NaN, height: 1 },
    { hotline: 1, type: "resize", width: 1e9, height: 1 },
    { hotline: 1, type: "identify", identity: "me" },
  ])("are nothing else: %j", (data) => {
    expect(postOf(data)).toBeUndefined();
  });
});
