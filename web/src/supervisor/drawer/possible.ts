/** What a supervisor can do with a conversation in a state; the hub judges once more. Pure. */

export interface Possible {
  readonly takeOver: boolean;
  readonly passOn: boolean;
  readonly end: boolean;
}

const TAKEN_FROM = new Set(["bot", "queued", "assigned", "on_hold"]);
const PASSED_ON_FROM = new Set(["queued", "assigned", "on_hold", "in_call"]);

export function possible(state: string | undefined, mine: boolean): Possible {
  if (state === undefined) return { takeOver: false, passOn: false, end: false };
  return {
    takeOver: TAKEN_FROM.has(state) && !mine,
    passOn: PASSED_ON_FROM.has(state),
    end: state !== "closed",
  };
}
