import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(`${process.cwd()}/src/shared/styles/tokens.css`, "utf8");

/** The custom properties of the first rule after `marker`. */
function tokensAfter(marker: string): Map<string, string> {
  const start = css.indexOf("{", css.indexOf(marker));
  const rule = css.slice(start, css.indexOf("}", start));
  return new Map(
    [...rule.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [String(name), String(value)]),
  );
}

const light = tokensAfter(":root {");
const darkByMachine = tokensAfter(':root:not([data-theme="light"])');
const darkByChoice = tokensAfter('\n:root[data-theme="dark"]');

/** WCAG 2.1 relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

test("the dark scheme is the same by choice and by the machine", () => {
  expect(darkByMachine.size).toBeGreaterThan(10);
  expect(darkByChoice).toEqual(darkByMachine);
});

const TEXT = [
  ["--ink", "--page"],
  ["--ink", "--surface"],
  ["--ink", "--surface-sunken"],
  ["--ink-soft", "--page"],
  ["--ink-soft", "--surface"],
  ["--ink-soft", "--surface-sunken"],
  ["--ink-on-accent", "--accent"],
  ["--ink-on-accent", "--accent-strong"],
  ["--accent", "--surface"],
  ["--accent", "--page"],
  ["--accent-strong", "--accent-soft"],
  ["--ink", "--accent-soft"],
  ["--ink", "--danger-soft"],
  ["--danger-ink", "--surface"],
  ["--warning-ink", "--surface"],
  ["--warning-ink", "--warning-soft"],
  ["--accent", "--warning-soft"],
  ["--success-ink", "--surface"],
  ["--success-ink", "--success-soft"],
  ["--brand-ink", "--brand-to"],
] as const;

describe.each([
  ["light", light],
  ["dark", new Map([...light, ...darkByMachine])],
])("in the %s scheme", (_, tokens) => {
  test.each(TEXT)("text in %s on %s can be read", (ink, ground) => {
    expect(contrast(String(tokens.get(ink)), String(tokens.get(ground)))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["--surface", "--page"])("the border of a control on %s can be seen", (ground) => {
    expect(contrast(String(tokens.get("--line-control")), String(tokens.get(ground)))).toBeGreaterThanOrEqual(
      3,
    );
  });
});
