/** The one queue of this page, and what a file that has arrived changes in it. */

import { queryClient } from "@/app/queries";
import { refresh } from "@/files/cache";
import { UploadQueue } from "./queue";
import { sendByTus } from "./tus";

let refreshing: ReturnType<typeof setTimeout> | null = null;

/** Many small files arrive close together: ask for the list once for all of them. */
function refreshSoon(): void {
  if (refreshing !== null) return;
  refreshing = setTimeout(() => {
    refreshing = null;
    void refresh(queryClient);
  }, 400);
}

export const uploads = new UploadQueue(sendByTus, refreshSoon);

window.addEventListener("beforeunload", (event) => {
  const active = uploads.items
    .get()
    .some(({ state }) => state === "sending" || state === "waiting");
  if (active) event.preventDefault();
});
