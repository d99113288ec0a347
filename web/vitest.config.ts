import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";
import pages from "./vite.config";

export default defineConfig((env) =>
  mergeConfig(pages(env), {
    test: {
      environment: "happy-dom",
      include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
      server: { deps: { inline: ["element-plus"] } },
    },
  }),
);
