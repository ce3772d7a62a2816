/** Which conversation this browser is in: shared by its tabs, kept over a reload. */
import { Storage } from './storage.js';

/** @typedef {{conversation_id: string, token: string, expires_at?: string|number}} Session */

export class SessionStore {
  /** @type {Session|null} what this tab last saw, to tell another tab's change from our own */
  #seen = null;

  /** @param {string} base origin of the desk */
  constructor(base) {
    this.#shared = new Storage('localStorage', `koshin-desk ${base} `);
    this.tab = new Storage('sessionStorage', `koshin-desk ${base} `);
  }

  #shared;

  /** @returns {Session|null} */
  load() {
    const session = /** @type {Session|null} */ (this.#shared.read('session'));
    const ends = session?.expires_at ? new Date(session.expires_at).getTime() : NaN;
    this.#seen = session?.token && !(ends < Date.now()) ? session : null;
    return this.#seen;
  }

  /** @param {Session|null} session */
  save(session) {
    this.#seen = session;
    this.#shared.write('session', session);
    this.readSeq = 0;
  }

  /** @returns {number} the last message the customer has seen, in any tab */
  get readSeq() {
    return Number(this.#shared.read('read')) || 0;
  }

  set readSeq(seq) {
    this.#shared.write('read', seq);
  }

  /** @returns {string|null} the language the customer chose with the switch */
  get language() {
    return this.#shared.read('language');
  }

  set language(language) {
    this.#shared.write('language', language);
  }

  /**
   * Hear what other tabs of this site do.
   * @param {{session: () => void, read: (seq: number) => void}} heard
   * @returns {() => void} stops
   */
  watch(heard) {
    /** @param {StorageEvent} event */
    const onStorage = (event) => {
      if (event.key === `${this.#shared.prefix}read`) heard.read(this.readSeq);
      if (event.key !== `${this.#shared.prefix}session` && event.key !== null) return;
      const before = this.#seen?.token;
      if (this.load()?.token !== before) heard.session();
    };
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  }

  /**
   * Run while no other tab does the same, so that two tabs don't open two conversations.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  exclusively(work) {
    return navigator.locks ? navigator.locks.request(`${this.#shared.prefix}open`, work) : work();
  }
}
