/** One catalogue a language for the shell, the editor and every kind; English is the source. */
import type { LinguiConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

const config: LinguiConfig = {
  sourceLocale: "en",
  locales: ["en", "zh-CN"],
  fallbackLocales: {},
  catalogs: [
    {
      path: "<rootDir>/web/src/locales/{locale}",
      include: [
        "<rootDir>/web/src",
        "<rootDir>/tongwen/kinds/**/web/**/*.ts",
        "<rootDir>/tongwen/kinds/**/web/**/*.tsx",
      ],
      exclude: ["**/*.test.ts", "**/*.test.tsx", "**/node_modules/**"],
    },
  ],
  format: formatter({ lineNumbers: false }),
};

export default config;
