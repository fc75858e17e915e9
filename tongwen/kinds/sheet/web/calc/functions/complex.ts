/** Complex numbers, which cells hold as text: `3+4i`. */
import { define } from "../engine/registry";
import { NUM, numberText, type Scalar, toText, VALUE, type Value } from "../engine/values";
import { eachValue } from "./arguments";

interface Complex {
  re: number;
  im: number;
  suffix: "i" | "j" | "";
}

const NUMBER = "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?";
const WHOLE = new RegExp(
  `^(${NUMBER})?(?:([+-]?)|([+-](?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?))([ij])$`,
);
const REAL = new RegExp(`^${NUMBER}$`);
const IMAGINARY = new RegExp(`^(${NUMBER})([ij])$`);

/** A cell's value as a complex number. Throws #NUM! when it is none, #VALUE! for truth values. */
function parsed(value: Scalar): Complex {
  if (typeof value === "boolean") throw VALUE;
  const text = toText(value).trim();
  if (text === "") return { re: 0, im: 0, suffix: "" };
  if (REAL.test(text)) return { re: Number(text), im: 0, suffix: "" };
  const lone = IMAGINARY.exec(text);
  if (lone) return { re: 0, im: Number(lone[1]), suffix: lone[2] as "i" | "j" };
  const both = WHOLE.exec(text);
  if (!both) throw NUM;
  const [, re = "0", sign, im, suffix] = both;
  if (both[1] !== undefined && im === undefined && !sign) throw NUM;
  return { re: Number(re), im: Number(im ?? `${sign ?? ""}1`), suffix: suffix as "i" | "j" };
}

function imaginaryText(im: number, suffix: string): string {
  if (im === 1) return suffix;
  return im === -1 ? `-${suffix}` : `${numberText(im)}${suffix}`;
}

/** A complex number as text; parts that are nothing are left away. Throws #NUM!. */
function written({ re, im, suffix }: Complex): string {
  if (!Number.isFinite(re) || !Number.isFinite(im)) throw NUM;
  const letter = suffix === "" ? "i" : suffix;
  if (im === 0) return numberText(re);
  const part = imaginaryText(im, letter);
  if (re === 0) return part;
  return `${numberText(re)}${im > 0 ? "+" : ""}${part}`;
}

const of = (re: number, im: number, suffix: Complex["suffix"]): Complex => ({ re, im, suffix });

const size = ({ re, im }: Complex) => Math.hypot(re, im);
const angle = ({ re, im }: Complex) => Math.atan2(im, re);

function times(a: Complex, b: Complex): Complex {
  return of(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re, both(a, b));
}

function divided(a: Complex, b: Complex): Complex {
  const by = b.re * b.re + b.im * b.im;
  if (by === 0) throw NUM;
  return of((a.re * b.re + a.im * b.im) / by, (a.im * b.re - a.re * b.im) / by, both(a, b));
}

/** The suffix of a result. Throws #VALUE! when the two differ. */
function both(a: Complex, b: Complex): Complex["suffix"] {
  if (a.suffix !== "" && b.suffix !== "" && a.suffix !== b.suffix) throw VALUE;
  return a.suffix === "" ? b.suffix : a.suffix;
}

const sine = ({ re, im, suffix }: Complex) =>
  of(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im), suffix);
const cosine = ({ re, im, suffix }: Complex) =>
  of(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im), suffix);
const hyperbolicSine = ({ re, im, suffix }: Complex) =>
  of(Math.sinh(re) * Math.cos(im), Math.cosh(re) * Math.sin(im), suffix);
const hyperbolicCosine = ({ re, im, suffix }: Complex) =>
  of(Math.cosh(re) * Math.cos(im), Math.sinh(re) * Math.sin(im), suffix);

const ONE = of(1, 0, "");
const inverse = (value: Complex) => divided(ONE, value);

