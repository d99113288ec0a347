import { describe, expect, test } from "vitest";
import { Client } from "./client";
import { Refused, ServerAway } from "./problem";

interface Sent {
  readonly path: string;
  readonly init: RequestInit;
  readonly headers: Record<string, string>;
}

type Answer = () => Response | Error;

const ok: Answer = () => Response.json({ user: {} });
const done: Answer = () => new Response(null, { status: 204 });
const cut: Answer = () => new TypeError("connection reset");
/** The head of an answer and the beginning of its body; then the connection is cut. */
const brokenOff: Answer = () => {
  const body = new ReadableStream({
    start: (stream) => {
      stream.enqueue(new TextEncoder().encode('{"user":'));
      stream.error(new TypeError("network error"));
    },
  });
  return new Response(body, { status: 200, headers: { "Content-Type": "application/json" } });
};
const gateway: Answer = () => new Response("<h1>Bad gateway</h1>", { status: 502 });

function refuse(
  status: number,
  code: string,
  more: { headers?: Record<string, string>; body?: object } = {},
): Answer {
  const headers = { "Content-Type": "application/problem+json", ...more.headers };
  return () => new Response(JSON.stringify({ status, code, ...more.body }), { status, headers });
}

/** A client before a hub that gives these answers in turn. */
function clientBefore(...answers: Answer[]) {
  const sent: Sent[] = [];
  const reached: boolean[] = [];
  const waits: number[] = [];
  let signedOut = 0;
  let keys = 0;
  const client = new Client({
    fetch: async (path, init = {}) => {
      sent.push({ path: String(path), init, headers: init.headers as Record<string, string> });
      const answer = (answers[sent.length - 1] ?? cut)();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    newKey: () => `key-${++keys}`,
    wait: async (ms) => void waits.push(ms),
    onReach: (answered) => reached.push(answered),
    onSignedOut: () => {
      signedOut += 1;
    },
  });
  const change = () =>
    client.command("post", "/api/session/password", { body: { current_password: "a", new_password: "b" } });
  const keysSent = () => sent.map(({ headers }) => headers["Idempotency-Key"]);
  return { client, change, sent, reached, waits, keysSent, signedOut: () => signedOut };
}

describe("a command", () => {
  test("carries the session's token, one key and its body", async () => {
    const { client, change, sent } = clientBefore(done);
    client.csrfToken = "token";
    await change();
    expect(sent[0]?.path).toBe("/api/session/password");
    expect(sent[0]?.init).toMatchObject({ method: "POST", credentials: "same-origin" });
    expect(sent[0]?.headers).toMatchObject({ "X-CSRF-Token": "token", "Idempotency-Key": "key-1" });
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ current_password: "a", new_password: "b" });
  });

  test("is sent again under the same key when the connection is cut", async () => {
    const { change, keysSent, waits } = clientBefore(cut, gateway, done);
    await change();
    expect(keysSent()).toEqual(["key-1", "key-1", "key-1"]);
    expect(waits).toEqual([500, 1000]);
  });

  test("is sent again under the same key when the answer breaks off", async () => {
    const { change, keysSent, reached } = clientBefore(brokenOff, done);
    await change();
    expect(keysSent()).toEqual(["key-1", "key-1"]);
    expect(reached).toEqual([true, false, true]);
  });

  test("gives up after four tries and says that nobody knows", async () => {
    const { change, sent, reached } = clientBefore(cut, cut, cut, cut, done);
    await expect(change()).rejects.toBeInstanceOf(ServerAway);
    expect(sent).toHaveLength(4);
    expect(reached).toEqual([false, false, false, false]);
  });

  test("waits as long as a busy hub asks for", async () => {
    const busy = refuse(503, "store_overloaded", { headers: { "Retry-After": "3" } });
    const { change, waits, reached } = clientBefore(busy, done);
    await change();
    expect(waits).toEqual([3000]);
    expect(reached).toEqual([true, true]);
  });

  test("waits for its own first copy that is still at work", async () => {
    const { change, keysSent } = clientBefore(cut, refuse(409, "idempotency_key_in_use"), done);
    await change();
    expect(new Set(keysSent()).size).toBe(1);
  });

  test("is not repeated when the hub has said no", async () => {
    const { change, sent } = clientBefore(refuse(409, "offer_over"), done);
    await expect(change()).rejects.toMatchObject({ status: 409, code: "offer_over" });
    expect(sent).toHaveLength(1);
  });

  test("gets another key than the one before", async () => {
    const { change, keysSent } = clientBefore(done, done);
    await change();
    await change();
    expect(keysSent()).toEqual(["key-1", "key-2"]);
  });
});

describe("signing in", () => {
  const entry = { body: { login: "wang", password: "secret" } };

  test("is sent once and without a key", async () => {
    const { client, sent, keysSent } = clientBefore(cut, ok);
    await expect(client.once("post", entry)).rejects.toBeInstanceOf(ServerAway);
    expect(sent).toHaveLength(1);
    expect(keysSent()).toEqual([undefined]);
  });

  test("tells how long the lock lasts", async () => {
    const { client } = clientBefore(refuse(429, "locked_out", { headers: { "Retry-After": "75" } }));
    await expect(client.once("post", entry)).rejects.toMatchObject({ code: "locked_out", retryAfterS: 75 });
  });
});

describe("a refusal", () => {
  test("names the value that is not acceptable", async () => {
    const errors = [{ pointer: "#/new_password", code: "too_short" }, { parameter: "limit" }, "?"];
    const { change } = clientBefore(refuse(422, "password_weak", { body: { errors } }));
    const refused = await change().catch((error: unknown) => error as Refused);
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).reasonOf("new_password")).toBe("too_short");
    expect((refused as Refused).reasonOf("current_password")).toBeUndefined();
  });

  test("by a proxy is told by its number", async () => {
    const { change } = clientBefore(() => new Response("<h1>Forbidden</h1>", { status: 403 }));
    await expect(change()).rejects.toMatchObject({ code: "http_403" });
  });

  test("that nobody is signed in is passed on", async () => {
    const { client, signedOut } = clientBefore(refuse(401, "not_signed_in"));
    await expect(client.get("/api/session", {})).rejects.toBeInstanceOf(Refused);
    expect(signedOut()).toBe(1);
  });

  test("that the password was reset is passed on as well", async () => {
    const { client, signedOut } = clientBefore(refuse(401, "password_reset"));
    await expect(client.get("/api/session", {})).rejects.toBeInstanceOf(Refused);
    expect(signedOut()).toBe(1);
  });

  test("of a password is no end of the session", async () => {
    const { client, signedOut } = clientBefore(refuse(401, "bad_credentials"));
    const entry = { body: { login: "wang", password: "wrong" } };
    await expect(client.once("post", entry)).rejects.toMatchObject({ code: "bad_credentials" });
    expect(signedOut()).toBe(0);
  });
});
