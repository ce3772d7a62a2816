/** One line about the connection, when there is something to say. */
import { h } from './dom.js';

export class Notice {
  /** @param {import('./words.js').Words} words */
  constructor(words) {
    /** @type {import('./strings.js').Key|null} */
    this.key = null;
    this.element = h('p', { class: 'notice', role: 'status' });
    words.keep(this.element, () => {
      this.element.textContent = this.key ? words.say(this.key) : '';
    });
    this.words = words;
  }

  /** @param {import('./types.js').View} view */
  update({ offline, slow, lost, expired }) {
    const key = offline ? 'offline' : slow ? 'slow' : lost ? 'lost' : expired ? 'expired' : null;
    if (key === this.key) return;
    this.key = key;
    this.element.textContent = key ? this.words.say(key) : '';
  }
}
