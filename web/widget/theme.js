/** Light or dark: what the page says with the `theme` attribute, else what the customer's system says. */

export class Theme {
  #query = matchMedia('(prefers-color-scheme: dark)');
  #target;
  /** @type {string|null} */
  #wish = null;

  /** @param {HTMLElement} target carries `data-scheme` */
  constructor(target) {
    this.#target = target;
    this.paint = this.paint.bind(this);
    this.paint();
  }

  connect() {
    this.#query.addEventListener('change', this.paint);
  }

  disconnect() {
    this.#query.removeEventListener('change', this.paint);
  }

  /** @param {string|null} wish `light`, `dark`, anything else for the system's */
  set(wish) {
    this.#wish = wish;
    this.paint();
  }

  paint() {
    const own = this.#wish === 'light' || this.#wish === 'dark' ? this.#wish : null;
    this.#target.dataset.scheme = own ?? (this.#query.matches ? 'dark' : 'light');
  }
}
