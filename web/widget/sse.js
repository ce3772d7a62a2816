/** Reads a Server-Sent Events body. EventSource can't carry an Authorization header, so this reads what fetch gives. */

/** @typedef {{event: string, data: string, id: string|null}} ServerEvent */

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} alive called for every chunk, heartbeats included
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* readEvents(body, alive) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  /** @type {ServerEvent} */
  let next = blank();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      alive();
      rest += decoder.decode(value, { stream: true });
      // a CR at the very end may be the first half of CRLF
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line !== '') take(next, line);
        else {
          if (next.data) yield { ...next, data: next.data.slice(0, -1) };
          next = blank();
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @returns {ServerEvent} */
function blank() {
  return { event: 'message', data: '', id: null };
}

/**
 * @param {ServerEvent} event
 * @param {string} line
 */
function take(event, line) {
  const colon = line.indexOf(':');
  if (colon === 0) return; // a comment: the heartbeat
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (field === 'data') event.data += `${value}\n`;
  else if (field === 'event') event.event = value;
  else if (field === 'id') event.id = value;
}
