/** Texts as the page has them: names, slots, and what a tourist would see. */

import type { Schemas } from "@/shared/api/operations";
import type { Words } from "../names";

export type OwnText = Schemas["TextView"];

const SLOT = /\{([a-z_]+)\}/g;

/** What a tourist sees, with the slots filled in as far as there is an example for them. */
export function shown(text: OwnText, words: string, lang: string): string {
  return words.replaceAll(SLOT, (found, name: string) => sampleOf(text, name, lang) ?? found);
}

export function sampleOf(text: OwnText, slot: string, lang: string): string | undefined {
  const samples: Words = text.slots.find(({ name }) => name === slot)?.samples ?? {};
  return samples[lang] ?? samples[lang.startsWith("zh") ? "zh-CN" : "en"] ?? samples.en;
}

/** A key as it stands in an address, where a dot would mean a file. */
export function inAddress(key: string): string {
  return key.replaceAll(".", "-");
}

/** A slot as it is written. */
export function written(slot: string): string {
  return `{${slot}}`;
}

/** What is sent: the languages that say something. */
export function said(words: Words): Words {
  return Object.fromEntries(Object.entries(words).filter(([, one]) => one.trim() !== ""));
}
