/** The conversation as a log: each message enters once and whole, days are marked, reading is not disturbed. */
import { Bubble } from './bubble.js';
import { h, icon } from './dom.js';
import { entries, fateOfChoices } from './timeline.js';

const NEAR = 80;
const GROUP_MS = 120_000;

export class Transcript {
  #words;
  #announce;
  #actions;
  /** @type {Map<string, Bubble>} */
  #bubbles = new Map();
  /** @type {Bubble[]} */
  #shown = [];
  /** @type {Map<string, HTMLElement>} */
  #days = new Map();
  #agentTypes = false;

  /**
   * @param {import('./words.js').Words} words
   * @param {(text: string) => void} announce
   * @param {import('./bubble.js').BubbleActions} actions
   * @param {HTMLElement} welcome stands above the first message
   */
  constructor(words, announce, actions, welcome) {
    this.#words = words;
    this.#announce = announce;
    this.#actions = actions;
    this.log = words.label(h('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' }), 'log');
    this.typist = words.keep(h('span', { class: 'sr' }), (element) => (element.textContent = words.say(this.#agentTypes ? 'agent_typing' : 'typing')));
    this.typing = h('div', { class: 'typing', role: 'status', hidden: true }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), this.typist);
    this.scroller = words.label(h('div', { class: 'scroller', tabindex: 0, role: 'group', onscroll: () => this.#watch() }, welcome, this.log, this.typing), 'log');
    const jump = () => this.scroller.scrollTo({ top: this.scroller.scrollHeight });
    this.latest = h('button', { type: 'button', class: 'latest', hidden: true, onclick: jump }, icon('down'), words.text(h('span'), 'latest'));
    this.element = h('div', { class: 'transcript' }, this.scroller, this.latest);
  }

  /** @param {import('./types.js').View} view */
  update(view) {
    const lines = entries(view);
    const keys = new Set(lines.map((line) => line.key));
    for (const [key, bubble] of this.#bubbles) {
      if (keys.has(key)) continue;
      bubble.element.remove();
      this.#bubbles.delete(key);
    }
    const follow = this.#atEnd();
    // a history read out from its first word would be a punishment
    this.log.setAttribute('aria-busy', String(view.loading));
    this.log.setAttribute('aria-live', view.loading ? 'off' : 'polite');
    /** @type {Bubble[]} */
    const fresh = [];
    const shown = (this.#shown = lines.map((line, index) => {
      let bubble = this.#bubbles.get(line.key);
      if (!bubble) {
        bubble = new Bubble(line, this.#words, this.#announce, this.#actions);
        this.#bubbles.set(line.key, bubble);
        fresh.push(bubble);
      }
      bubble.update(line, fateOfChoices(lines, index));
      return bubble;
    }));
    this.#place(shown);
    this.#showTyping(view.typing);
    if (fresh.some((bubble) => bubble.role === 'customer') || follow || view.loading) this.#reveal(shown, fresh);
    else if (fresh.length) this.latest.hidden = false;
  }

  /** @param {import('./types.js').Typist|null} typist a person is named for everybody, not only to a screen reader */
  #showTyping(typist) {
    this.typing.hidden = !typist;
    if (!typist || this.#agentTypes === (typist === 'agent')) return;
    this.#agentTypes = typist === 'agent';
    this.typist.classList.toggle('sr', !this.#agentTypes);
    this.typist.textContent = this.#words.say(this.#agentTypes ? 'agent_typing' : 'typing');
  }

  /** Show the last exchange, as when the panel opens. */
  toEnd() {
    this.latest.hidden = true;
    this.#reveal(this.#shown, this.#shown.slice(-1));
  }

  /** @param {Bubble[]} shown */
  #place(shown) {
    /** @type {Map<string, HTMLElement>} */
    const days = new Map();
    /** @type {Element[]} */
    const order = [];
    shown.forEach((bubble, index) => {
      const day = bubble.at.toDateString();
      if (!days.has(day)) {
        const mark = this.#days.get(day) ?? this.#day(bubble.at);
        days.set(day, mark);
        order.push(mark);
      }
      order.push(bubble.element);
      const next = shown[index + 1];
      const last = shown[index - 1];
      bubble.element.classList.toggle('followed', next?.role === bubble.role && next.at.getTime() - bubble.at.getTime() < GROUP_MS);
      bubble.element.classList.toggle('follows', last?.role === bubble.role && bubble.at.getTime() - last.at.getTime() < GROUP_MS && last.at.toDateString() === day);
    });
    for (const [day, mark] of this.#days) if (!days.has(day)) mark.remove();
    this.#days = days;
    // nodes in place stay untouched, or a screen reader would say them again
    order.forEach((node, index) => {
      if (this.log.children[index] !== node) this.log.insertBefore(node, this.log.children[index] ?? null);
    });
  }

  /** @param {Date} date */
  #day(date) {
    const text = h('span');
    return h('p', { class: 'day' }, this.#words.keep(text, () => (text.textContent = this.#dayName(date))));
  }

  /** @param {Date} date */
  #dayName(date) {
    const today = new Date();
    if (date.toDateString() === today.toDateString()) return this.#words.say('today');
    today.setDate(today.getDate() - 1);
    if (date.toDateString() === today.toDateString()) return this.#words.say('yesterday');
    return date.toLocaleDateString(this.#words.language, { month: 'long', day: 'numeric', weekday: 'short' });
  }

  #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /**
   * To the end, but never past the start of the answer: a long guide is read from its top.
   * @param {Bubble[]} shown
   * @param {Bubble[]} fresh
   */
  #reveal(shown, fresh) {
    if (!shown.length) return;
    const asked = shown.filter((bubble) => bubble.role === 'customer').at(-1);
    const answer = asked && fresh.length && fresh[0].at.getTime() - asked.at.getTime() < GROUP_MS;
    const first = answer ? asked : fresh[0];
    this.scroller.scrollTop = Math.min(this.scroller.scrollHeight, first ? first.element.offsetTop - 12 : Infinity);
  }

  #watch() {
    if (this.#atEnd()) this.latest.hidden = true;
  }
}
