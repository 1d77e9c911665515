import { defineConfig, mergeConfig } from "vite";
import { commonConfig } from "../shared/vite.js";

export default defineConfig(
  mergeConfig(commonConfig(import.meta.url), {
    // The shared views name React; here that is Preact, without its compatibility layer.
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    resolve: { alias: { react: "preact/hooks" } },
  }),
);
