/** `<koshin-desk>`: puts the parts together, and what a page may ask of the desk. */
import { ChatApi } from './api.js';
import { Composer } from './composer.js';
import { Confirm } from './confirm.js';
import { Desk } from './desk.js';
import { h } from './dom.js';
import { Focus } from './focus.js';
import { Header } from './header.js';
import { Launcher } from './launcher.js';
import { Notice } from './notice.js';
import { SessionStore } from './session.js';
import { Sheet } from './sheet.js';
import { State } from './state.js';
import { Theme } from './theme.js';
import { unread } from './timeline.js';
import { Title } from './title.js';
import { Transcript } from './transcript.js';
import { Welcome } from './welcome.js';
import { Words, known } from './words.js';

const PARK_MS = 60_000;

/**
 * @param {string} base origin of the desk
 * @param {(root: ShadowRoot) => void} style
 * @param {{language?: string, theme?: string}} defaults from the script tag
 */
export function defineElement(base, style, defaults) {
  return class KoshinDesk extends HTMLElement {
    static observedAttributes = ['language', 'theme'];

    #session = new SessionStore(base);
    #state;
    #words;
    #desk;
    #theme;
    #sheet;
    #focus;
    #title = new Title();
    /** @type {AbortController|null} */
    #listening = null;
    #parking = 0;

    constructor() {
      super();
      const language = known(this.#session.language) ?? known(this.getAttribute('language')) ?? known(defaults.language) ?? known(navigator.language) ?? 'en';
      this.#state = new State(language);
      this.#words = new Words(language);
      this.#desk = new Desk(new ChatApi(base), this.#session, this.#state);
      const words = this.#words;
      const root = this.attachShadow({ mode: 'open' });
      style(root);

      const ask = (/** @type {string} */ text) => this.#desk.say(text);
      const said = h('p', { class: 'sr', role: 'status' });
      this.launcher = new Launcher(words, () => this.open());
      this.header = new Header(words, { language: (wanted) => this.setLanguage(wanted), restart: () => this.#askRestart(), close: () => this.close() });
      this.notice = new Notice(words);
      this.welcome = new Welcome(words, ask);
      this.composer = new Composer(words, this.#session.tab, ask, () => this.#desk.type());
      this.transcript = new Transcript(words, (text) => (said.textContent = text), {
        pick: (choice) => this.#desk.pick(choice),
        retry: (id) => this.#desk.retry(id),
        edit: (id) => this.#edit(id),
      }, this.welcome.element);
      this.confirm = new Confirm(words, () => this.restart());
      this.panel = h('section', { class: 'panel', role: 'dialog', 'aria-labelledby': 'name', tabindex: -1, hidden: true }, this.header.element, this.notice.element, this.transcript.element, this.composer.element, this.confirm.element, said);
      this.frame = h('div', { class: 'desk', lang: language }, this.panel, this.launcher.element);
      root.append(this.frame);

      this.#theme = new Theme(this.frame);
      this.#sheet = new Sheet(this.panel);
      this.#focus = new Focus(root, this.panel);
      this.#theme.set(this.getAttribute('theme') ?? defaults.theme ?? null);
      this.#state.watch((now, before) => this.#show(now, before));
      this.#show(this.#state.now, this.#state.now);
    }

    connectedCallback() {
      this.#theme.connect();
      this.#sheet.connect();
      this.#listen();
      void this.#desk.start();
      if (this.#session.tab.read('open')) this.open({ focus: false });
    }

    disconnectedCallback() {
      this.#listening?.abort();
      this.#desk.stop();
      this.#theme.disconnect();
      this.#sheet.disconnect();
      this.#title.clear();
    }

    /**
     * @param {string} name
     * @param {string|null} _before
     * @param {string|null} value
     */
    attributeChangedCallback(name, _before, value) {
      if (name === 'theme') this.#theme.set(value ?? defaults.theme ?? null);
      else if (this.#listening && value) this.setLanguage(value);
      // before it is on the page the attribute is a default, and the customer's own choice stands above it
      else if (known(value) && !this.#session.language) this.#state.patch({ language: known(value) ?? this.language });
    }

    /** Show the panel. @param {{focus?: boolean}} [options] */
    open({ focus = true } = {}) {
      if (!this.#state.now.open) {
        if (focus) this.#focus.remember();
        this.#state.patch({ open: true });
        this.transcript.toEnd();
        this.#seen();
      }
      if (focus) this.#enter();
    }

    /** Hide the panel; the conversation goes on. */
    close() {
      if (!this.#state.now.open) return;
      const inside = this.shadowRoot?.activeElement != null;
      this.#state.patch({ open: false });
      if (inside) this.#focus.giveBack(this.launcher.button);
    }

    /** Say something in the customer's name. @param {string} text */
    send(text) {
      if (text.trim()) this.#desk.say(text.trim());
    }

    /** Switch the frame, and the assistant once there is a conversation. @param {string} language `ja` or `en` */
    setLanguage(language) {
      const wanted = known(language);
      if (wanted) void this.#desk.switchLanguage(wanted);
    }

    /** Leave this conversation without asking. */
    restart() {
      this.#desk.restart();
      this.composer.focus();
    }

    /** @returns {import('./types.js').Language} the frame's language */
    get language() {
      return this.#state.now.language;
    }

    /** @returns {number} messages the customer has not seen */
    get unread() {
      return unread(this.#state.now);
    }

    /**
     * @param {import('./types.js').View} now
     * @param {import('./types.js').View} before
     */
    #show(now, before) {
      if (now.language !== before.language) {
        this.frame.lang = now.language;
        this.#words.switchTo(now.language, this.frame);
        this.#tell('koshin-language', { language: now.language });
      }
      for (const part of [this.header, this.notice, this.welcome, this.transcript, this.launcher]) part.update(now);
      if (now.open !== before.open) {
        this.panel.hidden = !now.open;
        this.#sheet.show(now.open);
        this.#session.tab.write('open', now.open || null);
        this.#tell('koshin-toggle', { open: now.open });
      }
      if (now.messages !== before.messages) this.#seen();
      if (unread(now) !== unread(before)) this.#tell('koshin-unread', { unread: unread(now) });
      this.#title.mark(unread(now));
    }

    #seen() {
      if (this.#state.now.open && !document.hidden) this.#desk.read();
    }

    #enter() {
      // on a touch screen the field would call up the keyboard over the first thing to read
      if (Sheet.touch) this.panel.focus();
      else this.composer.focus();
    }

    #askRestart() {
      this.confirm.ask(this.header.restart, [this.header.element, this.transcript.element, this.composer.element]);
    }

    /** @param {string} id */
    #edit(id) {
      const item = this.#state.now.pending.find(({ client_message_id }) => client_message_id === id);
      this.#desk.discard(id);
      if (item && !this.composer.text) this.composer.write(item.text);
      this.composer.focus();
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
      if (event.key === 'F6' && this.#state.now.open) this.#focus.cross(event, () => this.#enter());
      if (event.key !== 'Escape' || event.isComposing || event.keyCode === 229 || !this.contains(/** @type {Node} */ (event.target))) return;
      event.stopPropagation();
      if (this.confirm.open) this.confirm.close();
      else this.close();
    }

    #listen() {
      const { signal } = (this.#listening = new AbortController());
      addEventListener('online', () => this.#desk.network(false), { signal });
      addEventListener('offline', () => this.#desk.network(true), { signal });
      addEventListener('keydown', (event) => this.#key(event), { signal });
      document.addEventListener('visibilitychange', () => {
        clearTimeout(this.#parking);
        if (document.hidden) this.#parking = window.setTimeout(() => this.#desk.park(true), PARK_MS);
        else this.#desk.park(false);
        this.#title.mark(this.unread);
        this.#seen();
      }, { signal });
      signal.addEventListener('abort', this.#session.watch({
        session: () => void this.#desk.adopt(),
        read: (readSeq) => this.#state.patch({ readSeq }),
      }));
    }

    /**
     * @param {string} name
     * @param {object} detail
     */
    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
    }
  };
}
