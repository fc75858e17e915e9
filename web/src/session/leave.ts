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
  window.location.assign("/sign-in");
}
