/** From so many before one on the hub tells places to the nearest ten or hundred (`voice_bridge/acd/waits.py`). */
const ABOUT = 20;

/** Whether so many before one is a round figure, which is said with "about". */
export function isRound(ahead: number): boolean {
  return ahead >= ABOUT;
}
