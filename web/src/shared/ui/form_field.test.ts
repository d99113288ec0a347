import { enableAutoUnmount, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, expect, test } from "vitest";
import { createText, TEXT } from "@/shared/i18n/text";
import FormField from "./FormField.vue";

enableAutoUnmount(afterEach);

function field(props: { secret?: boolean; error?: string; hint?: string } = {}): VueWrapper {
  return mount(FormField, {
    props: { label: "密码", name: "password", autocomplete: "current-password", modelValue: "", ...props },
    global: { provide: { [TEXT as symbol]: createText(localStorage) } },
    attachTo: document.body,
  });
}

function press(page: VueWrapper, key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  page.get("input").element.dispatchEvent(event);
  return event;
}

test("Enter that chooses a word of the input method sends no form", () => {
  const page = field();
  expect(press(page, "Enter", { isComposing: true }).defaultPrevented).toBe(true);
  expect(press(page, "Enter").defaultPrevented).toBe(false);
});

test("the label, the hint and the error belong to the input", async () => {
  const page = field({ error: "请输入密码。", hint: "至少 12 个字符" });
  await page.vm.$nextTick();
  const input = page.get("input");
  expect(page.get("label").attributes("for")).toBe(input.attributes("id"));
  expect(input.attributes("aria-invalid")).toBe("true");
  const told = (input.attributes("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id));
  expect(told.map((element) => element?.textContent)).toEqual(["至少 12 个字符", "请输入密码。"]);
});

test("a password can be shown and hidden by a button", async () => {
  const page = field({ secret: true });
  expect(page.get("input").attributes("type")).toBe("password");
  await page.get("button").trigger("click");
  expect(page.get("input").attributes("type")).toBe("text");
  expect(page.get("button").attributes("aria-pressed")).toBe("true");
});

test("Caps Lock is told beside a password, and only there", async () => {
  const locked = { modifierCapsLock: true } as KeyboardEventInit;
  const secret = field({ secret: true });
  // happy-dom knows no modifier states; the browser's answer is put in by hand.
  const event = new KeyboardEvent("keydown", { key: "A", bubbles: true, ...locked });
  Object.defineProperty(event, "getModifierState", { value: (name: string) => name === "CapsLock" });
  secret.get("input").element.dispatchEvent(event);
  await secret.vm.$nextTick();
  expect(secret.get("[role=status]").text()).toBe("大写锁定已打开。");
  const open = field();
  open.get("input").element.dispatchEvent(event);
  await open.vm.$nextTick();
  expect(open.find("[role=status]").exists()).toBe(false);
});
