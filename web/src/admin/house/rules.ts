/**
 * The rules of the house as a form has them, the document that the router reads, and what the figures mean.
 *
 * What the form does not know stays as it is in the document, so that nothing is lost by opening and saving it.
 */

import { asList, asNumber, asObject, isWanted, type Wanted, wantedOf } from "../documents";

export type Document = Record<string, unknown>;

export interface ClassRow {
  code: number;
  base_s: number;
  slope: number;
  interrupts: boolean;
}

export interface MediumRow {
  name: string;
  takes: Record<string, number>;
  closes: string[];
  interrupts: boolean;
  beyond: number;
}

export interface VipRow {
  level: number;
  head_s: number;
}

export interface KindRow {
  code: string;
  head_s: number;
  need: Wanted[];
  /** A need that is more than a list of skills; kept as it is. */
  other?: unknown;
}

export interface HouseForm {
  /** Without class 0: a rescue is not set. */
  classes: ClassRow[];
  media: MediumRow[];
  vip: VipRow[];
  dissatisfied_s: number;
  kinds: KindRow[];
  rescue_s: number;
}

const RESCUE = 0;
export const EVERYDAY = 5;
export const MOST_LEVEL = 9;

export function formOf(document: Document): HouseForm {
  const advance = asObject(document.advance);
  const heads = asObject(advance.business_ms);
  const needs = asObject(document.business);
  return {
    classes: Object.entries(asObject(document.classes))
      .map(([code, value]) => classOf(Number(code), asObject(value)))
      .filter(({ code }) => code !== RESCUE)
      .toSorted((one, other) => one.code - other.code),
    media: Object.entries(asObject(document.media)).map(([name, value]) => mediumOf(name, asObject(value))),
    vip: Object.entries(asObject(advance.vip_ms)).map(([level, head]) => ({
      level: Number(level),
      head_s: asNumber(head) / 1000,
    })),
    dissatisfied_s: asNumber(advance.dissatisfied_ms) / 1000,
    kinds: [...new Set([...Object.keys(needs), ...Object.keys(heads)])]
      .toSorted()
      .map((code) => ({ code, head_s: asNumber(heads[code]) / 1000, ...needOf(needs[code]) })),
    rescue_s: asNumber(document.strict_for_all_ms) / 1000,
  };
}

export function documentOf(form: HouseForm): Document {
  return {
    classes: Object.fromEntries(form.classes.map(({ code, ...rest }) => [String(code), rest])),
    media: Object.fromEntries(
      form.media.map(({ name, takes, ...rest }) => [name, { ...rest, takes: some(takes) }]),
    ),
    advance: {
      vip_ms: Object.fromEntries(form.vip.map(({ level, head_s }) => [String(level), ms(head_s)])),
      dissatisfied_ms: ms(form.dissatisfied_s),
      business_ms: Object.fromEntries(
        form.kinds.filter(({ head_s }) => head_s !== 0).map(({ code, head_s }) => [code, ms(head_s)]),
      ),
    },
    business: Object.fromEntries(
      form.kinds
        .filter(({ need, other, head_s }) => need.length > 0 || other !== undefined || head_s === 0)
        .map(({ code, need, other }) => [code, other === undefined ? { all_of: need } : other]),
    ),
    strict_for_all_ms: ms(form.rescue_s),
  };
}

/** Work that arrives: its class, and its head start in seconds of waiting. */
export interface Newcomer {
  code: number;
  head_s: number;
}

/** When work that waits comes before work that has just arrived. */
export interface Passing {
  /** After so many whole seconds; 0: at once. */
  after_s: number;
  /** The newcomer's points grow faster, so that it comes to the front again if both go on waiting. */
  passed_again: boolean;
}

/**
 * How long a class without any head start must wait to stand before somebody who arrives then.
 *
 * The router's formula (docs/acd.md): points = P + slope × (wait + head start), the higher first, the longer wait
 * among equals.
 */
export function passing(
  classes: readonly ClassRow[],
  waiting: number,
  newcomer: Newcomer,
): Passing | undefined {
  const one = classes.find(({ code }) => code === waiting);
  const other = classes.find(({ code }) => code === newcomer.code);
  if (one === undefined || other === undefined || !(one.slope > 0)) return undefined;
  const ahead = other.base_s + other.slope * newcomer.head_s - one.base_s;
  return { after_s: Math.max(0, Math.ceil(ahead / one.slope)), passed_again: other.slope > one.slope };
}

/** The level that would come next, undefined where there are no more. */
export function nextLevel(vip: readonly VipRow[]): number | undefined {
  const next = Math.max(0, ...vip.map(({ level }) => level)) + 1;
  return next > MOST_LEVEL ? undefined : next;
}

export function mayBeKind(code: string, kinds: readonly KindRow[]): boolean {
  return /^[a-z][a-z0-9_]{0,31}$/.test(code) && !kinds.some((kind) => kind.code === code);
}

function classOf(code: number, value: Record<string, unknown>): ClassRow {
  return {
    code,
    base_s: asNumber(value.base_s),
    slope: typeof value.slope === "number" ? value.slope : 1,
    interrupts: value.interrupts === true,
  };
}

function mediumOf(name: string, value: Record<string, unknown>): MediumRow {
  const takes = Object.entries(asObject(value.takes)).map(
    ([kind, units]) => [kind, asNumber(units)] as const,
  );
  return {
    name,
    takes: Object.fromEntries(takes),
    closes: asList(value.closes).filter((kind) => typeof kind === "string"),
    interrupts: value.interrupts === true,
    beyond: asNumber(value.beyond),
  };
}

function needOf(value: unknown): Pick<KindRow, "need" | "other"> {
  if (isWanted(value)) return { need: [value] };
  const { all_of, ...rest } = asObject(value);
  const need = wantedOf(all_of);
  const plain =
    value === undefined || (Object.keys(rest).length === 0 && need.length === asList(all_of).length);
  return plain ? { need } : { need: [], other: value };
}

/** What really takes places. */
function some(takes: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(takes).filter(([, units]) => units !== 0));
}

function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}
