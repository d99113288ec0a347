/** Where to go after signing in: only ever a path of this site, whatever the address bar was made to say. */

/** Returns `next` if it is a plain path of this site, else the start page. */
export function safeNext(next: unknown): string {
  if (typeof next !== "string" || !next.startsWith("/")) return "/";
  const here = new URL("http://here.invalid/");
  try {
    const address = new URL(next, here);
    if (address.origin !== here.origin || address.pathname === "/sign-in") return "/";
    return `${address.pathname}${address.search}${address.hash}`;
  } catch {
    return "/";
  }
}
