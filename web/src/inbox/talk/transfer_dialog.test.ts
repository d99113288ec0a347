import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { afterEach, expect, test } from "vitest";
import { conversation, stage } from "../testing";
import TransferDialog from "./TransferDialog.vue";

enableAutoUnmount(afterEach);

async function show() {
  const here = stage();
  const colleagues = [
    { queue_id: "01QUEUE", user_id: "01CHEN", name: "陈志远", state: "break" },
    { queue_id: "01QUEUE", user_id: "01HE", name: "何静", state: "ready" },
    { queue_id: "01QUEUE", user_id: "01WU", name: "吴敏", state: "busy" },
  ];
  here.on("GET /api/conversations/:id/choices", () => ({
    queues: [{ id: "01QUEUE", code: "general", name: "综合咨询" }],
    dispositions: [],
    colleagues,
    ticket_kinds: [],
  }));
  const dialog = mount(TransferDialog, {
    props: { conversation: conversation("01C") },
    attachTo: document.body,
    global: { plugins: [here.pinia], provide: here.provide, stubs: { teleport: true } },
  });
  await flushPromises();
  return dialog;
}

test("whoever passes a talk to a colleague sees what each is doing, and that one on a break will not take it yet", async () => {
  const dialog = await show();
  expect(dialog.text()).toContain("会话将回到队列");
  await dialog.get("input[value=colleague]").setValue(true);
  expect(dialog.text()).not.toContain("回到队列");
  const names = dialog.findAll("option").map((one) => one.text());
  expect(names.slice(1)).toEqual(["陈志远（小休）", "何静（就绪）", "吴敏（忙碌）"]);
  const choose = (id: string) => dialog.get("select").setValue(id);
  const warning = () => dialog.find("[data-testid=not-now]");
  await choose("01CHEN");
  expect(warning().text()).toContain("陈志远现在小休，游客要等到对方就绪");
  await choose("01WU");
  expect(warning().text()).toContain("吴敏现在忙碌，游客要等到对方有空");
  await choose("01HE");
  expect(warning().exists()).toBe(false);
});
