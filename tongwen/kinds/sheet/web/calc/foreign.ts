/** Functions that IronCalc computes for our engine: bonds, complex numbers, distributions and other rare ones. */
import * as ironcalc from "@ironcalc/wasm";
import { Loading, Panic } from "./engine/signals";
import {
  CellError,
  errorOf,
  Lambda,
  Matrix,
  plain,
  type Scalar,
  VALUE,
  type Value,
} from "./engine/values";
import type { ForeignFunctions } from "./engine/workbook";

type Glue = typeof ironcalc;
type Model = InstanceType<Glue["Model"]>;
export type WasmSource = Parameters<Glue["default"]>[0];

/** What IronCalc 0.8.4 has and our engine does not. */
export const FOREIGN_NAMES: readonly string[] = [
  ...[
    "ACCRINT",
    "ACCRINTM",
    "AMORDEGRC",
    "AMORLINC",
    "COUPDAYBS",
    "COUPDAYS",
    "COUPDAYSNC",
    "COUPNCD",
    "COUPNUM",
    "COUPPCD",
  ],
  ...[
    "DISC",
    "DURATION",
    "INTRATE",
    "MDURATION",
    "ODDFPRICE",
    "ODDFYIELD",
    "ODDLPRICE",
    "ODDLYIELD",
    "PRICE",
    "PRICEDISC",
  ],
  ...[
    "PRICEMAT",
    "RECEIVED",
    "TBILLEQ",
    "TBILLPRICE",
    "TBILLYIELD",
    "YIELD",
    "YIELDDISC",
    "YIELDMAT",
  ],
  ...[
    "BESSELI",
    "BESSELJ",
    "BESSELK",
    "BESSELY",
    "COMPLEX",
    "CONVERT",
    "IMABS",
    "IMAGINARY",
    "IMARGUMENT",
    "IMCONJUGATE",
  ],
  ...[
    "IMCOS",
    "IMCOSH",
    "IMCOT",
    "IMCSC",
    "IMCSCH",
    "IMDIV",
    "IMEXP",
    "IMLN",
    "IMLOG10",
    "IMLOG2",
    "IMPOWER",
    "IMPRODUCT",
  ],
  ...["IMREAL", "IMSEC", "IMSECH", "IMSIN", "IMSINH", "IMSQRT", "IMSUB", "IMSUM", "IMTAN"],
  ...[
    "BETA.DIST",
    "BETA.INV",
    "BETADIST",
    "BETAINV",
    "BINOM.DIST",
    "BINOM.DIST.RANGE",
    "BINOM.INV",
    "BINOMDIST",
    "CRITBINOM",
  ],
  ...[
    "CHISQ.DIST",
    "CHISQ.DIST.RT",
    "CHISQ.INV",
    "CHISQ.INV.RT",
    "CHISQ.TEST",
    "CHIDIST",
    "CHIINV",
    "CHITEST",
    "CONFIDENCE.T",
  ],
  ...[
    "F.DIST",
    "F.DIST.RT",
    "F.INV",
    "F.INV.RT",
    "F.TEST",
    "FDIST",
    "FINV",
    "FTEST",
    "GAMMA",
    "GAMMA.DIST",
    "GAMMA.INV",
  ],
  ...[
    "GAMMADIST",
    "GAMMAINV",
    "GAMMALN",
    "GAMMALN.PRECISE",
    "HYPGEOM.DIST",
    "HYPGEOMDIST",
    "LOGINV",
    "LOGNORM.DIST",
  ],
  ...[
    "LOGNORM.INV",
    "LOGNORMDIST",
    "NEGBINOM.DIST",
    "NEGBINOMDIST",
    "POISSON",
    "POISSON.DIST",
    "T.DIST",
    "T.DIST.2T",
  ],
  ...[
    "T.DIST.RT",
    "T.INV",
    "T.INV.2T",
    "T.TEST",
    "TDIST",
    "TINV",
    "TTEST",
    "Z.TEST",
    "ZTEST",
    "LINEST",
    "LOGEST",
    "TREND",
    "GROWTH",
  ],
];

const NAMES = new Set(FOREIGN_NAMES);
const RESULT = 0;
const ARGUMENTS = 1;
const PARTS = 2;
const NUMBER = 1;
const LOGICAL = 4;
const ERROR = 16;
/** The engine keeps every step for undo: begin anew after so many calls. */
const MOST_CALLS = 2000;

/** `A1` of a cell counted from one. */
function cellName(row: number, col: number, glue: Glue): string {
  return `$${glue.columnNameFromNumber(col)}$${row}`;
}

/** One model of IronCalc, used as a pocket calculator. */
export class IronCalcFunctions implements ForeignFunctions {
  private glue: Glue | null = null;
  private model: Model | null = null;
  private calls = 0;
  /** Told before a function is computed. */
  onCall: (name: string) => void = () => {};

  constructor(private readonly source: () => Promise<WasmSource>) {}

  has(name: string): boolean {
    return NAMES.has(name);
  }

