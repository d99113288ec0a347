/**
 * The SOS button: two steps that nobody takes by accident, then a call for help at once and the place when it comes;
 * and a button for the place alone, for somebody whose words have called for help.
 *
 * Rules: the second step is another button in another place, and answers only after a moment, so that neither a double
 * tap nor a key held down calls for help; the call never waits for the place, and both go the way of every message,
 * so they are sent again until the hub has them.
 */

import { at, h, say } from "./dom";
import type { More } from "./talk";
import { fill, type Words } from "./words";

/** So long the second step does not answer. */
export const STEADY_MS = 500;
const FIX_MS = 20_000;
/** A fix that is so old is still where somebody is. */
const FRESH_MS = 30_000;
/** So long it is said that the place has gone out; after that it would pretend to be news. */
const SAID_MS = 10_000;
const NUMBERS = ["110", "119", "120"];

export class Sos {
  private readonly words: Words;
  private readonly write: (text: string, more: More) => void;
  private readonly button = at<HTMLButtonElement>("sos");
  private readonly panel = at("alarm");
  private readonly where = at("where");
  private readonly place = at<HTMLButtonElement>("locate");
  private readonly yes = at<HTMLButtonElement>("alarm-yes");
  private timer: number | undefined;
  private saidTimer: number | undefined;
  private busy = false;
  private wanted = false;
  private danger = false;
  /** Nobody is in danger any more, since the place was last asked for. */
  private over = false;

  constructor(words: Words, write: (text: string, more: More) => void) {
    this.words = words;
    this.write = write;
    this.button.ariaLabel = `SOS ${words.sos}`;
    say(at("alarm-title"), words.sosAsk);
    say(at("alarm-lead"), words.sosLead);
    at("alarm-calls").append(
      ...NUMBERS.flatMap((number) => [h("a", { href: `tel:${number}`, target: "_blank" }, number), " "]),
    );
    say(this.yes, words.sosYes);
    const no = at<HTMLButtonElement>("alarm-no");
    say(no, words.sosNo);
    this.button.onclick = () => (this.panel.hidden ? this.ask() : this.cancel());
    this.yes.onclick = () => this.call();
    no.onclick = () => this.cancel();
    say(this.place, words.locate);
    this.place.hidden = true;
    this.place.onclick = () => this.locate(words.locating, words.unlocated, "");
  }

  /** Offers to send the place, to somebody in danger whose place is not known; once nobody is, its line goes too. */
  offer(wanted: boolean, danger: boolean): void {
    if (this.danger && !danger) {
      this.over = true;
      this.tell("");
    }
    this.danger = danger;
    this.wanted = wanted;
    this.place.hidden = !wanted || this.busy;
  }

  /** Takes the first step back; false when there was none. */
  cancel(): boolean {
    if (this.panel.hidden) return false;
    this.close();
    this.button.focus();
    return true;
  }

  private ask(): void {
    this.panel.hidden = false;
    this.button.ariaExpanded = "true";
    this.yes.disabled = true;
    this.timer = window.setTimeout(() => {
      this.yes.disabled = false;
      // Whoever has not moved on finds the second step under the hands.
      if (document.activeElement === this.panel) this.yes.focus();
    }, STEADY_MS);
    this.panel.focus();
  }

  private close(): void {
    clearTimeout(this.timer);
    this.panel.hidden = true;
    this.button.ariaExpanded = "false";
  }

  private call(): void {
    this.close();
    this.write(this.words.sosSaid, { sos: true });
    this.button.focus();
    this.locate(this.words.placing, this.words.unplaced, this.words.sosSent);
  }

  /** Asks the browser for the place; a coarse fix is better than none. */
  private locate(asking: string, failed: string, sent: string, fine = true): void {
    const { geolocation } = navigator;
    this.tell(geolocation ? asking : failed, !geolocation);
    if (!geolocation) return;
    this.busy = this.place.hidden = true;
    this.over = false;
    geolocation.getCurrentPosition(
      ({ coords }) => {
        const { latitude: lat, longitude: lon, accuracy: accuracy_m } = coords;
        this.busy = false;
        this.write(`📍 ${this.words.location}`, { kind: "location", lat, lon, accuracy_m, sos: true });
        this.tell(this.words.placed);
        this.saidTimer = window.setTimeout(() => this.tell(""), SAID_MS);
      },
      (problem) => {
        this.busy = false;
        this.place.hidden = !this.wanted;
        const refused = problem.code === problem.PERMISSION_DENIED;
        if (this.over) this.tell("");
        else if (refused) this.tell(sent + fill(this.words.forbidden, { locate: this.words.locate }), true);
        else if (fine) this.locate(asking, failed, sent, false);
        else this.tell(failed, true);
      },
      { enableHighAccuracy: fine, timeout: FIX_MS, maximumAge: FRESH_MS },
    );
  }

  private tell(text: string, bad = false): void {
    clearTimeout(this.saidTimer);
    this.where.classList.toggle("bad", bad);
    say(this.where, text);
  }
}
