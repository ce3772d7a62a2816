/** What a newcomer sees: who answers here, what not to type, and questions to begin with. */
import { h } from './dom.js';

/** @type {import('./strings.js').Key[]} */
const STARTERS = ['starter1', 'starter2', 'starter3', 'starter4'];

export class Welcome {
  /**
   * @param {import('./words.js').Words} words
   * @param {(text: string) => void} onAsk
   */
  constructor(words, onAsk) {
    const questions = STARTERS.map((key) => {
      const caption = words.text(h('span'), key);
      return h('li', {}, h('button', { type: 'button', onclick: () => onAsk(words.say(key)) }, caption));
    });
    this.starters = h('div', { class: 'starters' }, words.text(h('p', { class: 'caption', id: 'starters' }), 'starters'), h('ul', { role: 'list', 'aria-labelledby': 'starters' }, ...questions));
    this.element = h(
      'div',
      { class: 'welcome' },
      words.text(h('p', { class: 'hello' }), 'hello'),
      words.text(h('p', { class: 'intro' }), 'intro'),
      words.text(h('p', { class: 'privacy' }), 'privacy'),
      this.starters,
    );
  }

  /** @param {import('./types.js').View} view */
  update({ messages, pending, loading }) {
    const begun = messages.length + pending.length > 0;
    this.starters.hidden = begun || loading;
    this.element.classList.toggle('begun', begun);
  }
}
