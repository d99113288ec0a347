import { expect, test } from "vitest";
import { checkPassword, type PasswordEntry } from "./password_rules";

function check(entry: Partial<PasswordEntry>) {
  return checkPassword({ login: "wangxiaoming", current: "old password 1", next: "", repeat: "", ...entry });
}

test("an empty entry meets no rule", () => {
  expect(check({ repeat: "" })).toEqual({
    length: false,
    login: false,
    uncommon: false,
    different: false,
    repeat: false,
  });
});

test("a good one meets all", () => {
  const good = "九寨沟的水 is blue";
  expect(check({ next: good, repeat: good })).toEqual({
    length: true,
    login: true,
    uncommon: true,
    different: true,
    repeat: true,
  });
});

test("a rare character counts as one", () => {
  expect(check({ next: "𠮷".repeat(11) }).length).toBe(false);
  expect(check({ next: "𠮷".repeat(12) }).length).toBe(true);
});

test("the account's name with a few characters more is still the account's name", () => {
  expect(check({ next: "WangXiaoMing123" }).login).toBe(false);
  expect(check({ next: "wangxiaoming likes tea" }).login).toBe(true);
});

test("figures, signs and sequences beside the account's name add nothing", () => {
  for (const next of [
    "wangxiaoming12345678",
    "wangxiaoming-2026!",
    "abcdef_wangxiaoming",
    "wangxiaomingaaaaaa",
  ])
    expect(check({ next }).login).toBe(false);
});

test("repetitions and mere sequences are common", () => {
  for (const next of ["aaaaaaaaaaaa", "abababababab", "123456789012", "Qwertyuiopas"])
    expect(check({ next }).uncommon).toBe(false);
});

test("wide letters of a Chinese keyboard are the same letters", () => {
  expect(check({ next: "ｏｌｄ password 1" }).different).toBe(false);
});
