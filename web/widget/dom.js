/** Builds elements from plain values: data becomes text or an attribute, never markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Node|string|null|undefined|false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props] attributes; a function under `onclick` and the like listens to that event
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child || child === '').map((child) => /** @type {Node|string} */ (child)));
  return element;
}

/** @type {Record<string, string[]>} */
const PATHS = {
  mark: ['M19.5 12a7.5 7.5 0 1 1-2.3-5.4', 'M19.6 3.6v4h-4', 'm8.9 12.2 2.3 2.3 4.2-4.6'],
  chat: ['M5.5 4h13A1.5 1.5 0 0 1 20 5.5v9a1.5 1.5 0 0 1-1.5 1.5H12l-4.5 4v-4h-2A1.5 1.5 0 0 1 4 14.5v-9A1.5 1.5 0 0 1 5.5 4Z', 'M8 8.5h8M8 11.7h5'],
  minimise: ['m6 9.5 6 6 6-6'],
  restart: ['M11 5H6a1.5 1.5 0 0 0-1.5 1.5V18A1.5 1.5 0 0 0 6 19.5h11.5A1.5 1.5 0 0 0 19 18v-5', 'm10 14 .6-2.8 8.3-8.3 2.2 2.2-8.3 8.3Z'],
  send: ['M4.5 12 20 4.5 15.5 20l-3.4-6.2L4.5 12Z', 'M12.1 13.8 20 4.5'],
  copy: ['M9 9h9.5v11H9z', 'M15 9V4H5.5v11H9'],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  out: ['M10 5H5v14h14v-5', 'M13.5 4.5h6v6M19.2 4.8 11 13'],
  note: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z', 'M12 11v5.5M12 7.6v.3'],
  down: ['M12 5v13M6.5 12.5 12 18l5.5-5.5'],
  person: ['M12 4a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6Z', 'M4.8 20c.6-3.8 3.5-5.600 7.200-5.600s6.600 1.800 7.200 5.600'],
};

/**
 * A line icon; it is decoration, the control around it carries the name.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false', class: 'icon' })) {
    svg.setAttribute(key, value);
  }
  for (const d of PATHS[name] ?? []) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}
