/** The conversation with the desk: one session, its history, its live stream and what is on its way out. */
import { ApiError } from './api.js';
import { Live } from './live.js';
import { Outbox } from './outbox.js';
import { lastSeq, merge, spoken } from './timeline.js';

/** @typedef {import('./types.js').Message} Message */
/** @typedef {import('./types.js').Language} Language */

const TYPING_MS = 3_000;

export class Desk {
  #api;
  #session;
  #state;
  #live;
  #outbox;
  /** @type {string|null} */
  #token = null;
  /** @type {Promise<void>|null} */
  #opening = null;
  #typedAt = 0;

  /**
   * @param {import('./api.js').ChatApi} api
   * @param {import('./session.js').SessionStore} session
   * @param {import('./state.js').State} state
   */
  constructor(api, session, state) {
    this.#api = api;
    this.#session = session;
    this.#state = state;
    this.#live = new Live(api, {
      message: (message) => this.#receive([message]),
      typing: (typing) => state.patch({ typing }),
      lost: (lost) => state.patch({ lost }),
      expired: (token) => this.#expire(token),
    });
    this.#outbox = new Outbox({
      list: () => state.now.pending,
      keep: (pending) => this.#keep(pending),
      deliver: async (item) => {
        const body = item.choice ? { choice: item.choice } : { text: item.text };
        const token = await this.#ensure();
        const { seq } = await api.send(token, { client_message_id: item.client_message_id, ...body }, state.now.language);
        if (!Number.isInteger(seq)) throw new ApiError(0);
        return seq;
      },
      delivered: (item, seq) => {
        const known = state.now.messages.some((message) => message.client_message_id === item.client_message_id);
        if (!known) this.#receive([spoken(item, seq, state.now.language)]);
        else this.#outbox.discard(item.client_message_id);
      },
      expired: () => this.#token && this.#expire(this.#token),
      slow: (slow) => state.patch({ slow }),
    });
  }

  /** Take up the conversation this browser was in, if there is one. */
  async start() {
    const saved = this.#session.load();
    if (saved) await this.#follow(saved.token);
    this.#keep(this.#session.tab.read('pending') ?? []);
    void this.#outbox.drain();
  }

  stop() {
    this.#live.stop();
  }

  /** @param {string} text */
  say(text) {
    this.#typedAt = 0;
    this.#state.patch({ expired: false });
    this.#outbox.add(text, null);
  }

  /** The customer types: who has the conversation may know, and nobody else is asked. */
  type() {
    const last = this.#state.now.messages.filter(({ role }) => role !== 'customer').at(-1)?.role;
    // Only words of a person, or that one has come, promise that somebody is there to see it.
    if (!this.#token || (last !== 'agent' && last !== 'system') || Date.now() - this.#typedAt < TYPING_MS) return;
    this.#typedAt = Date.now();
    this.#api.type(this.#token).catch(() => {});
  }

  /** @param {import('./types.js').Choice} choice */
  pick(choice) {
    this.#outbox.add(choice.label, choice.id);
  }

  /** @param {string} id */
  retry(id) {
    this.#outbox.retry(id);
  }

  /** @param {string} id */
  discard(id) {
    this.#outbox.discard(id);
  }

  /** @param {Language} language */
  async switchLanguage(language) {
    this.#session.language = language;
    if (this.#state.now.language === language) return;
    this.#state.patch({ language });
    // a lost switch is not worth an error: the assistant follows the customer's next words anyway
    if (this.#token) await this.#api.switchLanguage(this.#token, language).catch(() => {});
  }

  /** Leave this conversation; the next message opens another. */
  restart() {
    this.#session.save(null);
    this.#leave([]);
  }

  read() {
    const seq = lastSeq(this.#state.now);
    if (seq <= this.#state.now.readSeq) return;
    this.#session.readSeq = seq;
    this.#state.patch({ readSeq: seq });
  }

  /** @param {boolean} offline */
  network(offline) {
    this.#state.patch({ offline });
    if (offline) return;
    this.#live.nudge();
    this.#outbox.nudge();
  }

  /** @param {boolean} parked */
  park(parked) {
    this.#live.park(parked && !this.#state.now.pending.length);
  }

  /** Another tab opened, left or renewed the conversation. */
  async adopt() {
    const saved = this.#session.load();
    if (saved?.token === this.#token) return;
    this.#leave(this.#state.now.pending);
    if (saved) await this.#follow(saved.token);
  }

  /** @param {string} token */
  async #follow(token) {
    this.#token = token;
    this.#state.patch({ loading: true, readSeq: this.#session.readSeq });
    let after = 0;
    try {
      const messages = await this.#api.history(token, 0);
      if (this.#token !== token) return;
      // not the newest message on the page: our own, just sent, may be ahead of what others said before it
      after = messages.at(-1)?.seq ?? 0;
      this.#receive(messages);
    } catch (error) {
      // anything else than a refusal: the stream, which starts from the beginning then, brings the history
      if (error instanceof ApiError && error.expired) this.#expire(token);
    }
    this.#state.patch({ loading: false });
    if (this.#token === token) void this.#live.follow(token, after);
  }

  /** @returns {Promise<string>} the token of the conversation, opened when there is none */
  async #ensure() {
    if (!this.#token) {
      this.#opening ??= this.#session.exclusively(() => this.#open()).finally(() => (this.#opening = null));
      await this.#opening;
    }
    if (!this.#token) throw new ApiError(0);
    return this.#token;
  }

  async #open() {
    const other = this.#session.load();
    if (other) return this.#follow(other.token);
    const session = await this.#api.openSession(this.#state.now.language);
    this.#session.save(session);
    this.#token = session.token;
    this.#state.patch({ readSeq: 0 });
    void this.#live.follow(session.token, 0);
  }

  /** @param {string} token */
  #expire(token) {
    if (token !== this.#token) return;
    const other = this.#session.load();
    if (other && other.token !== token) return void this.adopt();
    this.#session.save(null);
    // a choice belongs to the conversation that offered it; typed words go along to the next
    this.#leave(this.#state.now.pending.filter((item) => !item.choice));
    this.#state.patch({ expired: true });
  }

  /** @param {import('./types.js').Pending[]} pending */
  #leave(pending) {
    this.#live.stop();
    this.#token = null;
    this.#state.patch({ messages: [], typing: null, loading: false, lost: false, expired: false, readSeq: 0 });
    this.#keep(pending);
  }

  /** @param {Message[]} incoming */
  #receive(incoming) {
    const messages = merge(this.#state.now.messages, incoming);
    const arrived = new Set(messages.map((message) => message.client_message_id));
    const pending = this.#state.now.pending.filter((item) => !arrived.has(item.client_message_id));
    const answered = incoming.some(({ role }) => role === 'assistant' || role === 'agent');
    this.#state.patch(answered ? { messages, typing: null } : { messages });
    this.#keep(pending);
  }

  /** @param {import('./types.js').Pending[]} pending */
  #keep(pending) {
    this.#session.tab.write('pending', pending.length ? pending : null);
    this.#state.patch({ pending });
  }
}
