/**
 * The script that a site includes: makes `<hotline-chat>`, a button and a frame of the hub's own origin.
 *
 *   <script async src="https://hub.example/widget/hotline-chat.js" data-site-key="…"></script>
 *
 * It speaks `data-lang`, else the page's own language, else the browser's; `data-lang="auto"` is for pages in several
 * languages: the browser's.
 * Nothing of the page reaches into the chat and nothing of the chat into the page but the five messages of post.ts.
 * `document.querySelector("hotline-chat")` has open(), close() and identify({ id, name, hash | jwt } | null).
 */

import { nearest, type Tag } from "./nearest";
import type { Identity, Post } from "./post";

const LABELS: Record<Tag, string> = {
  "zh-CN": "在线咨询",
  "zh-TW": "線上諮詢",
  en: "Chat with us",
  ja: "チャットで相談",
  ko: "채팅 상담",
};
const STYLE = `
:host{all:initial;position:fixed;z-index:2147483000;right:20px;bottom:20px;font:16px/1.4 system-ui,sans-serif}
:host([data-side=left]){right:auto;left:20px}
button{position:relative;width:56px;height:56px;border:0;border-radius:28px;background:#0b6670;color:#fff;cursor:pointer;
box-shadow:0 4px 16px rgb(0 0 0/25%)}
button:hover{background:#084c54}
button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #0b6670}
svg{width:28px;height:28px;vertical-align:middle}
b{position:absolute;top:-4px;right:-4px;min-width:20px;padding:0 5px;box-sizing:border-box;border-radius:10px;
background:#ae1f1f;font:bold 12px/20px system-ui,sans-serif;text-align:center}
iframe{position:absolute;right:0;bottom:72px;width:var(--w,380px);height:var(--h,600px);max-width:calc(100vw - 40px);
max-height:calc(100vh - 112px);border:0;border-radius:12px;box-shadow:0 8px 40px rgb(0 0 0/30%);background:#fff;
color-scheme:normal}
:host([data-side=left]) iframe{right:auto;left:0}
[hidden]{display:none}
@media(max-width:480px){iframe{position:fixed;inset:0;width:100%;height:100%;max-width:none;max-height:none;
border-radius:0}
button[aria-expanded=true]{display:none}}`;
const SANDBOX =
  "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads";
const ICON = "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z";
const SVG = "http://www.w3.org/2000/svg";

const script = document.currentScript as HTMLScriptElement | null;
const hub = new URL(script?.src ?? location.href).origin;

class HotlineChat extends HTMLElement {
  #button = document.createElement("button");
  #badge = document.createElement("b");
  #frame = document.createElement("iframe");
  #label = "";
  #isOpen = false;
  /** The frame has spoken: from now on it hears us. */
  #isThere = false;
  #identity: Identity | null | undefined;

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const given = this.dataset.lang || document.documentElement.lang || "auto";
    const lang = given === "auto" ? navigator.language : given;
    this.#label = LABELS[nearest(lang)];
    const query = new URLSearchParams({ site: this.dataset.siteKey ?? "", parent: location.origin, lang });
    const frame = this.#frame;
    frame.src = `${hub}/widget/frame?${query}`;
    frame.title = this.#label;
    frame.hidden = true;
    // On the hub's own pages (the demo) a sandbox would hold nothing back.
    if (hub !== location.origin) frame.setAttribute("sandbox", SANDBOX);
    // Where somebody is who calls for help; the browser asks the person first.
    frame.allow = "geolocation";
    this.#badge.hidden = true;
    this.#button.type = "button";
    this.#button.append(icon(), this.#badge);
    this.#button.onclick = () => (this.#isOpen ? this.close() : this.open());
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    root.append(this.#frame, this.#button);
    this.#tell(0);
    addEventListener("message", this.#hear);
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.#hear);
  }

  /** Shows the chat and gives it the keyboard. */
  open(): void {
    this.#show(true);
    this.#post({ hotline: 1, type: "open" });
    this.#frame.focus();
  }

  /** Hides the chat and gives the keyboard back to the button. */
  close(): void {
    if (!this.#isOpen) return;
    this.#show(false);
    this.#post({ hotline: 1, type: "close" });
    this.#button.focus();
  }

  /** Says whom the site has before it; null when that person has signed out. */
  identify(identity: Identity | null): void {
    this.#identity = identity;
    this.#post({ hotline: 1, type: "identify", identity });
  }

  #show(on: boolean): void {
    this.#isOpen = on;
    this.#frame.hidden = !on;
    this.#button.setAttribute("aria-expanded", `${on}`);
  }

  #tell(unread: number): void {
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = unread > 99 ? "99+" : `${unread}`;
    this.#button.setAttribute("aria-label", unread ? `${this.#label} (${unread})` : this.#label);
    this.#button.setAttribute("aria-expanded", `${this.#isOpen}`);
  }

  #post(post: Post): void {
    if (this.#isThere) this.#frame.contentWindow?.postMessage(post, hub);
  }

  #hear = (event: MessageEvent): void => {
    if (event.source !== this.#frame.contentWindow || event.origin !== hub || event.data?.hotline !== 1)
      return;
    const post = event.data as Post;
    if (post.type === "close") this.close();
    else if (post.type === "open") this.open();
    else if (post.type === "unread") this.#tell(Number(post.count) || 0);
    else if (post.type === "resize") {
      this.#frame.style.setProperty("--w", `${Number(post.width) || 380}px`);
      this.#frame.style.setProperty("--h", `${Number(post.height) || 600}px`);
      if (this.#isThere) return;
      this.#isThere = true;
      if (this.#identity !== undefined) this.identify(this.#identity);
      if (this.#isOpen) this.#post({ hotline: 1, type: "open" });
    }
  };
}

function icon(): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICON);
  path.setAttribute("fill", "currentColor");
  svg.append(path);
  return svg;
}

if (!customElements.get("hotline-chat")) {
  customElements.define("hotline-chat", HotlineChat);
  const key = script?.dataset.siteKey;
  const begin = (): void => {
    if (!key || document.querySelector("hotline-chat")) return;
    const chat = document.createElement("hotline-chat");
    Object.assign(chat.dataset, script?.dataset);
    document.body.append(chat);
  };
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
}
