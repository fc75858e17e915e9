/** What the outlines of preset shapes are written with: places on grids, stars, arrows, callouts. */
/**
 * Outlines of preset shapes (ECMA-376-1 §20.1.10.56), in the formulas of §20.1.9.11.
 *
 * Each has its adjustments (`name value, …`), its guides (`name formula; …`), the rectangle of its text (`l t r b` when
 * empty) and its paths: words that say how they are painted, then `M x y`, `L x y`, `A wR hR start swing`, `Q`, `C`, `Z`.
 */
export type Preset = readonly [adjust: string, guides: string, text: string, ...paths: string[]];

export const RECT = "M l t L r t L r b L l b Z";
export const ELLIPSE =
  "M l vc A wd2 hd2 cd2 cd4 A wd2 hd2 3cd4 cd4 A wd2 hd2 0 cd4 A wd2 hd2 cd4 cd4 Z";
/** The rectangle within an ellipse. */
export const INNER =
  "idx cos wd2 2700000; idy sin hd2 2700000; il +- hc 0 idx; ir +- hc idx 0; it +- vc 0 idy; ib +- vc idy 0";
export const INSIDE = "il it ir ib";
export const DIAMOND = "M l vc L hc t L r vc L hc b Z";
export const MIDDLE = "ir */ w 3 4; ib */ h 3 4";
export const BACK = "-5400000";
export const HALF_BACK = "-10800000";

/** Guides for places on a grid of `n` by `m`: `x3` is three units along, `y2` two down. */
export function grid(text: string, n: number, m = n): { guides: string; path: string } {
  const guides = new Map<string, string>();
  const unit = (axis: "x" | "y", number: string): string => {
    const name = `${axis}${number}`;
    guides.set(name, axis === "x" ? `*/ w ${number} ${n}` : `*/ h ${number} ${m}`);
    return name;
  };
  let arc = false;
  let at = 0;
  const words = text.split(" ").map((word) => {
    if (/^[A-Z]$/.test(word)) {
      arc = word === "A";
      at = 0;
      return word;
    }
    at += 1;
    return arc && at > 2 ? word : unit(at % 2 === 1 ? "x" : "y", word);
  });
  const formulas = [...guides].map(([name, formula]) => `${name} ${formula}`);
  return { guides: formulas.join("; "), path: words.join(" ") };
}

/** A shape whose places stand on a grid, without adjustments; its text's box in units of the grid. */
export function onGrid(size: number, text: string, ...paths: string[]): Preset {
  const guides: string[] = [];
  const drawn = (path: string): string => {
    const painted = /^(?:none |darkenLess )?/.exec(path)?.[0] ?? "";
    const made = grid(path.slice(painted.length), size);
    guides.push(made.guides);
    return painted + made.path;
  };
  const [l, t, r, b] = text.split(" ");
  const box = text ? drawn(`M ${l} ${t} L ${r} ${b}`).replace(/[ML] /g, "") : "";
  const all = paths.map(drawn);
  return ["", guides.join("; "), box, ...all];
}

export const polygon = (points: string, size = 21_600): Preset =>
  onGrid(
    size,
    "",
    `M ${points
      .split(" ")
      .map((point) => point.replace(",", " "))
      .join(" L ")} Z`,
  );

/** A star of `n` points; `hf` and `vf` stretch it so that it fills its box. */
export function star(n: number, adjust: number, hf = 100_000, vf = 100_000): Preset {
  const guides = [
    "a pin 0 adj 50000",
    `sw */ wd2 ${hf} 100000`,
    `sh */ hd2 ${vf} 100000`,
    `sv */ vc ${vf} 100000`,
    "iw */ sw a 50000",
    "ih */ sh a 50000",
  ];
  const spots: string[] = [];
  for (let at = 0; at < 2 * n; at += 1) {
    const angle = Math.round(16_200_000 + (at * 10_800_000) / n) % 21_600_000;
    const [w, h] = at % 2 === 0 ? ["sw", "sh"] : ["iw", "ih"];
    guides.push(`p${at} cos ${w} ${angle}`, `q${at} sin ${h} ${angle}`);
    guides.push(`x${at} +- hc p${at} 0`, `y${at} +- sv q${at} 0`);
    spots.push(`x${at} y${at}`);
  }
  guides.push("jx cos iw 2700000", "jy sin ih 2700000");
  guides.push("il +- hc 0 jx", "ir +- hc jx 0", "it +- sv 0 jy", "ib +- sv jy 0");
  return [`adj ${adjust}`, guides.join("; "), INSIDE, `M ${spots.join(" L ")} Z`];
}

