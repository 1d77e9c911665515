import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { fetchOrder } from "../../shared/api.js";
import { toOrder } from "../../shared/order.js";

/** @typedef {{ order: import("../../shared/order.js").Order, raw: any, at: number }} LoadedOrder */

/**
 * Reads one request.
 * @param {string} uuid
 * @param {string} token
 */
export function useOrder(uuid, token) {
  const [loaded, setLoaded] = useState(/** @type {LoadedOrder | null} */ (null));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [isLoading, setLoading] = useState(true);
  const call = useRef(/** @type {AbortController | null} */ (null));
  const refresh = useCallback(async () => {
    call.current?.abort();
    const controller = new AbortController();
    call.current = controller;
    setLoading(true);
    try {
      const raw = await fetchOrder(uuid, token, controller.signal);
      setLoaded({ raw, order: toOrder(raw), at: Date.now() });
      setError(null);
    } catch (failure) {
      if (controller.signal.aborted) {
        return;
      }
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    }
    setLoading(false);
  }, [uuid, token]);
  useEffect(() => {
    void refresh();
    return () => call.current?.abort();
  }, [refresh]);
  return { loaded, error, isLoading, refresh };
}
