/**
 * What survives a reload, in the frame's own storage: the visitor's token and what has not been acknowledged.
 *
 * Each waiting message has a key of its own, so two tabs never overwrite each other's; both may send it, and the hub
 * takes it once. Where the browser forbids storage, memory has to do.
 */

import type { Waiting } from "./talk";

export class Keep {
  private readonly memory = new Map<string, string>();
  private readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  get token(): string | null {
    return this.get("visitor");
  }

  set token(token: string | null) {
    if (token === null) this.remove("visitor");
    else this.set("visitor", token);
  }

  /** Messages that have not been acknowledged, oldest first. */
  unsent(): Waiting[] {
    const found: Waiting[] = [];
    for (const key of this.keys()) {
      if (!key.startsWith("out:")) continue;
      try {
        const { text, at, more } = JSON.parse(this.get(key) ?? "");
        if (typeof text === "string" && typeof at === "number") {
          found.push({ cid: key.slice(4), text, at, acked: false, ...(more && { more }) });
        }
      } catch {
        this.remove(key);
      }
    }
    return found.sort((one, other) => one.at - other.at);
  }

  put(one: Waiting): void {
    this.set(`out:${one.cid}`, JSON.stringify({ text: one.text, at: one.at, more: one.more }));
  }

  drop(cid: string): void {
    this.remove(`out:${cid}`);
  }

  private keys(): string[] {
    const names = new Set(this.memory.keys());
    try {
      for (let place = 0; place < localStorage.length; place++) {
        const key = localStorage.key(place);
        if (key?.startsWith(this.prefix)) names.add(key.slice(this.prefix.length));
      }
    } catch {
      // Storage is forbidden: memory is all there is.
    }
    return [...names];
  }

  private get(name: string): string | null {
    try {
      return localStorage.getItem(this.prefix + name) ?? this.memory.get(name) ?? null;
    } catch {
      return this.memory.get(name) ?? null;
    }
  }

  private set(name: string, value: string): void {
    try {
      localStorage.setItem(this.prefix + name, value);
      this.memory.delete(name);
    } catch {
      this.memory.set(name, value);
    }
  }

  private remove(name: string): void {
    this.memory.delete(name);
    try {
      localStorage.removeItem(this.prefix + name);
    } catch {
      // Storage is forbidden: nothing was there.
    }
  }
}
