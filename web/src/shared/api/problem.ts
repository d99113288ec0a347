/** What can go wrong when the pages ask the hub for something: it refuses and says why, or it cannot be reached. */

/** What is wrong with one value that was sent: a JSON pointer into the body (`#/new_password`) and the reason. */
export interface ValueProblem {
  readonly pointer: string;
  readonly code: string;
}

/** With `changed_meanwhile`: who was faster, and when. */
export interface Changed {
  readonly by: string | null;
  readonly at_ms: number | null;
}

interface Problem {
  readonly changed?: unknown;
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly correlation?: unknown;
  readonly errors?: unknown;
}

/** The hub answered, and the answer is no (RFC 9457). */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  readonly code: string;
  readonly values: readonly ValueProblem[];
  /** Seconds to wait before trying again, when the hub says so. */
  readonly retryAfterS: number | undefined;
  /** Under which the hub has logged its own fault. */
  readonly correlation: string | undefined;

  readonly changed: Changed | undefined;

  constructor(response: Response, problem: Problem) {
    super(text(problem.detail) ?? response.statusText);
    const after = response.headers.get("Retry-After") ?? "";
    this.status = response.status;
    this.code = text(problem.code) ?? `http_${response.status}`;
    this.values = Array.isArray(problem.errors) ? problem.errors.filter(isValueProblem) : [];
    this.retryAfterS = NUMBER_OF_SECONDS.test(after) ? Number(after) : undefined;
    this.correlation = text(problem.correlation);
    this.changed = isChanged(problem.changed) ? problem.changed : undefined;
  }

  /** Why the value of a top-level field was not acceptable; undefined when it was. */
  reasonOf(field: string): string | undefined {
    return this.values.find(({ pointer }) => pointer === `#/${field}`)?.code;
  }
}

/** No answer came, so nobody here knows whether the hub did it. */
export class ServerAway extends Error {
  override readonly name = "ServerAway";
}

/** Whether something that was asked for by its address is not there, be it gone or never a possible address. */
export function isMissing(error: unknown): boolean {
  return error instanceof Refused && (error.status === 404 || error.status === 422);
}

const NUMBER_OF_SECONDS = /^\d+$/;

/** Reads a refusal, also one that no hub wrote (a proxy's HTML page). */
export async function readRefusal(response: Response): Promise<Refused> {
  const body: unknown = isProblem(response) ? await response.json().catch(() => undefined) : undefined;
  return new Refused(response, typeof body === "object" && body !== null ? body : {});
}

/** Whether the hub itself speaks, rather than a proxy before it. */
export function isProblem(response: Response): boolean {
  return (response.headers.get("Content-Type") ?? "").startsWith("application/problem+json");
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isChanged(value: unknown): value is Changed {
  return typeof value === "object" && value !== null && "by" in value && "at_ms" in value;
}

function isValueProblem(value: unknown): value is ValueProblem {
  if (typeof value !== "object" || value === null) return false;
  return (
    "pointer" in value &&
    typeof value.pointer === "string" &&
    "code" in value &&
    typeof value.code === "string"
  );
}
