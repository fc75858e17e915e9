/** Files from outside may be dropped anywhere on the page. */
import { Trans } from "@lingui/react/macro";
import { IconUpload } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { notifyProblem } from "@/app/notices";
import { carriesFiles } from "@/files/dragging";
import { currentFolder } from "@/shell/place";
import { ownDrive, uploadDropped } from "./choosing";
import styles from "./DropOverlay.module.css";

type NativeDrag = DragEvent & { dataTransfer: DataTransfer };

function isFileDrag(event: DragEvent): event is NativeDrag {
  return (
    event.dataTransfer !== null &&
    carriesFiles(event as NativeDrag & { dataTransfer: DataTransfer })
  );
}

/** Whether files are over the window now. Entering a child leaves its parent, so the depth is counted. */
function useFileDrag(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!isFileDrag(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const hover = (event: DragEvent) => {
      if (isFileDrag(event)) event.preventDefault();
    };
    const leave = (event: DragEvent) => {
      if (!isFileDrag(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!isFileDrag(event)) return;
      event.preventDefault();
      uploadDropped(event.dataTransfer).catch(notifyProblem);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragover", hover);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragover", hover);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);
  return over;
}

export function DropOverlay() {
  const over = useFileDrag();
  const folder = currentFolder.use();
  if (!over || (folder === null && ownDrive() === null)) return null;
  const name = folder?.name;
  return (
    <div className={styles.overlay} role="status">
      <div className={styles.target}>
        <IconUpload size={32} stroke={1.5} aria-hidden="true" />
        <strong>
          {name ? (
            <Trans>Drop to upload to “{name}”</Trans>
          ) : (
            <Trans>Drop to upload to My files</Trans>
          )}
        </strong>
        <span>
          <Trans>Folders keep their structure</Trans>
        </span>
      </div>
    </div>
  );
}
