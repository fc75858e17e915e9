/** Facts about the document: counts, and about the selected picture its size. */
import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { NodeSelection } from "prosemirror-state";
import { Pane } from "@/editor/EditorFrame";
import { EMU_PER_PIXEL } from "../document/units";
import type { ControlProps } from "./controls/props";
import styles from "./Panels.module.css";

function Picture({ session }: ControlProps) {
  const { t } = useLingui();
  const { state } = session.view;
  const { selection } = state;
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== "image") return null;
  const { w, h, alt } = selection.node.attrs;
  return (
    <>
      <TextInput
        m="xs"
        key={selection.from}
        label={t`Description`}
        description={t`Read out to those who cannot see the picture`}
        defaultValue={String(alt)}
        onBlur={(event) => {
          const value = event.currentTarget.value.trim();
          if (value !== alt)
            session.run((now, dispatch) => {
              dispatch?.(now.tr.setNodeAttribute(selection.from, "alt", value));
              return true;
            });
        }}
      />
      <dl className={styles.facts}>
        <dt>{t`Size`}</dt>
        <dd>
          {Math.round(w / EMU_PER_PIXEL)} × {Math.round(h / EMU_PER_PIXEL)} px
        </dd>
      </dl>
    </>
  );
}

export function Properties({ session, now, onClose }: ControlProps & { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { count } = session;
  const facts: [string, number][] = [
    [t`Pages`, now.pages],
    [t`Words`, count.words],
    [t`Characters (no spaces)`, count.characters],
    [t`Characters (with spaces)`, count.charactersWithSpaces],
    [t`Paragraphs`, count.paragraphs],
  ];
  if (now.selectedWords > 0) facts.push([t`Words selected`, now.selectedWords]);
  return (
    <Pane side="end" title={now.image ? t`Picture` : t`Word count`} onClose={onClose}>
      {now.image && <Picture session={session} now={now} />}
      {!now.image && (
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name} style={{ display: "contents" }}>
              <dt>{name}</dt>
              <dd>{i18n.number(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Pane>
  );
}
