import { readFileSync } from "node:fs";
import { join } from "node:path";
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMemoryHistory, createRouter, RouterView } from "vue-router";
import { refusal, type Stage, stage } from "@/inbox/testing";
import { useSession } from "@/shared/session";
import QueueForm from "./QueueForm.vue";

enableAutoUnmount(afterEach);
let here: Stage;

beforeEach(() => {
  here = stage();
  SKILLS = [];
});

const QUEUE = {
  id: "01QUEUE",
  org_id: "01ORG",
  org_name: "演示中心",
  code: "general",
  names: { "zh-CN": "综合咨询" },
  closed: {},
  calendar_id: null,
  ring_timeout_s: 25,
  wrap_up_s: 15,
  service_level_s: 20,
  settings: { strategy: "round_robin" },
  members: [],
  is_open: true,
  changes_ms: null,
  waiting: 0,
  rev: 1,
};

const OTHER = {
  ...QUEUE,
  id: "01RESCUE",
  code: "rescue",
  names: { "zh-CN": "投诉与救援" },
  settings: { overflow: [{ when: "no_agent", to: "01QUEUE" }] },
};

const AGENTS = [
  { id: "01LIN", display_name: "林", org_name: "演示中心", active: true, skills: { japanese: 5, korean: 4 } },
  { id: "01CHEN", display_name: "陈", org_name: "演示中心", active: true, skills: {} },
];
let SKILLS: { id: string; code: string; name: string }[] = [];

async function show() {
  const page = {
    components: { QueueForm },
    setup: () => ({
      QUEUE,
      house: { queues: [QUEUE, OTHER], agents: AGENTS, skills: SKILLS, calendars: [], orgs: [] },
    }),
    template: "<QueueForm :queue='QUEUE' :house='house' />",
  };
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/:rest(.*)*", component: page }],
  });
  await router.push("/admin/queues/01QUEUE");
  const form = mount(RouterView, {
    attachTo: document.body,
    global: { plugins: [here.pinia, router], provide: here.provide },
  });
  await flushPromises();
  return form;
}

type Shown = Awaited<ReturnType<typeof show>>;

async function writeJson(form: Shown, words: string): Promise<void> {
  await form.find("details textarea").setValue(words);
  await flushPromises();
}

async function save(form: Shown): Promise<void> {
  await form.find("form").trigger("submit");
  await flushPromises();
}

/** The hub refuses what was sent, with these codes by place. */
function refused(faults: Record<string, string>): Response {
  const errors = Object.entries(faults).map(([place, code]) => ({ pointer: `#/${place}`, code }));
  return new Response(JSON.stringify({ status: 422, code: "queue_invalid", errors }), {
    status: 422,
    headers: { "Content-Type": "application/problem+json" },
  });
}

const commands = () => here.asked.filter(({ method }) => method === "PATCH");

test("rules that are no JSON are not saved, and nobody is told that they were", async () => {
  const form = await show();
  await writeJson(form, "{not json");
  await save(form);
  expect(commands()).toEqual([]);
  expect(form.text()).toContain("没有保存：请检查标出的内容。");
  expect(form.text()).toContain("这不是有效的 JSON 对象。");
  expect((form.find("details textarea").element as HTMLTextAreaElement).value).toBe("{not json");
});

test("the place in question is opened and has the focus", async () => {
  const form = await show();
  await writeJson(form, "[]");
  await save(form);
  expect(form.find("details").attributes("open")).toBeDefined();
  expect(document.activeElement).toBe(form.find("details textarea").element);
});

test("what was put right is sent as it stands", async () => {
  here.on("PATCH /api/admin/queues/:id", () => refusal(409, "queue_in_use"));
  const form = await show();
  await writeJson(form, "{not json");
  await save(form);
  await writeJson(form, '{"strategy": "skill_level"}');
  expect(form.text()).not.toContain("没有保存");
  await save(form);
  expect(commands().map(({ body }) => body.settings)).toEqual([{ strategy: "skill_level" }]);
});

