/** Turns typed blocks into elements. Unknown kinds are skipped: an older page outlives a newer desk. */
import { h, icon } from './dom.js';
import { receipt } from './receipt.js';

/** @typedef {import('./types.js').Block} Block */
/** @typedef {import('./types.js').Language} Language */
/** @typedef {{words: import('./words.js').Words, language: Language, announce: (text: string) => void}} Context */

const SAFE = new Set(['http:', 'https:', 'mailto:']);

/**
 * Everything of a message but its choices, which stand below the bubble.
 * @param {Block} block
 * @param {Context} context
 * @returns {HTMLElement|null}
 */
export function renderBlock(block, context) {
  const { words, language } = context;
  switch (block.type) {
    case 'paragraph':
      return h('p', {}, block.text);
    case 'heading':
      return h('h3', {}, block.text);
    case 'note':
      return note(block.text, context);
    case 'bullets':
      return h('ul', { class: 'bullets' }, ...block.items.map((item) => h('li', {}, item)));
    case 'steps':
      return h('ol', { class: 'steps', role: 'list' }, ...block.items.map((step) => renderStep(step, block, context)));
    case 'links':
      return h('ul', { class: 'links', role: 'list' }, ...block.items.map((item) => h('li', {}, link(item, context))));
    case 'receipt':
      return receipt(block, context);
    case 'source':
      return h('p', { class: 'source' }, words.say('source', { page: block.page, section: block.section, day: day(block.captured_on) }, language));
    default:
      return null;
  }
}

/**
 * @param {import('./types.js').Step} step
 * @param {import('./types.js').StepsBlock} block
 * @param {Context} context
 */
function renderStep(step, { items, total }, context) {
  const place = h('p', { class: items.length < total ? 'place' : 'place sr' }, context.words.say('step', { n: step.number, total }, context.language));
  return h(
    'li',
    { class: 'step', value: step.number },
    h('span', { class: 'number', 'aria-hidden': 'true' }, String(step.number)),
    h('div', { class: 'what' }, place, h('p', {}, step.text), ...(step.notes ?? []).map((text) => note(text, context))),
  );
}

/**
 * @param {string} text
 * @param {Context} context
 */
function note(text, { words, language }) {
  const label = h('span', { class: 'sr' }, `${words.say('note', {}, language)}: `);
  return h('div', { class: 'note' }, icon('note'), h('p', {}, label, text));
}

/**
 * @param {{label: string, url: string}} item
 * @param {Context} context
 */
function link({ label, url }, { words, language }) {
  const target = safe(url);
  if (!target) return h('span', {}, label);
  const web = target.protocol !== 'mailto:';
  return h(
    'a',
    { href: target.href, rel: 'noopener noreferrer', target: web && '_blank' },
    h('span', { class: 'label' }, label),
    h('span', { class: 'host' }, web ? target.host : target.pathname),
    icon('out'),
    web && h('span', { class: 'sr' }, words.say('new_tab', {}, language)),
  );
}

/**
 * @param {string} url
 * @returns {URL|null} null for anything that is not a plain web or mail address
 */
function safe(url) {
  try {
    const target = new URL(url);
    return SAFE.has(target.protocol) ? target : null;
  } catch {
    return null;
  }
}

/** @param {string} iso */
function day(iso) {
  return iso.replace(/^(\d+)-0?(\d+)-0?(\d+).*$/, '$1/$2/$3');
}
