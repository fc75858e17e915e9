/** The tests of the page: the shell, the editor and every kind's browser part. */
import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const repository = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  plugins: [
    react({ babel: { plugins: ["@lingui/babel-plugin-lingui-macro"] } }),
    lingui({ cwd: repository }),
  ],
  resolve: { alias: { "@": `${repository}web/src` } },
  test: {
    root: repository,
    environment: "jsdom",
    include: ["web/**/*.test.{ts,tsx}", "tongwen/kinds/*/web/**/*.test.{ts,tsx}"],
    setupFiles: ["web/src/testing/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    maxWorkers: 2,
  },
});
