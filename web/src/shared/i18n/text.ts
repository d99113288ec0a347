/** The words of the pages, in the language the person chose. Chinese unless someone asked for English. */

import { type ComputedRef, computed, type InjectionKey, inject } from "vue";
import { createI18n } from "vue-i18n";
import { Refused, ServerAway } from "@/shared/api/problem";
import type { At, KeyOf, Values } from "./tree";
import { en, zhCN } from "./words";

export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

type Messages = typeof zhCN;
export type TextKey = KeyOf<Messages>;

/** A message that needs no values, such as a page's title. */
export type PlainTextKey = { [K in TextKey]: Values<At<Messages, K>> extends [] ? K : never }[TextKey];

const STORED_AS = "hub.language";

export interface Text {
  /** The words for a key; typed, so that the key exists and all its values are given. */
  t<K extends TextKey>(key: K, ...values: Values<At<Messages, K>>): string;
  /** The words for whatever a call to the hub threw. */
  problem(error: unknown): string;
  readonly language: ComputedRef<Language>;
  /** The person's choice, kept on this machine. */
  choose(language: Language): void;
  /** The account's language, used as long as nobody chose one on this machine. */
  suggest(language: string): void;
}

export const TEXT: InjectionKey<Text> = Symbol("text");

/** The words, inside a component. */
export function useText(): Text {
  const text = inject(TEXT);
  if (text === undefined) throw new Error("main.ts provides no text");
  return text;
}

/** Makes the words of one application. */
export function createText(storage: Storage): Text {
  const i18n = createI18n({
    legacy: false,
    locale: stored(storage) ?? "zh-CN",
    fallbackLocale: "zh-CN",
    messages: { "zh-CN": zhCN, en },
  });
  const words = i18n.global;
  const language = computed(() => words.locale.value as Language);
  const plain: Plain = (key, values = {}) => words.t(key, values);
  return {
    t: (key, ...values) => plain(key, values[0]),
    problem: (error) => problemWords(plain, error),
    language,
    choose(chosen) {
      words.locale.value = chosen;
      storage.setItem(STORED_AS, chosen);
    },
    suggest(suggested) {
      if (stored(storage) === undefined && isLanguage(suggested)) words.locale.value = suggested;
    },
  };
}

type Kind = keyof Messages["problems"]["kinds"];

const KIND_OF_STATUS: Readonly<Record<number, Kind>> = {
  403: "not_permitted",
  404: "not_found",
  409: "conflict",
  422: "not_acceptable",
  429: "too_many",
  503: "unavailable",
};

type Plain = (key: string, values?: Record<string, string | number>) => string;

function problemWords(plain: Plain, error: unknown): string {
  if (error instanceof ServerAway) return plain("problems.server_away");
  if (!(error instanceof Refused)) throw error;
  if (error.code in zhCN.problems.codes) return plain(`problems.codes.${error.code}`);
  if (error.correlation !== undefined && error.status === 500) {
    return plain("problems.kinds.fault", { correlation: error.correlation });
  }
  return plain(`problems.kinds.${KIND_OF_STATUS[error.status] ?? "other"}`, { code: error.code });
}

function stored(storage: Storage): Language | undefined {
  const value = storage.getItem(STORED_AS) ?? "";
  return isLanguage(value) ? value : undefined;
}

function isLanguage(value: string): value is Language {
  return (LANGUAGES as readonly string[]).includes(value);
}
