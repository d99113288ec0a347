/** The hub's rules for a new password, told while typing; the hub itself checks them again. */

export const MIN_CHARACTERS = 12;
const BESIDE_LOGIN = 6;

export interface PasswordEntry {
  readonly login: string;
  readonly current: string;
  readonly next: string;
  readonly repeat: string;
}

export interface RulesMet {
  readonly length: boolean;
  readonly login: boolean;
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
    different: something && given !== current.normalize("NFKC"),
    repeat: something && next === repeat,
  };
}

function isMostly(given: string, login: string): boolean {
  const plain = given.toLowerCase();
  const name = login.toLowerCase();
  return plain.includes(name) && characters(plain.replaceAll(name, "")) < BESIDE_LOGIN;
}

/** Characters as the hub counts them: a rare Chinese character is one, not two. */
function characters(text: string): number {
  return [...text].length;
}
