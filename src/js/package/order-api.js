// The reader of saved responses, which every entry has.

/**
 * @param {Pick<typeof import("./certview_orders.js"), "parseOrder">} module
 * @param {import("./loading.js").Loading} loading
 */
export function orderApi(module, loading) {
  return {
    /**
     * @param {string | Uint8Array} text
     * @param {import("./index.js").ParseOrderOptions} [options]
     */
    parseOrder(text, options) {
      loading.assertLoaded("parseOrder");
      return module.parseOrder(text, options);
    },
  };
}
