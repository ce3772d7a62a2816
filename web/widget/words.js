/** The frame's current language: gives words, and repaints what is on screen when the language is switched. */
import { STRINGS } from './strings.js';

/** @typedef {import('./types.js').Language} Language */
/** @typedef {import('./strings.js').Key} Key */

export class Words {
  /** @type {WeakMap<Element, () => void>} */
  #paints = new WeakMap();

  /** @param {Language} language */
  constructor(language) {
    this.language = language;
  }

  /**
   * @param {Key} key
   * @param {Record<string, string|number>} [values] fills the {places} of the sentence
   * @param {Language} [language] another language than the frame's, for words inside a bubble
   */
  say(key, values = {}, language = this.language) {
    return STRINGS[language][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /**
   * Paint an element now and again at every switch of language.
   * @template {Element} E
   * @param {E} element
   * @param {(element: E) => void} paint
   * @returns {E}
   */
  keep(element, paint) {
    this.#paints.set(element, () => paint(element));
    element.setAttribute('data-words', '');
    paint(element);
    return element;
  }

  /**
   * @template {Element} E
   * @param {E} element
   * @param {Key} key
   * @returns {E}
   */
  text(element, key) {
    return this.keep(element, () => (element.textContent = this.say(key)));
  }

  /**
   * @template {Element} E
   * @param {E} element
   * @param {Key} key
   * @param {string} [attribute]
   * @returns {E}
   */
  label(element, key, attribute = 'aria-label') {
    return this.keep(element, () => element.setAttribute(attribute, this.say(key)));
  }

  /**
   * @param {Language} language
   * @param {ParentNode} root where everything painted lives
   */
  switchTo(language, root) {
    this.language = language;
    for (const element of root.querySelectorAll('[data-words]')) this.#paints.get(element)?.();
  }
}

/**
 * The language a text is written in, for its `lang` attribute; a bare code says nothing.
 * @param {string} text
 * @param {Language} otherwise
 * @returns {Language}
 */
export function languageOf(text, otherwise) {
  if (/[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]/.test(text)) return 'ja';
  return /[a-z]{2}/i.test(text) ? 'en' : otherwise;
}

/**
 * @param {string|null|undefined} tag a BCP 47 tag, such as `ja-JP`
 * @returns {Language|null}
 */
export function known(tag) {
  const primary = (tag ?? '').toLowerCase().split('-')[0];
  return primary === 'ja' || primary === 'en' ? primary : null;
}
