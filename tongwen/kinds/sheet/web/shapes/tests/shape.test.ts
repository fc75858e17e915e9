/** Shapes, pictures and groups as their XML says they look. */
import { describe, expect, it } from "vitest";
import { Palette } from "../../grid/colors";
import { geometryOf } from "../geometry";
import { pathData } from "../outline";
import { formatScheme, type ShapeContext } from "../paints";
import { PRESETS } from "../presets";
import { drawShape } from "../shape";
import { parsed } from "../xml";

const NS = 'xmlns:xdr="x" xmlns:a="a" xmlns:r="r" xmlns:dsp="d"';
const context: ShapeContext = {
  palette: new Palette({}),
  formats: null,
  fonts: { major: "Heading", minor: "Body" },
  picture: (id) => (id === "rId1" ? "/media/one.png" : null),
};
const SIZE = { w: 200, h: 100 };

const solid = (hex: string): string => `<a:solidFill><a:srgbClr val="${hex}"/></a:solidFill>`;
const preset = (name: string, adjust = ""): string =>
  `<a:prstGeom prst="${name}"><a:avLst>${adjust}</a:avLst></a:prstGeom>`;
const shape = (inside: string, text = ""): string =>
  `<xdr:sp ${NS}><xdr:spPr>${inside}</xdr:spPr>${text}</xdr:sp>`;

function drawn(raw: string, given: Partial<ShapeContext> = {}, size = SIZE): HTMLElement {
  const element = document.createElement("div");
  expect(drawShape(element, raw, size, { ...context, ...given })).toBe(true);
  return element;
}

const paths = (element: HTMLElement): Element[] => [...element.querySelectorAll("svg > path")];
const fillOf = (raw: string, given = {}) => paths(drawn(raw, given))[0]?.getAttribute("fill");

describe("an outline", () => {
  const data = (inside: string, size = SIZE): string[] => {
    const root = parsed(shape(inside));
    const { outlines } = geometryOf(root?.firstElementChild ?? null, size);
    return outlines.map(({ steps }) => pathData(steps));
  };

  it("of every preset stays near its box, and is worked out to the end", () => {
    for (const name of Object.keys(PRESETS)) {
      const all = data(preset(name));
      expect(all.join(""), name).not.toMatch(/NaN|undefined|Infinity/);
      expect(all.join("").length, name).toBeGreaterThan(8);
      const numbers = all.join(" ").match(/-?\d+(\.\d+)?/g) ?? [];
      for (const number of numbers) expect(Math.abs(Number(number)), name).toBeLessThan(400);
    }
  });

  it("follows its adjustments, and keeps its corners round in a long box", () => {
    expect(data(preset("roundRect"))[0]).toMatch(
      /^M0 16\.67A16\.67 16\.67 0 0 1 16\.67 0L183\.33 0/,
    );
    const half = preset("roundRect", '<a:gd name="adj" fmla="val 50000"/>');
    expect(data(half)[0]).toMatch(/^M0 50A50 50 0 0 1 50 0L150 0/);
    const far = preset("triangle", '<a:gd name="adj" fmla="val 100000"/>');
    expect(data(far)[0]).toBe("M0 100L200 0L200 100Z");
    expect(data(preset("rightArrow"))[0]).toBe("M0 25L150 25L150 0L200 50L150 100L150 75L0 75Z");
  });

  it("of its own is scaled from its path's units, with formulas and arcs", () => {
    const own =
      '<a:custGeom><a:gdLst><a:gd name="m" fmla="*/ w 1 2"/></a:gdLst><a:pathLst><a:path w="100" h="10">' +
      '<a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:lnTo><a:pt x="100" y="5"/></a:lnTo>' +
      '<a:cubicBezTo><a:pt x="50" y="10"/><a:pt x="25" y="10"/><a:pt x="0" y="10"/></a:cubicBezTo>' +
      '<a:arcTo wR="50" hR="5" stAng="10800000" swAng="5400000"/><a:close/></a:path>' +
      '<a:path><a:moveTo><a:pt x="m" y="t"/></a:moveTo><a:lnTo><a:pt x="m" y="b"/></a:lnTo></a:path></a:pathLst></a:custGeom>';
    expect(data(own)).toEqual([
      "M0 0L200 50C100 100 50 100 0 100A100 50 0 0 1 100 50Z",
      "M100 0L100 100",
    ]);
  });

  it("that nobody knows is a rectangle, whatever it is called", () => {
    for (const name of ["constructor", "__proto__", "toString", "sparkle"])
      expect(data(preset(name)), name).toEqual(["M0 0L200 0L200 100L0 100Z"]);
  });

  it("of a hostile file is finite and short", () => {
    const points = '<a:lnTo><a:pt x="1e308" y="-1e308"/></a:lnTo>'.repeat(6000);
    const loops = '<a:gd name="w" fmla="*/ w w 1"/>'.repeat(3000);
    const own = `<a:custGeom><a:gdLst>${loops}</a:gdLst><a:pathLst><a:path w="0" h="-1">${points}</a:path></a:pathLst></a:custGeom>`;
    const [only = ""] = data(own);
    expect(only.match(/L/g)).toHaveLength(5000);
    expect(only).not.toMatch(/NaN|Infinity/);
  });
});

