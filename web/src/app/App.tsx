/** Everything that surrounds the pages: language, theme, answers, notifications, router. */
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { cssVariablesResolver, theme } from "@/theme";
import { Notices } from "./notices";
import { queryClient } from "./queries";
import { router } from "./router";

const colorSchemeManager = localStorageColorSchemeManager({ key: "tongwen.theme" });

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Notices />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  );
}
