/** Sends the customer's messages one after the other, each under one id for all its tries. */
import { ApiError } from './api.js';
import { Wait, backOff } from './waiting.js';

/** @typedef {import('./types.js').Pending} Pending */

const TRIES = 4;
const SLOW_MS = 8_000;

/**
 * @typedef {object} OutboxPort
 * @property {() => Pending[]} list
 * @property {(items: Pending[]) => void} keep
 * @property {(item: Pending) => Promise<number>} deliver gives the seq of the stored message
 * @property {(item: Pending, seq: number) => void} delivered
 * @property {() => void} expired the token was refused; the next delivery opens a conversation
 * @property {(slow: boolean) => void} slow
 */

export class Outbox {
  #port;
  #wait = new Wait();
  #busy = false;

  /** @param {OutboxPort} port */
  constructor(port) {
    this.#port = port;
  }

  /**
   * @param {string} text
   * @param {string|null} choice
   */
  add(text, choice) {
    /** @type {Pending} */
    const item = { client_message_id: newId(), text, choice, created_at: new Date().toISOString(), status: 'sending' };
    this.#port.keep([...this.#port.list(), item]);
    void this.drain();
  }

  /** @param {string} id */
  retry(id) {
    this.#change(id, { status: 'sending', reason: undefined });
    void this.drain();
  }

  /** @param {string} id */
  discard(id) {
    this.#port.keep(this.#port.list().filter((item) => item.client_message_id !== id));
  }

  /** The network is back. */
  nudge() {
    this.#wait.end();
  }

  async drain() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let item; (item = this.#port.list().find(({ status }) => status === 'sending')); ) await this.#send(item);
    } finally {
      this.#busy = false;
    }
  }

  /** @param {Pending} item */
  async #send(item) {
    const slow = setTimeout(() => this.#port.slow(true), SLOW_MS);
    let renewed = false;
    try {
      for (let failures = 0; this.#has(item); ) {
        try {
          const seq = await this.#port.deliver(item);
          if (this.#has(item)) this.#port.delivered(item, seq);
          return;
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (error.expired && !renewed) {
            renewed = true;
            this.#port.expired();
          } else if (!error.passing) return this.#change(item.client_message_id, { status: 'refused', reason: error.detail });
          else if (!navigator.onLine) await this.#wait.for(Infinity);
          else if ((failures += 1) >= TRIES) return this.#change(item.client_message_id, { status: 'failed', reason: error.detail });
          else await this.#wait.for(error.retryAfter ? error.retryAfter * 1000 : backOff(failures, 8_000));
        }
      }
    } finally {
      clearTimeout(slow);
      this.#port.slow(false);
    }
  }

  /** @param {Pending} item */
  #has(item) {
    return this.#port.list().some(({ client_message_id }) => client_message_id === item.client_message_id);
  }

  /**
   * @param {string} id
   * @param {Partial<Pending>} part
   */
  #change(id, part) {
    this.#port.keep(this.#port.list().map((item) => (item.client_message_id === id ? { ...item, ...part } : item)));
  }
}

/** An id nobody else has; `randomUUID` is missing on pages served without TLS. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
