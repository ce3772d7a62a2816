/** Pure rules about the order of a conversation: what is shown, what is unread, which choices are still open. */

import { languageOf } from './words.js';

/** @typedef {import('./types.js').Message} Message */
/** @typedef {import('./types.js').Pending} Pending */
/** @typedef {import('./types.js').View} View */

/**
 * One line of the conversation; the key stays when a pending message is confirmed, so that its bubble stays too.
 * @typedef {object} Entry
 * @property {string} key
 * @property {Message} message
 * @property {Pending|null} pending
 */

/** @param {Message} message */
const keyOf = (message) => message.client_message_id || message.id;

/**
 * Add messages; one that is there already is replaced, never doubled.
 * @param {Message[]} messages
 * @param {Message[]} incoming
 * @returns {Message[]} by seq
 */
export function merge(messages, incoming) {
  const all = new Map(messages.map((message) => [keyOf(message), message]));
  for (const message of incoming) all.set(keyOf(message), message);
  return [...all.values()].sort((a, b) => a.seq - b.seq);
}

/**
 * @param {View} view
 * @returns {Entry[]}
 */
export function entries({ messages, pending, language }) {
  const lines = messages.map((message) => ({ key: keyOf(message), message, pending: /** @type {Pending|null} */ (null) }));
  const there = new Set(lines.map((line) => line.key));
  for (const item of pending) {
    if (!there.has(item.client_message_id)) lines.push({ key: item.client_message_id, message: spoken(item, Infinity, language), pending: item });
  }
  return lines;
}

/**
 * A pending message as the desk will give it back.
 * @param {Pending} item
 * @param {number} seq
 * @param {import('./types.js').Language} frame
 * @returns {Message}
 */
export function spoken(item, seq, frame) {
  return {
    id: item.client_message_id, client_message_id: item.client_message_id, seq, role: 'customer', language: languageOf(item.text, frame),
    created_at: item.created_at, choice_id: item.choice, blocks: [{ type: 'paragraph', text: item.text }], plain_text: item.text,
  };
}

/** @param {View} view */
export function unread({ messages, readSeq }) {
  return messages.filter((message) => message.role !== 'customer' && message.seq > readSeq).length;
}

/** @param {View} view */
export function lastSeq({ messages }) {
  return messages.length ? messages[messages.length - 1].seq : 0;
}

/**
 * What became of the choices of one line: open until the customer says anything after it.
 * @param {Entry[]} lines
 * @param {number} index
 * @returns {{closed: boolean, picked: string|null}}
 */
export function fateOfChoices(lines, index) {
  const reply = lines.slice(index + 1).find((line) => line.message.role === 'customer')?.message;
  if (!reply) return { closed: false, picked: null };
  const items = lines[index].message.blocks.flatMap((block) => (block.type === 'choices' ? block.items : []));
  const hit = items.find((item) => item.id === reply.choice_id) ?? items.find((item) => item.label === reply.plain_text);
  return { closed: true, picked: hit?.id ?? null };
}
