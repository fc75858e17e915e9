/** Format cells: alignment, font, fill and protection. */
import { useLingui } from "@lingui/react/macro";
import { Autocomplete, Checkbox, Group, NumberInput, Select } from "@mantine/core";
import { Colors } from "@/editor/controls/Colors";
import { offeredFonts } from "@/editor/fonts";
import { degreesOf, rotationOf } from "../../commands/formatting";
import type { Style, StylePatch } from "../../model";
import { cssColor } from "../controls/Colors";
import type { SheetSession } from "../session";
import styles from "./dialogs.module.css";

export interface TabProps {
  session: SheetSession;
  /** The style of the active cell with what was chosen so far. */
  style: Style;
  onChange: (patch: StylePatch) => void;
}

export function AlignmentTab({ style, onChange }: TabProps) {
  const { t } = useLingui();
  const stacked = style.rotate === 255;
  return (
    <div className={styles.fields}>
      <Group grow>
        <Select
          label={t`Horizontal`}
          data={[
            { value: "general", label: t`General` },
            { value: "left", label: t`Left (indent)` },
            { value: "center", label: t`Centre` },
            { value: "right", label: t`Right (indent)` },
            { value: "fill", label: t`Fill` },
            { value: "justify", label: t`Justify` },
            { value: "centerContinuous", label: t`Centre across the selection` },
            { value: "distributed", label: t`Distributed` },
          ]}
          value={style.align ?? "general"}
          onChange={(align) => onChange({ align: align === "general" ? null : align })}
        />
        <NumberInput
          label={t`Indent`}
          min={0}
          max={250}
          value={style.indent ?? 0}
          onChange={(indent) => onChange({ indent: Number(indent) || null })}
        />
      </Group>
      <Group grow>
        <Select
          label={t`Vertical`}
          data={[
            { value: "top", label: t`Top` },
            { value: "center", label: t`Middle` },
            { value: "bottom", label: t`Bottom` },
            { value: "justify", label: t`Justify` },
            { value: "distributed", label: t`Distributed` },
          ]}
          value={style.valign ?? "bottom"}
          onChange={(valign) => onChange({ valign: valign === "bottom" ? null : valign })}
        />
        <NumberInput
          label={t`Rotation in degrees`}
          min={-90}
          max={90}
          disabled={stacked}
          value={degreesOf(style.rotate) ?? 0}
          onChange={(degrees) => onChange({ rotate: rotationOf(Number(degrees) || 0) || null })}
        />
      </Group>
      <Checkbox
        label={t`Characters one under the other`}
        checked={stacked}
        onChange={(event) => onChange({ rotate: event.currentTarget.checked ? 255 : null })}
      />
      <Checkbox
        label={t`Wrap text`}
        checked={style.wrap === true}
        onChange={(event) => onChange({ wrap: event.currentTarget.checked || null })}
      />
      <Checkbox
        label={t`Shrink to fit`}
        checked={style.shrink === true}
        onChange={(event) => onChange({ shrink: event.currentTarget.checked || null })}
      />
    </div>
  );
}

export function FontTab({ session, style, onChange }: TabProps) {
  const { t } = useLingui();
  const flag = (member: "bold" | "italic" | "strike", label: string) => (
    <Checkbox
      label={label}
      checked={style[member] === true}
      onChange={(event) => onChange({ [member]: event.currentTarget.checked || null })}
    />
  );
  return (
    <div className={styles.fields}>
      <Group grow>
        <Autocomplete
          label={t`Font`}
          data={[...new Set([...offeredFonts.chinese, ...offeredFonts.latin])]}
          filter={({ options }) => options}
          value={style.font ?? ""}
          placeholder={t`Default`}
          maxLength={31}
          onChange={(font) => onChange({ font: font || null })}
        />
        <NumberInput
          label={t`Font size`}
          min={1}
          max={409}
          step={0.5}
          value={style.size ?? 11}
          onChange={(size) => onChange({ size: Number(size) || null })}
        />
      </Group>
      <Group>
        {flag("bold", t`Bold`)}
        {flag("italic", t`Italic`)}
        {flag("strike", t`Strikethrough`)}
      </Group>
      <Group grow>
        <Select
          label={t`Underline`}
          data={[
            { value: "none", label: t`None` },
            { value: "single", label: t`Single` },
            { value: "double", label: t`Double` },
            { value: "singleAccounting", label: t`Single, accounting` },
            { value: "doubleAccounting", label: t`Double, accounting` },
          ]}
          value={style.underline ?? "none"}
          onChange={(underline) => onChange({ underline: underline === "none" ? null : underline })}
        />
        <Select
          label={t`Position`}
          data={[
            { value: "none", label: t`Normal` },
            { value: "superscript", label: t`Superscript` },
            { value: "subscript", label: t`Subscript` },
          ]}
          value={style.script ?? "none"}
          onChange={(script) => onChange({ script: script === "none" ? null : script })}
        />
      </Group>
      <Colors
        current={cssColor(session, style.color)?.slice(1) ?? ""}
        none={t`Automatic`}
        onChoose={(color) => onChange({ color })}
      />
    </div>
  );
}

export function FillTab({ session, style, onChange }: TabProps) {
  const { t } = useLingui();
  const fill = cssColor(session, style.fill);
  return (
    <div className={styles.fields}>
      <div className={styles.sample} style={{ background: fill ?? "#fff" }} />
      <Colors
        current={fill?.slice(1) ?? ""}
        none={t`No fill`}
        onChoose={(color) => onChange({ fill: color, pattern: null })}
      />
    </div>
  );
}

export function ProtectionTab({ style, onChange }: TabProps) {
  const { t } = useLingui();
  return (
    <div className={styles.fields}>
      <Checkbox
        label={t`Locked`}
        checked={style.locked !== false}
        onChange={(event) => onChange({ locked: event.currentTarget.checked ? null : false })}
      />
      <Checkbox
        label={t`Formula hidden`}
        checked={style.hiddenFormula === true}
        onChange={(event) => onChange({ hiddenFormula: event.currentTarget.checked || null })}
      />
      <p className={styles.muted}>
        {t`Both count when the worksheet is protected in a program that enforces it.`}
      </p>
    </div>
  );
}
