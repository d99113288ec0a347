import type { Plugin } from "vite";

export function stylesOf(code: string): string[];
export function elementStyles(): Plugin;
