import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { elementStyles } from "./element_styles.mjs";
import { ENTRIES } from "./entries.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const VUE = /node_modules\/(@vue|vue|vue-router|pinia|vue-i18n|@intlify)\//;
const hub = process.env.HUB_DEV_SERVER ?? "http://127.0.0.1:12301";

// The mode names the entry to build (scripts/build.mjs runs them all); `vite` and `vitest` work on the shell.
export default defineConfig(({ mode }) => {
  const entry = ENTRIES.find((candidate) => candidate.name === mode) ?? ENTRIES[0];
  if (entry === undefined) throw new Error("entries.mjs is empty");
  return {
    root,
    plugins: [vue(), elementStyles()],
    resolve: { alias: { "@": `${root}src` } },
    define: {
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_I18N_FULL_INSTALL__: "false",
      __VUE_I18N_LEGACY_API__: "false",
      __INTLIFY_PROD_DEVTOOLS__: "false",
    },
    build: {
      outDir: "dist",
      emptyOutDir: entry === ENTRIES[0],
      target: "es2022",
      manifest: `.manifest-${entry.name}.json`,
      // The pages run under a Content-Security-Policy without 'unsafe-inline' and without data: scripts or styles.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: `${root}${entry.page ?? entry.script}`,
        output:
          entry.file === undefined
            ? // What seldom changes stays in the browser's cache over our releases.
              { codeSplitting: { groups: [{ name: "vue", test: VUE }] } }
            : { format: "iife", entryFileNames: entry.file },
      },
    },
    server: {
      // The hub takes commands only from its own origin, so the proxy speaks for it.
      proxy: Object.fromEntries(
        ["/api", "/healthz"].map((path) => [
          path,
          { target: hub, changeOrigin: true, ws: true, headers: { origin: hub } },
        ]),
      ),
    },
  };
});
