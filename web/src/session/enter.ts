/** What happens when somebody has come in: forget what the last one saw, learn who it is, go on. */
import { meQuery, queryClient } from "@/app/queries";
import { preferred, speak } from "@/i18n";

/** Take only addresses of this page: an absolute one from a link could lead elsewhere. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith("/") || /^\/[/\\]/.test(next)) return "/";
  return next.startsWith("/sign-in") || next.startsWith("/setup") ? "/" : next;
}

/** Resolves when the page knows the new person and speaks their language. */
export async function enter(): Promise<void> {
  queryClient.clear();
  const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
  if (me.user?.language) await speak(preferred(me.user.language));
}
