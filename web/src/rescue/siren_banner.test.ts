import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { type Stage, stage } from "@/inbox/testing";
import { useSession } from "@/shared/session";
import SirenBanner from "./SirenBanner.vue";
import type { Siren } from "./sirens";

enableAutoUnmount(afterEach);

let here: Stage;

beforeEach(() => {
  here = stage();
  // Nobody has touched the page, so nothing sounds.
  Object.defineProperty(navigator, "userActivation", { value: { hasBeenActive: false }, configurable: true });
  useSession().$patch((state) => {
    if (state.session) state.session.rights = [{ role: "supervisor", org_id: "01ORG" }];
  });
});

function siren(n: number, more: Partial<Siren> = {}): Siren {
  return {
    conversation_id: `01CONVERSATION${n}`,
    segment: 1,
    org_name: "雾云谷景区",
    channel: "webchat",
    customer_id: `01CUSTOMER000${n}`,
    tourist_name: `游客${n}`,
    tourist_text: "救命",
    raised_ms: n,
    unaccepted_ms: n,
    place: null,
    seen_by: null,
    seen_ms: null,
    ...more,
  };
}

async function banner(sirens: readonly Siren[]): Promise<VueWrapper> {
  here.on("GET /api/sirens", () => ({ sirens, now_ms: 60_000 }));
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/", component: { template: "<i />" } }],
  });
  const page = mount(SirenBanner, { global: { plugins: [here.pinia, router], provide: here.provide } });
  await flushPromises();
  return page;
}

const names = (page: VueWrapper) =>
  page.findAll("[data-testid=siren]").map((one) => /游客\d+/.exec(one.text())?.[0]);

test("with many rescues the total stands at the head and a switch shows those behind the first few", async () => {
  const page = await banner(Array.from({ length: 21 }, (_, n) => siren(n)));
  expect(page.get("[data-testid=sirens-total]").text()).toBe("🆘 21 条求助");
  expect(names(page)).toEqual(["游客0", "游客1", "游客2"]);
  const more = page.get("button[aria-expanded]");
  expect([more.text(), more.attributes("aria-expanded")]).toEqual(["显示全部 21 条", "false"]);
  expect(page.find(`#${more.attributes("aria-controls")}`).exists()).toBe(true);
  await more.trigger("click");
  expect(names(page)).toHaveLength(21);
  expect(page.findAll(".siren--compact")).toHaveLength(21);
  expect([more.text(), more.attributes("aria-expanded")]).toEqual(["收起", "true"]);
  expect(page.get("[role=alert]").text()).toMatch(/^21 条求助; .*游客0; .*游客1; .*游客2$/);
});

test("one rescue needs no head", async () => {
  const page = await banner([siren(1)]);
  expect(page.find("[data-testid=sirens-total]").exists()).toBe(false);
  expect(page.text()).toContain("无人接手");
});

test("a rescue that somebody sees to says so and stands behind those whom nobody sees to", async () => {
  const page = await banner([siren(1, { seen_by: "赵敏", seen_ms: 5 }), siren(2)]);
  expect(names(page)).toEqual(["游客2", "游客1"]);
  const seen = page.findAll("[data-testid=siren]")[1]?.text();
  expect(seen).toContain("赵敏 正在处理");
  expect(seen).not.toContain("无人接手");
});
