/** CONVERT: units of measure, with the prefixes of the metric system and of computing. */
import { define } from "../engine/registry";
import { NA } from "../engine/values";

/** Bases and how much of the first of its kind each unit is: `name=size …`; `^` says that prefixes count squared or cubed. */
const TABLES: Readonly<Record<string, string>> = {
  mass: "g*=1 sg=14593.902937206364 lbm=453.59237 u*=1.66053906660e-24 ozm=28.349523125 grain=0.06479891 cwt=45359.237 shweight=45359.237 uk_cwt=50802.34544 lcwt=50802.34544 hweight=50802.34544 stone=6350.29318 ton=907184.74 uk_ton=1016046.9088 LTON=1016046.9088 brton=1016046.9088",
  distance:
    "m*=1 mi=1609.344 Nmi=1852 in=0.0254 ft=0.3048 yd=0.9144 ang*=1e-10 ell=1.143 ly*=9460730472580800 parsec*=30856775814913672 pc*=30856775814913672 Pica=0.0003527777777777778 Picapt=0.0003527777777777778 pica=0.004233333333333333 survey_mi=1609.3472186944373",
  time: "sec*=1 s*=1 mn=60 min=60 hr=3600 day=86400 d=86400 yr=31557600",
  pressure:
    "Pa*=1 p*=1 atm*=101325 at*=101325 mmHg*=133.322 psi=6894.757293168361 Torr=133.32236842105263",
  force: "N*=1 dyn*=1e-5 dy*=1e-5 lbf=4.4482216152605 pond*=0.00980665",
  energy:
    "J*=1 e*=1e-7 c*=4.184 cal*=4.1868 eV*=1.602176634e-19 ev*=1.602176634e-19 HPh=2684519.537696173 hh=2684519.537696173 Wh*=3600 wh*=3600 flb=1.3558179483314004 BTU=1055.05585262 btu=1055.05585262",
  power: "W*=1 w*=1 HP=745.6998715822702 h=745.6998715822702 PS=735.49875",
  magnetism: "T*=1 ga*=1e-4",
  volume:
    "l*=1 L*=1 lt*=1 tsp=0.00492892159375 tspm=0.005 tbs=0.01478676478125 oz=0.0295735295625 cup=0.2365882365 pt=0.473176473 us_pt=0.473176473 uk_pt=0.56826125 qt=0.946352946 uk_qt=1.1365225 gal=3.785411784 uk_gal=4.54609 ang3^=1e-27 ang^3^=1e-27 barrel=158.987294928 bushel=35.23907016688 ft3=28.316846592 ft^3=28.316846592 in3=0.016387064 in^3=0.016387064 ly3=8.46786664623715e50 ly^3=8.46786664623715e50 m3^=1000 m^3^=1000 mi3=4168181825440.5796 mi^3=4168181825440.5796 yd3=764.554857984 yd^3=764.554857984 Nmi3=6352182208000 Nmi^3=6352182208000 Picapt3=4.390394661e-8 Picapt^3=4.390394661e-8 Pica3=4.390394661e-8 Pica^3=4.390394661e-8 GRT=2831.6846592 regton=2831.6846592 MTON=1132.67386368",
  area: "m2^=1 m^2^=1 uk_acre=4046.8564224 us_acre=4046.872609874252 ang2^=1e-20 ang^2^=1e-20 ar*=100 ft2=0.09290304 ft^2=0.09290304 ha=10000 in2=0.00064516 in^2=0.00064516 ly2=8.95054210748189e31 ly^2=8.95054210748189e31 Morgen=2500 mi2=2589988.110336 mi^2=2589988.110336 Nmi2=3429904 Nmi^2=3429904 Picapt2=1.2445216049382716e-7 Picapt^2=1.2445216049382716e-7 Pica2=1.2445216049382716e-7 Pica^2=1.2445216049382716e-7 yd2=0.83612736 yd^2=0.83612736",
  information: "bit#=1 byte#=8",
  speed:
    "m/s*=1 m/sec*=1 m/h*=0.0002777777777777778 m/hr*=0.0002777777777777778 mph=0.44704 kn=0.5144444444444445 admkn=0.5147733333333333",
  temperature: "K*=1 kel*=1 C=1 cel=1 F=1 fah=1 Rank=1 Reau=1",
};

