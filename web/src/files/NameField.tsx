/** Renames in place: the stem is selected, Enter and leaving keep, Escape does not. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Node } from "@/api";
import { rename } from "./actions";
import styles from "./NameField.module.css";
import { type NameFault, nameFault, stemLength } from "./names";

export const faultWords = {
  empty: msg`A name cannot be empty`,
  slash: msg`A name cannot contain “/”`,
  control: msg`A name cannot contain line breaks or control characters`,
  long: msg`This name is too long`,
  dots: msg`“.” and “..” are not names`,
} satisfies Record<NameFault, unknown>;

export function NameField({ node, onDone }: { node: Node; onDone: () => void }) {
  const { t, i18n } = useLingui();
  const [name, setName] = useState(node.name);
  const finished = useRef(false);
  const fault = nameFault(name);

  const finish = (save: boolean) => {
    if (finished.current) return;
    finished.current = true;
    onDone();
    if (save && fault === null) void rename(node, name);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") finish(false);
    if (event.key === "Enter" && fault === null) finish(true);
  };
  return (
    <span className={styles.field}>
      <input
        className={styles.input}
        aria-label={t`New name`}
        aria-invalid={fault !== null}
        value={name}
        ref={(input) => {
          if (input === null || input.dataset.ready === "yes") return;
          input.dataset.ready = "yes";
          input.focus();
          input.setSelectionRange(0, node.kind === "folder" ? name.length : stemLength(name));
        }}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => finish(true)}
        onKeyDown={onKeyDown}
        onClick={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
      />
      {fault !== null && (
        <span className={styles.fault} role="alert">
          {i18n._(faultWords[fault])}
        </span>
      )}
    </span>
  );
}
