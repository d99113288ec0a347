import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { Client } from "@/shared/api/client";
import { createText, TEXT } from "@/shared/i18n/text";
import { CLIENT, type Role, useSession } from "@/shared/session";
import AppShell from "./AppShell.vue";

enableAutoUnmount(afterEach);
beforeEach(() => localStorage.clear());

const CONTENT = { template: "<h1>the page itself</h1>" };

/** The shell at a page for supervisors, seen by someone with these roles. */
async function seenBy(roles: Role[], temporary = false): Promise<VueWrapper> {
  const pinia = createPinia();
  setActivePinia(pinia);
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/:rest(.*)*", component: CONTENT, meta: { title: "shell.product", roles: ["supervisor"] } },
    ],
  });
  await router.push("/somewhere");
  const client = new Client({
    fetch: async () => new Response(null, { status: 204 }),
    newKey: () => "key",
    wait: async () => {},
    onReach: () => {},
    onSignedOut: () => {},
  });
  const provide = { [TEXT as symbol]: createText(localStorage), [CLIENT as symbol]: client };
  const page = mount(
    {
      components: { AppShell },
      setup() {
        useSession().session = {
          user: {
            id: "1",
            login: "wang",
            display_name: "王小明",
            lang: "zh-CN",
            org: { id: "o", code: "demo", name: "演示中心" },
            temporary_password: temporary,
          },
          rights: roles.map((role) => ({ role, org_id: "o" })),
          csrf_token: "t",
          expires_at_ms: 0,
        };
      },
      template: "<AppShell />",
    },
    { global: { plugins: [pinia, router], provide } },
  );
  await flushPromises();
  return page;
}

test("who has the right sees the page", async () => {
  const page = await seenBy(["supervisor"]);
  expect(page.get("h1").text()).toBe("the page itself");
});

test("who has not is told so and sees nothing of the page", async () => {
  const page = await seenBy(["auditor"]);
  expect(page.get("h1").text()).toBe("无权查看此页面");
  expect(page.text()).not.toContain("the page itself");
});

test("the navigation lists only what a person may see", async () => {
  const names = async (roles: Role[]) => (await seenBy(roles)).findAll("nav a").map((link) => link.text());
  expect(await names(["agent"])).toContain("收件箱");
  expect(await names(["auditor"])).not.toContain("收件箱");
});

test("with a temporary password there is a banner and nowhere else to go", async () => {
  const page = await seenBy(["agent", "supervisor"], true);
  expect(page.get("main [role=status]").text()).toContain("临时密码");
  expect(page.findAll("nav a")).toEqual([]);
});

test("the organisation and the person stand in the top bar", async () => {
  const page = await seenBy(["agent"]);
  expect(page.get("header").text()).toContain("演示中心");
  expect(page.get("header").text()).toContain("王小明");
});
