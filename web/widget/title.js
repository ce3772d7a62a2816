/** The number of unread messages before the page's title, for as long as the page is not looked at. */

export class Title {
  #plain = '';
  #marked = '';

  /** @param {number} n */
  mark(n) {
    this.clear();
    if (!n || !document.hidden) return;
    this.#plain = document.title;
    this.#marked = document.title = `(${n}) ${this.#plain}`;
  }

  clear() {
    // the page may have changed its title since; then it is not ours to put back
    if (this.#marked && document.title === this.#marked) document.title = this.#plain;
    this.#marked = '';
  }
}
