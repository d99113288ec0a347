/** Which tickets are wanted, as the address of the page tells it: so a list can be sent to a colleague. */

import type { LocationQuery, LocationQueryRaw } from "vue-router";
import type { Schemas } from "@/shared/api/operations";

export type TicketState = Schemas["TicketState"];
export type TicketKind = Schemas["TicketKind"];

export const STATES: readonly TicketState[] = ["new", "open", "waiting", "resolved", "closed", "cancelled"];
export const KINDS: readonly TicketKind[] = [
  "inquiry",
  "complaint",
  "rescue",
  "booking",
  "repair",
  "suggestion",
];
const UNFINISHED: readonly TicketState[] = ["new", "open", "waiting", "resolved"];

export interface Filters {
  /** One state, or `open` for all that are not finished (the default), or `all`. */
  readonly state: TicketState | "unfinished" | "all";
  readonly kind: TicketKind | "";
  readonly mine: boolean;
  readonly words: string;
}

export const DEFAULT: Filters = { state: "unfinished", kind: "", mine: false, words: "" };

export function fromAddress(query: LocationQuery): Filters {
  const state = [...STATES, "unfinished", "all"].find((known) => known === query.state);
  return {
    state: (state as Filters["state"] | undefined) ?? "unfinished",
    kind: KINDS.find((known) => known === query.kind) ?? "",
    mine: query.mine === "1",
    words: typeof query.q === "string" ? query.q : "",
  };
}

export function toAddress({ state, kind, mine, words }: Filters): LocationQueryRaw {
  return {
    ...(state === "unfinished" ? {} : { state }),
    ...(kind === "" ? {} : { kind }),
    ...(mine ? { mine: "1" } : {}),
    ...(words === "" ? {} : { q: words }),
  };
}

/** The states that are asked for; none for all. */
export function statesOf({ state }: Filters): TicketState[] {
  if (state === "all") return [];
  return state === "unfinished" ? [...UNFINISHED] : [state];
}
