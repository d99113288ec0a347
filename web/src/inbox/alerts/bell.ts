/**
 * The bell for offers, made of tones instead of a file.
 *
 * Rule: a whole ringing is scheduled at once on the audio clock, because the timers of a page in the background run
 * too slowly to ring by.
 */

/** Frequencies of one stroke in Hz, each tone behind the other. */
const STROKE: Readonly<Record<Tune, readonly number[]>> = {
  offer: [880, 1108.7],
  rescue: [1318.5, 987.8, 1318.5, 987.8],
  word: [740],
  siren: [660, 880, 1108.7, 880],
};
const EVERY_S: Readonly<Record<Tune, number>> = { offer: 2.4, rescue: 1.2, word: 0, siren: 0.9 };
const TONE_S = 0.16;
const LOUDNESS = 0.18;
const LONGEST_S = 60;

export type Tune = "offer" | "rescue" | "word" | "siren";

export class Bell {
  readonly #open: () => AudioContext;
  readonly #isTouched: () => boolean;
  #context: AudioContext | undefined;
  #ringing: GainNode | undefined;

  constructor(
    open: () => AudioContext = () => new AudioContext(),
    isTouched: () => boolean = () => navigator.userActivation?.hasBeenActive ?? true,
  ) {
    this.#open = open;
    this.#isTouched = isTouched;
  }

  /** Whether the browser keeps it silent until somebody touches the page. */
  get blocked(): boolean {
    return this.#context === undefined ? !this.#isTouched() : this.#context.state === "suspended";
  }

  /** Lets it sound from now on; to be called when somebody touches the page. */
  unlock(): void {
    // The browser complains of whoever tries before.
    if (this.#context === undefined && !this.#isTouched()) return;
    this.#context ??= this.#open();
    if (this.#context.state === "suspended") void this.#context.resume();
  }

  /** Rings for so many seconds, or until it is told to be silent. */
  ring(tune: Tune, seconds: number): void {
    this.silence();
    this.unlock();
    const context = this.#context;
    if (context === undefined) return;
    this.#ringing = new GainNode(context, { gain: LOUDNESS });
    this.#ringing.connect(context.destination);
    const end = Math.min(seconds, LONGEST_S);
    for (let at = 0; at < end; at += EVERY_S[tune]) this.#strike(context, this.#ringing, tune, at);
  }

  /** Says that something was said: one short tone. */
  tick(): void {
    this.unlock();
    if (this.#context === undefined || this.#ringing !== undefined) return;
    const quiet = new GainNode(this.#context, { gain: LOUDNESS / 2 });
    quiet.connect(this.#context.destination);
    this.#strike(this.#context, quiet, "word", 0);
  }

  silence(): void {
    this.#ringing?.disconnect();
    this.#ringing = undefined;
  }

  #strike(context: AudioContext, into: AudioNode, tune: Tune, afterS: number): void {
    STROKE[tune].forEach((frequency, index) => {
      const start = context.currentTime + afterS + index * TONE_S;
      const tone = new OscillatorNode(context, { frequency, type: "sine" });
      const swell = new GainNode(context, { gain: 0 });
      swell.gain.setValueAtTime(0, start);
      swell.gain.linearRampToValueAtTime(1, start + 0.02);
      swell.gain.linearRampToValueAtTime(0, start + TONE_S);
      tone.connect(swell).connect(into);
      tone.start(start);
      tone.stop(start + TONE_S);
    });
  }
}
