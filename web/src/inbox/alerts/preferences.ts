/** How one wants to be told of an offer, kept on this machine. */

import { defineStore } from "pinia";
import { reactive, toRefs, watch } from "vue";

const STORED_AS = "hub.inbox.alerts";

interface Preferences {
  sound: boolean;
  desktop: boolean;
  /** Whether a single letter accepts an offer; some people's aids type letters of their own (WCAG 2.1.4). */
  keys: boolean;
}

export const useAlertPreferences = defineStore("alertPreferences", () => {
  const kept = reactive<Preferences>({ sound: true, desktop: false, keys: true, ...stored() });
  watch(kept, (now) => localStorage.setItem(STORED_AS, JSON.stringify(now)));
  return toRefs(kept);
});

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(STORED_AS) ?? "{}") as Partial<Preferences>;
  } catch {
    return {};
  }
}
