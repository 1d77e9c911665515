import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, mergeConfig } from "vite";
import { commonConfig } from "../shared/vite.js";

// `--mode split`: the decoder of CSRs in a chunk of its own, loaded once the request is there.
export default defineConfig(({ mode }) => {
  const variant = mode === "split" ? "split" : "bundled";
  const decoder = fileURLToPath(new URL(`src/decoder-${variant}.js`, import.meta.url));
  return mergeConfig(commonConfig(import.meta.url), {
    plugins: [react()],
    resolve: { alias: { "peer-decoder": decoder } },
    build: { outDir: `dist/${variant}`, emptyOutDir: true },
  });
});