describe("a paint", () => {
  it("is a colour with its transforms", () => {
    const themed = (inside: string): string =>
      shape(`<a:solidFill><a:schemeClr val="accent1">${inside}</a:schemeClr></a:solidFill>`);
    expect(fillOf(themed(""))).toBe("#4472C4");
    expect(fillOf(themed('<a:lumMod val="75000"/>'))).toBe("#2F5597");
    expect(fillOf(themed('<a:lumMod val="40000"/><a:lumOff val="60000"/>'))).toBe("#B4C7E7");
    expect(fillOf(themed('<a:shade val="50000"/>'))).toBe("#2F528F");
    expect(fillOf(themed('<a:alpha val="50000"/>'))).toBe("rgb(68 114 196 / 0.5)");
    const named = '<a:solidFill><a:prstClr val="darkGreen"/></a:solidFill>';
    expect(fillOf(shape(named))).toBe("#006400");
  });

  it("comes from the theme's style in the colour of the reference", () => {
    const formats =
      '<a:fmtScheme xmlns:a="a"><a:fillStyleLst><a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' +
      '<a:gradFill><a:gsLst><a:gs pos="0"><a:schemeClr val="phClr"/></a:gs><a:gs pos="100000"><a:schemeClr val="phClr">' +
      '<a:lumMod val="50000"/></a:schemeClr></a:gs></a:gsLst><a:lin ang="5400000"/></a:gradFill></a:fillStyleLst>' +
      '<a:lnStyleLst><a:ln w="9525"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' +
      '<a:ln w="38100"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:prstDash val="dash"/></a:ln></a:lnStyleLst></a:fmtScheme>';
    const style = (fill: number): string =>
      `<xdr:style><a:lnRef idx="2"><a:srgbClr val="112233"/></a:lnRef><a:fillRef idx="${fill}"><a:srgbClr val="00FF00"/></a:fillRef></xdr:style>`;
    const given = { formats: formatScheme({ formats }) };
    const plain = paths(drawn(shape("", style(1)), given))[0];
    expect(plain?.getAttribute("fill")).toBe("#00FF00");
    expect(plain?.getAttribute("stroke")).toBe("#112233");
    expect(plain?.getAttribute("stroke-width")).toBe("4");
    expect(plain?.getAttribute("stroke-dasharray")).toBe("16 12");
    const graded = drawn(shape("", style(2)), given);
    expect(
      [...graded.querySelectorAll("stop")].map((one) => one.getAttribute("stop-color")),
    ).toEqual(["#00FF00", "#008000"]);
    expect(
      drawn(shape(solid("FF0000"), style(0)))
        .querySelector("path")
        ?.getAttribute("fill"),
    ).toBe("#FF0000");
  });

  it("may be a gradient, a pattern or a picture", () => {
    const stops =
      '<a:gsLst><a:gs pos="0"><a:srgbClr val="FF0000"/></a:gs><a:gs pos="100000"><a:srgbClr val="0000FF"/></a:gs></a:gsLst>';
    const line = drawn(shape(`<a:gradFill>${stops}<a:lin ang="5400000"/></a:gradFill>`));
    const ramp = line.querySelector("linearGradient");
    expect([ramp?.getAttribute("y1"), ramp?.getAttribute("y2")]).toEqual(["0", "100"]);
    expect(paths(line)[0]?.getAttribute("fill")).toBe(`url(#${ramp?.id})`);
    const round = `<a:gradFill>${stops}<a:path path="circle"><a:fillToRect l="50000" t="50000" r="50000" b="50000"/></a:path></a:gradFill>`;
    expect(drawn(shape(round)).querySelector("radialGradient")?.getAttribute("cx")).toBe("100");
    const dots = `<a:pattFill prst="pct50"><a:fgClr><a:srgbClr val="010203"/></a:fgClr></a:pattFill>`;
    expect(drawn(shape(dots)).querySelector("pattern path")?.getAttribute("fill")).toBe("#010203");
    const picture =
      '<a:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>';
    const image = drawn(shape(preset("ellipse") + picture)).querySelector("img");
    expect(image?.getAttribute("src")).toBe("/media/one.png");
    expect(image?.parentElement?.style.clipPath).toContain("path(");
  });

  it("of a line has dashes and heads", () => {
    const raw = `<xdr:cxnSp ${NS}><xdr:spPr>${preset("straightConnector1")}<a:ln w="19050">${solid("FF0000")}<a:prstDash val="sysDot"/><a:tailEnd type="triangle" w="lg"/></a:ln></xdr:spPr></xdr:cxnSp>`;
    const [line, head] = paths(drawn(raw, {}, { w: 100, h: 0 }));
    expect(line?.getAttribute("stroke-dasharray")).toBe("2 2");
    expect(head?.getAttribute("transform")).toBe("translate(100 0) rotate(0) scale(2)");
    expect(head?.getAttribute("d")).toBe("M0 0L-3 2.5L-3 -2.5Z");
    // The line ends within its head.
    expect(line?.getAttribute("d")).toBe("M0 0L97.3 0");
  });
});

