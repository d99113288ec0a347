import { mount } from "@vue/test-utils";
import { describe, expect, test } from "vitest";
import { createText, TEXT } from "@/shared/i18n/text";
import TicketSteps from "./TicketSteps.vue";
import type { TicketStep } from "./ticket";

function main(steps: TicketStep[]): string {
  const provide = { [TEXT as symbol]: createText(localStorage) };
  const page = mount(TicketSteps, { props: { steps, busy: false }, global: { provide } });
  return page.get(".el-button--primary").text();
}

describe("what to do next with a ticket", () => {
  test("is what leads on from where it is", () => {
    expect(main(["start", "resolve", "cancel"])).toBe("开始处理");
    expect(main(["wait", "resolve", "cancel"])).toBe("解决");
    expect(main(["resume", "resolve", "cancel"])).toBe("继续处理");
    expect(main(["reopen", "close"])).toBe("重新打开");
  });
});
