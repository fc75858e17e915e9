/** Numbers and dates in words: Chinese and Thai; half and full width. */
import { lower, placed, spelled, upper } from "../../commands/chineseNumbers";
import { partsOf } from "../engine/numbers";
import { alias, define } from "../engine/registry";
import { NUM, toText, VALUE, type Value } from "../engine/values";
import { cellAt } from "./arguments";
import { toNarrow, toWide } from "./widths";

const THAI_DIGITS = ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];
const THAI_PLACES = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];

/** A whole number below a million in Thai; `more`: digits stand before it. */
function thaiGroup(digits: string, more: boolean): string {
  return [...digits]
    .map((digit, at) => {
      const place = digits.length - 1 - at;
      if (digit === "0") return "";
      if (place === 1 && digit === "1") return THAI_PLACES[1];
      if (place === 1 && digit === "2") return `ยี่${THAI_PLACES[1]}`;
      if (place === 0 && digit === "1" && (more || Number(digits.slice(0, -1)) > 0)) return "เอ็ด";
      return `${THAI_DIGITS[Number(digit)]}${THAI_PLACES[place]}`;
    })
    .join("");
}

function thaiWhole(digits: string): string {
  const rest = digits.replace(/^0+/, "");
  if (rest.length <= 6) return thaiGroup(rest, false);
  const head = rest.slice(0, -6);
  return `${thaiWhole(head)}ล้าน${thaiGroup(rest.slice(-6), true)}`;
}

function bahtText(value: number): string {
  if (Math.abs(value) >= 1e15) throw VALUE;
  const [baht = "0", satang = "00"] = Math.abs(value).toFixed(2).split(".");
  const whole = Number(baht) > 0 ? `${thaiWhole(baht)}บาท` : "";
  const part = Number(satang) > 0 ? `${thaiWhole(satang)}สตางค์` : "";
  const text = whole + part;
  if (text === "") return "ศูนย์บาทถ้วน";
  return (value < 0 ? "ลบ" : "") + text + (part === "" ? "ถ้วน" : "");
}

/** As Excel writes a zero between places: 一百〇一. */
const counted = { ...lower, digits: lower.zero + lower.digits.slice(1) };

/** 1: 一百二十三, 2: 壹佰贰拾叁, 3: 一二三. */
function numberString(value: number, kind: number): string {
  const number = Math.round(value);
  if (number < 0 || number > Number.MAX_SAFE_INTEGER) throw NUM;
  const digits = String(number);
  if (Math.trunc(kind) === 3) return spelled(digits, lower);
  if (Math.trunc(kind) !== 1 && Math.trunc(kind) !== 2) throw NUM;
  return placed(digits, Math.trunc(kind) === 1 ? counted : upper);
}

export function defineWords(): void {
  define("NUMBERSTRING", "nn", numberString);
  define("DATESTRING", "n", (serial: number) => {
    if (serial < 0) throw NUM;
    const { year, month, day } = partsOf(serial);
    const two = (part: number) => String(part).padStart(2, "0");
    return `${year}年${two(month)}月${two(day)}日`;
  });
  define("BAHTTEXT", "n", bahtText);
  define("DBCS", "t", toWide);
  alias("JIS", "DBCS");
  alias("WIDECHAR", "DBCS");
  define("ASC", "t", toNarrow);
  define("PHONETIC", "a", (value: Value) => toText(cellAt(value, 0, 0)));
}
