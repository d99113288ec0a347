/** What was last searched for and found, kept while one opens one hit after another. */

import { defineStore } from "pinia";
import { ref } from "vue";
import { useClient } from "@/shared/session";
import type { Hit } from "../types";

export const useSearch = defineStore("search", () => {
  const client = useClient();
  /** The words in the field. */
  const query = ref("");
  /** What the hits are for; undefined while nothing is searched for. */
  const asked = ref<string>();
  const hits = ref<readonly Hit[]>([]);
  const next = ref<number | null>(null);
  const failure = ref<unknown>();
  const reading = ref(false);
  let turn = 0;

  /** Searches for what stands in the field; an answer that comes after another question is dropped. */
  async function search(): Promise<void> {
    const words = query.value.trim();
    if (words === "") return clear();
    asked.value = words;
    hits.value = [];
    next.value = null;
    await read(words);
  }

  async function more(): Promise<void> {
    if (asked.value !== undefined && next.value !== null && !reading.value)
      await read(asked.value, next.value);
  }

  async function read(words: string, before?: number): Promise<void> {
    turn += 1;
    const mine = turn;
    reading.value = true;
    failure.value = undefined;
    try {
      const request = before === undefined ? { q: words } : { q: words, before };
      const page = await client.get("/api/search", { query: request });
      if (mine !== turn) return;
      hits.value = [...hits.value, ...page.hits];
      next.value = page.next;
    } catch (error) {
      if (mine === turn) failure.value = error;
    } finally {
      if (mine === turn) reading.value = false;
    }
  }

  function clear(): void {
    turn += 1;
    query.value = "";
    asked.value = undefined;
    hits.value = [];
    next.value = null;
    failure.value = undefined;
    reading.value = false;
  }

  return { query, asked, hits, next, failure, reading, search, more, clear };
});

/** A text in pieces: what was searched for, and what stands around it. Marks count characters, not UTF-16 units. */
export function piecesOf({
  excerpt,
  marks,
}: Pick<Hit, "excerpt" | "marks">): { text: string; hit: boolean }[] {
  const letters = [...excerpt];
  const pieces: { text: string; hit: boolean }[] = [];
  let end = 0;
  for (const [from, behind] of marks as [number, number][]) {
    if (from > end) pieces.push({ text: letters.slice(end, from).join(""), hit: false });
    pieces.push({ text: letters.slice(from, behind).join(""), hit: true });
    end = behind;
  }
  if (end < letters.length) pieces.push({ text: letters.slice(end).join(""), hit: false });
  return pieces;
}
