/** The page's title as a signal: it flashes for an offer, else it counts what is unread. */

const FLASH_MS = 1000;

export class TitleSignal {
  readonly #document: Document;
  #base = "";
  #sign = "";
  #count = 0;
  #shown = "";
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(target: Document) {
    this.#document = target;
  }

  /** Flashes with these words; without words it stops. */
  flash(words: string): void {
    clearInterval(this.#timer);
    this.#sign = words;
    if (words !== "") this.#timer = setInterval(() => this.#turn(), FLASH_MS);
    this.#turn();
  }

  /** Shows how much is unread. */
  count(unread: number): void {
    this.#count = unread;
    this.#show(this.#plain());
  }

  /** The title as the page means it. */
  stop(): void {
    clearInterval(this.#timer);
    this.#sign = "";
    this.#count = 0;
    this.#show(this.#plain());
  }

  #turn(): void {
    const flashing = this.#sign !== "" && !this.#document.title.startsWith(this.#sign);
    this.#show(flashing ? `${this.#sign} · ${this.#page()}` : this.#plain());
  }

  #plain(): string {
    return this.#count > 0 ? `(${this.#count > 99 ? "99+" : this.#count}) ${this.#page()}` : this.#page();
  }

  /** What the page itself calls itself now: it changes with page and language. */
  #page(): string {
    if (this.#document.title !== this.#shown) this.#base = this.#document.title;
    return this.#base;
  }

  #show(title: string): void {
    this.#page();
    this.#document.title = title;
    this.#shown = title;
  }
}
