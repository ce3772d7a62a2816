/** The one value the page shows, and who wants to know when it changes. */

/** @typedef {import('./types.js').View} View */

export class State {
  /** @type {Set<(now: View, before: View) => void>} */
  #watchers = new Set();

  /** @param {import('./types.js').Language} language */
  constructor(language) {
    /** @type {View} */
    this.now = {
      language, open: false, messages: [], pending: [], typing: null, loading: false,
      lost: false, offline: !navigator.onLine, slow: false, expired: false, readSeq: 0,
    };
  }

  /** @param {Partial<View>} part */
  patch(part) {
    const before = this.now;
    if (Object.entries(part).every(([name, value]) => before[/** @type {keyof View} */ (name)] === value)) return;
    this.now = { ...before, ...part };
    for (const watcher of this.#watchers) watcher(this.now, before);
  }

  /** @param {(now: View, before: View) => void} watcher */
  watch(watcher) {
    this.#watchers.add(watcher);
  }
}
