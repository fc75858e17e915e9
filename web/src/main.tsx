/** Starts the page: asks who is there, loads their language, and renders. */
import "@mantine/core/styles.layer.css";
import "@/theme/base.css";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { meQuery, queryClient } from "@/app/queries";
import { openAhead } from "@/edit/ahead";
import { preferred, speak } from "@/i18n";

async function start(): Promise<void> {
  const asked = queryClient.prefetchQuery({ ...meQuery, retry: false });
  void openAhead(window.location.pathname);
  await speak(preferred());
  const element = document.getElementById("root");
  if (element === null) throw new Error("the page has no #root");
  createRoot(element).render(<App />);
  await asked;
  const own = queryClient.getQueryData<{ user: { language: string | null } | null }>(
    meQuery.queryKey,
  );
  if (own?.user?.language) await speak(preferred(own.user.language));
}

void start();
