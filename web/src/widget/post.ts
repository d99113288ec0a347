/**
 * What the site's page and the chat's frame say to each other: five kinds of message, nothing else.
 *
 * Both sides check where a message comes from (window and origin) before they look at it, and name the other's exact
 * origin when they send.
 */

/** Whom the site has before it, with its server's proof; null signs the visitor out. */
export interface Identity {
  id?: string;
  name?: string;
  hash?: string;
  jwt?: string;
}

export type Post =
  | { hotline: 1; type: "open" }
  | { hotline: 1; type: "close" }
  | { hotline: 1; type: "resize"; width: number; height: number }
  | { hotline: 1; type: "unread"; count: number }
  | { hotline: 1; type: "identify"; identity: Identity | null };

const FIELDS = ["id", "name", "hash", "jwt"] as const;

/** The message in `data`, or undefined for anything that is none of ours. */
export function postOf(data: unknown): Post | undefined {
  if (typeof data !== "object" || data === null || !("hotline" in data) || data.hotline !== 1)
    return undefined;
  const post = data as Record<string, unknown>;
  switch (post.type) {
    case "open":
    case "close":
      return { hotline: 1, type: post.type };
    case "resize":
      return isSize(post.width) && isSize(post.height)
        ? { hotline: 1, type: "resize", width: post.width, height: post.height }
        : undefined;
    case "unread":
      return isSize(post.count) ? { hotline: 1, type: "unread", count: post.count } : undefined;
    case "identify":
      return identityPost(post.identity);
    default:
      return undefined;
  }
}

function identityPost(given: unknown): Post | undefined {
  if (given === null) return { hotline: 1, type: "identify", identity: null };
  if (typeof given !== "object") return undefined;
  const identity: Identity = {};
  for (const field of FIELDS) {
    const value = (given as Record<string, unknown>)[field];
    if (typeof value === "string") identity[field] = value;
  }
  return { hotline: 1, type: "identify", identity };
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 && value < 10_000;
}
