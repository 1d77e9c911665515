// The decoder in a chunk of its own: the status is there before it.

import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { NOTHING, decode } from "./decoded.js";

/** @param {string} text */
export function useDecoder(text) {
  const { data: decoder } = useQuery({
    queryKey: ["decoder"],
    queryFn: () => import("./csr.js"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(() => (decoder ? decode(decoder, text) : NOTHING), [decoder, text]);
}
