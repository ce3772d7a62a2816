/** Tells the Enter that sends from the Enter that commits a Japanese conversion. */

const JUST_MS = 50;

export class Composition {
  #composing = false;
  #ended = -Infinity;

  /** @param {HTMLElement} field */
  constructor(field) {
    field.addEventListener('compositionstart', () => (this.#composing = true));
    field.addEventListener('compositionend', (event) => {
      this.#composing = false;
      this.#ended = event.timeStamp;
    });
    field.addEventListener('keyup', () => (this.#ended = -Infinity));
  }

  /**
   * Chrome and Firefox say isComposing; Safari ends the composition before the keydown and leaves only the code 229,
   * and some input methods there not even that: hence the moment after the end.
   * @param {KeyboardEvent} event a keydown
   */
  owns(event) {
    return this.#composing || event.isComposing || event.keyCode === 229 || event.timeStamp - this.#ended < JUST_MS;
  }
}
