/** Page setup: size, orientation and margins of this section or of the whole document. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconFile, IconFileOrientation, IconLayoutBoardSplit } from "@tabler/icons-react";
import { DropDown } from "@/editor/controls/DropDown";
import type { Section } from "../document/attributes";
import { changeSection, sectionAt } from "../editing/paragraphs";
import type { ControlProps } from "./controls/props";
import { marginPresets, pageSizes } from "./sizes";

function useSection({ session }: ControlProps): [Section, (change: Partial<Section>) => void] {
  const { state } = session.view;
  const { section } = sectionAt(state.doc, state.selection.from, session.model);
  return [section, (change) => session.run(changeSection(change, session.model, false))];
}

const near = (a: number | undefined, b: number): boolean => Math.abs((a ?? 0) - b) < 60;

export function PageSizeControl(props: ControlProps) {
  const { t } = useLingui();
  const [section, change] = useSection(props);
  const wide = section.orient === "landscape";
  return (
    <DropDown
      label={t`Size`}
      icon={<IconFile size={17} stroke={1.7} />}
      disabled={!props.now.editable}
    >
      {pageSizes.map(({ name, w, h }) => {
        const current =
          near(wide ? section.h : section.w, w) && near(wide ? section.w : section.h, h);
        return (
          <Menu.Item
            key={name}
            fw={current ? 600 : 400}
            onClick={() => change(wide ? { w: h, h: w } : { w, h })}
          >
            {name} · {Math.round(w / 56.69)} × {Math.round(h / 56.69)} mm
          </Menu.Item>
        );
      })}
    </DropDown>
  );
}

/** Turn a page a quarter: its margins turn with it, as in Word. */
export function turned(section: Section, orient: "portrait" | "landscape"): Partial<Section> {
  const { w, h } = section;
  const wide = (w ?? 0) > (h ?? 0);
  if ((orient === "landscape") === wide) return { orient };
  const { top, bottom, start, end } = section;
  const margins =
    orient === "landscape"
      ? { top: start, bottom: end, start: bottom, end: top }
      : { top: end, bottom: start, start: top, end: bottom };
  const known = Object.entries({ w: h, h: w, ...margins }).filter(
    ([, value]) => value !== undefined,
  );
  return { orient, ...Object.fromEntries(known) };
}

export function OrientationControl(props: ControlProps) {
  const { t } = useLingui();
  const [section, change] = useSection(props);
  return (
    <DropDown
      label={t`Orientation`}
      icon={<IconFileOrientation size={17} stroke={1.7} />}
      disabled={!props.now.editable}
    >
      <Menu.Item onClick={() => change(turned(section, "portrait"))}>{t`Portrait`}</Menu.Item>
      <Menu.Item onClick={() => change(turned(section, "landscape"))}>{t`Landscape`}</Menu.Item>
    </DropDown>
  );
}

const presetNames = {
  normal: msg`Normal`,
  narrow: msg`Narrow`,
  moderate: msg`Moderate`,
  wide: msg`Wide`,
  official: msg`Official document (GB/T 9704)`,
};

export function MarginsControl(props: ControlProps) {
  const { t, i18n } = useLingui();
  const [section, change] = useSection(props);
  const centimetres = (twips: number) => i18n.number(twips / 566.93, { maximumFractionDigits: 2 });
  return (
    <DropDown
      label={t`Margins`}
      icon={<IconLayoutBoardSplit size={17} stroke={1.7} />}
      disabled={!props.now.editable}
    >
      {(Object.keys(marginPresets) as (keyof typeof marginPresets)[]).map((name) => {
        const preset = marginPresets[name];
        const current =
          near(section.top, preset.top) &&
          near(section.start, preset.start) &&
          near(section.end, preset.end);
        return (
          <Menu.Item key={name} fw={current ? 600 : 400} onClick={() => change(preset)}>
            {i18n._(presetNames[name])}
            <span style={{ color: "var(--tw-muted)", marginInlineStart: 8, fontSize: 12 }}>
              {centimetres(preset.top)} / {centimetres(preset.start)} cm
            </span>
          </Menu.Item>
        );
      })}
    </DropDown>
  );
}
