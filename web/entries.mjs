/**
 * What the build makes: one entry per independent page.
 *
 * Every entry is a Vite build of its own, so it shares no chunk with another one: a change in the tourist's widget can
 * neither grow nor break the staff pages, and the other way round. To add one, put its HTML beside index.html, its
 * sources under src/, and a row here.
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
        modules: ["src/shell/AppShell.vue", "src/inbox/InboxPage.vue"],
        gzipLimit: 250_000,
      },
      {
        path: "/account",
        modules: ["src/shell/AppShell.vue", "src/account/AccountPage.vue"],
        gzipLimit: 250_000,
      },
    ],
  },
];
