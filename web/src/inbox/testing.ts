/** What the tests of the inbox share: a hub that answers as told, stores on top of it, and builders of its shapes. */

import { createPinia, type Pinia, setActivePinia } from "pinia";
import { createApp } from "vue";
import { Client } from "@/shared/api/client";
import { createText, TEXT } from "@/shared/i18n/text";
import { CLIENT, useSession } from "@/shared/session";
import type { Fact } from "./live/frames";
import type { Conversation, Message, Offer } from "./types";

export const ME = "01USER00000000000000000000";
export const EPOCH = "01EPOCH";
export const SECOND = 1_000;

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly key: string | null;
  readonly body: Record<string, unknown>;
}

/** What the hub does with a request: a body for 200, a problem, or an error of the network. */
export type Answer = (asked: Asked) => unknown | Response | Error | Promise<unknown>;

export interface Stage {
  readonly pinia: Pinia;
  readonly client: Client;
  readonly provide: Record<symbol, unknown>;
  /** Everything the pages asked for, in order. */
  readonly asked: Asked[];
  /** Sets what the hub does with requests to this method and path (its ids replaced by `:id`). */
  readonly on: (route: string, answer: Answer) => void;
}

/** Sets the stage: a signed-in agent, fresh stores, a hub that knows nothing yet. */
export function stage(): Stage {
  const asked: Asked[] = [];
  const answers = new Map<string, Answer>();
  const client = new Client({
    fetch: async (address, init = {}) => {
      const request = read(String(address), init);
      asked.push(request);
      const answer = answers.get(`${request.method} ${request.path.replace(/\/01[0-9A-Z]+/g, "/:id")}`);
      if (answer === undefined) return new Response("{}", { status: 200 });
      const given = await answer(request);
      if (given instanceof Error) throw given;
      if (given instanceof Response) return given;
      return given === undefined ? new Response(null, { status: 204 }) : Response.json(given);
    },
    newKey: () => `key-${asked.length}`,
    wait: async () => undefined,
    onReach: () => undefined,
    onSignedOut: (code) => useSession().expire(code),
  });
  const pinia = createPinia();
  const provide = { [CLIENT as symbol]: client, [TEXT as symbol]: createText(localStorage) };
  const app = createApp({}).use(pinia);
  for (const [key, value] of Object.entries(provide)) app.provide(key, value);
  app.provide(CLIENT, client);
  setActivePinia(pinia);
  app.runWithContext(() => signIn());
  return { pinia, client, provide, asked, on: (route, answer) => answers.set(route, answer) };
}

function read(address: string, init: RequestInit): Asked {
  const url = new URL(address, "http://hub.invalid");
  return {
    method: init.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    key: new Headers(init.headers).get("Idempotency-Key"),
    body: typeof init.body === "string" ? JSON.parse(init.body) : {},
  };
}

function signIn(): void {
  const org = { id: "01ORG", code: "demo", name: "演示中心" };
  useSession().session = {
    user: { id: ME, login: "lin", display_name: "林晓燕", lang: "zh-CN", org, temporary_password: false },
    rights: [{ role: "agent", org_id: org.id }],
    csrf_token: "token",
    expires_at_ms: 0,
  };
}

/** A refusal as the hub writes it. */
export function refusal(status: number, code: string): Response {
  const headers = { "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify({ status, code }), { status, headers });
}

export const cut = () => new TypeError("connection reset");

/** The cursor of the n-th fact. */
export function cursor(n: number, epoch = EPOCH): string {
  return `${epoch}.${n}.01FACT${String(n).padStart(8, "0")}`;
}

export function conversation(id: string, more: Partial<Conversation> = {}): Conversation {
  return {
    id,
    org_id: "01ORG",
    channel: "webchat",
    account_name: "官网",
    state: "assigned",
    owner_kind: "agent",
    owner_id: ME,
    owner_name: "林晓燕",
    owner_epoch: 3,
    queue_id: "01QUEUE",
    queue_code: "general",
    rescue: false,
    lang: "zh-CN",
    seq: 0,
    segment: 1,
    unread_from_seq: 1,
    unread: 0,
    handoff: null,
    opened_ms: 0,
    last_ms: 0,
    waiting_since_ms: null,
    snoozed_until_ms: null,
    customer_id: "01CUSTOMER",
    tourist_name: null,
    verified: false,
    delivered_seq: 0,
    read_seq: 0,
    last_text: null,
    last_kind: null,
    tourist_text: null,
    ...more,
  };
}

export function message(conversationId: string, seq: number, more: Partial<Message> = {}): Message {
  return {
    id: `${conversationId}-${seq}`,
    conversation_id: conversationId,
    seq,
    pub_seq: seq,
    direction: "in",
    kind: "text",
    author: "tourist",
    author_name: null,
    text: `words ${seq}`,
    parts: [],
    place: null,
    reply_to_id: null,
    at_ms: seq * SECOND,
    status: "received",
    status_reason: null,
    poison: false,
    command_key: null,
    ...more,
  };
}

export function offer(itemId: string, epoch: number, about: Conversation, untilMs = 60_000): Offer {
  return { work_item_id: itemId, offer_epoch: epoch, until_ms: untilMs, conversation: about };
}

/** The n-th fact of the log. */
export function fact(n: number, type: string, more: Partial<Fact> = {}): Fact {
  return { t: "event", cursor: cursor(n), type, at_ms: n * SECOND, ids: {}, data: {}, view: {}, ...more };
}

/** A message was said, noted or came a step further. */
export function told(n: number, said: Message, type = "MessageReceived"): Fact {
  return fact(n, type, { ids: { conversation_id: said.conversation_id }, view: { message: said } });
}

/** A conversation stands anew. */
export function moved(n: number, now: Conversation, type = "ConversationMoved"): Fact {
  return fact(n, type, { ids: { conversation_id: now.id }, view: { conversation: now } });
}

export function rang(n: number, ringing: Offer, agentId = ME): Fact {
  const { work_item_id, offer_epoch, until_ms } = ringing;
  const view = { conversation: ringing.conversation };
  return fact(n, "OfferMade", {
    ids: { work_item_id, agent_id: agentId },
    data: { offer_epoch, until_ms },
    view,
  });
}

export function withdrew(n: number, ringing: Offer, outcome = "timed_out"): Fact {
  const { work_item_id, offer_epoch } = ringing;
  return fact(n, "OfferWithdrawn", { ids: { work_item_id }, data: { offer_epoch, outcome } });
}

/** The same things in an order that looks like chance and is the same each time. */
export function shuffled<T>(things: readonly T[], seed: number): T[] {
  const mixed = [...things];
  let state = seed;
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = state % (last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
