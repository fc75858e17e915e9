/** How hard a password is to guess, roughly: a hint while typing, not a rule. */

export type Strength = 0 | 1 | 2 | 3 | 4;

/** The shortest that the server takes, in characters. */
export const shortest = 8;

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u, /\p{Lo}/u];

/** Runs such as `abcd`, `1234`, `aaaa` add next to nothing. */
function surprising(characters: string[]): number {
  let count = Math.min(characters.length, 1);
  for (let index = 1; index < characters.length; index += 1) {
    const step =
      (characters[index]?.codePointAt(0) ?? 0) - (characters[index - 1]?.codePointAt(0) ?? 0);
    if (Math.abs(step) > 1) count += 1;
  }
  return count;
}

const known = /^(password|passw0rd|qwerty|letmein|welcome|admin|iloveyou|woaini|mima|tongwen)/i;

/** 0 too short, 1 weak, 2 fair, 3 good, 4 strong. */
export function strength(password: string): Strength {
  const characters = [...password];
  if (characters.length < shortest) return 0;
  const variety = classes.filter((pattern) => pattern.test(password)).length;
  const worth = surprising(characters) + 2 * (variety - 1) - (known.test(password) ? 6 : 0);
  if (worth < 8) return 1;
  if (worth < 12) return 2;
  if (worth < 16) return 3;
  return 4;
}
