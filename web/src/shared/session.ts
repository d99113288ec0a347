/** Who is signed in on this browser, and the commands that change it. */

import { defineStore } from "pinia";
import { computed, type InjectionKey, inject, ref } from "vue";
import type { Client } from "./api/client";
import type { Session } from "./api/operations";
import { Refused, ServerAway } from "./api/problem";
import { useConnection } from "./connection";

export const CLIENT: InjectionKey<Client> = Symbol("client");

export type Role = "admin" | "supervisor" | "agent" | "author" | "approver" | "auditor" | "duty_chief";

/** The way to the hub, inside a component or a store. */
export function useClient(): Client {
  const client = inject(CLIENT);
  if (client === undefined) throw new Error("main.ts provides no client");
  return client;
}

/** Why the person stands at the sign-in page again. */
export type Ended = "expired" | "reset" | "signed_out" | undefined;

export const useSession = defineStore("session", () => {
  const client = useClient();
  const connection = useConnection();
  const session = ref<Session>();
  const known = ref(false);
  const ended = ref<Ended>();
  // One browser has one cookie: what happens in one window is true in all of them.
  const windows = new BroadcastChannel("hub.session");
  windows.onmessage = async ({ data }) => {
    await load();
    if (data === "signed_out" && session.value === undefined) ended.value = "signed_out";
  };

  const user = computed(() => session.value?.user);

  /** Asks the hub once who is signed in; waits for it as long as it takes. */
  async function ensure(): Promise<void> {
    while (!known.value) {
      await connection.untilReached();
      await load();
    }
  }

  async function load(): Promise<void> {
    try {
      take(await client.get("/api/session", {}));
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return;
      if (!(error instanceof ServerAway)) throw error;
    }
  }

  async function signIn(login: string, password: string): Promise<void> {
    take(await client.once("post", { body: { login, password } }));
    ended.value = undefined;
    windows.postMessage("signed_in");
  }

  async function signOut(): Promise<void> {
    await client.once("delete", {});
    forget("signed_out");
    windows.postMessage("signed_out");
  }

  async function changePassword(current: string, next: string): Promise<void> {
    await client.command("post", "/api/session/password", {
      body: { current_password: current, new_password: next },
    });
    await load();
  }

  /** The hub says that nobody is signed in. */
  function expire(code?: string): void {
    if (code === "password_reset") forget("reset");
    else forget(session.value === undefined ? ended.value : "expired");
  }

  /** A socket says so, which cannot tell why: the hub is asked. */
  async function lose(): Promise<void> {
    expire();
    await load();
  }

  function take(answer: Session): void {
    session.value = answer;
    client.csrfToken = answer.csrf_token;
    known.value = true;
  }

  function forget(why: Ended): void {
    session.value = undefined;
    client.csrfToken = undefined;
    known.value = true;
    ended.value = why;
  }

  /** Whether one of the person's rights is among these roles. */
  function hasAny(roles: readonly Role[]): boolean {
    return (session.value?.rights ?? []).some((right) => (roles as readonly string[]).includes(right.role));
  }

  return { session, user, ended, ensure, signIn, signOut, changePassword, expire, lose, hasAny };
});
