/** Puts a Brotli and a gzip copy beside every text file, so that the hub sends it compressed without any work. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

const TEXT = /\.(css|html|js|json|svg)$/;
/** Smaller files fit into one packet anyway. */
const WORTH_IT_BYTES = 1024;
const codings = [
  [".br", promisify(brotliCompress)],
  [".gz", promisify(gzip)],
];

/** Compresses what is worth it in `folder` and below. */
export async function compress(folder) {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!TEXT.test(name)) continue;
    const content = await readFile(`${folder}/${name}`);
    if (content.length < WORTH_IT_BYTES) continue;
    for (const [suffix, coding] of codings) {
      await writeFile(`${folder}/${name}${suffix}`, await coding(content));
    }
  }
}
