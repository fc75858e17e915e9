/** Renders a piece of the page in jsdom, with everything that surrounds it there. */
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { keys, type Me } from "@/api";
import { theme } from "@/theme";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}

globalThis.IS_REACT_ACT_ENVIRONMENT = true;

export const someone: Me = {
  user: { id: "u1", name: "李书同", email: "li@example.org", administrator: true, language: "en" },
  organisation: { id: "o1", name: "Press" },
  root: "root",
  csrf: "c",
  storage: { used: 0, total: null },
  actor: { name: "李书同", color: 0 },
};

export interface Rendered {
  queries: QueryClient;
  /** Let queries and effects settle. */
  settle: () => Promise<void>;
  close: () => void;
}

export async function render(element: ReactNode, me: Me = someone): Promise<Rendered> {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queries.setQueryData(keys.me, me);
  const host = document.createElement("div");
  document.body.append(host);
  const root = createRoot(host);
  const settle = async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
    }
  };
  await act(async () => {
    root.render(
      <I18nProvider i18n={i18n}>
        <MantineProvider theme={theme} env="test">
          <QueryClientProvider client={queries}>{element}</QueryClientProvider>
        </MantineProvider>
      </I18nProvider>,
    );
  });
  await settle();
  return {
    queries,
    settle,
    close() {
      act(() => root.unmount());
      host.remove();
    },
  };
}

/** Type into a field as a person does. */
export function type(field: HTMLInputElement, text: string): void {
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  act(() => {
    set?.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

export function click(element: Element | null | undefined): void {
  if (!element) throw new Error("there is nothing to click");
  act(() => element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })));
}

/** The button that says this. */
export function button(text: string): HTMLButtonElement | undefined {
  return [...document.querySelectorAll("button")].find(
    (element) => element.textContent === text || element.getAttribute("aria-label") === text,
  );
}
