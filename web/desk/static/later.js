// Replies that are said later: the dialog that writes and changes them, and what is done with those that wait.
import { open, post, t, toast } from "./desk.js";

const dialog = document.getElementById("later");
const form = dialog.querySelector("[data-later-form]");
const words = form.querySelector("textarea");
const refusal = form.querySelector("[data-later-refused]");
const drop = document.getElementById("later-drop");

/**
 * @param talk the conversation: `base` address, `field` of the reply, `mine()`, `seen()`, `newKey()`, `refresh()`, `written()`
 *   which is called when what stood in the field is scheduled.
 */
export function startLater(talk) {
  const known = new Set(heldOnes());
  let editing = null; // the reply that is changed; null while a new one is written
  let dropping = null;
  let key = "";
  let fromField = false;

  const reply = (id) => document.querySelector(`[data-later="${CSS.escape(id)}"]`);

  function write() {
    if (!talk.mine()) return;
    editing = null;
    key = talk.newKey();
    fromField = Boolean(talk.field.value.trim());
    words.value = talk.field.value;
    show();
  }

  function change(id) {
    const line = reply(id);
    if (!line) return;
    editing = { id, version: line.dataset.version };
    fromField = false;
    words.value = line.querySelector(".later-text").textContent;
    const at = form.querySelector('[value="at"]');
    // A time that has passed is no choice any more.
    form.elements.at.value = line.dataset.due > form.elements.at.min ? line.dataset.due : "";
    at.checked = Boolean(form.elements.at.value);
    if (!at.checked) form.querySelector('[name="when"]').checked = true;
    show();
  }

  function show() {
    refuse("");
    open("later");
    words.focus();
  }

  async function keep() {
    const picked = form.querySelector('[name="when"]:checked');
    // What was on the screen is meant, also when midnight has passed meanwhile.
    const moment = picked.dataset.moment ? { when: "at", at: picked.dataset.moment } : { when: picked.value, at: form.elements.at.value };
    const fields = { text: words.value, seen: talk.seen(), ...moment };
    const done = editing
      ? await ask(`/scheduled/${editing.id}/change`, { ...fields, version: editing.version }, refuse)
      : await ask("/scheduled", { ...fields, key }, refuse);
    if (!done) return;
    if (fromField) talk.written(words.value);
    dialog.close();
    toast(t("conversation.later_kept"));
    talk.refresh();
  }

  async function send(id) {
    const line = reply(id);
    if (!line) return;
    const done = await ask(`/scheduled/${id}/send`, { version: line.dataset.version, seen: talk.seen() }, (text) => text && toast(text, "bad"));
    if (done) toast(t("conversation.later_sent"));
    talk.refresh();
  }

  async function cancel(id) {
    const line = reply(id);
    drop.close();
    if (!line) return;
    const done = await ask(`/scheduled/${id}/cancel`, { version: line.dataset.version }, (text) => text && toast(text, "bad"));
    if (done) toast(t("conversation.later_cancelled"));
    talk.refresh();
  }

  async function ask(path, fields, refused) {
    let response;
    try {
      response = await post(talk.base + path, fields, { quiet: true });
    } catch {
      refused(t("base.offline"));
      return false;
    }
    if (response.ok) return true;
    const problem = (response.headers.get("Content-Type") ?? "").includes("json") ? await response.json() : {};
    refused(response.status === 401 ? t("base.signed_out") : problem.detail ?? t("base.failed"));
    talk.refresh();
    return false;
  }

  function refuse(text) {
    refusal.hidden = !text;
    refusal.textContent = text;
  }

  document.addEventListener("click", (event) => {
    const hit = (name) => event.target.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? null;
    if (hit("later-new") !== null) write();
    else if (hit("later-edit")) change(hit("later-edit"));
    else if (hit("later-send")) send(hit("later-send"));
    else if (hit("later-cancel")) {
      dropping = hit("later-cancel");
      open("later-drop");
    } else if (hit("later-drop") !== null) cancel(dropping);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
  });
  form.elements.at.addEventListener("input", () => (form.querySelector('[value="at"]').checked = true));

  /** Say what is held since the last look. */
  return function look() {
    const held = heldOnes();
    if (held.some((id) => !known.has(id))) toast(t("conversation.later_now_held"), "bad");
    known.clear();
    for (const id of held) known.add(id);
  };
}

/** How many replies wait to be said. */
export function waiting() {
  return Number(document.querySelector('[data-part="scheduled"]').dataset.waiting);
}

function heldOnes() {
  return document.querySelector('[data-part="scheduled"]').dataset.held.split(" ").filter(Boolean);
}
