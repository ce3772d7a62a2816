/** The button in the corner, with the number of unread messages. */
import { h, icon } from './dom.js';
import { unread } from './timeline.js';

export class Launcher {
  #words;
  #unread = 0;

  /**
   * @param {import('./words.js').Words} words
   * @param {() => void} onOpen
   */
  constructor(words, onOpen) {
    this.#words = words;
    this.badge = h('span', { class: 'badge', 'aria-hidden': 'true', hidden: true });
    this.button = h('button', { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog', onclick: onOpen }, icon('chat'), words.text(h('span', { class: 'caption' }), 'launch'), this.badge);
    words.keep(this.button, () => this.#name());
    // a screen reader hears of a message while the panel is closed
    this.news = h('p', { class: 'sr', role: 'status' });
    this.element = h('div', { class: 'corner' }, this.button, this.news);
  }

  /** @param {import('./types.js').View} view */
  update(view) {
    const n = view.loading ? this.#unread : unread(view);
    this.button.hidden = view.open;
    if (n === this.#unread) return;
    this.#unread = n;
    this.badge.hidden = n === 0;
    this.badge.textContent = n > 9 ? '9+' : String(n);
    this.news.textContent = n && !view.open ? this.#words.say('unread_news', { n }) : '';
    this.#name();
  }

  #name() {
    this.button.setAttribute('aria-label', this.#words.say(this.#unread ? 'launch_unread' : 'launch_label', { n: this.#unread }));
  }
}
