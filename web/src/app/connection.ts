/** Whether the server can be reached; while it cannot, it is asked again and again. */
import { api, onReach } from "@/api";
import { queryClient } from "./queries";
import { createStore } from "./store";

const pause = 3000; // milliseconds between two questions while nothing answers

export const reachable = createStore(true);

let asking: ReturnType<typeof setTimeout> | null = null;

function askAgain(): void {
  if (asking !== null) return;
  asking = setTimeout(() => {
    asking = null;
    // The answer itself, either way, comes through `onReach`.
    api.health().catch(() => {});
  }, pause);
}

onReach((reached) => {
  const before = reachable.get();
  reachable.set(reached);
  if (!reached) askAgain();
  else if (!before) void queryClient.invalidateQueries();
});

window.addEventListener("offline", () => {
  reachable.set(false);
  askAgain();
});
window.addEventListener("online", () => void api.health().catch(() => {}));
