/** What is shown while the page learns who is there, when that takes long enough to notice. */
import { useLingui } from "@lingui/react/macro";
import { Seal } from "@/theme";
import styles from "./Splash.module.css";

export function Splash() {
  const { t } = useLingui();
  return (
    <div className={styles.splash} role="status" aria-label={t`Loading`}>
      <Seal size={48} />
    </div>
  );
}
