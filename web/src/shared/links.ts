/** Cuts words into what is a link and what is not; the words themselves are never read as HTML. */

export interface Piece {
  text: string;
  href?: string;
}

/** An address that may be opened from here; undefined where there is none, or none that is safe. */
export function secure(href: string | null | undefined): string | undefined {
  return href?.startsWith("https://") === true ? href : undefined;
}

/**
 * The text in pieces, in their order; nothing is lost.
 *
 * `linkOf` says what of a find of `pattern` (global) is a link, beginning where the find does; undefined: nothing.
 */
export function cut(
  text: string,
  pattern: RegExp,
  linkOf: (found: string) => Required<Piece> | undefined,
): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const link = linkOf(match[0]);
    if (link === undefined) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push(link);
    end = match.index + link.text.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}
