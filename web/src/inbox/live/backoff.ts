/** How long to wait before trying again: half a second at least, half a minute at most, never all at the same time. */

const LEAST_MS = 500;
const MOST_MS = 30_000;

/** The wait after `failures` attempts that came to nothing; `random` is in [0, 1). */
export function waitMs(failures: number, random: number): number {
  const most = Math.min(MOST_MS, LEAST_MS * 2 ** Math.max(1, failures));
  return LEAST_MS + random * (most - LEAST_MS);
}
