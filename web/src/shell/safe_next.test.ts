import { expect, test } from "vitest";
import { safeNext } from "./safe_next";

test.each([
  ["/inbox", "/inbox"],
  ["/tickets?state=open#7", "/tickets?state=open#7"],
  ["/a/../inbox", "/inbox"],
])("%s leads there", (next, there) => {
  expect(safeNext(next)).toBe(there);
});

test.each([
  [undefined],
  [["/inbox", "/inbox"]],
  [""],
  ["inbox"],
  ["https://elsewhere.example/"],
  ["//elsewhere.example/"],
  ["/\\elsewhere.example/"],
  ["/\t/elsewhere.example/"],
  ["javascript:alert(1)"],
  ["/sign-in?next=/sign-in"],
  ["http://[/"],
])("%s leads to the start page", (next) => {
  expect(safeNext(next)).toBe("/");
});
