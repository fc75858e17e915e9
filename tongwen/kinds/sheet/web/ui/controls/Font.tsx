/** The font and its size. */
import { useLingui } from "@lingui/react/macro";
import { Choice, type Option } from "@/editor/controls/Choice";
import { chineseSizes, parseSize, pointSizes, sizeName } from "@/editor/fontSizes";
import { familyLabel, offeredFonts, standIns } from "@/editor/fonts";
import { DEFAULT_SIZE, setFont, setSize } from "../../commands/formatting";
import type { ControlProps } from "./props";

export function FontControl({ session, now }: ControlProps) {
  const { t, i18n } = useLingui();
  const chinese = i18n.locale.startsWith("zh");
  const option = (name: string): Option => ({
    value: name,
    label: familyLabel(name, chinese),
    style: { fontFamily: standIns(name).join(",") },
  });
  const scripts = [
    { name: t`Chinese`, options: offeredFonts.chinese.map(option) },
    { name: t`Latin`, options: offeredFonts.latin.map(option) },
  ];
  return (
    <Choice
      label={t`Font`}
      value={familyLabel(now.style.font ?? defaultFont(session), chinese)}
      inlineSize={118}
      disabled={!now.editable}
      groups={chinese ? scripts : scripts.reverse()}
      onChoose={(name) => {
        session.runFont((target) => setFont(target, name));
        session.view.focus();
      }}
    />
  );
}

/** The font of cells that say nothing: the workbook's first style. */
function defaultFont({ book }: ControlProps["session"]): string {
  return book.styles.get(0).font ?? "Calibri";
}

export function SizeControl({ session, now }: ControlProps) {
  const { t, i18n } = useLingui();
  const chinese = i18n.locale.startsWith("zh");
  const size = now.style.size ?? session.book.styles.get(0).size ?? DEFAULT_SIZE;
  const points = {
    name: t`Points`,
    options: pointSizes.map((value) => ({ value: String(value), label: String(value) })),
  };
  const named = {
    name: t`By name`,
    options: chineseSizes.map(({ name, halfPoints }) => ({
      value: name,
      label: `${name} · ${halfPoints / 2}`,
    })),
  };
  return (
    <Choice
      label={t`Font size`}
      value={sizeName(size * 2, false)}
      inlineSize={62}
      disabled={!now.editable}
      groups={chinese ? [points, named] : [points]}
      onChoose={(value) => {
        const halfPoints = parseSize(value);
        if (halfPoints) session.runFont((target) => setSize(target, halfPoints / 2));
        session.view.focus();
      }}
    />
  );
}