interface Unit {
  kind: string;
  name: string;
  size: number;
  /** Which prefixes it takes, and to which power they count. */
  prefixes: "none" | "metric" | "binary";
  power: number;
}

const METRIC: Readonly<Record<string, number>> = {
  Y: 1e24,
  Z: 1e21,
  E: 1e18,
  P: 1e15,
  T: 1e12,
  G: 1e9,
  M: 1e6,
  k: 1e3,
  h: 1e2,
  da: 10,
  e: 10,
  d: 1e-1,
  c: 1e-2,
  m: 1e-3,
  u: 1e-6,
  n: 1e-9,
  p: 1e-12,
  f: 1e-15,
  a: 1e-18,
  z: 1e-21,
  y: 1e-24,
};
const BINARY: Readonly<Record<string, number>> = {
  Yi: 2 ** 80,
  Zi: 2 ** 70,
  Ei: 2 ** 60,
  Pi: 2 ** 50,
  Ti: 2 ** 40,
  Gi: 2 ** 30,
  Mi: 2 ** 20,
  ki: 2 ** 10,
};

/** Degrees of a scale as kelvins: `(value + before) * factor`. */
const SCALES: Readonly<Record<string, [before: number, factor: number]>> = {
  K: [0, 1],
  kel: [0, 1],
  C: [273.15, 1],
  cel: [273.15, 1],
  F: [459.67, 5 / 9],
  fah: [459.67, 5 / 9],
  Rank: [0, 5 / 9],
  Reau: [218.52, 1.25],
};

const units = new Map<string, Unit>();
for (const [kind, table] of Object.entries(TABLES))
  for (const entry of table.split(" ")) {
    const [, name = "", mark = "", size] = /^(.*?)([*#^]?)=(.*)$/.exec(entry) ?? [];
    const power = mark === "^" ? Number(name.at(-1)) : 1;
    const prefixes = mark === "" ? "none" : mark === "#" ? "binary" : "metric";
    units.set(name, { kind, name, size: Number(size), prefixes, power });
  }

/** A unit and by how much its prefix multiplies it; null when nobody knows it. */
function unitOf(text: string): { unit: Unit; factor: number } | null {
  const whole = units.get(text);
  if (whole) return { unit: whole, factor: 1 };
  for (const length of [2, 1]) {
    const unit = units.get(text.slice(length));
    if (!unit || unit.prefixes === "none") continue;
    const prefix = text.slice(0, length);
    const factor = (unit.prefixes === "binary" ? BINARY[prefix] : undefined) ?? METRIC[prefix];
    if (factor !== undefined && Object.hasOwn(METRIC, prefix) === (factor === METRIC[prefix]))
      return { unit, factor: factor ** unit.power };
  }
  return null;
}

/** A measure in another unit. Throws #N/A when a unit is unknown or the two measure different things. */
function convert(value: number, from: string, to: string): number {
  const [source, target] = [unitOf(from), unitOf(to)];
  if (!source || !target || source.unit.kind !== target.unit.kind) throw NA;
  const [before, factor] = SCALES[source.unit.name] ?? [0, source.unit.size];
  const [after, divisor] = SCALES[target.unit.name] ?? [0, target.unit.size];
  if (source.unit.name === target.unit.name && before === 0)
    return value * (source.factor / target.factor);
  return (
    ((value * source.factor + before) * factor) / divisor / target.factor - after / target.factor
  );
}

export function defineUnits(): void {
  define("CONVERT", "ntt", convert);
}
