// The decoder in the one bundle: the view of a request is complete at once.

import { useMemo } from "react";
import { decodeCsr, digest } from "./csr.js";
import { decode } from "./decoded.js";

/** @param {string} text */
export function useDecoder(text) {
  return useMemo(() => decode({ decodeCsr, digest }, text), [text]);
}