export const CLOUD = grid(
  "M 3900 14370 A 6753 9190 -11429249 7426832 A 5333 7267 -8646143 5396714 " +
    "A 4365 5945 -8748475 5983381 A 4857 6595 -7859164 7034504 A 5333 7273 -4722533 6541615 " +
    "A 6775 9220 -2776035 7816140 A 5785 7867 37501 6842000 A 6752 9215 1347096 6910353 " +
    "A 7720 10543 3974558 4542661 A 4360 5918 -16496525 8804134 A 4345 5945 -14809710 9151131 Z",
  43_200,
);
export const CLOUD_TEXT =
  "il */ w 2977 21600; it */ h 3262 21600; ir */ w 17087 21600; ib */ h 17337 21600";

/** Where an arc begins, for `stAng`, and how far it goes to `enAng`. */
export const ARC =
  "stAng pin 0 adj1 21599999; enAng pin 0 adj2 21599999; sw1 +- enAng 0 stAng; sw2 +- sw1 21600000 0; " +
  "swAng ?: sw1 sw1 sw2; wt1 sin wd2 stAng; ht1 cos hd2 stAng; dx1 cat2 wd2 ht1 wt1; dy1 sat2 hd2 ht1 wt1; " +
  "x1 +- hc dx1 0; y1 +- vc dy1 0";

/** Where the point of a speech bubble is, and which side it leaves (§20.1.10.56, wedgeRectCallout). */
export const WEDGE =
  "dxPos */ w adj1 100000; dyPos */ h adj2 100000; xPos +- hc dxPos 0; yPos +- vc dyPos 0; dq */ dxPos h w; " +
  "ady abs dyPos; adq abs dq; dz +- ady 0 adq; xg1 ?: dxPos 7 2; xg2 ?: dxPos 10 5; x1 */ w xg1 12; x2 */ w xg2 12; " +
  "yg1 ?: dyPos 7 2; yg2 ?: dyPos 10 5; y1 */ h yg1 12; y2 */ h yg2 12; t1 ?: dxPos l xPos; xl ?: dz l t1; " +
  "t2 ?: dyPos x1 xPos; xt ?: dz t2 x1; t3 ?: dxPos xPos r; xr ?: dz r t3; t4 ?: dyPos xPos x1; xb ?: dz t4 x1; " +
  "t5 ?: dxPos y1 yPos; yl ?: dz y1 t5; t6 ?: dyPos t yPos; yt ?: dz t6 t; t7 ?: dxPos yPos y1; yr ?: dz y1 t7; " +
  "t8 ?: dyPos yPos b; yb ?: dz t8 b";

/** Guides of a straight arrow along the longer word `along` of `w` and `h`. */
export const arrowed = (along: "w" | "h", most = 100_000): string => {
  const across = along === "w" ? "h" : "w";
  return `maxAdj2 */ ${most} ${along} ss; a1 pin 0 adj1 100000; a2 pin 0 adj2 maxAdj2; head */ ss a2 100000; side */ ${across} a1 200000`;
};
export const ARROW = "adj1 50000, adj2 50000";

