import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { afterEach, expect, test } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { stage } from "@/inbox/testing";
import PasswordForm from "./PasswordForm.vue";

enableAutoUnmount(afterEach);

test("after a change no rule is called open, until somebody writes again", async () => {
  const here = stage();
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/", component: PasswordForm }],
  });
  const form = mount(PasswordForm, {
    props: { login: "lin" },
    global: { plugins: [here.pinia, router], provide: here.provide },
  });
  expect(form.findAll(".password__rules li")).toHaveLength(5);
  await form.get("input[name=current-password]").setValue("old-Password-1");
  for (const name of ["new-password", "new-password-again"]) {
    await form.get(`input[name=${name}]`).setValue("mountain tea at dawn 9");
  }
  await form.trigger("submit");
  await flushPromises();
  expect(form.find("[role=status]").exists()).toBe(true);
  expect(form.find(".password__rules").exists()).toBe(false);
  await form.get("input[name=current-password]").setValue("m");
  expect(form.findAll(".password__rules li")).toHaveLength(5);
  expect(form.find("[role=status]").exists()).toBe(false);
});
