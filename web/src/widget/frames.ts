/** The hub's frames as the page uses them; what is not understood is left alone. */

export interface Button {
  label: string;
  value: string;
}

export interface Line {
  seq: number;
  prev: number;
  id: string;
  cid?: string;
  from: { role: "visitor" | "bot" | "agent" | "system"; name: string | null };
  kind: string;
  text: string | null;
  ts: number;
  buttons?: Button[];
  place?: { lat: number; lon: number; accuracy_m?: number; label?: string; map?: string };
}

export interface State {
  phase: "none" | "bot" | "queued" | "agent" | "closed";
  agent: string | null;
  /** 1 is the next; null where it was not told. */
  queue_pos: number | null;
  /** Half of all wait no longer, in seconds; null where nobody knows. */
  eta_s: number | null;
  /** Nine of ten wait no longer. */
  eta_p90_s: number | null;
  /** Nobody is there who could answer now: none of the staff is signed in, or it is out of hours. */
  nobody?: boolean;
  /** The visitor is in danger. */
  rescue?: boolean;
}

export type Frame =
  | ({ t: "msg" } & Line)
  | ({ t: "state" } & State)
  | { t: "welcome"; last_seq: number }
  | { t: "reset" | "ping" | "pong" }
  | { t: "ack"; cid: string }
  | { t: "nack"; cid: string; code: string; retry_ms?: number }
  | { t: "seen"; seq: number }
  | { t: "typing"; on: boolean; name: string | null };

export interface Session {
  visitor_token: string;
  resume_token: string;
  expires_in_s: number;
  last_seq: number;
  read_seq: number;
  merged: boolean;
  site: {
    title: string | null;
    greeting: string | null;
    privacy: string | null;
    closed: string | null;
    privacy_url: string | null;
  };
}

/** The frame in a socket's text, undefined for none. */
export function frameOf(text: string): Frame | undefined {
  try {
    const frame = JSON.parse(text);
    return typeof frame?.t === "string" ? (frame as Frame) : undefined;
  } catch {
    return undefined;
  }
}
