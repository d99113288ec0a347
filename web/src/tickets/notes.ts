/** A note as words and links; the hub's own link to a map is told from others, for it is long and says nothing. */

import { cut } from "@/shared/links";

export interface Piece {
  readonly words: string;
  readonly href: string | undefined;
  readonly isMap: boolean;
}

const LINK = /https:\/\/[^\s<>"'，。；、（）]+/g;
/** As `hub/places.py` writes it. */
const MAP = "https://uri.amap.com/";

/** Cuts a note into words and links, in their order; nothing is lost. */
export function piecesOf(note: string): Piece[] {
  return cut(note, LINK, (href) => ({ text: href, href })).map(({ text, href }) => ({
    words: text,
    href,
    isMap: href?.startsWith(MAP) ?? false,
  }));
}
