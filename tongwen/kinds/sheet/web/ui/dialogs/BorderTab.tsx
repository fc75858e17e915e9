/** Format cells: which edges get which line. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Colors } from "@/editor/controls/Colors";
import { type Edges, lineStyles } from "../../commands/borders";
import type { Border } from "../../model";
import styles from "./dialogs.module.css";

const edgeNames: Record<Edges, ReturnType<typeof msg>> = {
  none: msg`None`,
  all: msg`All`,
  outer: msg`Outer`,
  inner: msg`Inner`,
  top: msg`Top`,
  bottom: msg`Bottom`,
  start: msg`Left`,
  end: msg`Right`,
  innerHorizontal: msg`Between rows`,
  innerVertical: msg`Between columns`,
  diagonalUp: msg`Rising diagonal`,
  diagonalDown: msg`Falling diagonal`,
};

const css: Record<string, string> = {
  hair: "1px dotted",
  dotted: "1px dotted",
  dashDotDot: "1px dashed",
  dashDot: "1px dashed",
  dashed: "1px dashed",
  thin: "1px solid",
  mediumDashDotDot: "2px dashed",
  slantDashDot: "2px dashed",
  mediumDashDot: "2px dashed",
  mediumDashed: "2px dashed",
  medium: "2px solid",
  thick: "3px solid",
  double: "3px double",
};

export interface BorderChoice {
  border: Border;
  /** In the order in which they were pressed. */
  edges: Edges[];
}

export function BorderTab({
  choice,
  onChange,
}: {
  choice: BorderChoice;
  onChange: (choice: BorderChoice) => void;
}) {
  const { t, i18n } = useLingui();
  const { border, edges } = choice;
  const press = (edge: Edges): void => {
    const without = edges.filter((other) => other !== edge);
    const next = edge === "none" ? ["none" as const] : [...without, edge];
    onChange({ ...choice, edges: edges.includes(edge) ? without : next });
  };
  return (
    <div className={styles.categories}>
      <div className={styles.list} role="listbox" aria-label={t`Line`}>
        {lineStyles.map((style) => (
          <button
            type="button"
            role="option"
            key={style}
            className={styles.entry}
            aria-selected={style === border.style}
            aria-label={style}
            onClick={() => onChange({ ...choice, border: { ...border, style } })}
          >
            <span className={styles.stroke} style={{ borderBlockStart: css[style] }} />
          </button>
        ))}
      </div>
      <div className={styles.fields}>
        <div className={styles.edges}>
          {(Object.keys(edgeNames) as Edges[]).map((edge) => (
            <Button
              key={edge}
              size="compact-xs"
              variant={edges.includes(edge) ? "light" : "default"}
              aria-pressed={edges.includes(edge)}
              onClick={() => press(edge)}
            >
              {i18n._(edgeNames[edge])}
            </Button>
          ))}
        </div>
        <Colors
          current={typeof border.color === "string" ? border.color : ""}
          none={t`Automatic`}
          onChoose={(color) =>
            onChange({ ...choice, border: { ...border, color: color ?? "000000" } })
          }
        />
      </div>
    </div>
  );
}
