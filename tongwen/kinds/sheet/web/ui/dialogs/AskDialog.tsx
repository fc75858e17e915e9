/** A question before something is done: yes, or not. */
import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import styles from "./dialogs.module.css";
import { DialogFrame, type DialogProps } from "./Frame";
import type { Question } from "./open";

export function AskDialog({ question, onClose }: DialogProps & { question: Question }) {
  const { t } = useLingui();
  return (
    <DialogFrame title={question.title} size={400} onClose={onClose}>
      <p className={styles.question}>{question.text}</p>
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" onClick={onClose}>
          {question.no ?? t`Cancel`}
        </Button>
        <Button
          data-autofocus
          onClick={() => {
            onClose();
            question.onYes();
          }}
        >
          {question.yes}
        </Button>
      </Group>
    </DialogFrame>
  );
}
