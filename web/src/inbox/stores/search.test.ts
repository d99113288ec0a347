import { beforeEach, describe, expect, test } from "vitest";
import { cut, type Stage, stage } from "../testing";
import type { Hit } from "../types";
import { piecesOf, useSearch } from "./search";

let here: Stage;

beforeEach(() => {
  here = stage();
});

function hit(seq: number): Hit {
  return {
    kind: "message",
    conversation_id: "01C",
    channel: "webchat",
    state: "closed",
    customer_id: "01CUSTOMER",
    tourist_name: null,
    seq,
    direction: "in",
    author: "tourist",
    author_name: null,
    at_ms: 0,
    excerpt: "索道",
    marks: [[0, 2]],
  };
}

describe("a search", () => {
  test("goes on page by page and is over when the field is cleared", async () => {
    here.on("GET /api/search", ({ query }) =>
      query.get("before") === null ? { hits: [hit(2)], next: 7 } : { hits: [hit(1)], next: null },
    );
    const search = useSearch();
    search.query = " 索道 ";
    await search.search();
    await search.more();
    await search.more();
    expect(search.hits.map(({ seq }) => seq)).toEqual([2, 1]);
    expect(here.asked.map(({ query }) => [query.get("q"), query.get("before")])).toEqual([
      ["索道", null],
      ["索道", "7"],
    ]);
    search.query = " ";
    await search.search();
    expect([search.asked, search.hits]).toEqual([undefined, []]);
  });

  test("drops an answer that comes after another question", async () => {
    let answer: (found: unknown) => void = () => undefined;
    here.on("GET /api/search", ({ query }) =>
      query.get("q") === "旧" ? new Promise((resolve) => (answer = resolve)) : { hits: [hit(2)], next: null },
    );
    const search = useSearch();
    search.query = "旧";
    const old = search.search();
    search.query = "新的";
    await search.search();
    answer({ hits: [hit(9)], next: 3 });
    await old;
    expect([search.hits.map(({ seq }) => seq), search.next]).toEqual([[2], null]);
  });

  test("says when the hub is away", async () => {
    here.on("GET /api/search", () => cut());
    const search = useSearch();
    search.query = "索道";
    await search.search();
    expect(search.failure).toBeDefined();
    expect(search.reading).toBe(false);
  });
});

test("marks count characters, also behind those that take two units", () => {
  expect(piecesOf({ excerpt: "😀索道停运", marks: [[1, 3]] })).toEqual([
    { text: "😀", hit: false },
    { text: "索道", hit: true },
    { text: "停运", hit: false },
  ]);
  expect(piecesOf({ excerpt: "x", marks: [] })).toEqual([{ text: "x", hit: false }]);
});
