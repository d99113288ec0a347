import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversation, type Stage, stage } from "../testing";
import type { Conversation } from "../types";
import WrapUpForm from "./WrapUpForm.vue";

enableAutoUnmount(afterEach);

const KINDS = ["inquiry", "complaint", "rescue", "booking", "repair", "suggestion"];
let here: Stage;

beforeEach(() => {
  here = stage();
  const found = { queues: [], colleagues: [], dispositions: [], ticket_kinds: KINDS };
  here.on("GET /api/conversations/:id/choices", () => found);
});

/** The kind of ticket that the form proposes. */
async function proposed(more: Partial<Conversation>): Promise<string> {
  const form = mount(WrapUpForm, {
    props: { conversation: conversation("01CONVERSATION", more), whenDone: () => undefined },
    global: { plugins: [here.pinia], provide: here.provide },
  });
  await flushPromises();
  await form.get("input[type=checkbox]").setValue(true);
  return form.get("select").element.value;
}

function handedOver(business: string | null, reason = "asked"): Partial<Conversation> {
  return { handoff: { reason, summary: "", business, dissatisfied: 0, recent: [], known: [] } };
}

test.each([
  ["the recognised kind of business", handedOver("complaint"), "complaint"],
  ["a booking of somebody angry", handedOver("booking", "angry"), "booking"],
  ["a complaint of whoever is angry", handedOver("inquiry", "angry"), "complaint"],
  ["an inquiry where the house's own kind has no ticket", handedOver("weddings"), "inquiry"],
  ["a rescue before all", { ...handedOver("complaint"), rescue: true }, "rescue"],
  ["an inquiry where nothing is known", {}, "inquiry"],
])("the wrap-up proposes %s", async (_, more, kind) => {
  expect(await proposed(more)).toBe(kind);
});
