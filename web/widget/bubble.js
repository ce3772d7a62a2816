/** One line of the conversation on screen: who, what, when, and how the sending goes. */
import { renderBlock } from './blocks.js';
import { Choices } from './choices.js';
import { h, icon } from './dom.js';

/** @typedef {import('./timeline.js').Entry} Entry */
/** @typedef {import('./blocks.js').Context} Context */

/**
 * @typedef {object} BubbleActions
 * @property {(choice: import('./types.js').Choice) => void} pick
 * @property {(id: string) => void} retry
 * @property {(id: string) => void} edit
 */

export class Bubble {
  #words;
  #actions;
  /** @type {Choices[]} */
  #choices = [];
  #status = h('div', { class: 'status' });
  /** @type {string|undefined} */
  #shown;

  /**
   * @param {Entry} entry
   * @param {import('./words.js').Words} words
   * @param {(text: string) => void} announce
   * @param {BubbleActions} actions
   */
  constructor({ key, message }, words, announce, actions) {
    this.key = key;
    this.at = new Date(message.created_at);
    this.role = message.role;
    this.#words = words;
    this.#actions = actions;
    const context = { words, language: message.language, announce };
    const who = message.role === 'customer' ? 'you' : message.role;
    const name = words.text(h('span', {}), who);
    const time = words.keep(h('time', { datetime: message.created_at }), (element) => {
      element.textContent = this.at.toLocaleTimeString(words.language, { hour: 'numeric', minute: '2-digit' });
    });
    const own = message.role === 'customer';
    const label = h('p', { class: own ? 'who sr' : 'who' }, MARKS[who] && icon(MARKS[who]), name, h('span', { class: 'sr' }, ':'), !own && time);
    const rest = message.blocks.filter((block) => block.type !== 'choices').map((block) => renderBlock(block, context));
    this.body = h('div', { class: 'bubble', lang: message.language }, ...rest);
    for (const block of message.blocks) if (block.type === 'choices') this.#choices.push(new Choices(block.items, context, actions.pick));
    this.element = h(
      'article',
      { class: `line ${message.role}` },
      label,
      rest.length > 0 && this.body,
      ...this.#choices.map((group) => group.element),
      own && h('div', { class: 'meta' }, time, this.#status),
    );
  }

  /**
   * @param {Entry} entry
   * @param {{closed: boolean, picked: string|null}} fate
   */
  update({ message, pending }, fate) {
    if (this.body.lang !== message.language) this.body.lang = message.language;
    // the desk may have masked a card number in what was written
    if (this.role === 'customer' && this.body.textContent !== message.plain_text) this.body.replaceChildren(h('p', {}, message.plain_text));
    for (const group of this.#choices) group.settle(fate);
    const status = pending ? `${pending.status} ${pending.reason ?? ''}` : '';
    if (status === this.#shown) return;
    this.#shown = status;
    this.element.classList.toggle('unsent', pending != null && pending.status !== 'sending');
    this.#status.replaceChildren(...(pending ? this.#sending(pending) : []));
  }

  /**
   * @param {import('./types.js').Pending} pending
   * @returns {Node[]}
   */
  #sending({ status, reason, client_message_id: id }) {
    const words = this.#words;
    if (status === 'sending') return [words.text(h('span', {}), 'sending')];
    const { retry, edit } = this.#actions;
    const why = reason ? h('span', {}, reason) : words.text(h('span', {}), status);
    const again = status === 'failed' ? words.text(h('button', { type: 'button', onclick: () => retry(id) }), 'retry') : words.text(h('button', { type: 'button', onclick: () => edit(id) }), 'edit');
    return [why, again];
  }
}

/** @type {Record<string, string>} */
const MARKS = { assistant: 'mark', agent: 'person' };
