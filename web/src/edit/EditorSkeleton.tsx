/** The editor's outline while its code and content come: title row, tool row, a page. */
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import styles from "./EditorSkeleton.module.css";

export function EditorSkeleton() {
  const { t } = useLingui();
  return (
    <div className={styles.editor} role="status" aria-label={t`Opening the document`}>
      <div className={styles.title}>
        <Skeleton className={styles.icon} />
        <Skeleton className={styles.name} />
      </div>
      <div className={styles.tools}>
        <Skeleton className={styles.row} />
      </div>
      <div className={styles.stage}>
        <div className={styles.page} />
      </div>
    </div>
  );
}
