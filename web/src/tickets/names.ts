/** What a ticket's codes are called on the pages; the bare code of what a newer hub has invented. */

import { Refused } from "@/shared/api/problem";
import type { PlainTextKey, Text } from "@/shared/i18n/text";
import { zhCN } from "./words_zh";

/** Whether there is a kind of ticket with this code. */
export function isKind(code: string): boolean {
  return Object.hasOwn(zhCN.kinds, code);
}

export function kindName(text: Text, kind: string): string {
  return Object.hasOwn(zhCN.kinds, kind) ? text.t(`tickets.kinds.${kind as keyof typeof zhCN.kinds}`) : kind;
}

export function stateName(text: Text, state: string): string {
  return Object.hasOwn(zhCN.states, state)
    ? text.t(`tickets.states.${state as keyof typeof zhCN.states}`)
    : state;
}

export function severityName(text: Text, severity: string): string {
  return Object.hasOwn(zhCN.severities, severity)
    ? text.t(`tickets.severities.${severity as keyof typeof zhCN.severities}`)
    : severity;
}

/** What somebody did with a ticket: a step, or opening it or giving it away. */
export function actionName(text: Text, action: string): string {
  if (Object.hasOwn(zhCN.steps, action)) return text.t(`tickets.steps.${action as keyof typeof zhCN.steps}`);
  return Object.hasOwn(zhCN.actions, action)
    ? text.t(`tickets.actions.${action as keyof typeof zhCN.actions}`)
    : action;
}

/** What went wrong, in a sentence that says what it means for a ticket. */
export function problemWords(text: Text, error: unknown): string {
  if (error instanceof Refused && Object.hasOwn(zhCN.problems, error.code)) {
    return text.t(`tickets.problems.${error.code}` as PlainTextKey);
  }
  return text.problem(error);
}
