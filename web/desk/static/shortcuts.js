// Keys: pages bind them here or write data-key on what is to be clicked; the help sheet lists them all.
const bound = new Map();
let words = null;
let first = "";
let firstAt = 0;

/**
 * Run something on a key: "r", "g i" (one after the other), "mod+enter" (Ctrl or Command), "shift+e", "escape".
 * `group` is a heading of the help sheet; keys with mod work in fields too, as do those with `inFields`.
 * Returns a function that takes the key back.
 */
export function bind(keys, { label, group = "", run, inFields = keys.startsWith("mod+"), when = () => true }) {
  bound.set(keys, { label, group, run, inFields, when });
  return () => bound.delete(keys);
}

/** Called once by desk.js. */
export function startShortcuts({ t, open }) {
  words = t;
  if (!document.getElementById("help")) return;
  bind("?", { label: t("base.help_open"), group: t("base.help_always"), run: () => open("help") });
  bind("/", { label: t("base.help_search"), group: t("base.help_always"), run: search, when: () => !!searchField() });
  document.addEventListener("keydown", onKey);
  document.getElementById("help").addEventListener("toggle", list);
  new MutationObserver(list).observe(document.getElementById("help"), { attributeFilter: ["open"] });
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.repeat) return;
  const name = nameOf(event);
  if (!name) return;
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]");
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (!modified && name !== "escape" && document.documentElement.dataset.shortcuts === "off") return;
  const chord = first && Date.now() - firstAt < 1500 ? `${first} ${name}` : "";
  first = "";
  const hit = (chord && find(chord, typing)) || find(name, typing);
  if (hit) {
    event.preventDefault();
    hit();
  } else if (!typing && !modified && name.length === 1 && startsSomething(name)) {
    first = name;
    firstAt = Date.now();
  }
}

function nameOf(event) {
  if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return "";
  const key = event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const alt = event.altKey ? "alt+" : "";
  // A shifted sign such as ? is its own key; a shifted letter or Enter is not.
  const shift = event.shiftKey && (/^[a-z]$/.test(key) || key.length > 1) ? "shift+" : "";
  return mod + alt + shift + key;
}

function find(keys, typing) {
  const dialog = document.querySelector("dialog[open]");
  const own = bound.get(keys);
  if (own && own.when() && !(typing && !own.inFields) && !(dialog && !own.inFields)) return own.run;
  if (typing && !keys.startsWith("mod+")) return null;
  const element = [...(dialog ?? document).querySelectorAll("[data-key]")].find((each) => each.dataset.key === keys && !each.disabled);
  return element ? () => act(element) : null;
}

function act(element) {
  if (element.matches("input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select")) element.focus();
  else element.click();
}

function startsSomething(letter) {
  const starts = (keys) => keys.startsWith(`${letter} `);
  return [...bound.keys()].some(starts) || [...document.querySelectorAll("[data-key]")].some((each) => starts(each.dataset.key));
}

function searchField() {
  return document.querySelector('main input[type="search"]');
}

function search() {
  searchField().focus();
  searchField().select();
}

function list() {
  const sheet = document.getElementById("help");
  if (!sheet.open) return;
  const groups = new Map();
  const add = (group, keys, label) => {
    if (!groups.has(group)) groups.set(group, new Map());
    groups.get(group).set(keys, label);
  };
  for (const [keys, { label, group, when }] of bound) if (when()) add(group || words("base.help_page"), keys, label);
  for (const each of document.querySelectorAll("[data-key]")) {
    const group = each.dataset.keyGroup === "go" ? words("base.help_go") : each.dataset.keyGroup ?? words("base.help_page");
    const name = each.dataset.keyLabel ?? each.labels?.[0]?.textContent ?? each.getAttribute("aria-label") ?? each.querySelector("span:last-child")?.textContent ?? each.textContent;
    add(group, each.dataset.key, name.trim());
  }
  add(words("base.help_always"), "escape", words("base.help_close"));
  const order = (name) => (name === words("base.help_always") ? 2 : name === words("base.help_go") ? 1 : 0);
  const sections = [...groups].sort(([one], [other]) => order(one) - order(other)).map(([name, entries]) => section(name, entries));
  sheet.querySelector("[data-keys]").replaceChildren(...sections);
}

function section(name, entries) {
  const part = document.createElement("section");
  part.append(Object.assign(document.createElement("h3"), { textContent: name }));
  const pairs = document.createElement("dl");
  for (const [keys, label] of entries) {
    const pair = document.createElement("div");
    const value = document.createElement("dd");
    keys.split(" ").forEach((step, at) => {
      if (at) value.append(Object.assign(document.createElement("small"), { textContent: words("base.help_then") }));
      for (const key of step.split("+")) value.append(Object.assign(document.createElement("kbd"), { textContent: shown(key) }));
    });
    pair.append(Object.assign(document.createElement("dt"), { textContent: label }), value);
    pairs.append(pair);
  }
  part.append(pairs);
  return part;
}

function shown(key) {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const names = { mod: mac ? "⌘" : "Ctrl", shift: "Shift", alt: mac ? "⌥" : "Alt", enter: "Enter", escape: "Esc", arrowup: "↑", arrowdown: "↓", arrowleft: "←", arrowright: "→" };
  return names[key] ?? (key.length === 1 ? key : key[0].toUpperCase() + key.slice(1));
}
