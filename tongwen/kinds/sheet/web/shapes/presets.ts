/**
 * Outlines of preset shapes (ECMA-376-1 §20.1.10.56), in the formulas of §20.1.9.11.
 *
 * Each has its adjustments (`name value, …`), its guides (`name formula; …`), the rectangle of its text (`l t r b` when
 * empty) and its paths: words that say how they are painted, then `M x y`, `L x y`, `A wR hR start swing`, `Q`, `C`, `Z`.
 */
export type Preset = readonly [adjust: string, guides: string, text: string, ...paths: string[]];

const RECT = "M l t L r t L r b L l b Z";
const ELLIPSE = "M l vc A wd2 hd2 cd2 cd4 A wd2 hd2 3cd4 cd4 A wd2 hd2 0 cd4 A wd2 hd2 cd4 cd4 Z";
/** The rectangle within an ellipse. */
const INNER =
  "idx cos wd2 2700000; idy sin hd2 2700000; il +- hc 0 idx; ir +- hc idx 0; it +- vc 0 idy; ib +- vc idy 0";
const INSIDE = "il it ir ib";
const DIAMOND = "M l vc L hc t L r vc L hc b Z";
const MIDDLE = "ir */ w 3 4; ib */ h 3 4";
const BACK = "-5400000";
const HALF_BACK = "-10800000";

