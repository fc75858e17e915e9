/** What the server said to a form, above its button. */
import { IconAlertCircle } from "@tabler/icons-react";
import { explain } from "@/i18n";
import styles from "./FormProblem.module.css";

export function FormProblem({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <p className={styles.problem} role="alert">
      <IconAlertCircle size={18} stroke={1.8} aria-hidden="true" />
      <span>{explain(error)}</span>
    </p>
  );
}
