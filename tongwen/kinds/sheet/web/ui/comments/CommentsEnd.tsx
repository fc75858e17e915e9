/** The pane with the comments of this worksheet, or of all. */
import { useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { CommentsPane } from "@/editor/comments/CommentsPane";
import type { Thread } from "@/editor/comments/threads";
import { usePhone } from "@/editor/usePhone";
import type { ControlProps } from "../controls/props";
import { inOrder, placeName, placeOf } from "./places";

type Scope = "sheet" | "book";

export function CommentsEnd({ session, now }: ControlProps) {
  const { t } = useLingui();
  const [scope, setScope] = useState<Scope>("sheet");
  const phone = usePhone();
  const { book, reviewing } = session;
  const { active } = reviewing.state.use();
  const several = book.sheets().length > 1;
  const one = several && scope === "sheet";
  const done = (): void => {
    session.back();
    if (!window.matchMedia("(pointer: coarse)").matches) session.view.focus();
  };
  return (
    <CommentsPane
      comments={reviewing.comments}
      rights={{ comment: now.commentable, moderate: now.editable }}
      within={({ entry }: Thread) => !one || entry.sheet === now.sid}
      place={(thread) =>
        placeName(book, placeOf(book, thread), now.sid) ?? t`A cell that was deleted`
      }
      order={inOrder(book)}
      active={active}
      onChoose={(thread) => {
        reviewing.choose(thread);
        if (phone) reviewing.close(); // The pane covers the cell.
      }}
      about={reviewing.about}
      onBegin={(text, mentions) => {
        reviewing.send(text, mentions);
        done();
      }}
      onCancel={() => {
        reviewing.state.set((state) => ({ ...state, about: null }));
        done();
      }}
      onClose={() => {
        reviewing.close();
        done();
      }}
    >
      {several && (
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t`Where`}
          data={[
            { value: "sheet", label: t`This worksheet` },
            { value: "book", label: t`All worksheets` },
          ]}
          value={scope}
          onChange={(value) => setScope(value as Scope)}
        />
      )}
    </CommentsPane>
  );
}
