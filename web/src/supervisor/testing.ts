/** Builders of the board's shapes, for tests. */

import type { Ahead, BoardAgent, Tile, Work } from "./types";

export function tile(id: string, more: Partial<Tile> = {}): Tile {
  return {
    id,
    org_id: "01ORG",
    code: id,
    service_level_s: 20,
    is_open: true,
    waiting: 0,
    oldest_ms: null,
    rescues: 0,
    offered: 0,
    active: 0,
    wrap_up: 0,
    agents: {},
    answered: 0,
    in_time: 0,
    abandoned: 0,
    sent_out: 0,
    media: [],
    ahead: [],
    lacks: [],
    ...more,
  };
}

export function ahead(more: Partial<Ahead> = {}): Ahead {
  return { medium: "chat", meets: "waits", position: 1, p50_s: null, p90_s: null, at_ms: 0, ...more };
}

export function boardAgent(id: string, more: Partial<BoardAgent> = {}): BoardAgent {
  return {
    id,
    org_id: "01ORG",
    name: id,
    public_name: id,
    capacity: { chat: 3 },
    state: "ready",
    reason: null,
    next_state: null,
    next_reason: null,
    since_ms: 0,
    load: 0,
    missed: 0,
    queue_ids: [],
    work: [],
    ...more,
  };
}

export function work(id: string, more: Partial<Work> = {}): Work {
  return {
    work_item_id: id,
    conversation_id: `01CONVERSATION${id.toUpperCase()}`,
    queue_id: "01QUEUE",
    medium: "chat",
    state: "active",
    conversation_state: "assigned",
    since_ms: 0,
    rescue: false,
    tourist_name: `游客 ${id}`,
    customer_id: "01CUSTOMER",
    ...more,
  };
}
