/** A wait that can be cut short, and how long to wait before the next try. */

export class Wait {
  /** @type {(() => void)|null} */
  #end = null;

  /**
   * @param {number} ms Infinity waits until somebody calls `end`
   * @returns {Promise<void>}
   */
  for(ms) {
    return new Promise((resolve) => {
      const timer = ms === Infinity ? undefined : setTimeout(() => this.end(), ms);
      this.#end = () => {
        clearTimeout(timer);
        this.#end = null;
        resolve();
      };
    });
  }

  end() {
    this.#end?.();
  }
}

/**
 * Doubling, capped, with jitter, so that a thousand pages don't come back in the same second.
 * @param {number} attempt 1 for the first failure
 * @param {number} [cap] milliseconds
 */
export function backOff(attempt, cap = 30_000) {
  return Math.min(cap, 500 * 2 ** (attempt - 1)) * (0.7 + Math.random() * 0.3);
}
