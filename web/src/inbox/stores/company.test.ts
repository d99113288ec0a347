import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CompanyFrame } from "../live/frames";
import { ME, stage } from "../testing";
import { useCompany } from "./company";

beforeEach(() => {
  vi.useFakeTimers();
  stage();
});
afterEach(() => vi.useRealTimers());

const CHEN = "01CHEN";

function frame(doing: "reply" | "note" | null, answering: string | null = null): CompanyFrame {
  const people = [
    { user_id: ME, name: "林晓燕", doing: null },
    { user_id: CHEN, name: "陈", doing },
  ];
  const word = answering === null ? null : { user_id: answering, name: "某人", for_ms: 30_000 };
  return { t: "company", conversation_id: "01C", people, answering: word };
}

describe("company", () => {
  test("is everybody but oneself", () => {
    const company = useCompany();
    expect(company.of("01C").people).toEqual([]);
    company.hear(frame("note", ME));
    expect(company.of("01C").people).toEqual([{ id: CHEN, name: "陈", doing: "note" }]);
    expect(company.of("01C").answering).toBeUndefined();
  });

  test("stops writing by itself, and gives the word back later", () => {
    const company = useCompany();
    company.hear(frame("reply", CHEN));
    vi.advanceTimersByTime(6_000);
    expect(company.of("01C").people[0]?.doing).toBeNull();
    expect(company.of("01C").answering?.id).toBe(CHEN);
    vi.advanceTimersByTime(24_000);
    expect(company.of("01C").answering).toBeUndefined();
    expect(company.of("01C").people).toHaveLength(1);
  });

  test("an older timer does not end what was said since", () => {
    const company = useCompany();
    company.hear(frame("reply", CHEN));
    vi.advanceTimersByTime(5_000);
    company.hear(frame("reply", CHEN));
    vi.advanceTimersByTime(5_000);
    expect(company.of("01C").people[0]?.doing).toBe("reply");
    company.clear();
    expect(company.of("01C").people).toEqual([]);
  });
});
