import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";
import pages from "./vite.config.ts";

export default defineConfig((env) =>
  mergeConfig(pages(env), {
    test: {
      environment: "happy-dom",
      include: ["src/**/*.test.ts", "*.test.mjs", "scripts/**/*.test.mjs"],
      server: { deps: { inline: ["element-plus"] } },
    },
  }),
);
