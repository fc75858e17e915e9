/** How much of one's storage is used. */
import { Trans, useLingui } from "@lingui/react/macro";
import { size } from "@/i18n";
import { useMe } from "@/session/me";
import styles from "./Rail.module.css";

export function StorageMeter() {
  const { t } = useLingui();
  const { storage } = useMe();
  const used = size(storage.used);
  if (storage.total === null) {
    return (
      <p className={styles.storage}>
        <Trans>{used} used</Trans>
      </p>
    );
  }
  const total = size(storage.total);
  const share = storage.total === 0 ? 1 : Math.min(1, storage.used / storage.total);
  return (
    <div className={styles.storage}>
      <meter
        className={styles.meter}
        aria-label={t`Storage`}
        min={0}
        max={1}
        high={0.9}
        value={share}
        data-full={share >= 0.9}
        style={{ "--share": `${share * 100}%` }}
      />
      <Trans>
        {used} of {total} used
      </Trans>
    </div>
  );
}
