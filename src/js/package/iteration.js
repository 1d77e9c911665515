// Async generators whose return() takes effect at once, also while next() is waiting.

/** The reason an iteration is aborted with when its consumer returns. It is never thrown to the consumer. */
const RETURNED = Symbol("returned");

/**
 * @template T
 * @param {(ending: AbortController) => AsyncGenerator<T, void, undefined>} generate whatever it waits for ends with the
 *   signal of this controller, and with its reason
 */
export function iterate(generate) {
  // Asynchronously disposable only where the host knows that, which the type cannot say.
  return /** @type {AsyncGenerator<T, void, undefined>} */ (/** @type {unknown} */ (new Iteration(generate)));
}

/** @template T */
class Iteration {
  #ending = new AbortController();
  /** @type {AsyncGenerator<T, void, undefined>} */
  #generator;

  /** @param {(ending: AbortController) => AsyncGenerator<T, void, undefined>} generate */
  constructor(generate) {
    this.#generator = untilReturned(generate(this.#ending));
  }

  next() {
    return this.#generator.next();
  }

  /** @param {void | PromiseLike<void>} [value] */
  return(value) {
    this.#ending.abort(RETURNED);
    return this.#generator.return(value);
  }

  /** @param {unknown} error */
  throw(error) {
    this.#ending.abort(RETURNED);
    return this.#generator.throw(error);
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

// Where the host knows `await using`.
if (Symbol.asyncDispose) {
  Object.defineProperty(Iteration.prototype, Symbol.asyncDispose, {
    /** @this {Iteration<unknown>} */
    async value() {
      await this.return();
    },
    configurable: true,
    writable: true,
  });
}

/**
 * @template T
 * @param {AsyncGenerator<T, void, undefined>} generator
 * @returns {AsyncGenerator<T, void, undefined>}
 */
async function* untilReturned(generator) {
  try {
    yield* generator;
  } catch (error) {
    if (error !== RETURNED) {
      throw error;
    }
  }
}
