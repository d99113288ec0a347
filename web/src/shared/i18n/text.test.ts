import { beforeEach, describe, expect, test } from "vitest";
import { readRefusal, ServerAway } from "@/shared/api/problem";
import { createText } from "./text";
import { en, zhCN } from "./words";

type Tree = { readonly [key: string]: string | Tree };

/** Every message as [dotted key, words]. */
function leaves(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${prefix}${key}`, value] as [string, string]]
      : leaves(value, `${prefix}${key}.`),
  );
}

function slots(words: string): string[] {
  return [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)).sort();
}

async function refusal(status: number, problem: object): Promise<Error> {
  const headers = { "Content-Type": "application/problem+json" };
  return readRefusal(new Response(JSON.stringify(problem), { status, headers }));
}

beforeEach(() => localStorage.clear());

describe("the words", () => {
  const english = new Map(leaves(en));

  test.each(leaves(zhCN))("%s has the same slots in both languages", (key, words) => {
    expect(slots(english.get(key) ?? "")).toEqual(slots(words));
  });

  // In vue-i18n's grammar these mean plural, linked message and list; ours are plain sentences.
  test.each([...leaves(zhCN), ...leaves(en)])("%s has no sign of vue-i18n's own grammar", (_, words) => {
    expect(words).not.toMatch(/[|@]/);
  });

  test("are Chinese for someone who has chosen nothing", () => {
    expect(createText(localStorage).t("signIn.title")).toBe("登录");
  });

  test("follow the account's language until the person chooses", () => {
    const text = createText(localStorage);
    text.suggest("en");
    expect(text.t("signIn.title")).toBe("Sign in");
    text.choose("zh-CN");
    text.suggest("en");
    expect(text.t("signIn.title")).toBe("登录");
  });

  test("remember the choice on this machine", () => {
    createText(localStorage).choose("en");
    expect(createText(localStorage).language.value).toBe("en");
  });

  test("do not follow a language that we do not speak", () => {
    const text = createText(localStorage);
    text.suggest("fr");
    expect(text.language.value).toBe("zh-CN");
  });
});

describe("a problem", () => {
  const text = () => createText(localStorage);

  test("with words of its own is told by its code", async () => {
    expect(text().problem(await refusal(401, { code: "bad_credentials" }))).toBe("账号或密码不正确。");
  });

  test("without is told by its kind", async () => {
    expect(text().problem(await refusal(403, { code: "role_missing" }))).toBe("您没有进行此操作的权限。");
    expect(text().problem(await refusal(418, { code: "teapot" }))).toContain("teapot");
  });

  test("of the hub's own making is told with the number under which it is logged", async () => {
    const words = text().problem(await refusal(500, { code: "internal_error", correlation: "01J" }));
    expect(words).toContain("01J");
  });

  test("of the network says so", () => {
    expect(text().problem(new ServerAway("no answer"))).toBe("暂时连不上服务器，请检查网络后重试。");
  });

  test("that is our own mistake is not dressed up", () => {
    expect(() => text().problem(new TypeError("oops"))).toThrow("oops");
  });
});
