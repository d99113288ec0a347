/** Which conversations are wanted, as the address of the page tells it: so a list can be sent to a colleague. */

import type { LocationQuery, LocationQueryRaw } from "vue-router";
import type { Schemas } from "@/shared/api/operations";

export type State = Schemas["State"];

export const STATES: readonly State[] = [
  "bot",
  "queued",
  "assigned",
  "on_hold",
  "wrap_up",
  "snoozed",
  "callback_pending",
  "in_call",
  "closed",
];

export interface Filters {
  /** One state, `open` for all but the closed, or `all` (the default). */
  readonly state: State | "open" | "all";
  readonly queue: string;
  readonly agent: string;
  /** YYYY-MM-DD, or empty. */
  readonly day: string;
  readonly rescue: boolean;
  readonly ticket: "" | "with" | "without";
}

export const DEFAULT: Filters = { state: "all", queue: "", agent: "", day: "", rescue: false, ticket: "" };

export function fromAddress(query: LocationQuery): Filters {
  return {
    state: ([...STATES, "open"] as const).find((known) => known === query.state) ?? "all",
    queue: text(query.queue),
    agent: text(query.agent),
    day: /^\d{4}-\d{2}-\d{2}$/.test(text(query.day)) ? text(query.day) : "",
    rescue: query.rescue === "1",
    ticket: (["with", "without"] as const).find((known) => known === query.ticket) ?? "",
  };
}

export function toAddress({ state, queue, agent, day, rescue, ticket }: Filters): LocationQueryRaw {
  return {
    ...(state === "all" ? {} : { state }),
    ...(queue === "" ? {} : { queue }),
    ...(agent === "" ? {} : { agent }),
    ...(day === "" ? {} : { day }),
    ...(rescue ? { rescue: "1" } : {}),
    ...(ticket === "" ? {} : { ticket }),
  };
}

/** What the hub is asked for. */
export function toQuery({ state, queue, agent, day, rescue, ticket }: Filters) {
  return {
    state: state === "all" ? [] : state === "open" ? STATES.filter((one) => one !== "closed") : [state],
    ...(queue === "" ? {} : { queue }),
    ...(agent === "" ? {} : { agent }),
    ...(day === "" ? {} : { day }),
    ...(rescue ? { rescue } : {}),
    ...(ticket === "" ? {} : { ticket }),
  };
}

function text(value: LocationQuery[string] | undefined): string {
  return typeof value === "string" ? value : "";
}
