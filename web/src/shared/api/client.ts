/**
 * The one way from the pages to the hub.
 *
 * Rule 1: a command carries an Idempotency-Key made once; when no answer comes it is sent again under the same
 *   key, so the hub does it once however often it hears it.
 * Rule 2: signing in and out have no key and are sent once.
 * Rule 3: every outcome is reported as "reached" or "away", which feeds the connection bar.
 */

import type { AnswerOf, PathsOf, RequestOf } from "./operations";
import { isProblem, Refused, readRefusal, ServerAway } from "./problem";

/** What the client needs from its surroundings. */
export interface Surroundings {
  readonly fetch: typeof fetch;
  readonly newKey: () => string;
  readonly wait: (ms: number) => Promise<void>;
  /** Called after each attempt: did the hub answer? */
  readonly onReach: (reached: boolean) => void;
  /** Called when the hub says that nobody is signed in any more. */
  /** With the code: `not_signed_in`, or `password_reset` where an administrator has ended the session so. */
  readonly onSignedOut: (code: string) => void;
}

type Command = "post" | "put" | "patch" | "delete";

interface Attempt {
  readonly path: string;
  readonly init: RequestInit;
  readonly tries: number;
}

interface Parts {
  readonly body?: unknown;
  readonly path?: Record<string, string | number>;
  readonly query?: Record<string, unknown>;
}

/** A half-open connection never fails by itself. */
const ANSWER_WITHIN_MS = 15_000;
const TRIES = 4;
const FIRST_WAIT_MS = 500;
const GATEWAY_STATUS = new Set([502, 503, 504]);
const SIGNED_OUT = new Set(["not_signed_in", "password_reset"]);

export class Client {
  /** The session's token; the hub wants it on every command. */
  csrfToken: string | undefined;
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Ask for something; nothing changes by asking. */
  async get<P extends PathsOf<"get">>(path: P, request: RequestOf<"get", P>): Promise<AnswerOf<"get", P>> {
    const init = { headers: { Accept: "application/json" } };
    return (await this.#send({ path: fill(path, request), init, tries: TRIES })) as AnswerOf<"get", P>;
  }

  /** Have the hub do something, once; whoever may have to ask again later brings the key. */
  async command<M extends Command, P extends PathsOf<M>>(
    method: M,
    path: P,
    request: RequestOf<M, P>,
    key: string = this.#around.newKey(),
  ): Promise<AnswerOf<M, P>> {
    const headers = { ...this.#headers(), "Idempotency-Key": key };
    const init = { method: method.toUpperCase(), headers, ...bodyOf(request) };
    return (await this.#send({ path: fill(path, request), init, tries: TRIES })) as AnswerOf<M, P>;
  }

  /** Sign in or out: the hub takes these without a key, so they are never repeated here. */
  async once<M extends "post" | "delete">(
    method: M,
    request: RequestOf<M, "/api/session">,
  ): Promise<AnswerOf<M, "/api/session">> {
    const init = { method: method.toUpperCase(), headers: this.#headers(), ...bodyOf(request) };
    return (await this.#send({ path: "/api/session", init, tries: 1 })) as AnswerOf<M, "/api/session">;
  }

  #headers(): Record<string, string> {
    const token: Record<string, string> =
      this.csrfToken === undefined ? {} : { "X-CSRF-Token": this.csrfToken };
    return { Accept: "application/json", "Content-Type": "application/json", ...token };
  }

  async #send(attempt: Attempt): Promise<unknown> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.#try(attempt);
      } catch (error) {
        if (!(error instanceof ServerAway || error instanceof Refused)) throw error;
        if (tried >= attempt.tries || !mayRepeat(error)) throw error;
        const asked = error instanceof Refused ? (error.retryAfterS ?? 0) * 1000 : 0;
        await this.#around.wait(Math.max(asked, FIRST_WAIT_MS * 2 ** (tried - 1)));
      }
    }
  }

  async #try({ path, init }: Attempt): Promise<unknown> {
    const response = await this.#fetch(path, init);
    if (response.status === 204) return undefined;
    if (response.ok) return this.#read(response);
    const refusal = await readRefusal(response);
    if (SIGNED_OUT.has(refusal.code)) this.#around.onSignedOut(refusal.code);
    throw refusal;
  }

  /** Reads an answer's body; one that breaks off on its way is no answer. */
  async #read(response: Response): Promise<unknown> {
    try {
      return await response.json();
    } catch (error) {
      this.#around.onReach(false);
      throw new ServerAway("the answer broke off", { cause: error });
    }
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const response = await this.#around.fetch(path, { ...init, credentials: "same-origin", signal });
      if (GATEWAY_STATUS.has(response.status) && !isProblem(response)) throw new ServerAway();
      this.#around.onReach(true);
      return response;
    } catch (error) {
      this.#around.onReach(false);
      throw new ServerAway("no answer", { cause: error });
    }
  }
}

function mayRepeat(outcome: Refused | ServerAway): boolean {
  // 503: the hub could not do it now. In use: it is still at work on an earlier copy of this very command.
  return outcome instanceof ServerAway || outcome.status === 503 || outcome.code === "idempotency_key_in_use";
}

function bodyOf(request: Parts): { body?: string } {
  return request.body === undefined ? {} : { body: JSON.stringify(request.body) };
}

/** Puts the path's parameters and the query into the address. */
function fill(template: string, request: Parts): string {
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(request.path?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null) query.append(name, String(one));
    }
  }
  return query.size === 0 ? address : `${address}?${query}`;
}
