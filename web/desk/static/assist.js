// Suggested and canned replies beside a conversation: put in with one key, and what became of them noted.
import { post, toast } from "./desk.js";
import { bind } from "./shortcuts.js";

const holder = document.querySelector("[data-suggestions]");
const words = {};
let inserted = [];
let asked = 0;

if (holder) start();

function start() {
  load();
  document.addEventListener("desk:transcript", load);
  document.addEventListener("desk:sent", (event) => settle(event.detail.text));
  holder.addEventListener("click", onClick);
  holder.addEventListener("input", onInput);
}

async function load() {
  const turn = ++asked;
  let response;
  try {
    response = await fetch(holder.dataset.suggestions, { headers: { Accept: "text/html" } });
  } catch {
    return; // what is there stays there until the next message
  }
  if (!response.ok || turn !== asked || response.redirected) return;
  const part = new DOMParser().parseFromString(await response.text(), "text/html").body;
  for (const each of part.querySelectorAll("script.words")) {
    Object.assign(words, JSON.parse(each.textContent));
    each.remove();
  }
  if (turn !== asked) return;
  const searched = holder.querySelector("[data-filters]")?.value ?? "";
  const had = holder.contains(document.activeElement) ? document.activeElement.dataset.inserts : null;
  holder.replaceChildren(...part.childNodes);
  const search = holder.querySelector("[data-filters]");
  if (search && searched) {
    search.value = searched;
    filter(search);
  }
  if (had) holder.querySelector(`[data-inserts="${had}"]`)?.focus();
  bindKeys();
}

function bindKeys() {
  for (const n of [1, 2, 3]) {
    bind(`alt+${n}`, {
      label: words["assist.insert_n"].replace("{n}", n),
      group: words["assist.title"],
      inFields: true,
      when: () => !!holder.querySelector(`[data-inserts="${n}"]`),
      run: () => holder.querySelector(`[data-inserts="${n}"]`).click(),
    });
  }
  bind("alt+r", {
    label: words["assist.canned_search"],
    group: words["assist.title"],
    inFields: true,
    when: () => !!holder.querySelector("[data-filters]"),
    run: () => holder.querySelector("[data-filters]").focus(),
  });
}

function onClick(event) {
  const inserter = event.target.closest("[data-inserts]");
  if (inserter) insert(inserter.closest("[data-offer]"));
  const rejecter = event.target.closest("[data-rejects]");
  if (rejecter) reject(rejecter.closest("[data-offer]"), rejecter);
}

function onInput(event) {
  if (event.target.matches("[data-filters]")) filter(event.target);
}

function filter(search) {
  const wanted = search.value.normalize("NFKC").toLowerCase();
  let found = 0;
  for (const item of holder.querySelectorAll(".canned-list li")) {
    item.hidden = !item.textContent.normalize("NFKC").toLowerCase().includes(wanted);
    if (!item.hidden) found += 1;
  }
  holder.querySelector("[data-found-none]").hidden = found > 0;
}

function insert(offer) {
  const { text, subject } = offer.dataset;
  const wanted = new CustomEvent("desk:insert", { detail: { text }, cancelable: true });
  if (document.dispatchEvent(wanted)) {
    const field = document.querySelector("textarea[data-composer]") ?? document.querySelector('main textarea[name="text"]');
    if (!field?.offsetParent || field.disabled) return toast(words["assist.claim_first"], "bad");
    put(field, text);
  }
  inserted.push({ kind: offer.dataset.offer, subject, offered: text });
}

function put(field, text) {
  const before = field.value.slice(0, field.selectionStart).trimEnd();
  const after = field.value.slice(field.selectionEnd).trimStart();
  const value = [before, text, after].filter(Boolean).join("\n\n");
  field.focus();
  // As if typed, so that undo takes it out again.
  field.select();
  if (!document.execCommand("insertText", false, value)) field.value = value;
  const place = value.length - (after ? after.length + 2 : 0);
  field.setSelectionRange(place, place);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function settle(sent) {
  for (const each of inserted) note({ ...each, sent });
  inserted = [];
}

async function reject(offer, button) {
  button.disabled = true;
  offer.dataset.done = "";
  const noted = await note({ kind: offer.dataset.offer, subject: offer.dataset.subject, offered: "", sent: "" });
  if (noted) toast(words["assist.rejected"]);
}

function note(fields) {
  return post(holder.querySelector("[data-used]").dataset.used, fields);
}
