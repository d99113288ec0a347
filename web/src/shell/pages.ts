/** The pages of the staff's shell: what exists, what it is called, and who may see it. A page's row is all it needs. */

import { ChatLineSquare, DataBoard, Setting, Tickets } from "@element-plus/icons-vue";
import type { Component } from "vue";
import type { PlainTextKey } from "@/shared/i18n/text";
import type { Role } from "@/shared/session";

export interface Page {
  readonly name: string;
  readonly path: string;
  readonly title: PlainTextKey;
  readonly load: () => Promise<Component>;
  /** Who may see it; everyone when absent. */
  readonly roles?: readonly Role[];
  /** Shown in the side navigation when present. */
  readonly icon?: Component;
}

export const PAGES: readonly Page[] = [
  {
    name: "inbox",
    path: "/inbox",
    title: "inbox.title",
    load: () => import("@/inbox/InboxPage.vue"),
    roles: ["agent", "supervisor", "admin", "duty_chief"],
    icon: ChatLineSquare,
  },
  {
    name: "tickets",
    path: "/tickets",
    title: "tickets.title",
    load: () => import("@/tickets/TicketsPage.vue"),
    roles: ["agent", "supervisor", "duty_chief"],
    icon: Tickets,
  },
  {
    name: "ticket",
    path: "/tickets/:id",
    title: "tickets.one",
    load: () => import("@/tickets/TicketPage.vue"),
    roles: ["agent", "supervisor", "duty_chief"],
  },
  {
    name: "supervisor",
    path: "/supervisor",
    title: "supervisor.title",
    load: () => import("@/supervisor/SupervisorPage.vue"),
    roles: ["supervisor"],
    icon: DataBoard,
  },
  {
    name: "supervisor-conversations",
    path: "/supervisor/conversations",
    title: "supervisor.list.title",
    load: () => import("@/supervisor/list/ConversationsPage.vue"),
    roles: ["supervisor"],
  },
  {
    name: "admin",
    path: "/admin",
    title: "admin.title",
    load: () => import("@/admin/AdminPage.vue"),
    roles: ["admin", "supervisor"],
    icon: Setting,
  },
  {
    name: "admin-part",
    path: "/admin/:part/:id?",
    title: "admin.title",
    load: () => import("@/admin/AdminPage.vue"),
    roles: ["admin", "supervisor"],
  },
  {
    name: "own-replies",
    path: "/replies/:id?",
    title: "admin.canned.ownTitle",
    load: () => import("@/admin/canned/OwnCannedPage.vue"),
    roles: ["agent", "supervisor", "duty_chief"],
  },
  {
    name: "account",
    path: "/account",
    title: "account.title",
    load: () => import("@/account/AccountPage.vue"),
  },
];
