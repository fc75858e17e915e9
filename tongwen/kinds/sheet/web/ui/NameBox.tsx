/** The name box: where the selection is; type a place or a name to go there, or to name the selection. */
import { useLingui } from "@lingui/react/macro";
import { notify } from "@/app/notices";
import { Choice } from "@/editor/controls/Choice";
import { areaName, cellName } from "../commands/areas";
import {
  nameFormula,
  nameOfArea,
  nameProblem,
  placeNamed,
  putName,
  shownNames,
} from "../commands/names";
import type { ControlProps } from "./controls/props";

export function NameBox({ session, now }: ControlProps) {
  const { t } = useLingui();
  const { sheet, book } = session;
  const { active } = now.selection;
  const area = session.area;
  const merge = sheet.mergeAt(active.row, active.col);
  const named = nameOfArea(sheet, area);
  const single = merge && areaName(merge.area) === areaName(area);
  const shown = named?.name ?? (single ? cellName(active.row, active.col) : areaName(area));
  const go = (text: string): void => {
    const place = placeNamed(sheet, text);
    if (place) {
      void session.go(place.sid, place.areas).then(() => session.view.focus());
      return;
    }
    if (!now.editable || nameProblem(book, text, null) !== null) {
      notify(t`There is no cell and no name “${text}”.`);
      return;
    }
    putName(sheet, { name: text, scope: null, formula: nameFormula(sheet, area), comment: "" });
    session.back();
  };
  return (
    <span data-name-box>
      <Choice
        label={t`Name box`}
        value={shown}
        inlineSize={104}
        disabled={false}
        groups={[
          {
            name: t`Names`,
            options: shownNames(book, session.locale).map(({ token, name }) => ({
              value: name,
              label: name,
              key: token,
            })),
          },
        ]}
        onChoose={go}
      />
    </span>
  );
}

/** Put the caret into the name box. */
export function focusNameBox(): void {
  document.querySelector<HTMLInputElement>("[data-name-box] input")?.focus();
}
