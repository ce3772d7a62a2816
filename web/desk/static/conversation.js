// One open conversation: what comes in, what the agent does, who else is there.
import { open, post, refreshTimes, t, toast } from "./desk.js";
import { bind } from "./shortcuts.js";
import { startLater, waiting } from "./later.js";
import { eager, fragment, listen, replacePart, step } from "./live.js";

const id = document.querySelector("[data-conversation]").dataset.conversation;
const base = `/desk/conversations/${id}`;
const transcript = document.querySelector("[data-transcript]");
const lines = document.querySelector("[data-lines]");
const composer = document.querySelector("[data-reply]");
const field = composer.querySelector("textarea");
const refusal = composer.querySelector("[data-refused]");
const newest = document.querySelector("[data-newest]");
const draft = `draft ${id}`;
const TYPING = 2500;
let typedAt = 0;
let attempt = null;

const head = () => document.querySelector('[data-part="head"]');
const mine = () => head().dataset.mine === "yes";
const seen = () => Number(lines.lastElementChild?.dataset.seq ?? 0);

const refresh = eager(async () => {
  const part = await fragment(`${base}/live?after=${seen() || head().dataset.lastSeq}`);
  if (part) take(part);
  return part !== undefined;
});
const refreshWork = eager(async () => {
  const part = await fragment(`/desk/inbox/work?current=${encodeURIComponent(id)}`);
  if (part) replacePart("work", part);
  return part !== undefined;
}, 400);

listen(
  {
    hello: () => {
      document.querySelector("[data-customer-typing]").hidden = true;
      document.querySelector("[data-assistant-typing]").hidden = true;
      refresh();
    },
    changed: (ids) => {
      if (ids.includes(id)) refresh();
      refreshWork();
    },
    presence: showPresence,
    typing: (on) => {
      const sign = document.querySelector("[data-assistant-typing]");
      const low = atEnd();
      sign.hidden = !on;
      if (low) toEnd();
    },
    customer_typing: (on) => {
      const low = atEnd();
      document.querySelector("[data-customer-typing]").hidden = !on;
      if (low) toEnd();
    },
  },
  id,
);

function take(part) {
  const low = atEnd();
  const last = seen();
  const fresh = [...part.querySelectorAll('[data-part="lines"] > *')].filter((line) => !(Number(line.dataset.seq) <= last));
  // A day's heading without a line behind it was for one that is here already.
  while (fresh.length && !fresh[fresh.length - 1].dataset.seq) fresh.pop();
  lines.append(...fresh);
  for (const name of ["head", "bar", "scheduled", "facts", "notes", "related"]) replacePart(name, part);
  for (const seq of head().dataset.unsent.split(" ").filter(Boolean)) takeBack(seq);
  showComposer();
  refreshTimes();
  lookAtLater();
  if (!fresh.length) return;
  if (low) toEnd();
  else newest.hidden = false;
  document.dispatchEvent(new CustomEvent("desk:transcript"));
}

function takeBack(seq) {
  const said = document.querySelector(`#message-${seq} .said:not(.unsent)`);
  if (!said) return;
  said.classList.add("unsent");
  said.textContent = t(head().dataset.erased === "yes" ? "conversation.erased" : "conversation.unsent");
}

function showComposer() {
  composer.hidden = !mine();
}

function showPresence(people) {
  const typing = people.filter((one) => one.typing).map((one) => one.name);
  const looking = people.filter((one) => !one.typing).map((one) => one.name);
  const parts = [];
  if (typing.length) parts.push(t(typing.length > 1 ? "conversation.type" : "conversation.types", { names: typing.join(", ") }));
  if (looking.length) parts.push(t(looking.length > 1 ? "conversation.look" : "conversation.looks", { names: looking.join(", ") }));
  document.querySelector("[data-presence]").textContent = parts.join(" · ");
}

function atEnd() {
  return transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < 80;
}

function toEnd() {
  transcript.scrollTop = transcript.scrollHeight;
  newest.hidden = true;
}

transcript.addEventListener("scroll", () => atEnd() && (newest.hidden = true), { passive: true });
newest.addEventListener("click", toEnd);

/* ---- replying ---- */
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function send() {
  const text = field.value.trim();
  if (!text) return refuse(t("conversation.empty"));
  if (composer.dataset.sending) return;
  // The same words keep their key, so that a try whose answer was lost is not said twice.
  if (attempt?.text !== text) attempt = { text, key: newKey() };
  composer.dataset.sending = "yes";
  refuse("");
  let response;
  try {
    response = await post(`${base}/replies`, { text, key: attempt.key, seen: seen() || head().dataset.lastSeq }, { quiet: true });
  } catch {
    return refuse(t("base.offline"));
  } finally {
    delete composer.dataset.sending;
  }
  if (!response.ok) {
    const problem = (response.headers.get("Content-Type") ?? "").includes("json") ? await response.json() : {};
    refuse(response.status === 401 ? t("base.signed_out") : problem.detail ?? t("base.failed"));
    refresh();
    return;
  }
  attempt = null;
  typedAt = 0;
  if (field.value.trim() === text) field.value = "";
  keepDraft();
  document.dispatchEvent(new CustomEvent("desk:sent", { detail: { text } }));
  await refresh();
  toEnd();
}

