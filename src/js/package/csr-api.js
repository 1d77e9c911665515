// The functions about certification requests, for the entries that have them.

/**
 * @param {Pick<typeof import("./certview_csr.js"), "decodeCsr" | "verifyCsr" | "reviewOrder">} module
 * @param {import("./loading.js").Loading} loading
 */
export function csrApi(module, loading) {
  return {
    /** @param {string | Uint8Array} pemOrDer */
    decodeCsr(pemOrDer) {
      loading.assertLoaded("decodeCsr");
      return module.decodeCsr(pemOrDer);
    },

    /** @param {string | Uint8Array} pemOrDer */
    async verifyCsr(pemOrDer) {
      loading.assertLoaded("verifyCsr");
      return module.verifyCsr(pemOrDer);
    },

    /**
     * @param {import("./index.js").Order} order
     * @param {import("./index.js").ReviewOptions} [options]
     */
    reviewOrder(order, options) {
      loading.assertLoaded("reviewOrder");
      return module.reviewOrder(order, options);
    },
  };
}
