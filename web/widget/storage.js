/** Web storage that may be forbidden or full: then the page remembers for as long as it lives. */

export class Storage {
  /** @type {globalThis.Storage|null} */
  #store = null;
  /** @type {Map<string, string>} */
  #memory = new Map();

  /**
   * @param {'localStorage'|'sessionStorage'} kind
   * @param {string} prefix keeps two desks on one page apart
   */
  constructor(kind, prefix) {
    this.prefix = prefix;
    try {
      this.#store = globalThis[kind];
    } catch {
      // a browser that blocks site data throws on the mere look
    }
  }

  /** @param {string} name */
  read(name) {
    try {
      const value = this.#store?.getItem(this.prefix + name);
      if (value != null) return JSON.parse(value);
    } catch {
      // unreadable is the same as absent
    }
    return JSON.parse(this.#memory.get(name) ?? 'null');
  }

  /**
   * @param {string} name
   * @param {unknown} value null removes
   */
  write(name, value) {
    const text = JSON.stringify(value);
    this.#memory.set(name, text);
    try {
      if (value === null) this.#store?.removeItem(this.prefix + name);
      else this.#store?.setItem(this.prefix + name, text);
    } catch {
      // quota or policy: memory has it
    }
  }
}
