/**
 * Builds every page of entries.mjs and puts them into ../app/static, from where the hub serves them.
 *
 * The pages are built and measured in dist/ first and swapped in whole at the end, so a running hub never
 * serves half a build, and a build that fails or is too large leaves the old pages as they were.
 */
import { rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { ENTRIES } from "../entries.mjs";
import { compress } from "./compress.mjs";
import { measure, report } from "./size.mjs";

const web = fileURLToPath(new URL("..", import.meta.url));
const dist = `${web}dist`;
const served = fileURLToPath(new URL("../../app/static", import.meta.url));
const print = (line) => process.stdout.write(`${line}\n`);

async function buildAll() {
  const rows = [];
  for (const entry of ENTRIES) {
    await build({ configFile: `${web}vite.config.ts`, mode: entry.name, logLevel: "warn" });
    rows.push(...(await measure(entry, dist)));
    await rm(`${dist}/.manifest-${entry.name}.json`);
  }
  return rows;
}

async function swapIn() {
  const old = `${served}.old`;
  await rm(old, { recursive: true, force: true });
  await rename(served, old).catch((error) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rename(dist, served);
  await rm(old, { recursive: true, force: true });
}

if (report(await buildAll(), print)) {
  await compress(dist);
  await swapIn();
  print("pages are in app/static");
} else {
  print("a page is over its budget; app/static is unchanged");
  process.exitCode = 1;
}
