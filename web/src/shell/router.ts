/**
 * Which address shows which page, and who is let through.
 *
 * Nobody sees a page of the shell before the hub has said who they are; someone who is sent to sign in comes back to
 * where they wanted to go.
 */

import type { Component } from "vue";
import {
  createRouter,
  createWebHistory,
  type RouteLocationRaw,
  type RouteRecordRaw,
  type Router,
} from "vue-router";
import { useConnection } from "@/shared/connection";
import type { PlainTextKey } from "@/shared/i18n/text";
import { type Role, useSession } from "@/shared/session";
import { PAGES } from "./pages";
import { safeNext } from "./safe_next";

declare module "vue-router" {
  interface RouteMeta {
    title: PlainTextKey;
    /** Anyone may see it without signing in. */
    open?: boolean;
    roles?: readonly Role[];
  }
}

/** Kept over a reload, so that a page which is broken for good does not reload for ever. */
const RELOADED_FOR = "hub.reloadedFor";

const routes: RouteRecordRaw[] = [
  {
    path: "/sign-in",
    name: "sign-in",
    component: (): Promise<Component> => import("@/signin/SignInPage.vue"),
    meta: { title: "signIn.title", open: true },
  },
  {
    path: "/",
    component: (): Promise<Component> => import("./AppShell.vue"),
    meta: { title: "shell.product" },
    children: [
      { path: "", name: "home", component: { render: () => null }, meta: { title: "shell.product" } },
      ...PAGES.map(({ name, path, title, load, roles }) => ({
        name,
        path,
        component: load,
        meta: roles === undefined ? { title } : { title, roles },
      })),
      {
        path: "/:rest(.*)*",
        name: "not-found",
        component: (): Promise<Component> => import("./NotFoundPage.vue"),
        meta: { title: "shell.notFoundTitle" },
      },
    ],
  },
];

/** Makes the router of one application. */
export function createPages(): Router {
  const router = createRouter({ history: createWebHistory(), routes, scrollBehavior: () => ({ top: 0 }) });
  router.beforeEach(async (to): Promise<RouteLocationRaw | undefined> => {
    const session = useSession();
    await session.ensure();
    if (session.session === undefined) {
      return to.meta.open === true ? undefined : { name: "sign-in", query: { next: to.fullPath } };
    }
    // The hub lets someone with a temporary password do nothing but replace it.
    if (session.user?.temporary_password === true)
      return to.name === "account" ? undefined : { name: "account" };
    if (to.name === "home") return home();
    return to.name === "sign-in" ? safeNext(to.query.next) : undefined;
  });
  router.afterEach(() => sessionStorage.removeItem(RELOADED_FOR));
  router.onError((error, to) => reload(error, to.fullPath));
  return router;
}

/** The first page that this person may see. */
function home(): RouteLocationRaw {
  const session = useSession();
  const allowed = PAGES.find(({ roles }) => roles === undefined || session.hasAny(roles));
  return { name: allowed?.name ?? "account" };
}

/** A page's files could not be fetched: the hub is away, or was updated and has newer ones. */
async function reload(error: unknown, path: string): Promise<void> {
  const connection = useConnection();
  if (sessionStorage.getItem(RELOADED_FOR) === path) throw error;
  await connection.probe();
  await connection.untilReached();
  sessionStorage.setItem(RELOADED_FOR, path);
  window.location.assign(path);
}
