/** The card that sums up what was collected; with a case number it is what the customer takes home. */
import { h, icon } from './dom.js';

/**
 * @param {import('./types.js').ReceiptBlock} block
 * @param {import('./blocks.js').Context} context
 */
export function receipt(block, { words, language, announce }) {
  const rows = block.rows.map((row) => h('div', { class: 'row' }, h('dt', {}, row.label), h('dd', {}, row.value)));
  return h(
    'div',
    { class: block.number ? 'receipt filed' : 'receipt' },
    h('h3', {}, block.number && icon('check'), block.title),
    block.number && h('div', { class: 'case' }, h('div', {}, h('p', { class: 'caption' }, words.say('case_number', {}, language)), h('p', { class: 'code' }, block.number)), copier(block.number)),
    rows.length > 0 && h('dl', {}, ...rows),
  );

  /** @param {string} number */
  function copier(number) {
    const caption = h('span', {}, words.say('copy', {}, language));
    const copy = async () => {
      const done = await toClipboard(number, button);
      caption.textContent = words.say(done ? 'copied' : 'copy', {}, language);
      announce(words.say(done ? 'copied' : 'not_copied'));
    };
    const button = h('button', { type: 'button', class: 'copy', onclick: copy, 'aria-label': words.say('copy_label', {}, language) }, icon('copy'), caption);
    return button;
  }
}

/**
 * @param {string} text
 * @param {HTMLElement} near a field in the light document would be cut off by the host page's styles
 */
async function toClipboard(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // no permission, or a page without TLS: the old way
  }
  const field = h('textarea', { class: 'sr', 'aria-hidden': 'true', tabindex: -1 });
  field.value = text;
  near.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  near.focus();
  return done;
}
