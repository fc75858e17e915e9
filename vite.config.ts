/** How the page is built: root `web/`, output `web/dist`, one chunk for each document kind. */
import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL("./web", import.meta.url));
const repository = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root,
  plugins: [
    react({ babel: { plugins: ["@lingui/babel-plugin-lingui-macro"] } }),
    lingui({ cwd: repository }),
  ],
  resolve: { alias: { "@": `${root}/src` } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs, in one file: dozens of small ones cost more than they save. What
          // only editors and their dialogs share is not among it.
          groups: [
            {
              name: "base",
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|@lingui|@floating-ui|use-sync-external-store|clsx|react-remove-scroll)/,
            },
            { name: "editors", test: /(tongwen\/kinds|web\/src\/editor)\//, minShareCount: 4 },
            { name: "shell", minShareCount: 8 },
          ],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    fs: { allow: [repository] },
    proxy: {
      "/api": { target: "http://127.0.0.1:8000", ws: true },
      "/sync": { target: "http://127.0.0.1:8000", ws: true },
    },
  },
});
