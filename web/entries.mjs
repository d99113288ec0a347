/**
 * What the build makes: one entry per independent page.
 *
 * Every entry is a Vite build of its own, so it shares no chunk with another one: a change in the tourist's widget can
 * neither grow nor break the staff pages, and the other way round. To add one, put its HTML beside index.html, its
 * sources under src/, and a row here. A row with `script` instead of `page` makes one classic script.
 *
 * `firstLoad` names what a person fetches before the page is usable: the entry itself plus the lazily loaded modules of
 * that route; `gzipLimit` is in bytes (ARCHITECTURE §9) and a page over it fails the build.
 */
export const ENTRIES = [
  {
    name: "shell",
    page: "index.html",
    firstLoad: [
      { path: "/sign-in", modules: ["src/signin/SignInPage.vue"], gzipLimit: 250_000 },
      {
        path: "/inbox",
        modules: ["src/shell/AppShell.vue", "src/inbox/AgentPresence.vue", "src/inbox/InboxPage.vue"],
        gzipLimit: 250_000,
      },
      {
        path: "/tickets",
        modules: ["src/shell/AppShell.vue", "src/inbox/AgentPresence.vue", "src/tickets/TicketsPage.vue"],
        gzipLimit: 250_000,
      },
      {
        path: "/account",
        modules: ["src/shell/AppShell.vue", "src/account/AccountPage.vue"],
        gzipLimit: 250_000,
      },
    ],
  },
  {
    name: "widget",
    page: "widget/frame.html",
    firstLoad: [{ path: "/widget/frame", modules: [], gzipLimit: 20_000 }],
  },
  {
    // No page: one script with a name that never changes, because it stands in other people's pages.
    name: "widget-loader",
    script: "src/widget/loader.ts",
    file: "widget/hotline-chat.js",
    firstLoad: [{ path: "/widget/hotline-chat.js", modules: [], gzipLimit: 3_000 }],
  },
];
