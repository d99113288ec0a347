/** Which part of a long line is in sight. Pure. */

/** The height of a row: all are alike, so that a place in the line is a place on the page. */
export const ROW_PX = 44;
const BEYOND = 15;
const STEP = 10;
/** As the hub allows in one answer. */
const MOST = 200;
const LEAST_ROWS = 10;

/** The rows to hold for a scroll position: some more than is in sight, beginning at a round place. */
export function windowOf(scrollTop: number, height: number, count: number): { skip: number; limit: number } {
  const first = Math.min(Math.floor(scrollTop / ROW_PX), Math.max(0, count - 1));
  const skip = Math.max(0, Math.floor((first - BEYOND) / STEP) * STEP);
  const rows = Math.max(LEAST_ROWS, Math.ceil(height / ROW_PX));
  return { skip, limit: Math.min(MOST, first - skip + rows + BEYOND + STEP) };
}
