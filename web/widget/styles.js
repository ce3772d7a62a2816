/** The widget's style sheets: adopted by the shadow root, or linked where a browser can't adopt. */

const FILES = ['frame.css', 'messages.css', 'composer.css'].map((name) => new URL(`styles/${name}`, import.meta.url).href);

/** @returns {Promise<(root: ShadowRoot) => void>} puts the styles on a root */
export async function loadStyles() {
  try {
    const texts = await Promise.all(FILES.map(fetchText));
    const sheets = texts.map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    return (root) => void (root.adoptedStyleSheets = sheets);
  } catch {
    return link;
  }
}

/** @param {string} url */
async function fetchText(url) {
  const response = await fetch(url, { credentials: 'omit' });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}

/** @param {ShadowRoot} root */
function link(root) {
  for (const href of FILES) {
    const element = document.createElement('link');
    element.rel = 'stylesheet';
    element.href = href;
    root.append(element);
  }
}
