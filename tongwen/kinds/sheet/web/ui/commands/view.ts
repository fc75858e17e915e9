/** How the worksheet is shown. */
import { msg } from "@lingui/core/macro";
import {
  IconBorderInner,
  IconFreezeColumn,
  IconFreezeRow,
  IconFreezeRowColumn,
  IconHash,
  IconMathFunction,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
  IconZoomScan,
} from "@tabler/icons-react";
import { zoomStep } from "@/editor/StatusBar";
import { freeze } from "../../commands/lines";
import { setView } from "../../model";
import type { SheetSession } from "../session";
import type { CommandGroup } from "./group";

/** As large as the selection can be shown whole. */
function zoomTo(session: SheetSession): void {
  const { view, area } = session;
  const box = view.clientBox(area);
  if (!box) return;
  const { width, height } = view.element.getBoundingClientRect();
  const room = { x: (width - 80) / box.inlineSize, y: (height - 60) / box.blockSize };
  session.zoom(Math.min(4, Math.max(0.25, view.zoom * Math.min(room.x, room.y))));
  view.scrollTo({ row: area.row1, col: area.col1 }, "start");
}

export const view: CommandGroup = {
  name: msg`View`,
  commands: ({ session, now, page }) => {
    const isFrozen = now.frozenRows > 0 || now.frozenCols > 0;
    return [
      {
        id: "freeze",
        label: isFrozen ? msg`Unfreeze panes` : msg`Freeze panes`,
        icon: IconFreezeRowColumn,
        active: isFrozen,
        run: ({ sheet, row, col }) =>
          isFrozen ? freeze(sheet, 0, 0) : freeze(sheet, row || Number(col === 0), col),
      },
      {
        id: "freeze-row",
        label: msg`Freeze the first row`,
        icon: IconFreezeRow,
        active: now.frozenRows === 1 && now.frozenCols === 0,
        run: ({ sheet }) => freeze(sheet, 1, 0),
      },
      {
        id: "freeze-column",
        label: msg`Freeze the first column`,
        icon: IconFreezeColumn,
        active: now.frozenRows === 0 && now.frozenCols === 1,
        run: ({ sheet }) => freeze(sheet, 0, 1),
      },
      {
        id: "grid-lines",
        label: msg`Grid lines`,
        icon: IconBorderInner,
        active: now.gridLines,
        run: ({ sheet }) => setView(sheet, { gridLines: now.gridLines ? false : null }),
      },
      {
        id: "headings",
        label: msg`Row and column headings`,
        icon: IconHash,
        active: now.headings,
        run: ({ sheet }) => setView(sheet, { headings: now.headings ? false : null }),
      },
      {
        id: "formula-bar",
        label: msg`Formula bar`,
        icon: IconMathFunction,
        active: page.formulaBar,
        run: page.toggleFormulaBar,
        plain: true,
      },
      {
        id: "zoom-in",
        label: msg`Zoom in`,
        icon: IconZoomIn,
        run: () => session.zoom(zoomStep(now.zoom, 1)),
        plain: true,
      },
      {
        id: "zoom-whole",
        label: msg`Zoom to 100%`,
        icon: IconZoomReset,
        run: () => session.zoom(1),
        plain: true,
      },
      {
        id: "zoom-selection",
        label: msg`Zoom to the selection`,
        icon: IconZoomScan,
        run: () => zoomTo(session),
        plain: true,
      },
      {
        id: "zoom-out",
        label: msg`Zoom out`,
        icon: IconZoomOut,
        run: () => session.zoom(zoomStep(now.zoom, -1)),
        plain: true,
      },
    ];
  },
};
