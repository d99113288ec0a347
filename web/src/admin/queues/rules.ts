/**
 * The common settings of a queue's rules as a form has them, and the JSON that the router reads.
 *
 * What the form does not know stays as it is in the JSON, so that nothing is lost by opening and saving it.
 */

import { asList, asNumber, asObject, isWanted, type Wanted, wantedOf } from "../documents";

export type Settings = Record<string, unknown>;

export interface Ring {
  after_s: number;
  levels_off: number;
  also: string;
  peak: boolean;
  /** What stands there beside, kept as it is. */
  rest: Record<string, unknown>;
}

export interface Overflow {
  when: string;
  limit: number;
  to: string;
  rest: Record<string, unknown>;
}

export interface Rule {
  use: boolean;
  all_of: Wanted[];
  any_of: Wanted[];
  orgs: string;
}

export interface Rules {
  strategy: string;
  rings: Ring[];
  overflow: Overflow[];
  need: Wanted[];
  /** False where the need is more than a list of skills, which only the JSON can show. */
  plainNeed: boolean;
  /** From which likely wait on a message is offered, in seconds; 0: never. */
  offer_s: number;
  members: Rule;
}

/** As in `voice_bridge/acd/strategies.py`; without one it goes by idle time, the tourist's own agent first. */
export const STRATEGIES = [
  "",
  "idle_time",
  "skill_level",
  "working_time",
  "occupancy",
  "fewest_handled",
  "round_robin",
  "satisfaction",
  "ring_all",
  "balanced",
] as const;
/** As `offer_after_s` in `voice_bridge/acd/settings.py`. */
const USUAL_OFFER_S = 300;
/** Limits that count milliseconds in the JSON and seconds in the form. */
const TIMES = new Set(["wait", "estimate"]);
/** Conditions that have a figure. */
export const LIMITED = new Set(["length", "wait", "estimate"]);

export function isStrategy(name: string): boolean {
  return STRATEGIES.some((one) => one === name);
}

export function rulesOf(settings: Settings): Rules {
  const members = asObject(settings.members);
  const need = asObject(settings.need);
  const simple = isWanted(settings.need) ? [settings.need] : wantedOf(need.all_of);
  return {
    strategy: typeof settings.strategy === "string" ? settings.strategy : "",
    rings: asList(settings.rings).slice(1).map(ringOf),
    overflow: asList(settings.overflow).map(overflowOf),
    need: simple,
    plainNeed: settings.need === undefined || simple.length > 0,
    offer_s: settings.offer_after_s === undefined ? USUAL_OFFER_S : asNumber(settings.offer_after_s),
    members: {
      use: settings.members !== undefined,
      all_of: wantedOf(members.all_of),
      any_of: wantedOf(members.any_of),
      orgs: typeof members.orgs === "string" ? members.orgs : "own",
    },
  };
}

/** Puts the form's settings over those that were there. */
export function settingsOf(rules: Rules, before: Settings): Settings {
  const { strategy, rings, overflow, need, members, offer_after_s, ...others } = before;
  const first = asObject(asList(rings)[0]);
  return {
    ...others,
    ...(rules.strategy === "" ? {} : { strategy: rules.strategy }),
    ...(rules.rings.length === 0 && Object.keys(first).length === 0
      ? {}
      : { rings: [first, ...rules.rings.map(ringJson)] }),
    ...(rules.overflow.length === 0 ? {} : { overflow: rules.overflow.map(overflowJson) }),
    ...(rules.plainNeed ? (rules.need.length === 0 ? {} : { need: { all_of: rules.need } }) : { need }),
    ...(rules.offer_s === USUAL_OFFER_S && offer_after_s === undefined
      ? {}
      : { offer_after_s: rules.offer_s === 0 ? null : rules.offer_s }),
    ...(rules.members.use ? { members: ruleJson(rules.members) } : {}),
  };
}

export function newRing(rings: readonly Ring[]): Ring {
  const last = rings.at(-1)?.after_s ?? 0;
  return { after_s: last + 30, levels_off: 0, also: "", peak: false, rest: {} };
}

/**
 * The shortest circle of overflow that leads from a queue back to it, as ids, the queue first and last; else nothing.
 *
 * The router allows it (docs/acd.md): work never goes back to a queue that it overflowed from.
 */
export function circleThrough(queues: readonly { id: string; settings: Settings }[], from: string): string[] {
  const targets = new Map(
    queues.map(({ id, settings }) => [id, rulesOf(settings).overflow.map(({ to }) => to)]),
  );
  const seen = new Set<string>();
  const ways = [[from]];
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const to of targets.get(way.at(-1) ?? "") ?? []) {
      if (to === from && way.length > 1) return [...way, to];
      if (seen.has(to) || !targets.has(to) || to === from) continue;
      seen.add(to);
      ways.push([...way, to]);
    }
  }
  return [];
}

function ringOf(value: unknown): Ring {
  const { after_ms, levels_off, also_queues, peak, ...rest } = asObject(value);
  const also = asList(also_queues);
  const plain = also.length <= 1;
  return {
    after_s: Math.round(asNumber(after_ms) / 1000),
    levels_off: asNumber(levels_off),
    also: plain && typeof also[0] === "string" ? also[0] : "",
    peak: peak === true,
    rest: plain ? rest : { ...rest, also_queues },
  };
}

function ringJson({ after_s, levels_off, also, peak, rest }: Ring): Record<string, unknown> {
  return {
    ...rest,
    after_ms: after_s * 1000,
    ...(levels_off === 0 ? {} : { levels_off }),
    ...(also === "" ? {} : { also_queues: [also] }),
    ...(peak ? { peak } : {}),
  };
}

function overflowOf(value: unknown): Overflow {
  const { when, to, limit, ...rest } = asObject(value);
  const condition = typeof when === "string" ? when : "wait";
  const figure = asNumber(limit);
  return {
    when: condition,
    limit: TIMES.has(condition) ? Math.round(figure / 1000) : figure,
    to: typeof to === "string" ? to : "",
    rest,
  };
}

function overflowJson({ when, limit, to, rest }: Overflow): Record<string, unknown> {
  const figure = TIMES.has(when) ? limit * 1000 : limit;
  return { ...rest, when, to, ...(LIMITED.has(when) ? { limit: figure } : {}) };
}

function ruleJson({ all_of, any_of, orgs }: Rule): Record<string, unknown> {
  return { ...(all_of.length === 0 ? {} : { all_of }), ...(any_of.length === 0 ? {} : { any_of }), orgs };
}
