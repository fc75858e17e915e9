/** A line at the head of the page while the server cannot be reached. */
import { Trans } from "@lingui/react/macro";
import { IconCloudOff } from "@tabler/icons-react";
import { reachable } from "@/app/connection";
import styles from "./OfflineBanner.module.css";

export function OfflineBanner() {
  if (reachable.use()) return null;
  return (
    <div className={styles.banner} role="status">
      <IconCloudOff size={18} stroke={1.6} aria-hidden="true" />
      <span>
        <Trans>
          No connection to the server. What you see may be old; we try again by ourselves.
        </Trans>
      </span>
    </div>
  );
}
