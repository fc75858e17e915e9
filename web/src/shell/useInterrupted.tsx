/** Tells, once a page, of uploads that were interrupted and how they go on. */
import { Plural } from "@lingui/react/macro";
import { useEffect } from "react";
import { notify } from "@/app/notices";
import { interruptedUploads } from "@/uploads/interrupted";

let told = false;

export function useInterrupted(): void {
  useEffect(() => {
    if (told) return;
    told = true;
    const names = interruptedUploads(localStorage);
    const name = names[0];
    if (name === undefined) return;
    notify(
      <Plural
        value={names.length}
        one={`The upload of “${name}” was interrupted. Choose it again and it goes on where it stopped.`}
        other="# uploads were interrupted. Choose the files again and they go on where they stopped."
      />,
    );
  }, []);
}
