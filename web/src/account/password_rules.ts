/** The hub's rules for a new password, told while typing; the hub itself checks them again. */

export const MIN_CHARACTERS = 12;
const BESIDE_LOGIN = 6;
const FEWEST_DIFFERENT = 5;
const RUNS = ["0123456789".repeat(4), "abcdefghijklmnopqrstuvwxyz".repeat(2), "qwertyuiopasdfghjklzxcvbnm"];

export interface PasswordEntry {
  readonly login: string;
  readonly current: string;
  readonly next: string;
  readonly repeat: string;
}

export interface RulesMet {
  readonly length: boolean;
  readonly login: boolean;
  /** As far as a page can tell: the hub also knows which ones many people use. */
  readonly uncommon: boolean;
  readonly different: boolean;
  readonly repeat: boolean;
}

/** Which rules an entry meets; an empty one meets none. */
export function checkPassword({ login, current, next, repeat }: PasswordEntry): RulesMet {
  const given = next.normalize("NFKC");
  const something = given !== "";
  return {
    length: characters(given) >= MIN_CHARACTERS,
    login: something && !isMostly(given, login),
    uncommon: new Set(given.toLowerCase()).size >= FEWEST_DIFFERENT && !isSequence([...given.toLowerCase()]),
    different: something && given !== current.normalize("NFKC"),
    repeat: something && next === repeat,
  };
}

function isMostly(given: string, login: string): boolean {
  const plain = given.toLowerCase();
  const name = login.toLowerCase();
  if (!plain.includes(name)) return false;
  const beside = [...plain.replaceAll(name, "")];
  return beside.length < BESIDE_LOGIN || !hasOwnLetter(beside);
}

/** Whether a letter stands outside sequences (abcd, qwer, aaa). */
function hasOwnLetter(beside: readonly string[]): boolean {
  const inSequence = (place: number): boolean =>
    [place - 2, place - 1, place].some((start) => start >= 0 && isSequence(beside.slice(start, start + 3)));
  return beside.some((letter, place) => /\p{L}/u.test(letter) && !inSequence(place));
}

function isSequence(letters: readonly string[]): boolean {
  if (letters.length < 3) return false;
  const backwards = letters.toReversed().join("");
  return (
    new Set(letters).size === 1 ||
    RUNS.some((run) => run.includes(letters.join("")) || run.includes(backwards))
  );
}

/** Characters as the hub counts them: a rare Chinese character is one, not two. */
function characters(text: string): number {
  return [...text].length;
}
