// Brotli 11 and gzip 9, by Node's own zlib: the commands are the first thing a newcomer compiles, and a
// compressor in Rust would be most of that. `node compress.mjs write|measure FILE…` prints each file's size as
// brotli, one a line; `write` also leaves FILE.br and FILE.gz beside it, where they are smaller.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [mode, ...files] = process.argv.slice(2);

for (const file of files) {
  const bytes = readFileSync(file);
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  if (mode === "write") {
    keepWhenSmaller(`${file}.br`, brotli, bytes);
    keepWhenSmaller(`${file}.gz`, gzipSync(bytes, { level: 9 }), bytes);
  }
  console.log(Math.min(brotli.length, bytes.length));
}

/**
 * @param {string} path
 * @param {Buffer} compressed
 * @param {Buffer} original
 */
function keepWhenSmaller(path, compressed, original) {
  if (compressed.length < original.length) {
    writeFileSync(path, compressed);
  } else {
    rmSync(path, { force: true });
  }
}
