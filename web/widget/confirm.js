/** The question before a conversation is left: inside the panel, with the rest of the panel asleep. */
import { h } from './dom.js';

export class Confirm {
  /** @type {HTMLElement[]} */
  #behind = [];
  /** @type {HTMLElement|null} */
  #back = null;

  /**
   * @param {import('./words.js').Words} words
   * @param {() => void} onYes
   */
  constructor(words, onYes) {
    this.no = words.text(h('button', { type: 'button', class: 'quiet', onclick: () => this.close() }), 'restart_no');
    const yes = words.text(
      h('button', {
        type: 'button',
        class: 'strong',
        onclick: () => {
          this.close();
          onYes();
        },
      }),
      'restart_yes',
    );
    const title = words.text(h('h3', { id: 'confirm-title' }), 'restart_title');
    const text = words.text(h('p', { id: 'confirm-text' }), 'restart_text');
    const card = h('div', { class: 'card', role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-text' }, title, text, h('div', { class: 'answers' }, this.no, yes));
    this.element = h('div', { class: 'confirm', hidden: true }, card);
  }

  get open() {
    return !this.element.hidden;
  }

  /**
   * @param {HTMLElement} back where the focus returns to
   * @param {HTMLElement[]} behind
   */
  ask(back, behind) {
    this.#back = back;
    this.#behind = behind;
    for (const part of behind) part.inert = true;
    this.element.hidden = false;
    this.no.focus();
  }

  close() {
    for (const part of this.#behind) part.inert = false;
    this.element.hidden = true;
    this.#back?.focus();
  }
}
