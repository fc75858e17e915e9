/** The font and its size. */
import { useLingui } from "@lingui/react/macro";
import { Choice, type Option } from "@/editor/controls/Choice";
import { chineseSizes, parseSize, pointSizes, sizeName } from "@/editor/fontSizes";
import { familyLabel, isEastAsian, offeredFonts, standIns } from "@/editor/fonts";
import { setFont, setRun } from "../../editing/marks";
import type { ControlProps } from "./props";

export function FontControl({ session, now }: ControlProps) {
  const { t, i18n } = useLingui();
  const chinese = i18n.locale.startsWith("zh");
  const option = (name: string): Option => ({
    value: name,
    label: familyLabel(name, chinese),
    style: { fontFamily: standIns(name).join(",") },
  });
  const used = [...new Set([...Object.values(session.model.fonts), now.font ?? ""])].filter(
    Boolean,
  );
  const scripts = [
    { name: t`Chinese`, options: offeredFonts.chinese.map(option) },
    { name: t`Latin`, options: offeredFonts.latin.map(option) },
  ];
  return (
    <Choice
      label={t`Font`}
      value={now.font === null ? "" : now.font ? familyLabel(now.font, chinese) : t`Default`}
      inlineSize={132}
      disabled={!now.editable}
      groups={[
        { name: t`In this document`, options: used.map(option) },
        ...(chinese ? scripts : scripts.reverse()),
      ]}
      onChoose={(name) => session.run(setFont(name, isEastAsian(name)))}
    />
  );
}

export function SizeControl({ session, now }: ControlProps) {
  const { t, i18n } = useLingui();
  const chinese = i18n.locale.startsWith("zh");
  const named = {
    name: t`By name`,
    options: chineseSizes.map((size) => ({
      value: size.name,
      label: `${size.name} · ${size.halfPoints / 2}`,
    })),
  };
  const points = {
    name: t`Points`,
    options: pointSizes.map((size) => ({ value: String(size), label: String(size) })),
  };
  return (
    <Choice
      label={t`Font size`}
      value={now.size === null ? "" : sizeName(now.size, chinese)}
      inlineSize={68}
      disabled={!now.editable}
      groups={chinese ? [named, points] : [points, named]}
      onChoose={(value) => {
        const halfPoints = parseSize(value);
        if (halfPoints) session.run(setRun("size", { val: halfPoints }));
      }}
    />
  );
}
