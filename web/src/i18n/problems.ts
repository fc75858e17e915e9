/** What to tell a person about an error, in their language, with what to do next. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Problem } from "@/api/problem";

/** The server's own words when it sent any; ours when it could not. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) {
    return i18n._(msg`Something in this page went wrong. Reload it; what you saved is safe.`);
  }
  if (error.code === "network") {
    return i18n._(
      msg`The server cannot be reached. Check the connection; we try again by ourselves.`,
    );
  }
  const { title, detail } = error;
  if (title !== "" && detail !== "") return i18n._(msg`${title}. ${detail}`);
  if (title !== "" || detail !== "") return title || detail;
  if (error.status >= 500) {
    return i18n._(msg`The server could not do this. Nothing was changed. Try again in a moment.`);
  }
  return i18n._(msg`The server refused this (${error.status}). Nothing was changed.`);
}
