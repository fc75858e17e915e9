/** Roman numerals. */

const LETTERS = "MDCLXVI";
const SIZES = [1000, 500, 100, 50, 10, 5, 1];
const LAST = SIZES.length - 1;

/**
 * A whole number from zero on as a Roman numeral; any thousands are as many M. Zero is an empty text.
 *
 * `form`: 0 the classic one; 1 to 4 ever shorter ones (ECMA-376-1 §18.17.7.277).
 */
export function roman(number: number, form = 0): string {
  let text = LETTERS.charAt(0).repeat(Math.floor(number / 1000));
  let rest = number % 1000;
  for (let decade = 0; decade <= LAST; decade += 2) {
    const digit = Math.floor(rest / (SIZES[decade] as number));
    if (digit % 5 === 4) {
      const above = digit === 4 ? decade - 1 : decade - 2;
      const below = shortened(rest, decade, above, form);
      text += LETTERS.charAt(below) + LETTERS.charAt(above);
      rest += (SIZES[below] as number) - (SIZES[above] as number);
    } else {
      if (digit > 4) text += LETTERS.charAt(decade - 1);
      text += LETTERS.charAt(decade).repeat(digit % 5);
      rest %= SIZES[decade] as number;
    }
  }
  return text;
}

/** The letter that is taken away from the one above, as small as the form and the number allow. */
function shortened(rest: number, decade: number, above: number, form: number): number {
  let below = decade;
  for (let step = 0; step < form && below < LAST; step++) {
    if ((SIZES[above] as number) - (SIZES[below + 1] as number) > rest) break;
    below++;
  }
  return below;
}

/** The number that a Roman numeral stands for, in any of its forms; null when it is none. */
export function numberOfRoman(text: string): number | null {
  let total = 0;
  const sizes = [...text.toUpperCase()].map((letter) => SIZES[LETTERS.indexOf(letter)]);
  for (const [at, size] of sizes.entries()) {
    if (size === undefined) return null;
    total += size < (sizes[at + 1] ?? 0) ? -size : size;
  }
  return total;
}
