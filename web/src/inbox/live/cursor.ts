/** Places in the hub's log of facts, written `epoch.xid.id`; they have an order within one epoch only. */

interface Place {
  readonly epoch: string;
  readonly xid: bigint;
  readonly id: string;
}

function place(cursor: string): Place {
  const [epoch = "", xid = "", id = ""] = cursor.split(".", 3);
  return { epoch, xid: /^\d+$/.test(xid) ? BigInt(xid) : 0n, id };
}

/** Whether whoever has everything up to `known` has the fact at `cursor` too. */
export function isKnown(cursor: string, known: string | undefined): boolean {
  if (known === undefined) return false;
  const [one, other] = [place(cursor), place(known)];
  if (one.epoch !== other.epoch) return false;
  return one.xid === other.xid ? one.id <= other.id : one.xid < other.xid;
}

/** The one of two cursors that is further on; the second where they cannot be compared. */
export function further(one: string | undefined, other: string): string {
  return one !== undefined && isKnown(other, one) ? one : other;
}
