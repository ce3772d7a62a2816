/** Where the keyboard is: Tab stays within a panel that covers the page, F6 goes between page and panel. */

export class Focus {
  #root;
  #panel;
  /** @type {HTMLElement|null} */
  #page = null;

  /**
   * @param {ShadowRoot} root
   * @param {HTMLElement} panel
   */
  constructor(root, panel) {
    this.#root = root;
    this.#panel = panel;
    panel.addEventListener('keydown', (event) => this.#keep(event));
  }

  /** Remember what the customer was at outside the desk. */
  remember() {
    const active = document.activeElement;
    this.#page = active instanceof HTMLElement && active !== this.#root.host && active !== document.body ? active : null;
  }

  /** @param {HTMLElement} otherwise */
  giveBack(otherwise) {
    const target = this.#page?.isConnected && this.#page.getClientRects().length ? this.#page : otherwise;
    target.focus({ preventScroll: target !== otherwise });
  }

  /**
   * @param {KeyboardEvent} event F6 anywhere on the page
   * @param {() => void} intoPanel
   */
  cross(event, intoPanel) {
    event.preventDefault();
    if (this.#panel.contains(this.#root.activeElement)) {
      if (this.#page?.isConnected) this.#page.focus();
      else /** @type {HTMLElement|null} */ (this.#root.activeElement)?.blur();
    } else {
      this.remember();
      intoPanel();
    }
  }

  /** @param {KeyboardEvent} event */
  #keep(event) {
    if (event.key !== 'Tab' || this.#panel.getAttribute('aria-modal') !== 'true') return;
    const stops = [...this.#panel.querySelectorAll('button, textarea, a[href], [tabindex="0"]')].filter(
      (element) => element instanceof HTMLElement && !element.matches(':disabled') && !element.closest('[inert], [hidden]'),
    );
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (this.#root.activeElement !== edge && this.#root.activeElement !== this.#panel) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }
}
