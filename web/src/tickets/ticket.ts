/** One ticket's sheet: reading it and changing it. */

import { type Ref, ref } from "vue";
import type { Schemas } from "@/shared/api/operations";
import { Refused } from "@/shared/api/problem";
import { useClient } from "@/shared/session";

export type Sheet = Schemas["TicketSheetView"];
export type TicketStep = Schemas["TicketStep"];

/** The steps that have to say how or why. */
export const NEEDS_NOTE: ReadonlySet<TicketStep> = new Set(["resolve", "cancel"]);

export interface OpenTicket {
  readonly sheet: Ref<Sheet | undefined>;
  readonly busy: Ref<boolean>;
  readonly failure: Ref<unknown>;
  readonly read: () => Promise<void>;
  readonly takeStep: (step: TicketStep, note: string) => Promise<boolean>;
  /** The tourist's number once somebody has asked for it; the audit keeps who. */
  readonly phone: Ref<string | undefined>;
  readonly showPhone: () => Promise<void>;
  readonly assign: (ownerId: string | null) => Promise<boolean>;
}

/** Opens a ticket, inside a component. Whoever changed it meanwhile is not overwritten: it is read afresh. */
export function useTicket(id: string): OpenTicket {
  const client = useClient();
  const sheet = ref<Sheet>();
  const busy = ref(false);
  const failure = ref<unknown>();
  const phone = ref<string>();
  const path = { ticket_id: id };

  async function read(): Promise<void> {
    failure.value = undefined;
    try {
      sheet.value = await client.get("/api/tickets/{ticket_id}", { path });
    } catch (error) {
      failure.value = error;
    }
  }

  async function change(command: () => Promise<Sheet>): Promise<boolean> {
    busy.value = true;
    failure.value = undefined;
    try {
      sheet.value = await command();
      return true;
    } catch (error) {
      if (error instanceof Refused && error.status === 409) await read();
      failure.value = error;
      return false;
    } finally {
      busy.value = false;
    }
  }

  async function showPhone(): Promise<void> {
    busy.value = true;
    failure.value = undefined;
    try {
      phone.value = (await client.get("/api/tickets/{ticket_id}/phone", { path })).phone;
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  }

  const rev = () => sheet.value?.ticket.rev ?? null;
  return {
    sheet,
    busy,
    failure,
    phone,
    read,
    showPhone,
    takeStep: (step, note) =>
      change(() =>
        client.command("post", "/api/tickets/{ticket_id}/steps", { path, body: { step, note, rev: rev() } }),
      ),
    assign: (owner_id) =>
      change(() =>
        client.command("patch", "/api/tickets/{ticket_id}", { path, body: { owner_id, rev: rev() } }),
      ),
  };
}
