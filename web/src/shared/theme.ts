/** Light or dark: as the machine says, until someone chooses. */

import { defineStore } from "pinia";
import { ref, watchEffect } from "vue";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const STORED_AS = "hub.theme";

export const useTheme = defineStore("theme", () => {
  const kept = localStorage.getItem(STORED_AS);
  const theme = ref<Theme>(THEMES.find((known) => known === kept) ?? "system");

  // tokens.css knows the rest: without the attribute it follows prefers-color-scheme.
  watchEffect(() => {
    const { dataset } = document.documentElement;
    if (theme.value === "system") delete dataset.theme;
    else dataset.theme = theme.value;
    localStorage.setItem(STORED_AS, theme.value);
  });

  /** Goes on to the next of system, light, dark. */
  function next(): void {
    const following = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length];
    theme.value = following ?? "system";
  }

  return { theme, next };
});
