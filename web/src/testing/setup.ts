/** What jsdom lacks and every test of the page needs; English catalogue loaded. */
import { i18n } from "@lingui/core";
import { beforeEach } from "vitest";
import { messages } from "../locales/en.po";

class SilentObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): [] {
    return [];
  }
}

if (typeof window !== "undefined") {
  window.ResizeObserver ??= SilentObserver as unknown as typeof ResizeObserver;
  window.matchMedia ??= (query: string) =>
    ({
      matches: false,
      media: query,
      onchange: null,
      addEventListener: () => {},
      removeEventListener: () => {},
      addListener: () => {},
      removeListener: () => {},
      dispatchEvent: () => false,
    }) satisfies MediaQueryList;
  Element.prototype.scrollIntoView ??= () => {};
}

beforeEach(() => {
  i18n.loadAndActivate({ locale: "en", messages });
  document.documentElement.lang = "en";
});
