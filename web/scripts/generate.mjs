/**
 * Writes src/api/schema.d.ts from openapi.json, or with --check says whether it is stale.
 *
 * openapi.json itself comes from the server's own code (`python -m tools.openapi`), so the pages can only
 * speak to an API that exists.
 */
import { readFile, writeFile } from "node:fs/promises";
import openapiTypescript, { astToString } from "openapi-typescript";

const source = new URL("../openapi.json", import.meta.url);
const target = new URL("../src/api/schema.d.ts", import.meta.url);
const head = "// Generated from openapi.json by `npm run generate`; do not edit.\n";

const fresh = head + astToString(await openapiTypescript(JSON.parse(await readFile(source, "utf8"))));

if (process.argv.includes("--check")) {
  const kept = await readFile(target, "utf8").catch(() => "");
  if (kept !== fresh) {
    process.stderr.write("web/src/api/schema.d.ts is stale: run `npm run generate` in web/ and commit it.\n");
    process.exitCode = 1;
  }
} else {
  await writeFile(target, fresh);
}
