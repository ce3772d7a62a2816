/** On a phone the panel is a sheet over the whole page: it follows the on-screen keyboard and holds the page still. */

const PHONE = '(max-width: 520px), (max-height: 480px)';

export class Sheet {
  #query = matchMedia(PHONE);
  #panel;
  #open = false;
  #overflow = '';
  #held = false;

  /** @param {HTMLElement} panel */
  constructor(panel) {
    this.#panel = panel;
    this.fit = this.fit.bind(this);
  }

  connect() {
    this.#query.addEventListener('change', this.fit);
    globalThis.visualViewport?.addEventListener('resize', this.fit);
    globalThis.visualViewport?.addEventListener('scroll', this.fit);
  }

  disconnect() {
    this.show(false);
    this.#query.removeEventListener('change', this.fit);
    globalThis.visualViewport?.removeEventListener('resize', this.fit);
    globalThis.visualViewport?.removeEventListener('scroll', this.fit);
  }

  /** @param {boolean} open */
  show(open) {
    this.#open = open;
    this.fit();
  }

  fit() {
    const covers = this.#open && this.#query.matches;
    const view = globalThis.visualViewport;
    this.#panel.setAttribute('aria-modal', String(covers));
    // pinch zoom shrinks the visual viewport as well; only the keyboard leaves the scale alone
    if (covers && view && view.scale < 1.05) {
      this.#panel.style.setProperty('--view-height', `${view.height}px`);
      this.#panel.style.setProperty('--view-top', `${view.offsetTop}px`);
    } else {
      this.#panel.style.removeProperty('--view-height');
      this.#panel.style.removeProperty('--view-top');
    }
    if (covers === this.#held) return;
    this.#held = covers;
    const page = document.documentElement.style;
    if (covers) this.#overflow = page.overflow;
    page.overflow = covers ? 'hidden' : this.#overflow;
  }

  /** Whether a control that takes the focus would call up an on-screen keyboard. */
  static get touch() {
    return matchMedia('(pointer: coarse)').matches;
  }
}
