// What the builds of the peers have in common.

import { fileURLToPath } from "node:url";

/**
 * @param {string} from `import.meta.url` of a peer's vite.config.js
 * @returns {import("vite").UserConfig}
 */
export function commonConfig(from) {
  return {
    resolve: { alias: { "peer-time": fileURLToPath(new URL("src/time.js", from)) } },
    publicDir: fileURLToPath(new URL("public/", import.meta.url)),
    build: {
      target: "es2022",
      // The policy of our server allows no data: URLs, and the peers need none.
      assetsInlineLimit: 0,
      rolldownOptions: {
        output: {
          // The names that our server knows to be immutable: 16 hexadecimal digits at the end.
          hashCharacters: "hex",
          entryFileNames: "[name]-[hash:16].js",
          chunkFileNames: "[name]-[hash:16].js",
          assetFileNames: "[name]-[hash:16][extname]",
        },
      },
    },
  };
}
