/** Engineering: bits, number bases and the error function. */
import { define } from "../engine/registry";
import { NUM, type Scalar, toNumber, toText, VALUE } from "../engine/values";
import { erf, erfc } from "./normal";

const MOST = 2 ** 48;

function bits(value: number): bigint {
  if (value < 0 || value >= MOST || !Number.isInteger(value)) throw NUM;
  return BigInt(value);
}

function fitting(value: bigint): number {
  const number = Number(value);
  if (number >= MOST) throw NUM;
  return number;
}

function shift(value: number, by: number): number {
  if (Math.abs(by) > 53) throw NUM;
  const amount = BigInt(Math.abs(Math.trunc(by)));
  return fitting(by >= 0 ? bits(value) << amount : bits(value) >> amount);
}

/** Ten digits of a base; the upper half of what they can write is negative. */
function read(value: Scalar, base: number): number {
  if (typeof value === "boolean") throw VALUE;
  const text = toText(value).trim().toLowerCase();
  if (text === "") return 0;
  if (text.length > 10) throw NUM;
  let number = 0;
  for (const letter of text) {
    const digit = Number.parseInt(letter, 36);
    if (Number.isNaN(digit) || digit >= base) throw NUM;
    number = number * base + digit;
  }
  const all = base ** 10;
  return text.length === 10 && number >= all / 2 ? number - all : number;
}

function write(value: number, base: number, places?: Scalar): string {
  const number = Math.trunc(value);
  const all = base ** 10;
  if (number < -all / 2 || number >= all / 2) throw NUM;
  if (number < 0) return (all + number).toString(base).toUpperCase();
  const text = number.toString(base).toUpperCase();
  if (places === undefined || places === null) return text;
  const width = Math.trunc(toNumber(places));
  if (width < text.length || width > 10) throw NUM;
  return text.padStart(width, "0");
}

export function defineEngineering(): void {
  define("BITAND", "nn", (a: number, b: number) => Number(bits(a) & bits(b)));
  define("BITOR", "nn", (a: number, b: number) => Number(bits(a) | bits(b)));
  define("BITXOR", "nn", (a: number, b: number) => Number(bits(a) ^ bits(b)));
  define("BITLSHIFT", "nn", shift);
  define("BITRSHIFT", "nn", (value: number, by: number) => shift(value, -by));
  const bases: Record<string, number> = { BIN: 2, OCT: 8, DEC: 10, HEX: 16 };
  for (const [from, source] of Object.entries(bases))
    for (const [to, target] of Object.entries(bases)) {
      if (from === to) continue;
      const value = (given: Scalar) => (source === 10 ? toNumber(given) : read(given, source));
      if (target === 10) define(`${from}2${to}`, "s", value);
      else
        define(`${from}2${to}`, "ss?", (given: Scalar, places?: Scalar) =>
          write(value(given), target, places),
        );
    }
  define("DELTA", "nn?", (a: number, b = 0) => Number(a === b));
  define("GESTEP", "nn?", (value: number, step = 0) => Number(value >= step));
  define("ERF", "nn?", (low: number, high?: number) =>
    high === undefined ? erf(low) : erf(high) - erf(low),
  );
  define("ERF.PRECISE", "n", erf);
  define("ERFC", "n", erfc);
  define("ERFC.PRECISE", "n", erfc);
}