/** Guides for places on a grid of `n` by `m`: `x3` is three units along, `y2` two down. */
function grid(text: string, n: number, m = n): { guides: string; path: string } {
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
function onGrid(size: number, text: string, ...paths: string[]): Preset {
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

const polygon = (points: string, size = 21_600): Preset =>
  onGrid(
    size,
    "",
    `M ${points
      .split(" ")
      .map((point) => point.replace(",", " "))
      .join(" L ")} Z`,
  );

/** A star of `n` points; `hf` and `vf` stretch it so that it fills its box. */
function star(n: number, adjust: number, hf = 100_000, vf = 100_000): Preset {
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

const CLOUD = grid(
  "M 3900 14370 A 6753 9190 -11429249 7426832 A 5333 7267 -8646143 5396714 " +
    "A 4365 5945 -8748475 5983381 A 4857 6595 -7859164 7034504 A 5333 7273 -4722533 6541615 " +
    "A 6775 9220 -2776035 7816140 A 5785 7867 37501 6842000 A 6752 9215 1347096 6910353 " +
    "A 7720 10543 3974558 4542661 A 4360 5918 -16496525 8804134 A 4345 5945 -14809710 9151131 Z",
  43_200,
);
const CLOUD_TEXT =
  "il */ w 2977 21600; it */ h 3262 21600; ir */ w 17087 21600; ib */ h 17337 21600";

/** Where an arc begins, for `stAng`, and how far it goes to `enAng`. */
const ARC =
  "stAng pin 0 adj1 21599999; enAng pin 0 adj2 21599999; sw1 +- enAng 0 stAng; sw2 +- sw1 21600000 0; " +
  "swAng ?: sw1 sw1 sw2; wt1 sin wd2 stAng; ht1 cos hd2 stAng; dx1 cat2 wd2 ht1 wt1; dy1 sat2 hd2 ht1 wt1; " +
  "x1 +- hc dx1 0; y1 +- vc dy1 0";

/** Where the point of a speech bubble is, and which side it leaves (§20.1.10.56, wedgeRectCallout). */
const WEDGE =
  "dxPos */ w adj1 100000; dyPos */ h adj2 100000; xPos +- hc dxPos 0; yPos +- vc dyPos 0; dq */ dxPos h w; " +
  "ady abs dyPos; adq abs dq; dz +- ady 0 adq; xg1 ?: dxPos 7 2; xg2 ?: dxPos 10 5; x1 */ w xg1 12; x2 */ w xg2 12; " +
  "yg1 ?: dyPos 7 2; yg2 ?: dyPos 10 5; y1 */ h yg1 12; y2 */ h yg2 12; t1 ?: dxPos l xPos; xl ?: dz l t1; " +
  "t2 ?: dyPos x1 xPos; xt ?: dz t2 x1; t3 ?: dxPos xPos r; xr ?: dz r t3; t4 ?: dyPos xPos x1; xb ?: dz t4 x1; " +
  "t5 ?: dxPos y1 yPos; yl ?: dz y1 t5; t6 ?: dyPos t yPos; yt ?: dz t6 t; t7 ?: dxPos yPos y1; yr ?: dz y1 t7; " +
  "t8 ?: dyPos yPos b; yb ?: dz t8 b";

/** Guides of a straight arrow along the longer word `along` of `w` and `h`. */
const arrowed = (along: "w" | "h", most = 100_000): string => {
  const across = along === "w" ? "h" : "w";
  return `maxAdj2 */ ${most} ${along} ss; a1 pin 0 adj1 100000; a2 pin 0 adj2 maxAdj2; head */ ss a2 100000; side */ ${across} a1 200000`;
};
const ARROW = "adj1 50000, adj2 50000";

/** Guides of an arrow that leaves a box: how far its box, its shaft and its head reach. */
const boxed = (along: "w" | "h"): string => {
  const across = along === "w" ? "h" : "w";
  return (
    `maxAdj2 */ 50000 ${across} ss; a2 pin 0 adj2 maxAdj2; maxAdj1 */ a2 2 1; a1 pin 0 adj1 maxAdj1; ` +
    `maxAdj3 */ 100000 ${along} ss; a3 pin 0 adj3 maxAdj3; q2 */ a3 ss ${along}; maxAdj4 +- 100000 0 q2; ` +
    `a4 pin 0 adj4 maxAdj4; d1 */ ss a2 100000; d2 */ ss a1 200000; head */ ss a3 100000; box */ ${along} a4 100000`
  );
};
const BOXED = "adj1 25000, adj2 25000, adj3 25000, adj4 64977";
const ACROSS_X = "x1 +- hc 0 d1; x2 +- hc 0 d2; x3 +- hc d2 0; x4 +- hc d1 0";
const ACROSS_Y = "y1 +- vc 0 d1; y2 +- vc 0 d2; y3 +- vc d2 0; y4 +- vc d1 0";

const ROUND = "a pin 0 adj 50000; x1 */ ss a 100000; x2 +- r 0 x1; y2 +- b 0 x1";
const WITHIN = "il */ x1 29289 100000; ir +- r 0 il; ib +- b 0 il";
const ROUNDED = `M l x1 A x1 x1 cd2 cd4 L x2 t A x1 x1 3cd4 cd4 L r y2 A x1 x1 0 cd4 L x1 b A x1 x1 cd4 cd4 Z`;
const FOUR =
  "a1 pin 0 adj1 50000; a2 pin 0 adj2 50000; p */ ss a1 100000; q */ ss a2 100000; " +
  "pr +- r 0 p; pb +- b 0 p; qr +- r 0 q; qb +- b 0 q";

/** Lines of a callout from its box to what it speaks of; `count` is how many. */
function leader(count: 1 | 2 | 3, adjust: string, bordered: boolean, accent: boolean): Preset {
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
const ONE = "18750 -8333 112500 -38333";
const TWO = "18750 -8333 18750 -16667 112500 -46667";
const THREE = "18750 -8333 18750 -16667 100000 -16667 112963 -8333";

const LINE: Preset = ["", "", "", "none M l t L r b"];
const MATH = "dx1 */ w 73490 200000; x1 +- hc 0 dx1; x4 +- hc dx1 0";
const EQUAL =
  "a1 pin 0 adj1 36745; aa */ a1 2 1; m2 +- 100000 0 aa; a2 pin 0 adj2 m2; dy1 */ h a1 100000; dy2 */ h a2 200000; " +
  `${MATH}; y2 +- vc 0 dy2; y3 +- vc dy2 0; y1 +- y2 0 dy1; y4 +- y3 dy1 0`;
const BARS = "M x1 y1 L x4 y1 L x4 y2 L x1 y2 Z M x1 y3 L x4 y3 L x4 y4 L x1 y4 Z";
const BRACE =
  "a2 pin 0 adj2 100000; q1 +- 100000 0 a2; q2 min q1 a2; q3 */ q2 1 2; maxAdj1 */ q3 h ss; a1 pin 0 adj1 maxAdj1; " +
  "y1 */ ss a1 100000; y3 */ h a2 100000; y2 +- y3 0 y1; y4 +- y3 y1 0; y5 +- b 0 y1";
/** The two halves of a pair of braces, one after the other around what they hold. */
const BRACES = [
  `M x2 b A x1 x1 cd4 cd4 L x1 y3 A x1 x1 0 ${BACK} A x1 x1 cd4 ${BACK} L x1 x1 A x1 x1 cd2 cd4`,
  `M x3 t A x1 x1 3cd4 cd4 L x4 y2 A x1 x1 cd2 ${BACK} A x1 x1 3cd4 ${BACK} L x4 y4 A x1 x1 0 cd4`,
] as const;
const WAVES =
  "y1 */ h a 100000; dy */ y1 10 3; y2 +- y1 0 dy; y3 +- y1 dy 0; y4 +- b 0 y1; y5 +- y4 0 dy; y6 +- y4 dy 0";

/** A ring's part with a head: `turn` is 1 clockwise. */
const CIRCULAR =
  "th */ ss adj1 100000; thh */ ss adj5 100000; th2 */ th 1 2; rw3 +- wd2 0 thh; rh3 +- hd2 0 thh; rw1 +- rw3 th2 0; " +
  "rh1 +- rh3 th2 0; rw2 +- rw3 0 th2; rh2 +- rh3 0 th2; rw4 +- rw3 thh 0; rh4 +- rh3 thh 0; rw5 +- rw3 0 thh; " +
  "rh5 +- rh3 0 thh; s1 +- adj3 0 adj4; s2 +- s1 21600000 0; sw ?: s1 s1 s2; sb +- 0 0 sw; pt +- adj3 adj2 0; " +
  "ax cos rw1 adj4; ay sin rh1 adj4; xa +- hc ax 0; ya +- vc ay 0; bx cos rw4 adj3; by sin rh4 adj3; xb +- hc bx 0; " +
  "yb +- vc by 0; tx cos rw3 pt; ty sin rh3 pt; xt +- hc tx 0; yt +- vc ty 0; cx cos rw5 adj3; cy sin rh5 adj3; " +
  "xc +- hc cx 0; yc +- vc cy 0; ex cos rw2 adj3; ey sin rh2 adj3; xe +- hc ex 0; ye +- vc ey 0";

/** Rays of a sun: eight triangles around its disc. */
function sun(): Preset {
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

const RIBBON =
  "a1 pin 0 adj1 33333; a2 pin 25000 adj2 75000; dx */ w a2 200000; x2 +- hc 0 dx; x5 +- hc dx 0; " +
  "x3 +- x2 wd8 0; x4 +- x5 0 wd8; x1 +- wd8 0 0; x6 +- r 0 wd8; dy */ h a1 100000";
const SCROLL =
  "a pin 0 adj 25000; ch */ ss a 100000; c2 */ ch 1 2; c4 */ ch 1 4; x1 +- r 0 ch; x2 +- r 0 c2; y1 +- b 0 ch; y2 +- b 0 c2";

export const PRESETS: Readonly<Record<string, Preset>> = {
  // Lines and connectors
  line: LINE,
  straightConnector1: LINE,
  lineInv: ["", "", "", "none M l b L r t"],
  bentConnector2: ["", "", "", "none M l t L r t L r b"],
  bentConnector3: ["adj1 50000", "x1 */ w adj1 100000", "", "none M l t L x1 t L x1 b L r b"],
  bentConnector4: [
    ARROW,
    "x1 */ w adj1 100000; y2 */ h adj2 100000",
    "",
    "none M l t L x1 t L x1 y2 L r y2 L r b",
  ],
  bentConnector5: [
    "adj1 50000, adj2 50000, adj3 50000",
    "x1 */ w adj1 100000; x3 */ w adj3 100000; y2 */ h adj2 100000",
    "",
    "none M l t L x1 t L x1 y2 L x3 y2 L x3 b L r b",
  ],
  curvedConnector2: ["", "", "", "none M l t C wd2 t r hd2 r b"],
  curvedConnector3: [
    "adj1 50000",
    "x2 */ w adj1 100000; x1 +/ l x2 2; x3 +/ r x2 2; y3 */ h 3 4",
    "",
    "none M l t C x1 t x2 hd4 x2 vc C x2 y3 x3 b r b",
  ],
  curvedConnector4: [
    ARROW,
    "x2 */ w adj1 100000; x1 +/ l x2 2; x3 +/ r x2 2; x4 +/ x2 x3 2; x5 +/ x3 r 2; y4 */ h adj2 100000; " +
      "y1 +/ t y4 2; y2 +/ t y1 2; y3 +/ y1 y4 2; y5 +/ b y4 2",
    "",
    "none M l t C x1 t x2 y2 x2 y1 C x2 y3 x4 y4 x3 y4 C x5 y4 r y5 r b",
  ],
  curvedConnector5: [
    "adj1 50000, adj2 50000, adj3 50000",
    "x3 */ w adj1 100000; x6 */ w adj3 100000; x1 +/ x3 x6 2; x2 +/ l x3 2; x4 +/ x3 x1 2; x5 +/ x6 x1 2; x7 +/ x6 r 2; " +
      "y4 */ h adj2 100000; y1 +/ t y4 2; y2 +/ t y1 2; y3 +/ y1 y4 2; y5 +/ b y4 2; y6 +/ y5 y4 2; y7 +/ y5 b 2",
    "",
    "none M l t C x2 t x3 y2 x3 y1 C x3 y3 x4 y4 x1 y4 C x5 y4 x6 y6 x6 y5 C x6 y7 x7 b r b",
  ],

  // Rectangles
  rect: ["", "", "", RECT],
  roundRect: ["adj 16667", `${ROUND}; ${WITHIN}`, "il il ir ib", ROUNDED],
  snip1Rect: ["adj 16667", ROUND, "", "M l t L x2 t L r x1 L r b L l b Z"],
  snip2SameRect: [
    "adj1 16667, adj2 0",
    FOUR,
    "",
    "M p t L pr t L r p L r qb L qr b L q b L l qb L l p Z",
  ],
  snip2DiagRect: [
    "adj1 0, adj2 16667",
    FOUR,
    "",
    "M p t L qr t L r q L r pb L pr b L q b L l qb L l p Z",
  ],
  snipRoundRect: [
    "adj1 16667, adj2 16667",
    FOUR,
    "",
    "M p t L qr t L r q L r b L l b L l p A p p cd2 cd4 Z",
  ],
  round1Rect: ["adj 16667", ROUND, "", "M l t L x2 t A x1 x1 3cd4 cd4 L r b L l b Z"],
  round2SameRect: [
    "adj1 16667, adj2 0",
    FOUR,
    "",
    "M p t L pr t A p p 3cd4 cd4 L r qb A q q 0 cd4 L q b A q q cd4 cd4 L l p A p p cd2 cd4 Z",
  ],
  round2DiagRect: [
    "adj1 16667, adj2 0",
    FOUR,
    "",
    "M p t L qr t A q q 3cd4 cd4 L r pb A p p 0 cd4 L q b A q q cd4 cd4 L l p A p p cd2 cd4 Z",
  ],

  // Basic shapes
  ellipse: ["", INNER, INSIDE, ELLIPSE],
  triangle: [
    "adj 50000",
    "a pin 0 adj 100000; x1 */ w a 200000; x2 */ w a 100000; x3 +- x1 wd2 0",
    "x1 vc x3 b",
    "M l b L x2 t L r b Z",
  ],
  rtTriangle: [
    "",
    "il */ w 1 12; it */ h 7 12; ir */ w 7 12; ib */ h 11 12",
    INSIDE,
    "M l b L l t L r b Z",
  ],
  parallelogram: [
    "adj 25000",
    "maxAdj */ 100000 w ss; a pin 0 adj maxAdj; x2 */ ss a 100000; x5 +- r 0 x2; q1 */ 5 a maxAdj; q2 +/ 1 q1 12; " +
      "il */ q2 w 1; it */ q2 h 1; ir +- r 0 il; ib +- b 0 it",
    INSIDE,
    "M l b L x2 t L r t L x5 b Z",
  ],
  trapezoid: [
    "adj 25000",
    "maxAdj */ 50000 w ss; a pin 0 adj maxAdj; x2 */ ss a 100000; x3 +- r 0 x2; il */ wd3 a maxAdj; it */ hd3 a maxAdj; ir +- r 0 il",
    "il it ir b",
    "M l b L x2 t L x3 t L r b Z",
  ],
  diamond: ["", MIDDLE, "wd4 hd4 ir ib", DIAMOND],
  pentagon: [
    "hf 105146, vf 110557",
    "sw */ wd2 hf 100000; sh */ hd2 vf 100000; sv */ vc vf 100000; dx1 cos sw 1080000; dx2 cos sw 18360000; " +
      "dy1 sin sh 1080000; dy2 sin sh 18360000; x1 +- hc 0 dx1; x2 +- hc 0 dx2; x3 +- hc dx2 0; x4 +- hc dx1 0; " +
      "y1 +- sv 0 dy1; y2 +- sv 0 dy2; it */ y1 dx2 dx1",
    "x2 it x3 y2",
    "M x1 y1 L hc t L x4 y1 L x3 y2 L x2 y2 Z",
  ],
  hexagon: [
    "adj 25000, vf 115470",
    "maxAdj */ 50000 w ss; a pin 0 adj maxAdj; sh */ hd2 vf 100000; x1 */ ss a 100000; x2 +- r 0 x1; dy1 sin sh 3600000; " +
      "y1 +- vc 0 dy1; y2 +- vc dy1 0; il */ x1 2 3; it */ h 1 10; ir +- r 0 il; ib +- b 0 it",
    INSIDE,
    "M l vc L x1 y1 L x2 y1 L r vc L x2 y2 L x1 y2 Z",
  ],
  heptagon: polygon("500,0 901,198 1000,643 723,1000 277,1000 0,643 99,198", 1000),
  octagon: [
    "adj 29289",
    `${ROUND}; il */ x1 1 2; ir +- r 0 il; ib +- b 0 il`,
    "il il ir ib",
    "M l x1 L x1 t L x2 t L r x1 L r y2 L x2 b L x1 b L l y2 Z",
  ],
  decagon: polygon(
    "0,500 95,191 345,0 655,0 905,191 1000,500 905,809 655,1000 345,1000 95,809",
    1000,
  ),
  dodecagon: polygon(
    "0,366 134,134 366,0 634,0 866,134 1000,366 1000,634 866,866 634,1000 366,1000 134,866 0,634",
    1000,
  ),
  pie: [
    "adj1 0, adj2 16200000",
    `${ARC}; ${INNER}`,
    INSIDE,
    "M x1 y1 A wd2 hd2 stAng swAng L hc vc Z",
  ],
  chord: [
    "adj1 2700000, adj2 16200000",
    `${ARC}; ${INNER}`,
    INSIDE,
    "M x1 y1 A wd2 hd2 stAng swAng Z",
  ],
  arc: [
    "adj1 16200000, adj2 0",
    ARC,
    "",
    "unstroked M x1 y1 A wd2 hd2 stAng swAng L hc vc Z",
    "none M x1 y1 A wd2 hd2 stAng swAng",
  ],
  blockArc: [
    "adj1 10800000, adj2 0, adj3 25000",
    `${ARC}; a3 pin 0 adj3 50000; isw +- 0 0 swAng; dr */ ss a3 100000; iw +- wd2 0 dr; ih +- hd2 0 dr; wt2 sin iw enAng; ` +
      "ht2 cos ih enAng; dx2 cat2 iw ht2 wt2; dy2 sat2 ih ht2 wt2; x2 +- hc dx2 0; y2 +- vc dy2 0",
    "",
    "M x1 y1 A wd2 hd2 stAng swAng L x2 y2 A iw ih enAng isw Z",
  ],
  teardrop: [
    "adj 100000",
    `${INNER}; a pin 0 adj 200000; r2 sqrt 2; tw */ wd2 r2 1; th */ hd2 r2 1; sw */ tw a 100000; sh */ th a 100000; ` +
      "dx1 cos sw 2700000; dy1 sin sh 2700000; x1 +- hc dx1 0; y1 +- vc 0 dy1; x2 +/ hc x1 2; y2 +/ vc y1 2",
    INSIDE,
    "M l vc A wd2 hd2 cd2 cd4 Q x2 t x1 y1 Q r y2 r vc A wd2 hd2 0 cd4 A wd2 hd2 cd4 cd4 Z",
  ],
  frame: [
    "adj1 12500",
    "a pin 0 adj1 50000; x1 */ ss a 100000; x4 +- r 0 x1; y4 +- b 0 x1",
    "x1 x1 x4 y4",
    `${RECT} M x1 x1 L x1 y4 L x4 y4 L x4 x1 Z`,
  ],
  halfFrame: [
    "adj1 33333, adj2 33333",
    "maxAdj2 */ 100000 w ss; a2 pin 0 adj2 maxAdj2; x1 */ ss a2 100000; g1 */ h x1 w; g2 +- h 0 g1; maxAdj1 */ 100000 g2 ss; " +
      "a1 pin 0 adj1 maxAdj1; y1 */ ss a1 100000; dx2 */ y1 w h; x2 +- r 0 dx2; dy2 */ x1 h w; y2 +- b 0 dy2",
    "",
    "M l t L r t L x2 y1 L x1 y1 L x1 y2 L l b Z",
  ],
  corner: [
    ARROW,
    "m1 */ 100000 h ss; m2 */ 100000 w ss; a1 pin 0 adj1 m1; a2 pin 0 adj2 m2; x1 */ ss a2 100000; dy1 */ ss a1 100000; y1 +- b 0 dy1",
    "l y1 r b",
    "M l t L x1 t L x1 y1 L r y1 L r b L l b Z",
  ],
  diagStripe: [
    "adj 50000",
    "a pin 0 adj 100000; x2 */ w a 100000; y2 */ h a 100000",
    "",
    "M l y2 L x2 t L r t L l b Z",
  ],
  plus: [
    "adj 25000",
    ROUND,
    "l x1 r y2",
    "M l x1 L x1 x1 L x1 t L x2 t L x2 x1 L r x1 L r y2 L x2 y2 L x2 b L x1 b L x1 y2 L l y2 Z",
  ],
  plaque: [
    "adj 16667",
    `${ROUND}; il */ x1 70711 100000; ir +- r 0 il; ib +- b 0 il`,
    "il il ir ib",
    `M l x1 A x1 x1 cd4 ${BACK} L x2 t A x1 x1 cd2 ${BACK} L r y2 A x1 x1 3cd4 ${BACK} L x1 b A x1 x1 0 ${BACK} Z`,
  ],
  can: [
    "adj 25000",
    "maxAdj */ 50000 h ss; a pin 0 adj maxAdj; y1 */ ss a 200000; y2 +- y1 y1 0; y3 +- b 0 y1",
    "l y2 r y3",
    `unstroked M l y1 A wd2 y1 cd2 ${HALF_BACK} L r y3 A wd2 y1 0 cd2 Z`,
    "lighten unstroked M l y1 A wd2 y1 cd2 cd2 A wd2 y1 0 cd2 Z",
    "none M r y1 A wd2 y1 0 cd2 A wd2 y1 cd2 cd2 L r y3 A wd2 y1 0 cd2 L l y1",
  ],
  cube: [
    "adj 25000",
    "a pin 0 adj 100000; y1 */ ss a 100000; y4 +- b 0 y1; x4 +- r 0 y1",
    "l y1 x4 b",
    "unstroked M l y1 L x4 y1 L x4 b L l b Z",
    "darkenLess unstroked M x4 y1 L r t L r y4 L x4 b Z",
    "lightenLess unstroked M l y1 L y1 t L r t L x4 y1 Z",
    "none M l y1 L y1 t L r t L r y4 L x4 b L l b Z M l y1 L x4 y1 L r t M x4 y1 L x4 b",
  ],
  bevel: [
    "adj 12500",
    ROUND,
    "x1 x1 x2 y2",
    "unstroked M x1 x1 L x2 x1 L x2 y2 L x1 y2 Z",
    "lightenLess unstroked M l t L r t L x2 x1 L x1 x1 Z",
    "darkenLess unstroked M l b L x1 y2 L x2 y2 L r b Z",
    "lighten unstroked M l t L x1 x1 L x1 y2 L l b Z",
    "darken unstroked M r t L r b L x2 y2 L x2 x1 Z",
    `none ${RECT} M x1 x1 L x2 x1 L x2 y2 L x1 y2 Z M l t L x1 x1 M l b L x1 y2 M r t L x2 x1 M r b L x2 y2`,
  ],
  donut: [
    "adj 25000",
    `${INNER}; a pin 0 adj 50000; dr */ ss a 100000; iw +- wd2 0 dr; ih +- hd2 0 dr`,
    INSIDE,
    `${ELLIPSE} M dr vc A iw ih cd2 -21600000 Z`,
  ],
  noSmoking: [
    "adj 18750",
    `${INNER}; a pin 0 adj 50000; dr */ ss a 100000; iw +- wd2 0 dr; ih +- hd2 0 dr; half */ dr 1 2; q */ iw iw 1; ` +
      "p */ half half 1; s +- q 0 p; rt sqrt s; aa at2 rt half; s1 +- 5cd8 aa 0; s2 +- cd8 aa 0; e1 +- cd8 0 aa; " +
      "p1 cos iw s1; q1 sin ih s1; x1 +- hc p1 0; y1 +- vc q1 0; p2 cos iw s2; q2 sin ih s2; x2 +- hc p2 0; y2 +- vc q2 0; " +
      "p3 cos iw e1; q3 sin ih e1; v1 at2 p1 q1; v2 at2 p2 q2; v3 at2 p3 q3; t1 +- v3 0 v1; t2 +- t1 21600000 0; sw ?: t1 t1 t2",
    INSIDE,
    `${ELLIPSE} M x1 y1 A iw ih v1 sw Z M x2 y2 A iw ih v2 sw Z`,
  ],
  foldedCorner: [
    "adj 16667",
    "a pin 0 adj 50000; dy2 */ ss a 100000; dy1 */ dy2 1 5; x1 +- r 0 dy2; x2 +- x1 dy1 0; y2 +- b 0 dy2; y1 +- y2 dy1 0",
    "l t r y2",
    "unstroked M l t L r t L r y2 L x1 b L l b Z",
    "darkenLess unstroked M x1 b L x2 y1 L r y2 Z",
    "none M x1 b L x2 y1 L r y2 L x1 b L l b L l t L r t L r y2",
  ],
  smileyFace: [
    "adj 4653",
    `${INNER}; a pin -4653 adj 4653; x1 */ w 4969 21699; x2 */ w 6215 21600; x3 */ w 13135 21600; x4 */ w 16640 21600; ` +
      "y1 */ h 7570 21600; y3 */ h 16515 21600; dy2 */ h a 100000; y2 +- y3 0 dy2; y4 +- y3 dy2 0; dy3 */ h a 50000; " +
      "y5 +- y4 dy3 0; wR */ w 1125 21600; hR */ h 1125 21600",
    INSIDE,
    ELLIPSE,
    "darkenLess M x2 y1 A wR hR cd2 21600000 Z M x3 y1 A wR hR cd2 21600000 Z",
    "none M x1 y2 Q hc y5 x4 y2",
  ],
  heart: [
    "",
    "dx1 */ w 49 48; dx2 */ w 10 48; x1 +- hc 0 dx1; x2 +- hc 0 dx2; x3 +- hc dx2 0; x4 +- hc dx1 0; y1 +- t 0 hd3; " +
      "il */ w 1 6; ir */ w 5 6; ib */ h 2 3",
    "il hd4 ir ib",
    "M hc hd4 C x3 y1 x4 hd4 hc b C x1 hd4 x2 y1 hc hd4 Z",
  ],
  lightningBolt: polygon(
    "8472,0 12860,6080 11050,6797 16577,12007 14767,12877 21600,21600 10012,14915 12222,13987 5022,9705 7602,8382 0,3890",
  ),
  sun: sun(),
  moon: [
    "adj 50000",
    "a pin 0 adj 87500; g */ ss a 100000; gw */ g w ss; rx +- w 0 gw",
    "",
    `M r b A w hd2 cd4 cd2 A rx hd2 3cd4 ${HALF_BACK} Z`,
  ],
  cloud: ["", `${CLOUD.guides}; ${CLOUD_TEXT}`, INSIDE, CLOUD.path],
  bracketPair: [
    "adj 16667",
    `${ROUND}; ${WITHIN}`,
    "il il ir ib",
    `unstroked ${ROUNDED}`,
    "none M x1 b A x1 x1 cd4 cd4 L l x1 A x1 x1 cd2 cd4 M x2 t A x1 x1 3cd4 cd4 L r y2 A x1 x1 0 cd4",
  ],
  bracePair: [
    "adj 8333",
    "a pin 0 adj 25000; x1 */ ss a 100000; x2 */ ss a 50000; x3 +- r 0 x2; x4 +- r 0 x1; y2 +- vc 0 x1; y3 +- vc x1 0; y4 +- b 0 x1",
    "x1 x1 x4 y4",
    `unstroked ${BRACES[0]} ${BRACES[1].replace("M ", "L ")} Z`,
    `none ${BRACES.join(" ")}`,
  ],
  leftBracket: [
    "adj 8333",
    "maxAdj */ 50000 h ss; a pin 0 adj maxAdj; y1 */ ss a 100000; y2 +- b 0 y1",
    "",
    "unstroked M r b A w y1 cd4 cd4 L l y1 A w y1 cd2 cd4 Z",
    "none M r b A w y1 cd4 cd4 L l y1 A w y1 cd2 cd4",
  ],
  rightBracket: [
    "adj 8333",
    "maxAdj */ 50000 h ss; a pin 0 adj maxAdj; y1 */ ss a 100000; y2 +- b 0 y1",
    "",
    "unstroked M l t A w y1 3cd4 cd4 L r y2 A w y1 0 cd4 Z",
    "none M l t A w y1 3cd4 cd4 L r y2 A w y1 0 cd4",
  ],
  leftBrace: [
    "adj1 8333, adj2 50000",
    BRACE,
    "",
    `unstroked M r b A wd2 y1 cd4 cd4 L hc y4 A wd2 y1 0 ${BACK} A wd2 y1 cd4 ${BACK} L hc y1 A wd2 y1 cd2 cd4 Z`,
    `none M r b A wd2 y1 cd4 cd4 L hc y4 A wd2 y1 0 ${BACK} A wd2 y1 cd4 ${BACK} L hc y1 A wd2 y1 cd2 cd4`,
  ],
  rightBrace: [
    "adj1 8333, adj2 50000",
    BRACE,
    "",
    `unstroked M l t A wd2 y1 3cd4 cd4 L hc y2 A wd2 y1 cd2 ${BACK} A wd2 y1 3cd4 ${BACK} L hc y5 A wd2 y1 0 cd4 Z`,
    `none M l t A wd2 y1 3cd4 cd4 L hc y2 A wd2 y1 cd2 ${BACK} A wd2 y1 3cd4 ${BACK} L hc y5 A wd2 y1 0 cd4`,
  ],

  // Arrows
  rightArrow: [
    ARROW,
    `${arrowed("w")}; x1 +- r 0 head; y1 +- vc 0 side; y2 +- vc side 0; dx2 */ y1 head hd2; x2 +- x1 dx2 0`,
    "l y1 x2 y2",
    "M l y1 L x1 y1 L x1 t L r vc L x1 b L x1 y2 L l y2 Z",
  ],
  leftArrow: [
    ARROW,
    `${arrowed("w")}; x2 +- head 0 0; y1 +- vc 0 side; y2 +- vc side 0; dx1 */ y1 head hd2; x1 +- x2 0 dx1`,
    "x1 y1 r y2",
    "M l vc L x2 t L x2 y1 L r y1 L r y2 L x2 y2 L x2 b Z",
  ],
  upArrow: [
    ARROW,
    `${arrowed("h")}; x1 +- hc 0 side; x2 +- hc side 0; dy1 */ x1 head wd2; y1 +- head 0 dy1`,
    "x1 y1 x2 b",
    "M l head L hc t L r head L x2 head L x2 b L x1 b L x1 head Z",
  ],
  downArrow: [
    ARROW,
    `${arrowed("h")}; x1 +- hc 0 side; x2 +- hc side 0; y1 +- b 0 head; dy1 */ x1 head wd2; y2 +- y1 dy1 0`,
    "x1 t x2 y2",
    "M l y1 L x1 y1 L x1 t L x2 t L x2 y1 L r y1 L hc b Z",
  ],
  leftRightArrow: [
    ARROW,
    `${arrowed("w", 50_000)}; x3 +- r 0 head; y1 +- vc 0 side; y2 +- vc side 0`,
    "head y1 x3 y2",
    "M l vc L head t L head y1 L x3 y1 L x3 t L r vc L x3 b L x3 y2 L head y2 L head b Z",
  ],
  upDownArrow: [
    ARROW,
    `${arrowed("h", 50_000)}; y3 +- b 0 head; x1 +- hc 0 side; x2 +- hc side 0`,
    "x1 head x2 y3",
    "M l head L hc t L r head L x2 head L x2 y3 L r y3 L hc b L l y3 L x1 y3 L x1 head Z",
  ],
  quadArrow: [
    "adj1 22500, adj2 22500, adj3 22500",
    "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; q1 +- 100000 0 m1; m3 */ q1 1 2; a3 pin 0 adj3 m3; x1 */ ss a3 100000; " +
      "d2 */ ss a2 100000; x2 +- hc 0 d2; x5 +- hc d2 0; d3 */ ss a1 200000; x3 +- hc 0 d3; x4 +- hc d3 0; x6 +- r 0 x1; " +
      "y2 +- vc 0 d2; y5 +- vc d2 0; y3 +- vc 0 d3; y4 +- vc d3 0; y6 +- b 0 x1",
    "x1 y3 x6 y4",
    "M l vc L x1 y2 L x1 y3 L x3 y3 L x3 x1 L x2 x1 L hc t L x5 x1 L x4 x1 L x4 y3 L x6 y3 L x6 y2 L r vc L x6 y5 L x6 y4 " +
      "L x4 y4 L x4 y6 L x5 y6 L hc b L x2 y6 L x3 y6 L x3 y4 L x1 y4 L x1 y5 Z",
  ],
  bentArrow: [
    "adj1 25000, adj2 25000, adj3 25000, adj4 43750",
    "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; a3 pin 0 adj3 50000; th */ ss a1 100000; aw2 */ ss a2 100000; " +
      "th2 */ th 1 2; dh2 +- aw2 0 th2; ah */ ss a3 100000; bw +- r 0 ah; bh +- b 0 dh2; bs min bw bh; m4 */ 100000 bs ss; " +
      "a4 pin 0 adj4 m4; bd */ ss a4 100000; bd3 +- bd 0 th; bd2 max bd3 0; x3 +- th bd2 0; x4 +- r 0 ah; y3 +- dh2 th 0; " +
      "y4 +- y3 dh2 0; y5 +- dh2 bd 0; y6 +- y3 bd2 0",
    "",
    `M l b L l y5 A bd bd cd2 cd4 L x4 dh2 L x4 t L r aw2 L x4 y4 L x4 y3 L x3 y3 A bd2 bd2 3cd4 ${BACK} L th b Z`,
  ],
  uturnArrow: [
    "adj1 25000, adj2 25000, adj3 25000, adj4 43750, adj5 75000",
    "a2 pin 0 adj2 25000; m1 */ a2 2 1; a1 pin 0 adj1 m1; q2 */ a1 ss h; q3 +- 100000 0 q2; m3 */ q3 h ss; a3 pin 0 adj3 m3; " +
      "q1 +- a3 a1 0; min5 */ q1 ss h; a5 pin min5 adj5 100000; th */ ss a1 100000; aw2 */ ss a2 100000; th2 */ th 1 2; " +
      "dh2 +- aw2 0 th2; y5 */ h a5 100000; ah */ ss a3 100000; y4 +- y5 0 ah; x9 +- r 0 dh2; bw */ x9 1 2; bs min bw y4; " +
      "m4 */ bs 100000 ss; a4 pin 0 adj4 m4; bd */ ss a4 100000; bd3 +- bd 0 th; bd2 max bd3 0; x3 +- th bd2 0; x8 +- r 0 aw2; " +
      "x6 +- x8 0 aw2; x7 +- x6 dh2 0; x4 +- x9 0 bd; x5 +- x7 0 bd2",
    "",
    "M l b L l bd A bd bd cd2 cd4 L x4 t A bd bd 3cd4 cd4 L x9 y4 L r y4 L x8 y5 L x6 y4 L x7 y4 L x7 x3 " +
      `A bd2 bd2 0 ${BACK} L x3 th A bd2 bd2 3cd4 ${BACK} L th b Z`,
  ],
  bentUpArrow: [
    "adj1 25000, adj2 25000, adj3 25000",
    "a1 pin 0 adj1 50000; a2 pin 0 adj2 50000; a3 pin 0 adj3 50000; y1 */ ss a3 100000; dx1 */ ss a2 50000; x1 +- r 0 dx1; " +
      "dx3 */ ss a2 100000; x3 +- r 0 dx3; dx2 */ ss a1 200000; x2 +- x3 0 dx2; x4 +- x3 dx2 0; dy2 */ ss a1 100000; y2 +- b 0 dy2",
    "l y2 x4 b",
    "M l y2 L x2 y2 L x2 y1 L x1 y1 L x3 t L r y1 L x4 y1 L x4 b L l b Z",
  ],
  leftUpArrow: [
    "adj1 25000, adj2 25000, adj3 25000",
    "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 +- 100000 0 m1; a3 pin 0 adj3 m3; x1 */ ss a3 100000; " +
      "d2 */ ss a2 50000; x2 +- r 0 d2; y2 +- b 0 d2; d4 */ ss a2 100000; x4 +- r 0 d4; y4 +- b 0 d4; d3 */ ss a1 200000; " +
      "x3 +- x4 0 d3; x5 +- x4 d3 0; y3 +- y4 0 d3; y5 +- y4 d3 0",
    "",
    "M l y4 L x1 y2 L x1 y3 L x3 y3 L x3 x1 L x2 x1 L x4 t L r x1 L x5 x1 L x5 y5 L x1 y5 L x1 b Z",
  ],
  stripedRightArrow: [
    ARROW,
    `${arrowed("w", 84_375)}; x4 */ ss 5 32; x5 +- r 0 head; y1 +- vc 0 side; y2 +- vc side 0`,
    "x4 y1 x5 y2",
    "M l y1 L ssd32 y1 L ssd32 y2 L l y2 Z M ssd16 y1 L ssd8 y1 L ssd8 y2 L ssd16 y2 Z " +
      "M x4 y1 L x5 y1 L x5 t L r vc L x5 b L x5 y2 L x4 y2 Z",
  ],
  notchedRightArrow: [
    ARROW,
    `${arrowed("w")}; x2 +- r 0 head; y1 +- vc 0 side; y2 +- vc side 0; x1 */ side head hd2`,
    "x1 y1 x2 y2",
    "M l y1 L x2 y1 L x2 t L r vc L x2 b L x2 y2 L l y2 L x1 vc Z",
  ],
  homePlate: [
    "adj 50000",
    "maxAdj */ 100000 w ss; a pin 0 adj maxAdj; dx */ ss a 100000; x1 +- r 0 dx; ir +/ x1 r 2",
    "l t ir b",
    "M l t L x1 t L r vc L x1 b L l b Z",
  ],
  chevron: [
    "adj 50000",
    "maxAdj */ 100000 w ss; a pin 0 adj maxAdj; x1 */ ss a 100000; x2 +- r 0 x1; gap +- x2 0 x1; il ?: gap x1 l; ir ?: gap x2 r",
    "il t ir b",
    "M l t L x2 t L r vc L x2 b L l b L x1 vc Z",
  ],
  rightArrowCallout: [
    BOXED,
    `${boxed("w")}; ${ACROSS_Y}; x3 +- r 0 head`,
    "l t box b",
    "M l t L box t L box y2 L x3 y2 L x3 y1 L r vc L x3 y4 L x3 y3 L box y3 L box b L l b Z",
  ],
  leftArrowCallout: [
    BOXED,
    `${boxed("w")}; ${ACROSS_Y}; x2 +- r 0 box`,
    "x2 t r b",
    "M l vc L head y1 L head y2 L x2 y2 L x2 t L r t L r b L x2 b L x2 y3 L head y3 L head y4 Z",
  ],
  downArrowCallout: [
    BOXED,
    `${boxed("h")}; ${ACROSS_X}; y3 +- b 0 head`,
    "l t r box",
    "M l t L r t L r box L x3 box L x3 y3 L x4 y3 L hc b L x1 y3 L x2 y3 L x2 box L l box Z",
  ],
  upArrowCallout: [
    BOXED,
    `${boxed("h")}; ${ACROSS_X}; y2 +- b 0 box`,
    "l y2 r b",
    "M l y2 L x2 y2 L x2 head L x1 head L hc t L x4 head L x3 head L x3 y2 L r y2 L r b L l b Z",
  ],
  circularArrow: [
    "adj1 12500, adj2 1142319, adj3 20457681, adj4 10800000, adj5 12500",
    CIRCULAR,
    "",
    "M xa ya A rw1 rh1 adj4 sw L xb yb L xt yt L xc yc L xe ye A rw2 rh2 adj3 sb Z",
  ],

  // Equations
  mathPlus: [
    "adj1 23520",
    `a1 pin 0 adj1 73490; ${MATH}; dy1 */ h 73490 200000; d2 */ ss a1 200000; x2 +- hc 0 d2; x3 +- hc d2 0; y1 +- vc 0 dy1; ` +
      "y2 +- vc 0 d2; y3 +- vc d2 0; y4 +- vc dy1 0",
    "x1 y2 x4 y3",
    "M x1 y2 L x2 y2 L x2 y1 L x3 y1 L x3 y2 L x4 y2 L x4 y3 L x3 y3 L x3 y4 L x2 y4 L x2 y3 L x1 y3 Z",
  ],
  mathMinus: [
    "adj1 23520",
    `a1 pin 0 adj1 100000; ${MATH}; dy1 */ h a1 200000; y1 +- vc 0 dy1; y2 +- vc dy1 0`,
    "x1 y1 x4 y2",
    "M x1 y1 L x4 y1 L x4 y2 L x1 y2 Z",
  ],
  mathEqual: ["adj1 23520, adj2 11760", EQUAL, "x1 y1 x4 y4", BARS],
  mathNotEqual: [
    "adj1 23520, adj2 6600000, adj3 11760",
    `${EQUAL.replace("adj2 m2", "adj3 m2")}; sl */ h 1 3; sx +- hc 0 sl; half */ dy1 2 3; z1 +- hc half 0; z2 +- z1 half 0; ` +
      "u1 +- z2 0 half; top +- y1 0 dy1; low +- y4 dy1 0; v1 +- hc 0 half; v2 +- v1 0 half",
    "x1 y1 x4 y4",
    BARS,
    "M z1 top L z2 top L v1 low L v2 low Z",
  ],
  mathMultiply: [
    "adj1 23520",
    "a1 pin 0 adj1 51965; th */ ss a1 100000; a at2 w h; sa sin 1 a; ca cos 1 a; ta tan 1 a; dl mod w h 0; rw */ dl 51965 100000; " +
      "lM +- dl 0 rw; xM */ ca lM 2; yM */ sa lM 2; dxA */ sa th 2; dyA */ ca th 2; xA +- xM 0 dxA; yA +- yM dyA 0; xB +- xM dxA 0; " +
      "yB +- yM 0 dyA; xBC +- hc 0 xB; yBC */ xBC ta 1; yC +- yBC yB 0; xD +- r 0 xB; xE +- r 0 xA; yFE +- vc 0 yA; " +
      "xFE */ yFE 1 ta; xF +- xE 0 xFE; xL +- xA xFE 0; yG +- b 0 yA; yH +- b 0 yB; yI +- b 0 yC",
    "xA yB xE yH",
    "M xA yA L xB yB L hc yC L xD yB L xE yA L xF vc L xE yG L xD yH L hc yI L xB yH L xA yG L xL vc Z",
  ],
  mathDivide: [
    "adj1 23520, adj2 5880, adj3 11760",
    `${MATH}; dy1 */ h adj1 200000; gap */ h adj2 100000; rad */ h adj3 100000; y3 +- vc 0 dy1; y4 +- vc dy1 0; up +- gap rad 0; ` +
      "y2 +- y3 0 up; y1 +- y2 0 rad; y5 +- b 0 y1",
    "x1 y3 x4 y4",
    "M hc y1 A rad rad 3cd4 21600000 Z M hc y5 A rad rad cd4 21600000 Z M x1 y3 L x4 y3 L x4 y4 L x1 y4 Z",
  ],

  // Flow charts
  flowChartProcess: ["", "", "", RECT],
  flowChartAlternateProcess: ["adj 16667", `${ROUND}; ${WITHIN}`, "il il ir ib", ROUNDED],
  flowChartDecision: ["", MIDDLE, "wd4 hd4 ir ib", DIAMOND],
  flowChartInputOutput: onGrid(5, "1 0 4 5", "M 0 5 L 1 0 L 5 0 L 4 5 Z"),
  flowChartPredefinedProcess: onGrid(
    8,
    "1 0 7 8",
    "M 0 0 L 8 0 L 8 8 L 0 8 Z",
    "none M 1 0 L 1 8 M 7 0 L 7 8",
  ),
  flowChartInternalStorage: onGrid(
    8,
    "1 1 8 8",
    "M 0 0 L 8 0 L 8 8 L 0 8 Z",
    "none M 1 0 L 1 8 M 0 1 L 8 1",
  ),
  flowChartDocument: onGrid(
    21_600,
    "0 0 21600 17322",
    "M 0 0 L 21600 0 L 21600 17322 C 10800 17322 10800 23922 0 20172 Z",
  ),
  flowChartMultidocument: onGrid(
    21_600,
    "0 3675 18595 18022",
    "M 2972 0 L 21600 0 L 21600 14392 C 20800 14392 20000 14467 20000 14467 L 2972 14467 Z",
    "M 1532 1815 L 20000 1815 L 20000 16252 C 19298 16252 18595 16352 18595 16352 L 1532 16352 Z",
    "M 0 3675 L 18595 3675 L 18595 18022 C 9298 18022 9298 23542 0 20782 Z",
  ),
  flowChartTerminator: onGrid(
    21_600,
    "1018 3163 20582 18437",
    "M 3475 0 L 18125 0 A 3475 10800 3cd4 cd2 L 3475 21600 A 3475 10800 cd4 cd2 Z",
  ),
  flowChartPreparation: onGrid(10, "2 0 8 10", "M 0 5 L 2 0 L 8 0 L 10 5 L 8 10 L 2 10 Z"),
  flowChartManualInput: onGrid(5, "0 1 5 5", "M 0 1 L 5 0 L 5 5 L 0 5 Z"),
  flowChartManualOperation: onGrid(5, "1 0 4 5", "M 0 0 L 5 0 L 4 5 L 1 5 Z"),
  flowChartConnector: ["", INNER, INSIDE, ELLIPSE],
  flowChartOffpageConnector: onGrid(10, "0 0 10 8", "M 0 0 L 10 0 L 10 8 L 5 10 L 0 8 Z"),
  flowChartPunchedCard: onGrid(5, "0 1 5 5", "M 0 1 L 1 0 L 5 0 L 5 5 L 0 5 Z"),
  flowChartPunchedTape: onGrid(
    20,
    "0 4 20 16",
    `M 0 2 A 5 2 cd2 ${HALF_BACK} A 5 2 cd2 cd2 L 20 18 A 5 2 0 ${HALF_BACK} A 5 2 0 cd2 Z`,
  ),
  flowChartSummingJunction: ["", INNER, INSIDE, ELLIPSE, "none M il it L ir ib M ir it L il ib"],
  flowChartOr: ["", INNER, INSIDE, ELLIPSE, "none M hc t L hc b M l vc L r vc"],
  flowChartCollate: onGrid(4, "1 1 3 3", "M 0 0 L 4 0 L 2 2 L 4 4 L 0 4 L 2 2 Z"),
  flowChartSort: ["", MIDDLE, "wd4 hd4 ir ib", DIAMOND, "none M l vc L r vc"],
  flowChartExtract: onGrid(4, "1 2 3 4", "M 0 4 L 2 0 L 4 4 Z"),
  flowChartMerge: onGrid(4, "1 0 3 2", "M 0 0 L 4 0 L 2 4 Z"),
  flowChartOnlineStorage: onGrid(
    6,
    "1 0 5 6",
    `M 1 0 L 6 0 A 1 3 3cd4 ${HALF_BACK} L 1 6 A 1 3 cd4 cd2 Z`,
  ),
  flowChartDelay: ["", INNER, "l it ir ib", "M l t L hc t A wd2 hd2 3cd4 cd2 L l b Z"],
  flowChartMagneticTape: [
    "",
    INNER,
    INSIDE,
    "M hc b A wd2 hd2 cd4 cd4 A wd2 hd2 cd2 cd4 A wd2 hd2 3cd4 cd4 A wd2 hd2 0 2700000 L r ib L r b Z",
  ],
  flowChartMagneticDisk: onGrid(
    6,
    "0 2 6 5",
    "M 0 1 A 3 1 cd2 cd2 L 6 5 A 3 1 0 cd2 Z",
    `none M 6 1 A 3 1 0 cd2`,
  ),
  flowChartMagneticDrum: onGrid(
    6,
    "1 0 4 6",
    "M 1 0 L 5 0 A 1 3 3cd4 cd2 L 1 6 A 1 3 cd4 cd2 Z",
    "none M 5 6 A 1 3 cd4 cd2",
  ),
  flowChartDisplay: onGrid(6, "1 0 5 6", "M 0 3 L 1 0 L 5 0 A 1 3 3cd4 cd2 L 1 6 Z"),

  // Stars and banners
  star4: star(4, 12_500),
  star5: star(5, 19_098, 105_146, 110_557),
  star6: star(6, 28_868, 115_470),
  star7: star(7, 34_601, 102_572, 105_210),
  star8: star(8, 37_500),
  star10: star(10, 42_533, 105_146),
  star12: star(12, 37_500),
  star16: star(16, 37_500),
  star24: star(24, 37_500),
  star32: star(32, 37_500),
  irregularSeal1: polygon(
    "10800,5800 14522,0 14155,5325 18380,4457 16702,7315 21097,8137 17607,10475 21600,13290 16837,12942 18145,18095 " +
      "14020,14457 13247,19737 10532,14935 8485,21600 7715,15627 4762,17617 5667,13937 135,14587 3722,11775 0,8615 " +
      "4627,7617 370,2295 7312,6320 8352,2295",
  ),
  irregularSeal2: polygon(
    "11462,4342 14790,0 14525,5777 18007,3172 16380,6532 21600,6645 16985,9402 18270,11290 16380,12310 18877,15632 " +
      "14640,14350 14942,17370 12180,15935 11612,18842 9872,17370 8700,19712 7527,18125 4917,21600 4805,18240 1285,17825 " +
      "3330,15370 0,12877 3935,11592 1172,8270 5372,7817 4502,3625 8550,6382 9722,1887",
  ),
  wave: [
    "adj1 12500, adj2 0",
    `a pin 0 adj1 20000; ${WAVES}; x1 */ w 1 3; x2 */ w 2 3; it */ y1 2 1; ib +- b 0 it`,
    "l it r ib",
    "M l y1 C x1 y2 x2 y3 r y1 L r y4 C x2 y6 x1 y5 l y4 Z",
  ],
  doubleWave: [
    "adj1 6250, adj2 0",
    `a pin 0 adj1 12500; ${WAVES}; x1 */ w 1 6; x2 */ w 1 3; x3 */ w 2 3; x4 */ w 5 6; it */ y1 2 1; ib +- b 0 it`,
    "l it r ib",
    "M l y1 C x1 y2 x2 y3 hc y1 C x3 y2 x4 y3 r y1 L r y4 C x4 y6 x3 y5 hc y4 C x2 y6 x1 y5 l y4 Z",
  ],
  ribbon: [
    "adj1 16667, adj2 50000",
    `${RIBBON}; y1 +- b 0 dy; mid */ y1 1 2`,
    "x2 dy x5 b",
    "M l t L x3 t L x3 y1 L l y1 L x1 mid Z M r t L x4 t L x4 y1 L r y1 L x6 mid Z",
    "darkenLess M x2 t L x3 t L x3 dy L x2 dy Z M x5 t L x4 t L x4 dy L x5 dy Z",
    "M x2 dy L x5 dy L x5 b L x2 b Z",
  ],
  ribbon2: [
    "adj1 16667, adj2 50000",
    `${RIBBON}; y1 +- b 0 dy; mid +/ dy b 2`,
    "x2 t x5 y1",
    "M l dy L x3 dy L x3 b L l b L x1 mid Z M r dy L x4 dy L x4 b L r b L x6 mid Z",
    "darkenLess M x2 y1 L x3 y1 L x3 b L x2 b Z M x5 y1 L x4 y1 L x4 b L x5 b Z",
    "M x2 t L x5 t L x5 y1 L x2 y1 Z",
  ],
  horizontalScroll: [
    "adj 12500",
    SCROLL,
    "ch ch x1 y1",
    "M l ch A c2 c2 cd2 cd4 L x1 c2 A c2 c2 cd2 cd2 L r y1 A c2 c2 0 cd4 L ch y1 L ch y2 A c2 c2 0 cd2 Z",
    "none M x1 c2 A c2 c2 cd2 -10800000 M ch ch L ch y1 M l ch A c2 c2 cd2 -10800000",
  ],
  verticalScroll: [
    "adj 12500",
    SCROLL,
    "ch ch x1 y1",
    "M ch t L x2 t A c2 c2 3cd4 cd2 L x1 ch L x1 y2 A c2 c2 0 cd4 L c2 b A c2 c2 cd4 cd2 L ch y1 L ch c2 A c2 c2 cd2 cd4 Z",
    "none M ch ch L x1 ch M ch y1 A c2 c2 3cd4 cd2",
  ],

  // Callouts
  wedgeRectCallout: [
    "adj1 -20833, adj2 62500",
    WEDGE,
    "",
    "M l t L x1 t L xt yt L x2 t L r t L r y1 L xr yr L r y2 L r b L x2 b L xb yb L x1 b L l b L l y2 L xl yl L l y1 Z",
  ],
  wedgeRoundRectCallout: [
    "adj1 -20833, adj2 62500, adj3 16667",
    `${WEDGE}; u */ ss adj3 100000; u2 +- r 0 u; v2 +- b 0 u; il */ u 29289 100000; ir +- r 0 il; ib +- b 0 il`,
    "il il ir ib",
    "M l u A u u cd2 cd4 L x1 t L xt yt L x2 t L u2 t A u u 3cd4 cd4 L r y1 L xr yr L r y2 L r v2 A u u 0 cd4 " +
      "L x2 b L xb yb L x1 b L u b A u u cd4 cd4 L l y2 L xl yl L l y1 Z",
  ],
  wedgeEllipseCallout: [
    "adj1 -20833, adj2 62500",
    `${INNER}; dxPos */ w adj1 100000; dyPos */ h adj2 100000; xPos +- hc dxPos 0; yPos +- vc dyPos 0; sdx */ dxPos h 1; ` +
      "sdy */ dyPos w 1; pang at2 sdx sdy; sa +- pang 660000 0; ea +- pang 0 660000; dx1 cos wd2 sa; dy1 sin hd2 sa; " +
      "x1 +- hc dx1 0; y1 +- vc dy1 0; dx2 cos wd2 ea; dy2 sin hd2 ea; s1 at2 dx1 dy1; e1 at2 dx2 dy2; sw1 +- e1 0 s1; " +
      "sw2 +- sw1 21600000 0; sw ?: sw1 sw1 sw2",
    INSIDE,
    "M xPos yPos L x1 y1 A wd2 hd2 s1 sw Z",
  ],
  cloudCallout: [
    "adj1 -20833, adj2 62500",
    `${CLOUD.guides}; ${CLOUD_TEXT}; dxPos */ w adj1 100000; dyPos */ h adj2 100000; xPos +- hc dxPos 0; yPos +- vc dyPos 0; ` +
      "r1 */ ss 1800 21600; r2 */ ss 1200 21600; r3 */ ss 600 21600; da */ dxPos 70 100; db */ dyPos 70 100; dc */ dxPos 86 100; " +
      "dd */ dyPos 86 100; xa +- hc da 0; ya +- vc db 0; xb +- hc dc 0; yb +- vc dd 0; pa +- xa 0 r1; pb +- xb 0 r2; pc +- xPos 0 r3",
    INSIDE,
    CLOUD.path,
    "M pa ya A r1 r1 cd2 21600000 Z M pb yb A r2 r2 cd2 21600000 Z M pc yPos A r3 r3 cd2 21600000 Z",
  ],
  borderCallout1: leader(1, ONE, true, false),
  borderCallout2: leader(2, TWO, true, false),
  borderCallout3: leader(3, THREE, true, false),
  callout1: leader(1, ONE, false, false),
  callout2: leader(2, TWO, false, false),
  callout3: leader(3, THREE, false, false),
  accentCallout1: leader(1, ONE, false, true),
  accentCallout2: leader(2, TWO, false, true),
  accentCallout3: leader(3, THREE, false, true),
  accentBorderCallout1: leader(1, ONE, true, true),
  accentBorderCallout2: leader(2, TWO, true, true),
  accentBorderCallout3: leader(3, THREE, true, true),
};