/** Guides of an arrow that leaves a box: how far its box, its shaft and its head reach. */
export const boxed = (along: "w" | "h"): string => {
  const across = along === "w" ? "h" : "w";
  return (
    `maxAdj2 */ 50000 ${across} ss; a2 pin 0 adj2 maxAdj2; maxAdj1 */ a2 2 1; a1 pin 0 adj1 maxAdj1; ` +
    `maxAdj3 */ 100000 ${along} ss; a3 pin 0 adj3 maxAdj3; q2 */ a3 ss ${along}; maxAdj4 +- 100000 0 q2; ` +
    `a4 pin 0 adj4 maxAdj4; d1 */ ss a2 100000; d2 */ ss a1 200000; head */ ss a3 100000; box */ ${along} a4 100000`
  );
};
export const BOXED = "adj1 25000, adj2 25000, adj3 25000, adj4 64977";
export const ACROSS_X = "x1 +- hc 0 d1; x2 +- hc 0 d2; x3 +- hc d2 0; x4 +- hc d1 0";
export const ACROSS_Y = "y1 +- vc 0 d1; y2 +- vc 0 d2; y3 +- vc d2 0; y4 +- vc d1 0";

export const ROUND = "a pin 0 adj 50000; x1 */ ss a 100000; x2 +- r 0 x1; y2 +- b 0 x1";
export const WITHIN = "il */ x1 29289 100000; ir +- r 0 il; ib +- b 0 il";
export const ROUNDED = `M l x1 A x1 x1 cd2 cd4 L x2 t A x1 x1 3cd4 cd4 L r y2 A x1 x1 0 cd4 L x1 b A x1 x1 cd4 cd4 Z`;
export const FOUR =
  "a1 pin 0 adj1 50000; a2 pin 0 adj2 50000; p */ ss a1 100000; q */ ss a2 100000; " +
  "pr +- r 0 p; pb +- b 0 p; qr +- r 0 q; qb +- b 0 q";

/** Lines of a callout from its box to what it speaks of; `count` is how many. */
export function leader(
  count: 1 | 2 | 3,
  adjust: string,
  bordered: boolean,
  accent: boolean,
): Preset {
  const guides: string[] = [];
  const spots: string[] = [];
  for (let at = 0; at <= count; at += 1) {
    guides.push(`y${at} */ h adj${2 * at + 1} 100000`, `x${at} */ w adj${2 * at + 2} 100000`);
    spots.push(`x${at} y${at}`);
  }
  const paths = [`${bordered ? "" : "unstroked "}${RECT}`, `none M ${spots.join(" L ")}`];
  if (accent) paths.push("none M x0 t L x0 b");
  const named = adjust.split(" ").map((value, at) => `adj${at + 1} ${value}`);
  return [named.join(", "), guides.join("; "), "", ...paths];
}
export const ONE = "18750 -8333 112500 -38333";
export const TWO = "18750 -8333 18750 -16667 112500 -46667";
export const THREE = "18750 -8333 18750 -16667 100000 -16667 112963 -8333";

export const LINE: Preset = ["", "", "", "none M l t L r b"];
export const MATH = "dx1 */ w 73490 200000; x1 +- hc 0 dx1; x4 +- hc dx1 0";
export const EQUAL =
  "a1 pin 0 adj1 36745; aa */ a1 2 1; m2 +- 100000 0 aa; a2 pin 0 adj2 m2; dy1 */ h a1 100000; dy2 */ h a2 200000; " +
  `${MATH}; y2 +- vc 0 dy2; y3 +- vc dy2 0; y1 +- y2 0 dy1; y4 +- y3 dy1 0`;
export const BARS = "M x1 y1 L x4 y1 L x4 y2 L x1 y2 Z M x1 y3 L x4 y3 L x4 y4 L x1 y4 Z";
export const BRACE =
  "a2 pin 0 adj2 100000; q1 +- 100000 0 a2; q2 min q1 a2; q3 */ q2 1 2; maxAdj1 */ q3 h ss; a1 pin 0 adj1 maxAdj1; " +
  "y1 */ ss a1 100000; y3 */ h a2 100000; y2 +- y3 0 y1; y4 +- y3 y1 0; y5 +- b 0 y1";
