/** The headings of the document; a click goes there. */
import { useLingui } from "@lingui/react/macro";
import { UnstyledButton } from "@mantine/core";
import { TextSelection } from "prosemirror-state";
import { useMemo } from "react";
import { Pane } from "@/editor/EditorFrame";
import type { ParagraphAttributes } from "../document/attributes";
import { eachParagraph, labels } from "../numbering/plugin";
import type { ControlProps } from "./controls/props";
import styles from "./Panels.module.css";
import type { TextSession } from "./session";

export interface Heading {
  at: number;
  level: number;
  text: string;
}

const LONGEST = 120;

/** Every paragraph with an outline level and text, with its number. */
export function headings(
  session: Pick<TextSession, "model"> & { view: { state: TextSession["view"]["state"] } },
): Heading[] {
  const { model } = session;
  const { doc } = session.view.state;
  const numbers = labels(doc, model);
  const found: Heading[] = [];
  eachParagraph(doc, 0, (node, at) => {
    const level = model.styles.outline(node.attrs as ParagraphAttributes);
    if (level === null) return;
    const text = node.textContent.trim();
    if (text === "") return;
    const number = numbers.get(at);
    found.push({
      at,
      level,
      text: `${number && !number.bullet ? `${number.text} ` : ""}${text}`.slice(0, LONGEST),
    });
  });
  return found;
}

export function Outline({ session, now, onClose }: ControlProps & { onClose: () => void }) {
  const { t } = useLingui();
  const { doc } = session.view.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the document and the styles decide, not the session.
  const list = useMemo(() => headings(session), [doc, now.revision]);
  const cursor = session.view.state.selection.head;
  const current = list.findLast((heading) => heading.at <= cursor);
  const go = ({ at }: Heading): void => {
    const { view } = session;
    const tr = view.state.tr;
    view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))));
    const element = view.nodeDOM(at);
    if (element instanceof HTMLElement) element.scrollIntoView({ block: "start" });
    view.focus();
  };
  return (
    <Pane side="start" title={t`Outline`} onClose={onClose}>
      {list.length === 0 && (
        <p
          className={styles.empty}
        >{t`Headings show up here. Give a line a heading style to begin.`}</p>
      )}
      <nav aria-label={t`Outline`}>
        {list.map((heading) => (
          <UnstyledButton
            key={heading.at}
            className={[
              styles.heading,
              heading.level > 1 && styles.headingDeep,
              heading === current && styles.headingCurrent,
            ]
              .filter(Boolean)
              .join(" ")}
            style={{ paddingInlineStart: 8 + heading.level * 14 }}
            title={heading.text}
            onClick={() => go(heading)}
          >
            {heading.text}
          </UnstyledButton>
        ))}
      </nav>
    </Pane>
  );
}