describe("a shape", () => {
  it("is turned and mirrored, its words are not", () => {
    const xfrm =
      '<a:xfrm rot="1800000" flipH="1"><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>';
    const words = `<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Words</a:t></a:r></a:p></xdr:txBody>`;
    const element = drawn(shape(xfrm + solid("00FF00"), words));
    const node = element.firstElementChild?.firstElementChild as HTMLElement;
    expect(node.style.transform).toBe("rotate(30deg)");
    expect(element.querySelector("svg")?.parentElement?.style.transform).toBe("scale(-1,1)");
    const box = element.querySelector("p")?.parentElement?.parentElement?.parentElement;
    expect(box?.style.transform).toBe("");
  });

  it("that stands across is anchored by the box it then fills", () => {
    const xfrm = '<a:xfrm rot="5400000"/>';
    const node = drawn(shape(xfrm + solid("00FF00"))).firstElementChild?.firstElementChild;
    const { style } = node as HTMLElement;
    expect([
      style.insetInlineStart,
      style.insetBlockStart,
      style.inlineSize,
      style.blockSize,
    ]).toEqual(["50px", "-50px", "100px", "200px"]);
  });

  it("keeps words upright in what stands across, where the file says so", () => {
    const words =
      '<xdr:txBody><a:bodyPr upright="1" lIns="0" tIns="0" rIns="0" bIns="0"/><a:p><a:r><a:t>Up</a:t></a:r></a:p></xdr:txBody>';
    const element = drawn(shape('<a:xfrm rot="5400000"/>', words));
    const box = element.querySelector("p")?.parentElement?.parentElement?.parentElement;
    expect(box?.style.transform).toBe("rotate(-90deg)");
    expect([box?.style.inlineSize, box?.style.blockSize]).toEqual(["200px", "100px"]);
  });

  it("casts the shadow it says", () => {
    const shadow =
      '<a:effectLst><a:outerShdw blurRad="38100" dist="38100" dir="5400000"><a:srgbClr val="000000"><a:alpha val="40000"/></a:srgbClr></a:outerShdw></a:effectLst>';
    const svg = drawn(shape(solid("FFFFFF") + shadow)).querySelector("svg");
    expect(svg?.style.filter).toBe("drop-shadow(0px 4px 2px rgb(0 0 0 / 0.4))");
  });

  it("stands in its groups' own units, mirrored with them", () => {
    const at = (x: number, y: number, cx: number, cy: number, more = ""): string =>
      `<a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="${cx}" cy="${cy}"/>${more}</a:xfrm>`;
    const child = `<xdr:sp><xdr:spPr>${at(1050, 2000, 50, 100)}${preset("rect")}<a:grpFill/></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>in</a:t></a:r></a:p></xdr:txBody></xdr:sp>`;
    const inner = `<xdr:grpSp><xdr:grpSpPr>${at(1000, 2000, 100, 100, '<a:chOff x="1000" y="2000"/><a:chExt cx="100" cy="100"/>')}</xdr:grpSpPr>${child}</xdr:grpSp>`;
    const space = '<a:chOff x="1000" y="2000"/><a:chExt cx="100" cy="100"/>';
    const raw = `<xdr:grpSp ${NS}><xdr:grpSpPr><a:xfrm flipH="1">${space}</a:xfrm>${solid("123456")}</xdr:grpSpPr>${inner}</xdr:grpSp>`;
    const element = drawn(raw);
    const path = paths(element)[0];
    expect(path?.getAttribute("fill")).toBe("#123456");
    const node = path?.closest("svg")?.parentElement?.parentElement;
    expect([node?.style.insetInlineStart, node?.style.inlineSize, node?.style.blockSize]).toEqual([
      "100px",
      "100px",
      "100px",
    ]);
    const words = element.querySelector("p")?.parentElement?.parentElement?.parentElement;
    expect(words?.style.transform).toBe("scaleX(-1)");
  });

  it("of SmartArt stands where its drawing has it, and its text where that has its own place", () => {
    const raw =
      `<dsp:spTree ${NS}><dsp:nvGrpSpPr/><dsp:grpSpPr/><dsp:sp><dsp:spPr><a:xfrm rot="10800000"><a:off x="95250" y="0"/>` +
      `<a:ext cx="190500" cy="95250"/></a:xfrm>${preset("chevron")}${solid("00FF00")}</dsp:spPr><dsp:txBody><a:bodyPr/><a:p><a:r><a:t>Step</a:t></a:r></a:p>` +
      '</dsp:txBody><dsp:txXfrm rot="10800000"><a:off x="190500" y="9525"/><a:ext cx="95250" cy="95250"/></dsp:txXfrm></dsp:sp></dsp:spTree>';
    const element = drawn(raw);
    const node = element.querySelector("svg")?.parentElement?.parentElement;
    expect([node?.style.insetInlineStart, node?.style.transform]).toEqual([
      "10px",
      "rotate(180deg)",
    ]);
    const words = element.querySelector("p")?.parentElement?.parentElement?.parentElement;
    expect(words?.style.transform).toBe("");
    expect(words?.style.insetInlineStart).toBe("20px");
  });

  it("that is a picture is cropped and framed", () => {
    const raw =
      `<xdr:pic ${NS}><xdr:nvPicPr><xdr:cNvPr id="1" descr="A cat"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"><a:lum bright="20000"/></a:blip>` +
      `<a:srcRect l="25000" r="25000" t="50000"/></xdr:blipFill><xdr:spPr>${preset("roundRect")}<a:ln w="9525">${solid("FF0000")}</a:ln></xdr:spPr></xdr:pic>`;
    const element = drawn(raw);
    const image = element.querySelector("img");
    expect(image?.alt).toBe("A cat");
    expect([
      image?.style.insetInlineStart,
      image?.style.insetBlockStart,
      image?.style.inlineSize,
      image?.style.blockSize,
    ]).toEqual(["-100px", "-100px", "400px", "200px"]);
    expect(image?.style.filter).toContain("brightness(1.20)");
    expect(paths(element)[0]?.getAttribute("stroke")).toBe("#FF0000");
  });

  it("is the fallback of alternatives that cannot be drawn", () => {
    const other = `<xdr:sp><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="10" cy="10"/></a:xfrm>${solid("ABCDEF")}</xdr:spPr></xdr:sp>`;
    const raw =
      `<xdr:grpSp ${NS} xmlns:mc="m"><xdr:grpSpPr/><mc:AlternateContent><mc:Choice Requires="am3d"><xdr:graphicFrame/></mc:Choice>` +
      `<mc:Fallback>${other}</mc:Fallback></mc:AlternateContent></xdr:grpSp>`;
    expect(fillOf(raw)).toBe("#ABCDEF");
  });

  it("that says nothing, or is none, is not drawn", () => {
    const element = document.createElement("div");
    for (const odd of ["", "<", "<x/>", `<xdr:grpSp ${NS}/>`, shape(""), shape("<a:noFill/>")])
      expect(drawShape(element, odd, SIZE, context), odd).toBe(false);
    expect(element.childElementCount).toBe(0);
    const deep = `${"<xdr:grpSp>".repeat(60)}${shape(solid("FF0000"))}${"</xdr:grpSp>".repeat(60)}`;
    expect(drawShape(element, `<xdr:grpSp ${NS}>${deep}</xdr:grpSp>`, SIZE, context)).toBe(false);
  });
});

