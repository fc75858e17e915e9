/** Writes down, inside the page, what it called saved: the words that a person would have believed. */

/**
 * Keep the tokens that stand in the document at each moment the page says "saved".
 *
 * `tokens` is the source of a regular expression for what this person types; others' text is theirs to
 * promise. Read it back with `savedTokens`.
 */
export function recordSaved(page, tokens) {
  return page.evaluate((source) => {
    const place = document.querySelector("[data-saved]");
    const sheet = document.querySelector(".ProseMirror");
    const record = () => {
      if (place.dataset.saved !== "saved") return;
      window.savedTokens = sheet.textContent.match(new RegExp(source, "g")) ?? [];
    };
    window.savedTokens = [];
    new MutationObserver(record).observe(place, { attributes: true });
    record();
  }, tokens);
}

export const savedTokens = (page) => page.evaluate(() => window.savedTokens);
