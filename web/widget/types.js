/**
 * The shapes that cross the widget: what the chat API sends, and what the page keeps. Types only; never loaded.
 *
 * @typedef {'ja'|'en'} Language
 * @typedef {'customer'|'assistant'|'agent'|'system'} Role
 *
 * @typedef {{type: 'paragraph'|'heading'|'note', text: string}} TextBlock
 * @typedef {{number: number, text: string, notes?: string[]}} Step
 * @typedef {{type: 'steps', items: Step[], total: number}} StepsBlock
 * @typedef {{type: 'bullets', items: string[]}} BulletsBlock
 * @typedef {{type: 'links', items: {label: string, url: string}[]}} LinksBlock
 * @typedef {{id: string, label: string}} Choice
 * @typedef {{type: 'choices', items: Choice[]}} ChoicesBlock
 * @typedef {{type: 'receipt', title: string, rows: {label: string, value: string}[], number?: string|null}} ReceiptBlock
 * @typedef {{type: 'source', page: string, section: string, captured_on: string}} SourceBlock
 * @typedef {TextBlock|StepsBlock|BulletsBlock|LinksBlock|ChoicesBlock|ReceiptBlock|SourceBlock} Block
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {number} seq order within the conversation
 * @property {Role} role
 * @property {Language} language
 * @property {string} created_at ISO 8601
 * @property {string|null} [client_message_id] set on the customer's own messages
 * @property {string|null} [reply_to]
 * @property {string|null} [choice_id] the choice that was picked
 * @property {Block[]} blocks
 * @property {string} plain_text
 *
 * @typedef {object} Pending a customer message that the desk has not confirmed yet
 * @property {string} client_message_id
 * @property {string} text what the bubble shows
 * @property {string|null} choice
 * @property {string} created_at
 * @property {'sending'|'failed'|'refused'} status failed may be tried again as it is, refused may not
 * @property {string} [reason] the desk's sentence, when it gave one
 *
 * @typedef {'assistant'|'agent'} Typist
 *
 * @typedef {object} View everything the page shows, as one value
 * @property {Language} language language of the frame
 * @property {boolean} open
 * @property {Message[]} messages confirmed, by seq
 * @property {Pending[]} pending in the order they were sent
 * @property {Typist|null} typing who is writing an answer
 * @property {boolean} loading the history is being fetched
 * @property {boolean} lost the live stream is away
 * @property {boolean} offline
 * @property {boolean} slow a message has been on its way for long
 * @property {boolean} expired the last conversation has run out
 * @property {number} readSeq
 */
export {};
