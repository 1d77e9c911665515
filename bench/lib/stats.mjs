// Medians and their spread.

/** @typedef {{ median: number, low: number, high: number, count: number }} Summary quartiles as the spread */

/**
 * @param {number[]} values
 * @returns {Summary}
 */
export function summarize(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75), count: sorted.length };
}

/** @param {number[]} values */
export function median(values) {
  return summarize(values).median;
}

/**
 * Interpolates between the two values around the position.
 * @param {number[]} sorted
 * @param {number} share
 */
function quantile(sorted, share) {
  const position = (sorted.length - 1) * share;
  const before = sorted[Math.floor(position)];
  return before + (sorted[Math.ceil(position)] - before) * (position % 1);
}

/**
 * The order of one round: each round begins with another one, and every second round is reversed, so that neither a
 * machine that slows down nor the preceding page favours one of them.
 * @template T
 * @param {T[]} items
 * @param {number} round
 */
export function alternated(items, round) {
  const start = Math.floor(round / 2) % items.length;
  const turned = [...items.slice(start), ...items.slice(0, start)];
  return round % 2 ? turned.reverse() : turned;
}
