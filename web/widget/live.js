/** Keeps the stream of one conversation open: resumes after the last message seen, backs off, notices silence. */
import { ApiError } from './api.js';
import { readEvents } from './sse.js';
import { Wait, backOff } from './waiting.js';

const SILENCE_MS = 45_000; // three heartbeats
const POLL_MS = 60_000;
const SETTLED_MS = 5_000;

/**
 * @typedef {object} LiveHandlers
 * @property {(message: import('./types.js').Message) => void} message
 * @property {(typist: import('./types.js').Typist|null) => void} typing
 * @property {(lost: boolean) => void} lost
 * @property {(token: string) => void} expired
 */

export class Live {
  #api;
  #on;
  /** @type {AbortController|null} */
  #stream = null;
  #wait = new Wait();
  #run = 0;
  #seq = 0;
  #parked = false;

  /**
   * @param {import('./api.js').ChatApi} api
   * @param {LiveHandlers} handlers
   */
  constructor(api, handlers) {
    this.#api = api;
    this.#on = handlers;
  }

  /**
   * @param {string} token
   * @param {number} after
   */
  async follow(token, after) {
    this.stop();
    const run = this.#run;
    this.#seq = after;
    for (let failures = 0; run === this.#run; ) {
      try {
        if (this.#parked) {
          await this.#poll(token);
          failures = 0;
        } else {
          await this.#read(token, () => (failures = 0));
          failures += 1; // the desk closed the stream: come back, but not in a tight loop
        }
      } catch (error) {
        if (run !== this.#run) return;
        if (error instanceof ApiError && error.expired) return this.#on.expired(token);
        // the desk does not know that number, as after a backup was restored: begin again, nothing doubles
        if (error instanceof ApiError && error.code === 'invalid_last_event_id') this.#seq = 0;
        failures += 1;
      }
      if (run !== this.#run) return;
      this.#on.typing(null);
      if (this.#parked) await this.#wait.for(POLL_MS);
      else {
        if (failures > 1) this.#on.lost(true);
        await this.#wait.for(backOff(failures));
      }
    }
  }

  stop() {
    this.#run += 1;
    this.#stream?.abort();
    this.#wait.end();
  }

  /** Try again at once: the network is back. */
  nudge() {
    this.#stream?.abort();
    this.#wait.end();
  }

  /**
   * A page nobody looks at asks once a minute instead: browsers allow few connections to one host.
   * @param {boolean} parked
   */
  park(parked) {
    if (parked === this.#parked) return;
    this.#parked = parked;
    this.nudge();
  }

  /** @param {string} token */
  async #poll(token) {
    for (const message of await this.#api.history(token, this.#seq)) this.#take(message);
  }

  /**
   * @param {string} token
   * @param {() => void} healthy
   */
  async #read(token, healthy) {
    const stream = (this.#stream = new AbortController());
    let watchdog = setTimeout(() => stream.abort(), SILENCE_MS);
    let settled = 0;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => stream.abort(), SILENCE_MS);
    };
    try {
      const body = await this.#api.events(token, this.#seq, stream.signal);
      alive();
      this.#on.lost(false);
      settled = setTimeout(healthy, SETTLED_MS);
      for await (const event of readEvents(body, alive)) {
        if (stream.signal.aborted) return;
        healthy();
        if (event.event === 'typing') this.#on.typing(typist(JSON.parse(event.data)));
        else if (event.event === 'message') this.#take(JSON.parse(event.data));
      }
    } finally {
      clearTimeout(watchdog);
      clearTimeout(settled);
    }
  }

  /** @param {import('./types.js').Message} message */
  #take(message) {
    this.#seq = Math.max(this.#seq, message.seq);
    this.#on.message(message);
  }
}

/**
 * @param {{typing: boolean, by?: string}} told
 * @returns {import('./types.js').Typist|null}
 */
function typist({ typing, by }) {
  if (typing !== true) return null;
  return by === 'agent' ? 'agent' : 'assistant';
}
