/**
 * Measures what a person's first visit to a page fetches, and refuses a page that has outgrown its budget.
 *
 * The figures are sums of each file's gzip size: the HTML, the entry's script and styles, and those of the lazily
 * loaded modules the page needs (entries.mjs), each with everything they import.
 */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

/** Every file that loading `modules` fetches, by Vite's manifest. */
export function filesOf(manifest, modules) {
  const files = new Set();
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`${name} is not in the build's manifest; correct entries.mjs`);
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  modules.forEach(visit);
  return [...files];
}

/** The gzip bytes of every first load of one entry: `[{ path, gzip, files, gzipLimit }]`. */
export async function measure(entry, folder) {
  const manifest = JSON.parse(await readFile(`${folder}/.manifest-${entry.name}.json`, "utf8"));
  const gzipOf = async (file) => gzipSync(await readFile(`${folder}/${file}`)).length;
  const rows = [];
  for (const { path, modules, gzipLimit } of entry.firstLoad) {
    const files = filesOf(manifest, [entry.page ?? entry.script, ...modules]);
    if (entry.page !== undefined) files.unshift(entry.page);
    const sizes = await Promise.all(files.map(gzipOf));
    rows.push({ path, gzipLimit, files: files.length, gzip: sizes.reduce((sum, size) => sum + size, 0) });
  }
  return rows;
}

/** One printed line per page; true when all are within their budgets. */
export function report(rows, print) {
  for (const { path, gzip, gzipLimit, files } of rows) {
    const verdict = gzip <= gzipLimit ? "met" : "MISSED";
    const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
    print(
      `first load ${path}: ${kilobytes(gzip)} gzip in ${files} files, bar ${kilobytes(gzipLimit)}: ${verdict}`,
    );
  }
  return rows.every(({ gzip, gzipLimit }) => gzip <= gzipLimit);
}
