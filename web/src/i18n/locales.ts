/** Which languages the page speaks and how one is chosen. */
import { i18n } from "@lingui/core";

export const locales = { "zh-CN": "简体中文", en: "English" } as const;
export type Locale = keyof typeof locales;

const remembered = "tongwen.language";

export function isLocale(text: string | null | undefined): text is Locale {
  return text === "zh-CN" || text === "en";
}

/** The nearest language we speak to a BCP 47 tag, or null. */
export function nearest(tag: string | null | undefined): Locale | null {
  if (!tag) return null;
  if (/^zh\b/i.test(tag)) return "zh-CN";
  if (/^en\b/i.test(tag)) return "en";
  return null;
}

/** The member's own language, else what this browser last used, else what the browser asks for. */
export function choose(
  own: string | null | undefined,
  last: string | null,
  asked: readonly string[],
): Locale {
  for (const tag of [own, last, ...asked]) {
    const locale = nearest(tag);
    if (locale !== null) return locale;
  }
  return "en";
}

export function preferred(own?: string | null): Locale {
  return choose(own, localStorage.getItem(remembered), navigator.languages);
}

async function messages(locale: Locale) {
  const catalogue =
    locale === "zh-CN" ? await import("../locales/zh-CN.po") : await import("../locales/en.po");
  return catalogue.messages;
}

/** Load a language and turn the page to it. Resolves when the page speaks it. */
export async function speak(locale: Locale): Promise<void> {
  if (i18n.locale !== locale) {
    i18n.loadAndActivate({ locale, messages: await messages(locale) });
  }
  document.documentElement.lang = locale;
  localStorage.setItem(remembered, locale);
}