function logarithm(base: number): (value: Complex) => Complex {
  return (value) => {
    if (size(value) === 0) throw NUM;
    const scale = Math.log(base);
    return of(Math.log(size(value)) / scale, angle(value) / scale, value.suffix);
  };
}

function polar(length: number, turn: number, suffix: Complex["suffix"]): Complex {
  return of(length * Math.cos(turn), length * Math.sin(turn), suffix);
}

function power(base: Complex, exponent: number): Complex {
  if (size(base) === 0) {
    if (exponent <= 0) throw NUM;
    return base;
  }
  return polar(size(base) ** exponent, angle(base) * exponent, base.suffix);
}

/** A root whose parts come straight from the number, so that squares have whole roots. */
function squareRoot(value: Complex): Complex {
  const { re, im, suffix } = value;
  const root = Math.sqrt((size(value) + Math.abs(re)) / 2);
  if (root === 0) return of(0, 0, suffix);
  const other = Math.abs(im) / (2 * root);
  const sign = im < 0 ? -1 : 1;
  return re >= 0 ? of(root, sign * other, suffix) : of(other, sign * root, suffix);
}

function folded(args: Value[], join: (a: Complex, b: Complex) => Complex): string {
  let result: Complex | null = null;
  for (const arg of args)
    eachValue(arg, (value) => {
      const next = parsed(value);
      result = result === null ? next : join(result, next);
    });
  return written(result ?? of(0, 0, ""));
}

const FUNCTIONS: Readonly<Record<string, (value: Complex) => Complex>> = {
  IMCONJUGATE: ({ re, im, suffix }) => of(re, -im, suffix),
  IMSIN: sine,
  IMCOS: cosine,
  IMTAN: (value) => divided(sine(value), cosine(value)),
  IMCOT: (value) => divided(cosine(value), sine(value)),
  IMSEC: (value) => inverse(cosine(value)),
  IMCSC: (value) => inverse(sine(value)),
  IMSINH: hyperbolicSine,
  IMCOSH: hyperbolicCosine,
  IMSECH: (value) => inverse(hyperbolicCosine(value)),
  IMCSCH: (value) => inverse(hyperbolicSine(value)),
  IMEXP: ({ re, im, suffix }) => polar(Math.exp(re), im, suffix),
  IMLN: logarithm(Math.E),
  IMLOG10: logarithm(10),
  IMLOG2: logarithm(2),
  IMSQRT: squareRoot,
};

const MEASURES: Readonly<Record<string, (value: Complex) => number>> = {
  IMREAL: ({ re }) => re,
  IMAGINARY: ({ im }) => im,
  IMABS: size,
  IMARGUMENT: (value) => {
    if (size(value) === 0) throw NUM;
    return angle(value);
  },
};

export function defineComplex(): void {
  define("COMPLEX", "nnt?", (re: number, im: number, suffix = "i") => {
    if (suffix !== "i" && suffix !== "j" && suffix !== "") throw VALUE;
    return written(of(re, im, suffix));
  });
  for (const [name, run] of Object.entries(FUNCTIONS))
    define(name, "s", (value: Scalar) => written(run(parsed(value))));
  for (const [name, run] of Object.entries(MEASURES))
    define(name, "s", (value: Scalar) => run(parsed(value)));
  define("IMDIV", "ss", (a: Scalar, b: Scalar) => written(divided(parsed(a), parsed(b))));
  define("IMSUB", "ss", (left: Scalar, right: Scalar) => {
    const [a, b] = [parsed(left), parsed(right)];
    return written(of(a.re - b.re, a.im - b.im, both(a, b)));
  });
  define("IMPOWER", "sn", (base: Scalar, exponent: number) =>
    written(power(parsed(base), exponent)),
  );
  define("IMSUM", "a*", (...args: Value[]) =>
    folded(args, (a, b) => of(a.re + b.re, a.im + b.im, both(a, b))),
  );
  define("IMPRODUCT", "a*", (...args: Value[]) => folded(args, times));
}
