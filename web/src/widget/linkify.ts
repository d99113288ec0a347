/** Finds web addresses, and the numbers for emergencies, in a text; the text itself is never read as HTML. */

export type Piece = { text: string; href?: string };

const ADDRESS = /https?:\/\/[^\s<>"'`，。；！？、（）《》【】“”‘’]+/g;
const TAIL = /[.,;:!?)\]}]+$/;

const CALL = /(?<!\d)(?:110|119|120)(?!\d)/g;

/** True for words that name all the numbers for emergencies: they may save a life. */
export function isVital(text: string): boolean {
  return new Set(text.match(CALL)).size === 3;
}

/** The text cut into plain pieces and the numbers for emergencies, to be called. */
export function calls(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(CALL)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: match[0], href: `tel:${match[0]}` });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** The text cut into plain pieces and addresses. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TAIL, "");
    const href = safe(address);
    if (href === undefined) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

function safe(address: string): string | undefined {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
