/**
 * Who else has a conversation open, who of them writes, and who is answering.
 *
 * Rule: it is worth only what the hub said last, and less with each second: typing ends by itself, and so does the word
 * that somebody holds. A link that breaks takes everything along; the hub says it afresh.
 */

import { defineStore } from "pinia";
import { reactive } from "vue";
import { useSession } from "@/shared/session";
import type { CompanyFrame } from "../live/frames";

/** Longer than the pause between two tellings, so that it does not flicker. */
const SHOWN_MS = 6_000;

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly doing: "reply" | "note" | null;
}

interface Company {
  people: readonly Colleague[];
  /** Somebody else who is answering at this moment. */
  answering: { readonly id: string; readonly name: string } | undefined;
}

const NOBODY: Company = { people: [], answering: undefined };

export const useCompany = defineStore("company", () => {
  const session = useSession();
  const known = reactive(new Map<string, Company>());
  const timers = new Map<string, ReturnType<typeof setTimeout>[]>();

  function hear(frame: CompanyFrame): void {
    const id = frame.conversation_id;
    const me = session.user?.id;
    forget(id);
    const people = frame.people
      .filter(({ user_id }) => user_id !== me)
      .map(({ user_id, name, doing }) => ({ id: user_id, name, doing }));
    const { answering } = frame;
    const other = answering !== null && answering.user_id !== me ? answering : undefined;
    known.set(id, { people, answering: other && { id: other.user_id, name: other.name } });
    if (people.some(({ doing }) => doing !== null)) later(id, SHOWN_MS, fallStill);
    if (other !== undefined) later(id, other.for_ms, giveBack);
  }

  function later(id: string, ms: number, run: (company: Company) => void): void {
    const timer = setTimeout(() => {
      const company = known.get(id);
      if (company !== undefined) run(company);
    }, ms);
    timers.set(id, [...(timers.get(id) ?? []), timer]);
  }

  function fallStill(company: Company): void {
    company.people = company.people.map((one) => ({ ...one, doing: null }));
  }

  function giveBack(company: Company): void {
    company.answering = undefined;
  }

  function forget(id: string): void {
    for (const timer of timers.get(id) ?? []) clearTimeout(timer);
    timers.delete(id);
    known.delete(id);
  }

  /** Forgets everything: the link is gone, or somebody else may sign in here. */
  function clear(): void {
    for (const id of [...known.keys()]) forget(id);
  }

  return { of: (id: string): Company => known.get(id) ?? NOBODY, hear, clear };
});