  async load(): Promise<void> {
    if (this.glue) return;
    await ironcalc.default(await this.source());
    this.glue = ironcalc;
  }

  call(name: string, args: Value[]): Value {
    if (!this.glue) throw new Loading();
    this.onCall(name);
    try {
      return this.computed(this.glue, this.ready(this.glue), name, args);
    } catch (error) {
      if (error instanceof CellError) throw error;
      if (
        error instanceof WebAssembly.RuntimeError ||
        /recursive use|unreachable/.test(String(error))
      )
        throw new Panic(name);
      if (error instanceof Error && !(error instanceof TypeError)) throw VALUE;
      if (typeof error === "string") throw VALUE;
      throw error;
    }
  }

  private ready(glue: Glue): Model {
    if (this.model && this.calls++ < MOST_CALLS) return this.model;
    this.model?.free();
    this.calls = 0;
    this.model = new glue.Model("functions", "en", "UTC", "en");
    this.model.pauseEvaluation();
    this.model.newSheet();
    this.model.newSheet();
    return this.model;
  }

  private computed(glue: Glue, model: Model, name: string, args: Value[]): Value {
    let col = 1;
    const texts = args.map((arg) => {
      const value = plain(arg);
      if (value instanceof CellError) throw value;
      if (value instanceof Lambda) throw VALUE;
      if (!(value instanceof Matrix)) return literal(value);
      const from = col;
      col += value.cols + 1;
      return written(glue, model, value, from);
    });
    model.setUserInput(RESULT, 1, 1, `=${name}(${texts.join(",")})`);
    model.evaluate();
    const result = this.result(glue, model);
    const [rows, cols] = result instanceof Matrix ? [result.rows, result.cols] : [1, 1];
    model.rangeClearContents(RESULT, 1, 1, rows, cols);
    if (col > 1) model.rangeClearContents(ARGUMENTS, 1, 1, Math.max(1, ...args.map(rowsOf)), col);
    return result;
  }

  private result(glue: Glue, model: Model): Value {
    const structure = model.getCellArrayStructure(RESULT, 1, 1);
    if (typeof structure === "string" || !("DynamicAnchor" in structure))
      return this.scalar(glue, model, 1, 1);
    const [cols, rows] = structure.DynamicAnchor;
    return Matrix.fill(rows, cols, (row, col) => this.scalar(glue, model, row + 1, col + 1));
  }

  private scalar(glue: Glue, model: Model, row: number, col: number): Scalar {
    const text = model.getFormattedCellValue(RESULT, row, col);
    const type = model.getCellType(RESULT, row, col);
    if (type === ERROR) return errorOf(text);
    if (type === LOGICAL) return text === "TRUE";
    return type === NUMBER ? this.number(model, `Sheet1!${cellName(row, col, glue)}`, text) : text;
  }

  /** The engine only shows 15 digits: have it take the number apart into whole numbers that it shows exactly. */
  private number(model: Model, cell: string, shown: string): number {
    const rough = Number(shown);
    if (Number.isInteger(rough) && Math.abs(rough) < 1e8 && shown.length < 9) {
      model.setUserInput(PARTS, 1, 1, `=${cell}-${rough}=0`);
      model.evaluate();
      if (model.getFormattedCellValue(PARTS, 1, 1) === "TRUE") return rough;
    }
    const parts = [
      `=INT(LOG(ABS(${cell}),2))`,
      `=INT(ABS(${cell})/2^A1*2^26)`,
      `=(ABS(${cell})/2^A1*2^26-B1)*2^27`,
      `=SIGN(${cell})`,
    ];
    parts.forEach((formula, at) => {
      model.setUserInput(PARTS, 1, at + 1, formula);
    });
    model.evaluate();
    const [power = 0, high = 0, low = 0, sign = 1] = parts.map((_, at) =>
      Number(model.getFormattedCellValue(PARTS, 1, at + 1)),
    );
    return sign * (high + low / 2 ** 27) * 2 ** (power - 26);
  }
}

function rowsOf(arg: Value): number {
  const value = plain(arg);
  return value instanceof Matrix ? value.rows : 1;
}

function literal(value: Scalar): string {
  if (typeof value === "string") return `"${value.replaceAll('"', '""')}"`;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return value < 0 ? `(${value})` : String(value);
  return "";
}

/** Put an array into the sheet of arguments, from a column on. */
function written(glue: Glue, model: Model, matrix: Matrix, col: number): string {
  for (let r = 0; r < matrix.rows; r++)
    for (let c = 0; c < matrix.cols; c++) {
      const value = matrix.at(r, c);
      if (value === null) continue;
      const text =
        value instanceof CellError
          ? value.code
          : typeof value === "string"
            ? `'${value}`
            : literal(value).replace(/[()]/g, "");
      model.setUserInput(ARGUMENTS, r + 1, col + c, text);
    }
  return `Sheet2!${cellName(1, col, glue)}:${cellName(matrix.rows, col + matrix.cols - 1, glue)}`;
}