describe("text in a shape", () => {
  const body = (inside: string, frame = ""): string =>
    shape(solid("FFFFFF"), `<xdr:txBody><a:bodyPr ${frame}/>${inside}</xdr:txBody>`);
  const run = (looks: string, text = "词"): string =>
    `<a:r><a:rPr ${looks}/><a:t>${text}</a:t></a:r>`;

  it("has its sizes, weights and colours, and stays text", () => {
    const span = (raw: string) => drawn(raw).querySelector("span");
    expect(
      span(body(`<a:p>${run('sz="1400" b="1" i="1" u="sng" strike="sngStrike"')}</a:p>`))?.style
        .cssText,
    ).toMatch(/font-size: 14pt.*font-weight: bold.*font-style: italic.*underline line-through/);
    const plain = drawn(body(`<a:p>${run("", "&lt;img src=x&gt;")}</a:p>`));
    expect(plain.querySelector("img")).toBeNull();
    expect(plain.textContent).toBe("<img src=x>");
    expect(plain.querySelector("span")?.style.fontFamily).toContain("Body");
  });

  it("is aligned, numbered and shrunk as the file says", () => {
    const item = (text: string): string =>
      `<a:p><a:pPr algn="ctr" marL="342900" indent="-342900"><a:buAutoNum type="romanUcPeriod"/></a:pPr>${run('sz="2000"', text)}</a:p>`;
    const raw = shape(
      solid("FFFFFF"),
      `<xdr:txBody><a:bodyPr><a:normAutofit fontScale="50000"/></a:bodyPr>${item("one")}${item("two")}</xdr:txBody>`,
    );
    const paragraphs = [...drawn(raw).querySelectorAll("p")];
    expect(paragraphs.map((one) => one.textContent)).toEqual(["I.one", "II.two"]);
    expect(paragraphs[0]?.style.textAlign).toBe("center");
    expect(paragraphs[0]?.querySelector("span:last-child")?.getAttribute("style")).toContain(
      "10pt",
    );
  });

  it("runs down where it is vertical", () => {
    const flow = (vert: string) =>
      drawn(body(`<a:p>${run("")}</a:p>`, `vert="${vert}"`)).querySelector("p")?.parentElement
        ?.parentElement;
    expect(flow("eaVert")?.style.writingMode).toBe("vertical-rl");
    expect(flow("mongolianVert")?.style.writingMode).toBe("vertical-lr");
    expect(flow("vert270")?.parentElement?.style.transform).toBe("rotate(180deg)");
    expect(flow("constructor")?.style.writingMode).toBe("horizontal-tb");
  });

  it("of a hostile file is cut off", () => {
    const long = body(`<a:p>${run("", "长".repeat(50_000))}</a:p>`);
    expect(drawn(long).textContent).toHaveLength(20_000);
  });
});
