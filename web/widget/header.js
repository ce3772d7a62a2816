/** The panel's head: whose desk this is, the language switch, a new conversation, closing. */
import { h, icon } from './dom.js';

/** @type {[import('./types.js').Language, string][]} */
const LANGUAGES = [['ja', '日本語'], ['en', 'EN']];

export class Header {
  /** @type {Map<string, HTMLButtonElement>} */
  #switches = new Map();

  /**
   * @param {import('./words.js').Words} words
   * @param {{language: (language: import('./types.js').Language) => void, restart: () => void, close: () => void}} actions
   */
  constructor(words, actions) {
    const group = words.label(h('div', { class: 'languages', role: 'group' }), 'language');
    for (const [language, name] of LANGUAGES) {
      const button = h('button', { type: 'button', lang: language, onclick: () => actions.language(language) }, name);
      this.#switches.set(language, button);
      group.append(button);
    }
    this.restart = tool(words, 'restart', actions.restart);
    const close = tool(words, 'minimise', actions.close);
    this.element = h(
      'div',
      { class: 'head' },
      h('span', { class: 'mark' }, icon('mark')),
      h('div', { class: 'names' }, words.text(h('h2', { id: 'name' }), 'name'), words.text(h('p', { class: 'tagline' }), 'tagline')),
      group,
      this.restart,
      close,
    );
  }

  /** @param {import('./types.js').View} view */
  update({ language, messages, pending }) {
    for (const [name, button] of this.#switches) button.setAttribute('aria-pressed', String(name === language));
    this.restart.hidden = messages.length + pending.length === 0;
  }
}

/**
 * @param {import('./words.js').Words} words
 * @param {'restart'|'minimise'} name of its icon and of its words
 * @param {() => void} onclick
 */
function tool(words, name, onclick) {
  const button = h('button', { type: 'button', class: 'tool', onclick }, icon(name));
  return words.keep(button, () => {
    button.title = words.say(name);
    button.setAttribute('aria-label', button.title);
  });
}
