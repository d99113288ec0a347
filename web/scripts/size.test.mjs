import { expect, test } from "vitest";
import { filesOf, report } from "./size.mjs";

const manifest = {
  "index.html": { file: "assets/index.js", css: ["assets/index.css"], imports: ["_vue.js"] },
  "_vue.js": { file: "assets/vue.js" },
  "src/page.vue": { file: "assets/page.js", css: ["assets/page.css"], imports: ["index.html", "_shared.js"] },
  "_shared.js": { file: "assets/shared.js", imports: ["_vue.js"] },
  "src/other.vue": { file: "assets/other.js" },
};

test("a first load is everything the page imports, each file once", () => {
  expect(filesOf(manifest, ["index.html", "src/page.vue"]).sort()).toEqual([
    "assets/index.css",
    "assets/index.js",
    "assets/page.css",
    "assets/page.js",
    "assets/shared.js",
    "assets/vue.js",
  ]);
});

test("a page that the build does not know is an error, not zero bytes", () => {
  expect(() => filesOf(manifest, ["src/gone.vue"])).toThrow("src/gone.vue");
});

test("a page over its budget is said and refused", () => {
  const lines = [];
  const rows = [
    { path: "/small", gzip: 1000, gzipLimit: 1000, files: 1 },
    { path: "/large", gzip: 1001, gzipLimit: 1000, files: 1 },
  ];
  expect(report(rows, (line) => lines.push(line))).toBe(false);
  expect(lines).toEqual([
    "first load /small: 1.0 kB gzip in 1 files, bar 1.0 kB: met",
    "first load /large: 1.0 kB gzip in 1 files, bar 1.0 kB: MISSED",
  ]);
});
