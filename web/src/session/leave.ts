/** Signing out: the server forgets the session, the page forgets everything. */
import { api, setCsrf } from "@/api";
import { notifyProblem } from "@/app/notices";

export async function leave(): Promise<void> {
  try {
    await api.signOut();
  } catch (error) {
    notifyProblem(error);
    return;
  }
  setCsrf(null);
  // The next person at this machine must not find the documents of the last.
  const { forgetCopies } = await import("@/editor/localCopies");
  await forgetCopies();
  window.location.assign("/sign-in");
}
