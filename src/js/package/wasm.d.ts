// The WebAssembly. What importing it answers is the bundler's choice: an address, bytes or a compiled module.

declare const wasm: any;
export default wasm;
