import { beforeEach, describe, expect, test } from "vitest";
import { cut, type Stage, stage } from "../testing";
import type { Customer } from "../types";
import { useCustomers } from "./customers";

let here: Stage;

beforeEach(() => {
  here = stage();
});

function talk(id: string): Customer["history"]["talks"][number] {
  return {
    id,
    channel: "webchat",
    account_name: "官网",
    state: "closed",
    rescue: false,
    opened_ms: 0,
    closed_ms: 1,
    last_ms: 1,
    disposition: null,
    agent_name: null,
    first_words: null,
  };
}

function card(next: string | null): Customer {
  return {
    id: "01CUSTOMER",
    name: null,
    lang: null,
    region: null,
    vip: 0,
    since_ms: 0,
    addresses: [],
    tickets: [],
    notes: [],
    history: { talks: [talk("01B")], next },
  };
}

describe("a customer's card", () => {
  test("goes on to the end of the history, page by page", async () => {
    here.on("GET /api/conversations/:id/customer", () => card("01B"));
    here.on("GET /api/conversations/:id/customer/history", () => ({ talks: [talk("01A")], next: null }));
    const customers = useCustomers();
    await customers.read("01C", "zh-CN");
    await customers.older("01C", "zh-CN");
    await customers.older("01C", "zh-CN");
    expect(customers.of("01C").customer?.history.talks.map(({ id }) => id)).toEqual(["01B", "01A"]);
    expect(here.asked.map(({ query }) => query.get("before"))).toEqual([null, "01B"]);
  });

  test("keeps what it has when the hub is away, and says so", async () => {
    here.on("GET /api/conversations/:id/customer", () => card(null));
    const customers = useCustomers();
    await customers.read("01C", "en");
    here.on("GET /api/conversations/:id/customer", () => cut());
    await customers.read("01C", "en");
    expect(customers.of("01C").customer?.id).toBe("01CUSTOMER");
    expect(customers.of("01C").failure).toBeDefined();
    expect(customers.of("01C").reading).toBe(false);
  });
});
