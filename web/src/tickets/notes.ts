/** A note as words and links; the hub's own link to a map is told from others, for it is long and says nothing. */

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
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of note.matchAll(LINK)) {
    if (found.index > from) pieces.push(plain(note.slice(from, found.index)));
    const [href] = found;
    pieces.push({ words: href, href, isMap: href.startsWith(MAP) });
    from = found.index + href.length;
  }
  if (from < note.length) pieces.push(plain(note.slice(from)));
  return pieces;
}

function plain(words: string): Piece {
  return { words, href: undefined, isMap: false };
}