/** The two halves of a pair of braces, one after the other around what they hold. */
export const BRACES = [
  `M x2 b A x1 x1 cd4 cd4 L x1 y3 A x1 x1 0 ${BACK} A x1 x1 cd4 ${BACK} L x1 x1 A x1 x1 cd2 cd4`,
  `M x3 t A x1 x1 3cd4 cd4 L x4 y2 A x1 x1 cd2 ${BACK} A x1 x1 3cd4 ${BACK} L x4 y4 A x1 x1 0 cd4`,
] as const;
export const WAVES =
  "y1 */ h a 100000; dy */ y1 10 3; y2 +- y1 0 dy; y3 +- y1 dy 0; y4 +- b 0 y1; y5 +- y4 0 dy; y6 +- y4 dy 0";

/** A ring's part with a head: `turn` is 1 clockwise. */
export const CIRCULAR =
  "th */ ss adj1 100000; thh */ ss adj5 100000; th2 */ th 1 2; rw3 +- wd2 0 thh; rh3 +- hd2 0 thh; rw1 +- rw3 th2 0; " +
  "rh1 +- rh3 th2 0; rw2 +- rw3 0 th2; rh2 +- rh3 0 th2; rw4 +- rw3 thh 0; rh4 +- rh3 thh 0; rw5 +- rw3 0 thh; " +
  "rh5 +- rh3 0 thh; s1 +- adj3 0 adj4; s2 +- s1 21600000 0; sw ?: s1 s1 s2; sb +- 0 0 sw; pt +- adj3 adj2 0; " +
  "ax cos rw1 adj4; ay sin rh1 adj4; xa +- hc ax 0; ya +- vc ay 0; bx cos rw4 adj3; by sin rh4 adj3; xb +- hc bx 0; " +
  "yb +- vc by 0; tx cos rw3 pt; ty sin rh3 pt; xt +- hc tx 0; yt +- vc ty 0; cx cos rw5 adj3; cy sin rh5 adj3; " +
  "xc +- hc cx 0; yc +- vc cy 0; ex cos rw2 adj3; ey sin rh2 adj3; xe +- hc ex 0; ye +- vc ey 0";

/** Rays of a sun: eight triangles around its disc. */
export function sun(): Preset {
  const guides = [
    "a pin 12500 adj 46875",
    "k +- 50000 0 a",
    "rw */ w k 100000",
    "rh */ h k 100000",
    "bw */ rw 118 100",
    "bh */ rh 118 100",
    "dl +- hc 0 rw",
  ];
  const rays: string[] = [];
  for (let at = 0; at < 8; at += 1) {
    const spots = [-900_000, 0, 900_000].map((aside, index) => {
      const angle = at * 2_700_000 + aside;
      const [w, h] = aside === 0 ? ["wd2", "hd2"] : ["bw", "bh"];
      const name = `${at}${index}`;
      guides.push(`p${name} cos ${w} ${angle}`, `q${name} sin ${h} ${angle}`);
      guides.push(`x${name} +- hc p${name} 0`, `y${name} +- vc q${name} 0`);
      return `x${name} y${name}`;
    });
    rays.push(`M ${spots.join(" L ")} Z`);
  }
  guides.push("il +- hc 0 rw", "ir +- hc rw 0", "it +- vc 0 rh", "ib +- vc rh 0");
  return [
    "adj 25000",
    guides.join("; "),
    INSIDE,
    `${rays.join(" ")} M dl vc A rw rh cd2 21600000 Z`,
  ];
}

export const RIBBON =
  "a1 pin 0 adj1 33333; a2 pin 25000 adj2 75000; dx */ w a2 200000; x2 +- hc 0 dx; x5 +- hc dx 0; " +
  "x3 +- x2 wd8 0; x4 +- x5 0 wd8; x1 +- wd8 0 0; x6 +- r 0 wd8; dy */ h a1 100000";
export const SCROLL =
  "a pin 0 adj 25000; ch */ ss a 100000; c2 */ ch 1 2; c4 */ ch 1 4; x1 +- r 0 ch; x2 +- r 0 c2; y1 +- b 0 ch; y2 +- b 0 c2";
