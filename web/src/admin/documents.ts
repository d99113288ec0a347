/** Plain JSON of the router's rules, read without trusting its form. */

export type Wanted = [skill: string, level: number];

export function wantedOf(value: unknown): Wanted[] {
  const list = asList(value);
  return list.every(isWanted) ? list : [];
}

export function isWanted(value: unknown): value is Wanted {
  return (
    Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && typeof value[1] === "number"
  );
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asNumber(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
