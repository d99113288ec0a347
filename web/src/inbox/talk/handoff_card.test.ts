import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";
import { stage } from "../testing";
import type { Conversation } from "../types";
import HandoffCard from "./HandoffCard.vue";

type Handoff = NonNullable<Conversation["handoff"]>;

function card(more: Partial<Handoff>): string[] {
  const here = stage();
  const handoff: Handoff = { reason: "asked", summary: "", dissatisfied: 0, recent: [], known: [], ...more };
  const mounted = mount(HandoffCard, {
    props: { handoff, lang: null, answered: false },
    global: { plugins: [here.pinia], provide: here.provide },
  });
  return mounted.findAll(".handoff__known > *").map((one) => one.text());
}

test("what was under way with the bot is told with its details, the last begun first", () => {
  const details = [
    { label: "对象", value: "假日山水旅行社" },
    { label: "日期", value: "2026-11-22" },
  ];
  const known = [
    { topic: "投诉登记", details },
    { topic: "预订登记", details: [] },
  ];
  expect(card({ known })).toEqual([
    "办到一半：投诉登记",
    "对象假日山水旅行社日期2026-11-22",
    "办到一半：预订登记",
    "还没有填任何内容。",
  ]);
});

test("where nothing was under way nothing of the kind is told", () => {
  expect(card({})).toEqual([]);
});
