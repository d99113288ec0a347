/** Keys that make a repeated command harmless. */

/**
 * A random UUID (RFC 9562 §5.4). `crypto.randomUUID` would do, but browsers have it only over HTTPS and on localhost,
 * and a hub may well be reached by plain HTTP within an office.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, at) => octet(byte, at).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Octets 6 and 8 carry the version (4) and the variant. */
function octet(byte: number, at: number): number {
  if (at === 6) return (byte & 0x0f) | 0x40;
  return at === 8 ? (byte & 0x3f) | 0x80 : byte;
}