test("each setting that the hub refuses is named, until it is written otherwise", async () => {
  here.on("PATCH /api/admin/queues/:id", () =>
    refused({
      "settings/need": "skill_unknown",
      "settings/rings": "first_ring_not_at_once",
      "settings/colour": "unknown_key",
    }),
  );
  const form = await show();
  await writeJson(form, '{"colour": 1, "need": ["klingon", 3], "rings": [{"after_ms": 5000}]}');
  await save(form);
  const fault = () => form.find("details .admin-fault");
  expect(fault().text()).toBe("need：没有这个技能。 rings：第一步必须从 0 秒开始。 colour：没有这项设置。");
  await writeJson(form, '{"need": ["klingon", 3]}');
  expect(fault().text()).toBe("need：没有这个技能。");
  expect(form.text()).toContain("没有保存");
  await writeJson(form, "{}");
  expect(fault().exists()).toBe(false);
  expect(form.text()).not.toContain("没有保存");
});

test("whoever makes a circle of overflow is told its queues before saving", async () => {
  const form = await show();
  expect(form.find("[data-testid=circle]").exists()).toBe(false);
  await writeJson(form, '{"overflow": [{"when": "wait", "limit": 90000, "to": "01RESCUE"}]}');
  expect(form.get("[data-testid=circle]").text()).toContain("综合咨询 → 投诉与救援 → 综合咨询");
  expect(commands()).toEqual([]);
});

test("whoever asks for more than any member can do is told so before saving, and may save", async () => {
  SKILLS = [{ id: "01JA", code: "japanese", name: "日语" }];
  const form = await show();
  const warning = () => form.find("[data-testid=lacks]");
  const choose = async (label: string) => {
    await form
      .findAll("label")
      .find((one) => one.text().startsWith(label))
      ?.find("input")
      .setValue(true);
    await flushPromises();
  };
  await choose("陈");
  expect(warning().exists()).toBe(false);
  await writeJson(form, '{"need": {"all_of": [["japanese", 8]]}}');
  expect(warning().text()).toContain("日语要求至少 8 级，成员中无人具备");
  await choose("林");
  expect(warning().text()).toContain("日语要求至少 8 级，成员中最高 5 级");
  await save(form);
  expect(commands().map(({ body }) => body.named)).toEqual([["01CHEN", "01LIN"]]);
  await writeJson(form, '{"need": ["japanese", 8], "rings": [{}, {"after_ms": 30000, "levels_off": 3}]}');
  expect(warning().exists()).toBe(false);
});

test("every strategy of the router can be chosen, and the usual one is not called another's name", async () => {
  const router = readFileSync(
    join(import.meta.dirname, "../../../../voice_bridge/acd/strategies.py"),
    "utf8",
  );
  const theirs = [...router.matchAll(/^ {8}"(\w+)": Strategy\(/gm)].map(([, name]) => name);
  const form = await show();
  const options = form.findAll("select").flatMap((one) => one.findAll("option"));
  const offered = options.filter((one) => theirs.includes(one.element.value)).map((one) => one.element.value);
  expect(theirs).toHaveLength(9);
  expect(offered.sort()).toEqual(theirs.sort());
  expect(options.map((one) => one.text())).toContain("空闲时长，熟客优先（默认）");
});

test("a strategy that is none is shown as such and cannot be chosen", async () => {
  const form = await show();
  await writeJson(form, '{"strategy": "best"}');
  const best = form.findAll("option").find((one) => one.element.value === "best");
  expect([best?.text(), best?.element.disabled]).toEqual(["best（没有这个策略）", true]);
});

test("whoever may not make skills is sent to those who may", async () => {
  expect((await show()).text()).toContain("还没有技能，请联系管理员新建。");
  useSession().$patch((state) => {
    if (state.session) state.session.rights = [{ role: "admin", org_id: "01ORG" }];
  });
  expect((await show()).text()).toContain("还没有技能，请先在“技能”中新建。");
});