function refuse(text) {
  refusal.hidden = !text;
  refusal.textContent = text;
}

function keepDraft() {
  if (field.value) sessionStorage.setItem(draft, field.value);
  else sessionStorage.removeItem(draft);
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
field.addEventListener("input", () => {
  keepDraft();
  refuse("");
  if (!field.value && typedAt) {
    typedAt = 0;
    post(`${base}/typing/stopped`, {}, { quiet: true }).catch(() => {});
  }
  if (!field.value || Date.now() - typedAt < TYPING) return;
  typedAt = Date.now();
  post(`${base}/typing`, {}, { quiet: true }).catch(() => {});
});
field.value = sessionStorage.getItem(draft) ?? "";

const lookAtLater = startLater({
  base,
  field,
  mine,
  newKey,
  refresh,
  seen: () => seen() || head().dataset.lastSeq,
  written: (text) => {
    attempt = null;
    field.value = "";
    keepDraft();
    document.dispatchEvent(new CustomEvent("desk:sent", { detail: { text } }));
  },
});

/* ---- taking and giving ---- */
const actions = {
  claim: () => act("claim", "conversation.claimed", true),
  "take-over": () => act("take-over", "conversation.claimed", true),
  "hand-back": () => (field.value.trim() || waiting() ? leave() : act("hand-back", "conversation.handed_back")),
};

function leave() {
  const dialog = open("unsent");
  dialog.querySelector("[data-leaves-draft]").hidden = !field.value.trim();
  dialog.querySelector("[data-leaves-later]").hidden = !waiting();
}

async function act(what, said, writes = false) {
  const done = await post(`${base}/${what}`);
  await refresh();
  refreshWork();
  if (!done) return;
  toast(t(said));
  if (writes && mine()) field.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) actions[button.dataset.act]();
  if (event.target.closest("[data-hand-back-anyway]")) {
    document.getElementById("unsent").close();
    field.value = "";
    keepDraft();
    act("hand-back", "conversation.handed_back");
  }
  if (event.target.closest("[data-beside]")) showBeside(!("sideOpen" in document.body.dataset));
});

document.addEventListener("click", (event) => {
  // The dialog says what closing does to replies that wait.
  if (event.target.closest('[data-opens="close-it"]')) document.querySelector("#close-it [data-leaves-later]").hidden = !(mine() && waiting());
});

document.querySelector("[data-close]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const done = await post(`${base}/close`, new FormData(form));
  if (!done) return refresh();
  document.getElementById("close-it").close();
  form.reset();
  toast(t("conversation.closed"));
  refresh();
});

function showBeside(on) {
  document.body.toggleAttribute("data-side-open", on);
  document.querySelector(".side-button")?.setAttribute("aria-expanded", String(on));
  if (on) document.querySelector(".side-head button").focus();
  else document.querySelector(".side-button")?.focus();
}

/* ---- notes ---- */
const notes = document.querySelector("[data-note]");
const noteField = notes.querySelector("textarea");
const noteDraft = `draft note ${id}`;
let noteAttempt = null;
noteField.value = sessionStorage.getItem(noteDraft) ?? "";
function keepNote() {
  if (noteField.value) sessionStorage.setItem(noteDraft, noteField.value);
  else sessionStorage.removeItem(noteDraft);
}
noteField.addEventListener("input", keepNote);
notes.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = noteField.value;
  if (!text.trim()) return noteField.focus();
  // As with a reply: the same words keep their key, and other words are another note.
  if (noteAttempt?.text !== text) noteAttempt = { text, key: newKey() };
  const done = await post(`${base}/notes`, noteAttempt);
  if (!done) return;
  noteAttempt = null;
  if (noteField.value === text) noteField.value = "";
  keepNote();
  toast(t("conversation.note_kept"));
  refresh();
});
notes.querySelector("[data-mention]").addEventListener("change", (event) => {
  if (event.target.value) noteField.setRangeText(`@${event.target.value} `, noteField.selectionStart, noteField.selectionEnd, "end");
  event.target.value = "";
  keepNote();
  noteField.focus();
});

/* ---- keys ---- */
const group = t("conversation.title");
bind("mod+enter", { label: t("conversation.send"), group, run: sendOrKeep, when: () => mine() || document.activeElement?.closest("[data-note]") });
bind("escape", { label: t("conversation.stop_writing"), group, inFields: true, run: () => document.activeElement.blur(), when: () => !document.querySelector("dialog[open]") && ["TEXTAREA", "INPUT"].includes(document.activeElement?.tagName) });
bind("w", { label: t("conversation.next_waiting"), group, run: () => document.querySelector('.work .talk[data-queue="waiting"] a:not([aria-current])')?.click() });
bind("d", { label: t("conversation.details"), group, run: () => showBeside(!("sideOpen" in document.body.dataset)), when: () => !!document.querySelector(".side-button")?.offsetParent });
bind("j", { label: t("inbox.next"), group: t("inbox.list_keys"), run: () => step(1) });
bind("k", { label: t("inbox.previous"), group: t("inbox.list_keys"), run: () => step(-1) });

function sendOrKeep() {
  const note = document.activeElement?.closest("[data-note]");
  if (note) note.requestSubmit();
  else send();
}

showComposer();
if (!location.hash) toEnd();
