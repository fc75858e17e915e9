/** Why a command was not carried out, in words. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { notify } from "@/app/notices";
import type { Refusal, RefusalCode } from "../model";

const words: Record<RefusalCode, ReturnType<typeof msg>> = {
  "name-taken": msg`Another worksheet has this name.`,
  "name-invalid": msg`This is no possible name for a worksheet.`,
  "last-sheet": msg`A workbook needs at least one worksheet that can be seen.`,
  "sheet-gone": msg`This worksheet has been deleted.`,
  "not-loaded": msg`This worksheet is still loading. Try again in a moment.`,
  "others-not-loaded": msg`Other worksheets are still loading. Try again in a moment.`,
  "beyond-grid": msg`There is no room: cells would be pushed off the worksheet.`,
  "merged-cells": msg`This cannot be done with merged cells. Unmerge them first.`,
  overlap: msg`This would overlap something that is already there.`,
};

/** Tell the person why nothing was done. */
export function tellRefusal(refusal: Refusal): void {
  notify(i18n._(words[refusal.code]));
}
