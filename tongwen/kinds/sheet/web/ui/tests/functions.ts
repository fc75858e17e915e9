/** A few functions with their help. */
import type { FunctionHelp } from "../../calc";

type Argument = FunctionHelp["arguments"][number];

const argument = (zh: string, en: string, more: Partial<Argument> = {}): Argument => ({
  name: { zh, en },
  ...more,
});

function help(name: string, zh: string, en: string, ...args: Argument[]): FunctionHelp {
  return { name, category: "math", summary: { zh, en }, arguments: args };
}

const range = argument("区域", "range");

export const functionHelps: readonly FunctionHelp[] = [
  help(
    "IF",
    "按条件返回不同的值",
    "One value or another",
    argument("条件", "condition"),
    argument("为真时", "value_if_true"),
  ),
  help(
    "SUM",
    "求和",
    "Adds numbers",
    argument("数值1", "number1"),
    argument("数值2", "number2", { optional: true, repeats: true }),
  ),
  help("SUMIF", "按条件求和", "Adds by a condition", range),
  help("SUMIFS", "按多个条件求和", "Adds by several conditions", range),
  help("SUMPRODUCT", "乘积之和", "Adds products", range),
  help("DSUM", "数据库求和", "Adds records", range),
  help("VLOOKUP", "按首列查找", "Looks up", argument("查找值", "lookup_value"), range),
  help("XLOOKUP", "查找", "Looks up", argument("查找值", "lookup_value"), range),
];
