/** The shop page: its two languages, and the places that open the chat with a question. */
import { ENGLISH, JAPANESE_QUESTIONS } from './english.js';

/** @typedef {HTMLElement & {open(): void, send(text: string): void, setLanguage(language: string): void}} DeskElement */

const japanese = new Map([['title', document.title]]);
const hero = document.querySelector('[data-t="hero"]')?.cloneNode(true);
/** @type {[string, (element: Element, text?: string) => string][]} */
const PLACES = [
  ['data-t', (element, text) => (text === undefined ? element.textContent ?? '' : (element.textContent = text))],
  ['data-t-label', (element, text) => attribute(element, 'aria-label', text)],
  ['data-t-placeholder', (element, text) => attribute(element, 'placeholder', text)],
];

let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'ja';

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} [text]
 */
function attribute(element, name, text) {
  if (text !== undefined) element.setAttribute(name, text);
  return element.getAttribute(name) ?? '';
}

/** @param {string} key */
function words(key) {
  const english = /** @type {Record<string, string>} */ (ENGLISH);
  const questions = /** @type {Record<string, string>} */ (JAPANESE_QUESTIONS);
  return language === 'en' ? english[key] : questions[key] ?? japanese.get(key);
}

function paint() {
  for (const [name, place] of PLACES) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const key = element.getAttribute(name) ?? '';
      if (!japanese.has(key)) japanese.set(key, place(element));
      place(element, words(key) ?? '');
    }
  }
  // the Japanese headline carries its line breaks
  const title = document.querySelector('[data-t="hero"]');
  if (language === 'ja' && hero && title) title.replaceChildren(...[...hero.cloneNode(true).childNodes]);
  document.documentElement.lang = language;
  document.title = words('title') ?? '';
  for (const button of document.querySelectorAll('.switch button')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-language') === language));
  }
}

/** @returns {Promise<DeskElement>} the chat, once it is there */
async function desk() {
  await customElements.whenDefined('koshin-desk');
  return /** @type {DeskElement} */ (document.querySelector('koshin-desk'));
}

/** @param {string} text */
async function ask(text) {
  const element = await desk();
  element.open();
  if (text) element.send(text);
}

document.querySelector('#ask')?.addEventListener('submit', (event) => {
  event.preventDefault();
  const field = /** @type {HTMLInputElement} */ (document.querySelector('#question'));
  void ask(field.value.trim());
  field.value = '';
});

document.addEventListener('click', async (event) => {
  const button = /** @type {Element} */ (event.target).closest('button');
  const question = button?.dataset.ask;
  if (question) return ask(words(question) ?? '');
  const wanted = button?.dataset.language;
  if (!wanted || wanted === language) return;
  language = wanted;
  paint();
  (await desk()).setLanguage(language);
});

paint();
if (language === 'en') void desk().then((element) => element.setLanguage('en'));
