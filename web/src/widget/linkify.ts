/** Finds web addresses, and the numbers for emergencies, in a text; the text itself is never read as HTML. */

import { cut, type Piece } from "@/shared/links";

const ADDRESS = /https?:\/\/[^\s<>"'`，。；！？、（）《》【】“”‘’]+/g;
const TAIL = /[.,;:!?)\]}]+$/;

const CALL = /(?<!\d)(?:110|119|120)(?!\d)/g;

/** True for words that name all the numbers for emergencies: they may save a life. */
export function isVital(text: string): boolean {
  return new Set(text.match(CALL)).size === 3;
}

/** The text cut into plain pieces and the numbers for emergencies, to be called. */
export function calls(text: string): Piece[] {
  return cut(text, CALL, (number) => ({ text: number, href: `tel:${number}` }));
}

/** The text cut into plain pieces and addresses. */
export function pieces(text: string): Piece[] {
  return cut(text, ADDRESS, (found) => {
    const address = found.replace(TAIL, "");
    const href = safe(address);
    return href === undefined ? undefined : { text: address, href };
  });
}

function safe(address: string): string | undefined {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
