import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Keep } from "./keep";

const one = (cid: string, at: number) => ({ cid, text: `text of ${cid}`, at, acked: false });

describe("what survives a reload", () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => vi.unstubAllGlobals());

  it("is the token and what was not acknowledged, oldest first", () => {
    const before = new Keep("hotline:site:");
    before.token = "t";
    before.put(one("later", 2));
    before.put(one("sooner", 1));
    before.put(one("done", 3));
    before.drop("done");
    const after = new Keep("hotline:site:");
    expect(after.token).toBe("t");
    expect(after.unsent().map(({ cid }) => cid)).toEqual(["sooner", "later"]);
  });

  it("is each site's own", () => {
    new Keep("hotline:a:").put(one("x", 1));
    expect(new Keep("hotline:b:").unsent()).toEqual([]);
  });

  it("leaves out what somebody else has put there", () => {
    localStorage.setItem("hotline:site:out:broken", "{");
    localStorage.setItem("hotline:site:out:wrong", '{"text":5,"at":"x"}');
    expect(new Keep("hotline:site:").unsent()).toEqual([]);
  });

  it("is kept in memory where storage is forbidden", () => {
    vi.stubGlobal("localStorage", {
      get length(): number {
        throw new DOMException("denied", "SecurityError");
      },
      getItem: () => {
        throw new DOMException("denied", "SecurityError");
      },
      setItem: () => {
        throw new DOMException("denied", "SecurityError");
      },
      removeItem: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
    const keep = new Keep("hotline:site:");
    keep.token = "t";
    keep.put(one("x", 1));
    expect(keep.token).toBe("t");
    expect(keep.unsent()).toHaveLength(1);
    keep.drop("x");
    keep.token = null;
    expect(keep.unsent()).toEqual([]);
    expect(keep.token).toBeNull();
  });
});
