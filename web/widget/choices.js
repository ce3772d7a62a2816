/** A group of choices as real buttons: arrow keys move within it, a pick closes it. */
import { h, icon } from './dom.js';

/** @typedef {import('./types.js').Choice} Choice */

export class Choices {
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();
  #closed = false;

  /**
   * @param {Choice[]} items
   * @param {import('./blocks.js').Context} context
   * @param {(choice: Choice) => void} onPick
   */
  constructor(items, { words, language }, onPick) {
    this.element = h('div', { class: 'choices', role: 'group', 'aria-label': words.say('choices', {}, language), lang: language });
    this.picked = words.say('picked', {}, language);
    for (const item of items) {
      const pick = () => {
        if (!this.#closed) onPick(item);
      };
      const button = h('button', { type: 'button', class: 'choice', onclick: pick }, h('span', {}, item.label));
      this.#buttons.set(item.id, button);
      this.element.append(button);
    }
    this.element.addEventListener('keydown', (event) => this.#move(event));
  }

  /**
   * Closed choices stay focusable: a focus that vanishes under the finger throws a keyboard user to the top of the page.
   * @param {{closed: boolean, picked: string|null}} fate
   */
  settle({ closed, picked }) {
    this.#closed = closed;
    this.element.classList.toggle('closed', closed);
    for (const [id, button] of this.#buttons) {
      if (closed) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
      if ((id === picked) === button.classList.contains('picked')) continue;
      button.classList.toggle('picked', id === picked);
      if (id === picked) button.append(icon('check'), h('span', { class: 'sr' }, ` (${this.picked})`));
      else button.replaceChildren(/** @type {Node} */ (button.firstChild));
    }
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const all = [...this.#buttons.values()];
    const at = all.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  }
}
