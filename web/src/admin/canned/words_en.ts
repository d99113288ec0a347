/** The words of the pages of canned replies, in English. */
import type { SameKeys } from "@/shared/i18n/tree";
import type { cannedZh } from "./words_zh";

export const cannedEn: SameKeys<typeof cannedZh> = {
  title: "Title",
  ownTitle: "My canned replies",
  lead: "Agents call them by “/” in the reply box. Agents of the organisation and of those below it see them.",
  ownLead: "Nobody else sees them. Call them by “/” in the reply box; they stand before the shared ones.",
  empty: "There are no canned replies yet. Write down what is said often; agents call it by “/”.",
  ownEmpty: "You have none of your own yet. Write down what you say often, and call it by “/” in a reply.",
  code: "Shortcut",
  codeHint: "Typed after “/”, such as hello; no blanks, at most 32 characters.",
  langs: "Languages",
  used: "Used",
  words: "Words",
  wordsHint: "Said in the tourist's language, else in Chinese. At most {count} characters.",
  slotsHint:
    "What is filled in by itself; what is not known is marked, and has to be filled in before sending:",
};
