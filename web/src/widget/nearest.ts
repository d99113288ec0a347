/** Which of the languages we speak is nearest to a page's or a visitor's (BCP 47). Pure. */

export const TAGS = ["zh-CN", "zh-TW", "en", "ja", "ko"] as const;
export type Tag = (typeof TAGS)[number];

/** Chinese in traditional characters, by its script or by where it is written so. */
const TRADITIONAL = /^zh(?!.*-hans\b).*-(hant|tw|hk|mo)\b/i;

/** English for a language that we do not speak. */
export function nearest(asked: string): Tag {
  if (TRADITIONAL.test(asked)) return "zh-TW";
  const language = asked.toLowerCase().split("-")[0] ?? "";
  return TAGS.find((tag) => language !== "" && tag.startsWith(language)) ?? "en";
}
