/** The desk's chat API over fetch. Cookies are never sent; the bearer token is all the desk gets. */

/** @typedef {import('./types.js').Message} Message */
/** @typedef {import('./types.js').Language} Language */

const PAGE = 100;
const TIMEOUT_MS = 20_000;

/** The desk refused, or could not be reached (`status` 0). */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} [detail] the desk's own sentence for the customer
   * @param {number} [retryAfter] seconds
   * @param {string} [code] the desk's name for the problem
   */
  constructor(status, detail = '', retryAfter = 0, code = '') {
    super(detail || `chat API ${status}`);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.code = code;
  }

  /** The conversation is over: its token is no longer good, or it was erased. */
  get expired() {
    return this.status === 401 || this.code === 'unknown_conversation';
  }

  /** The same request may succeed later. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export class ChatApi {
  /** @param {string} base origin of the desk */
  constructor(base) {
    this.base = `${base}/api/v1/chat`;
  }

  /** @param {Language} language */
  openSession(language) {
    return this.#json('/sessions', { method: 'POST', body: { language }, language });
  }

  /**
   * @param {string} token
   * @param {{client_message_id: string, text?: string, choice?: string}} body
   * @param {Language} language for the sentence of a refusal
   * @returns {Promise<{client_message_id: string, seq: number}>}
   */
  send(token, body, language) {
    return this.#json('/messages', { method: 'POST', token, body, language });
  }

  /**
   * @param {string} token
   * @param {Language} language
   */
  switchLanguage(token, language) {
    return this.#json('/language', { method: 'POST', token, body: { language } });
  }

  /**
   * Let the agent who has the conversation see that the customer types.
   * @param {string} token
   */
  async type(token) {
    await this.#fetch('/typing', { method: 'POST', token, signal: AbortSignal.timeout(TIMEOUT_MS) });
  }

  /**
   * Everything said after a point, over as many pages as it takes.
   * @param {string} token
   * @param {number} after
   * @returns {Promise<Message[]>}
   */
  async history(token, after) {
    /** @type {Message[]} */
    const all = [];
    for (;;) {
      const from = all.length ? all[all.length - 1].seq : after;
      const page = await this.#json(`/messages?after=${from}&limit=${PAGE}`, { token });
      all.push(...page.messages);
      if (page.messages.length < PAGE) return all;
    }
  }

  /**
   * The body of the live stream.
   * @param {string} token
   * @param {number} after
   * @param {AbortSignal} signal
   */
  async events(token, after, signal) {
    const response = await this.#fetch('/events', { token, signal, headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(after) } });
    if (!response.body) throw new ApiError(0);
    return response.body;
  }

  /**
   * @param {string} path
   * @param {{method?: string, token?: string, body?: object, language?: Language}} options
   */
  async #json(path, options) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
    try {
      const response = await this.#fetch(path, { ...options, signal: limit.signal });
      return await response.json().catch(() => {
        throw new ApiError(0); // cut off half-way
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * @param {string} path
   * @param {{method?: string, token?: string, body?: object, language?: Language, signal: AbortSignal, headers?: Record<string, string>}} options
   */
  async #fetch(path, { method = 'GET', token, body, language, signal, headers = {} }) {
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers['Content-Type'] = 'application/json';
    if (language) headers['Accept-Language'] = language;
    /** @type {Response} */
    let response;
    try {
      response = await fetch(this.base + path, {
        method, headers, signal, body: body && JSON.stringify(body), credentials: 'omit', cache: 'no-store',
      });
    } catch {
      throw new ApiError(0);
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    const detail = typeof problem?.detail === 'string' ? problem.detail : '';
    throw new ApiError(response.status, detail, Number(response.headers.get('Retry-After')) || 0, problem?.code);
  }
}
