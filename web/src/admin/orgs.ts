/** The organisations in which one may set something. */

import type { Client } from "@/shared/api/client";
import type { Schemas } from "@/shared/api/operations";

export type Org = Schemas["OrgNodeView"];
export type Option = { value: string; label: string };

export async function readOrgs(client: Client): Promise<Org[]> {
  return (await client.get("/api/admin/orgs", {})).orgs;
}

/** Organisations to choose from, those below set in. */
export function orgOptions(orgs: readonly Org[]): Option[] {
  const sorted = orgs.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const top = Math.min(...sorted.map((org) => depth(org)));
  return sorted.map((org) => ({ value: org.id, label: `${"　".repeat(depth(org) - top)}${org.name}` }));
}

export function orgName(orgs: readonly Org[], id: string): string {
  return orgs.find((org) => org.id === id)?.name ?? id;
}

function depth(org: Org): number {
  return org.path.split("/").length;
}
