/**
 * Which skills a queue asks for that nobody of its members has well enough, told while its form is open.
 *
 * As `voice_bridge/acd/lacks.py` reckons it for the board: each ring with the levels it takes off, the skills it waives
 * and the queues it borrows from; where none of them finds anybody, the last one tells what is lacking.
 */

import { asList, asNumber, asObject, isWanted, type Wanted } from "../documents";
import type { Settings } from "./rules";

export type Levels = Readonly<Record<string, number>>;

export interface Lack {
  readonly skill: string;
  readonly level: number;
  /** The best level there is; 0: nobody has it. As good as `level`: nobody has all the skills together. */
  readonly best: number;
}

/** A need with the levels that a ring asks for, `[]` where everybody will do. */
type Need = Wanted | { all: Need[] } | { any: Need[] };

/** What nobody who is reached has well enough; `borrowed` gives the members of another queue. */
export function lacking(
  settings: Settings,
  members: readonly Levels[],
  borrowed: (queueId: string) => readonly Levels[],
): Lack[] {
  if (settings.need === undefined) return [];
  const rings = settings.rings === undefined ? [{}] : asList(settings.rings);
  const asked = rings.map((value) => {
    const { levels_off, waived, also_queues } = asObject(value);
    const also = asList(also_queues).flatMap((id) => (typeof id === "string" ? borrowed(id) : []));
    return { need: needOf(settings.need, asNumber(levels_off), asList(waived)), folk: [...members, ...also] };
  });
  const last = asked.at(-1);
  if (last === undefined || meets(last.need, {})) return [];
  if (asked.some(({ need, folk }) => folk.some((levels) => meets(need, levels)))) return [];
  const unmet = unmetOf(last.need, last.folk);
  const found = new Map((unmet.length > 0 ? unmet : allOf(last.need)).map((one) => [one.join(" "), one]));
  return [...found.values()].map(([skill, level]) => ({
    skill,
    level,
    best: Math.max(0, ...last.folk.map((levels) => levels[skill] ?? 0)),
  }));
}

function needOf(written: unknown, off: number, waived: readonly unknown[]): Need {
  if (isWanted(written))
    return waived.includes(written[0]) ? { all: [] } : [written[0], Math.max(1, written[1] - off)];
  const { all_of, any_of } = asObject(written);
  const parts = (list: unknown): Need[] => asList(list).map((one) => needOf(one, off, waived));
  return any_of === undefined ? { all: parts(all_of) } : { any: parts(any_of) };
}

function meets(need: Need, levels: Levels): boolean {
  if (Array.isArray(need)) return (levels[need[0]] ?? 0) >= need[1];
  return "all" in need
    ? need.all.every((one) => meets(one, levels))
    : need.any.some((one) => meets(one, levels));
}

/** The skills that nobody has, each asked for by itself; of alternatives, none where one of them is there. */
function unmetOf(need: Need, folk: readonly Levels[]): Wanted[] {
  if (!("all" in need) && folk.some((levels) => meets(need, levels))) return [];
  if (Array.isArray(need)) return [need];
  return ("all" in need ? need.all : need.any).flatMap((one) => unmetOf(one, folk));
}

function allOf(need: Need): Wanted[] {
  if (Array.isArray(need)) return [need];
  return ("all" in need ? need.all : need.any).flatMap(allOf);
}
