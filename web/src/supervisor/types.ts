/** The board's shapes, by the names the pages use for them. */

import type { Schemas } from "@/shared/api/operations";

export type Tile = Schemas["TileView"];
export type Ahead = Schemas["AheadView"];
export type Lack = Schemas["LackView"];
export type MediumNow = Schemas["MediumView"];
export type BoardAgent = Schemas["BoardAgentView"];
export type Work = Schemas["WorkView"];
export type Wait = Schemas["WaitView"];
export type Listed = Schemas["ListedView"];
