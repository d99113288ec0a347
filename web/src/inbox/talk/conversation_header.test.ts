import { flushPromises, mount } from "@vue/test-utils";
import { beforeEach, expect, test } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { useTranscripts } from "../stores/transcripts";
import { conversation, message, type Stage, stage } from "../testing";
import type { Message } from "../types";
import ConversationHeader from "./ConversationHeader.vue";

const ID = "01CONVERSATION";
let here: Stage;

beforeEach(() => {
  here = stage();
  here.on("GET /api/conversations/:id/segments", () => ({
    segments: [],
    tickets: [{ id: "01TICKET", no: "WYG-20261123-0001" }],
  }));
});

/** The links in the head of a conversation in which these messages were said. */
async function links(
  rescue: boolean,
  messages: readonly Message[],
): Promise<Record<string, string | undefined>> {
  here.on("GET /api/conversations/:id/messages", () => ({ messages, more: false }));
  await useTranscripts().open(ID);
  const view = { template: "<i />" };
  const routes = [
    { path: "/inbox", name: "inbox", component: view },
    { path: "/tickets/:id", name: "ticket", component: view },
  ];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push("/inbox");
  const header = mount(ConversationHeader, {
    props: { conversation: conversation(ID, { rescue }), customerOpen: false },
    global: { plugins: [here.pinia, router], provide: here.provide },
  });
  await flushPromises();
  const found = header.findAll(".head__rescue a").map((one) => [one.text(), one.attributes("href")]);
  return Object.fromEntries(found);
}

function placed(seq: number, href: string): Message {
  const place = { lat: 30, lon: 118, accuracy_m: null, label: null, source: "device", datum: "wgs84" };
  return message(ID, seq, { kind: "location", place: { ...place, links: { amap: href } } });
}

test("the head of a rescue leads to the newest place and to the ticket", async () => {
  const said = [placed(1, "https://uri.amap.com/old"), placed(2, "https://uri.amap.com/new"), message(ID, 3)];
  expect(await links(true, said)).toEqual({
    查看位置: "https://uri.amap.com/new",
    "WYG-20261123-0001": "/tickets/01TICKET",
  });
});

test("where no place is known, and in everyday talks, only the ticket is there, also after a false alarm", async () => {
  const ticket = { "WYG-20261123-0001": "/tickets/01TICKET" };
  expect(await links(true, [message(ID, 1)])).toEqual(ticket);
  expect(await links(false, [placed(1, "https://uri.amap.com/old")])).toEqual(ticket);
});
