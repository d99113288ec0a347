/** What kinds of work are called: a conversation goes by its medium, everything else by what it is. */

import { inside } from "@/inbox/names";
import type { Text } from "@/shared/i18n/text";
import { zhCN } from "./words_zh";

/** The name; the bare code of one that a newer hub has invented. */
export function mediumName(text: Text, medium: string): string {
  return inside(zhCN.media, medium) ? text.t(`supervisor.media.${medium}`) : medium;
}
