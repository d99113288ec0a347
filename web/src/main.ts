/** Puts the staff pages together: every object is made here, once. */

import { createPinia } from "pinia";
import { createApp } from "vue";
import "@/shared/styles/tokens.css";
import "@/shared/styles/base.css";
import "@/shared/styles/element.css";
import { Client } from "@/shared/api/client";
import { newKey } from "@/shared/api/key";
import { useConnection } from "@/shared/connection";
import { createText, TEXT } from "@/shared/i18n/text";
import { CLIENT, useSession } from "@/shared/session";
import App from "@/shell/App.vue";
import { createPages } from "@/shell/router";

const app = createApp(App);
app.use(createPinia());
app.provide(TEXT, createText(localStorage));
app.provide(
  CLIENT,
  new Client({
    fetch: window.fetch.bind(window),
    newKey,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onReach: (reached) => useConnection().report(reached),
    onSignedOut: (code) => useSession().expire(code),
  }),
);
app.use(createPages());
app.mount("#app");
