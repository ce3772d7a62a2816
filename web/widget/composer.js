/** Where the customer writes: grows with the text, counts near the limit, keeps the draft. */
import { h, icon } from './dom.js';
import { Composition } from './ime.js';

const LIMIT = 2000;
const WARN_FROM = 1800;
const TALLEST = 140;

export class Composer {
  #words;
  #drafts;
  #onSend;

  /**
   * @param {import('./words.js').Words} words
   * @param {import('./storage.js').Storage} drafts
   * @param {(text: string) => void} onSend
   * @param {() => void} onType
   */
  constructor(words, drafts, onSend, onType) {
    this.#words = words;
    this.#drafts = drafts;
    this.#onSend = onSend;
    const typed = () => {
      this.#changed();
      if (this.text) onType();
    };
    this.field = h('textarea', { rows: 1, enterkeyhint: 'send', autocomplete: 'off', 'aria-describedby': 'count hint', oninput: typed });
    words.keep(this.field, () => {
      this.field.setAttribute('aria-label', words.say('composer'));
      this.field.setAttribute('placeholder', words.say('placeholder'));
    });
    this.count = h('p', { class: 'count', id: 'count', hidden: true });
    words.keep(this.count, () => this.#tell());
    this.button = words.label(h('button', { type: 'submit', class: 'send', disabled: true }, icon('send')), 'send');
    const hint = words.text(h('p', { class: 'hint', id: 'hint' }), 'hint');
    this.element = h('form', { class: 'composer' }, h('div', { class: 'field' }, this.field, this.button), h('div', { class: 'below' }, hint, this.count));
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    const composition = new Composition(this.field);
    this.field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.altKey || composition.owns(event)) return;
      event.preventDefault();
      if (!event.repeat) this.#send();
    });
    this.write(drafts.read('draft') ?? '');
  }

  get text() {
    return this.field.value;
  }

  /** @param {string} text */
  write(text) {
    this.field.value = text;
    this.#changed();
  }

  focus() {
    this.field.focus();
  }

  #send() {
    const text = this.text.trim();
    if (!text || this.#length() > LIMIT) return;
    this.write('');
    this.focus();
    this.#onSend(text);
  }

  /** The desk counts characters, not UTF-16 units. */
  #length() {
    return [...this.text.trim()].length;
  }

  #changed() {
    const length = this.#length();
    this.#drafts.write('draft', this.text || null);
    this.button.disabled = length === 0 || length > LIMIT;
    this.field.setAttribute('aria-invalid', String(length > LIMIT));
    this.#tell();
    this.#fit();
  }

  #tell() {
    const length = this.#length();
    this.count.hidden = length < WARN_FROM;
    this.count.classList.toggle('over', length > LIMIT);
    this.count.textContent = length > LIMIT ? this.#words.say('over', { n: length - LIMIT }) : this.#words.say('left', { n: LIMIT - length });
  }

  /** Browsers without field-sizing need the height told; an element that is not shown has none. */
  #fit() {
    if (CSS.supports('field-sizing', 'content')) return;
    this.field.style.height = 'auto';
    if (this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight + 2, TALLEST)}px`;
  }
}
