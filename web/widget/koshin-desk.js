/**
 * The one tag a page needs: `<script type="module" src="https://desk.example/widget/koshin-desk.js"></script>`.
 * Defines `<koshin-desk>` and adds one to the page unless the page has its own.
 */
import { defineElement } from './element.js';
import { loadStyles } from './styles.js';

const NAME = 'koshin-desk';
const here = new URL(import.meta.url);
const script = [...document.querySelectorAll('script[src]')].find((element) => /** @type {HTMLScriptElement} */ (element).src === here.href);
const { language, theme } = /** @type {HTMLElement|undefined} */ (script)?.dataset ?? {};

const style = await loadStyles();
if (!customElements.get(NAME)) {
  customElements.define(NAME, defineElement(here.origin, style, { language, theme }));
  if (!document.querySelector(NAME)) document.body.append(document.createElement(NAME));
}
