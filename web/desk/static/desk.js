// What every page does: texts, requests, toasts, dialogs, the menu, times that go on.
import { startDrafts } from "./drafts.js";
import { startShortcuts } from "./shortcuts.js";

const known = {};
for (const holder of document.querySelectorAll("script.words")) Object.assign(known, JSON.parse(holder.textContent));

/** A text that the page brought along, with its places filled. */
export function t(key, values = {}) {
  if (!(key in known)) throw new Error(`The page has no text ${key}`);
  return known[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Say something at the foot of the page; `tone` is "good" or "bad". */
export function toast(text, tone = "good") {
  const said = document.createElement("p");
  said.className = "toast";
  said.dataset.tone = tone;
  said.textContent = text;
  document.querySelector(".toasts").append(said);
  leave(said);
  return said;
}

function leave(said) {
  setTimeout(() => said.remove(), 3000 + said.textContent.length * 90);
}

/** The token that each change carries. */
export function csrf() {
  return document.querySelector('meta[name="csrf"]').content;
}

/**
 * Send a form (an object or FormData) and return the response; says itself what went wrong.
 * Returns null when the answer is an error that was said; `quiet` leaves that to the caller.
 */
export async function post(url, fields = {}, { quiet = false, signal } = {}) {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
  let response;
  try {
    response = await fetch(url, { method: "POST", body, signal, headers: { "X-CSRF-Token": csrf(), Accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (quiet) throw error;
    toast(t("base.offline"), "bad");
    return null;
  }
  if (response.ok || quiet) return response;
  const problem = (response.headers.get("Content-Type") ?? "").includes("json") ? await response.json() : {};
  toast(response.status === 401 ? t("base.signed_out") : problem.detail ?? t("base.failed"), "bad");
  return null;
}

/** Open a dialog by its id. */
export function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog.open) dialog.showModal();
  return dialog;
}

document.addEventListener("click", (event) => {
  const hit = (attribute) => event.target.closest(`[${attribute}]`);
  const opener = hit("data-opens");
  if (opener) open(opener.dataset.opens);
  hit("data-closes")?.closest("dialog").close();
  if (event.target instanceof HTMLDialogElement) closeByBackdrop(event);
  const copier = hit("data-copies");
  if (copier) copy(document.getElementById(copier.dataset.copies));
  const button = hit("data-menu");
  const menu = document.getElementById("menu");
  if (button) showMenu(!("open" in menu.dataset));
  else if (menu && !menu.contains(event.target)) showMenu(false);
  const printer = hit("data-prints");
  if (printer) window.print();
});

function closeByBackdrop(event) {
  const box = event.target.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) event.target.close();
}

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // without TLS browsers give no clipboard
  }
  toast(t("base.copied"));
}

function showMenu(shown) {
  const menu = document.getElementById("menu");
  if (!menu) return;
  menu.toggleAttribute("data-open", shown);
  document.querySelector("[data-menu]").setAttribute("aria-expanded", String(shown));
}

document.addEventListener("keydown", (event) => {
  const menu = document.getElementById("menu");
  if (event.key === "Escape" && menu && "open" in menu.dataset) {
    showMenu(false);
    document.querySelector("[data-menu]").focus();
  }
});

// A form that is sent twice by a double click or two Enters is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if ("sent" in form.dataset) event.preventDefault();
  form.dataset.sent = "";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A select or checkbox with data-submits sends its form at once.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-submits]")) return;
  // Fields that were unfolded are chosen one after the other, and sent by their button.
  const fold = event.target.closest(".fold-fields")?.parentElement.querySelector(".fold");
  if (!fold?.offsetParent) event.target.form.requestSubmit();
});

/** Where tabs don't fit, the one that is shown is seen. */
export function showCurrentTab(root = document) {
  for (const tab of root.querySelectorAll(".tabs [aria-current]")) {
    const line = tab.closest(".tabs");
    line.scrollLeft += tab.getBoundingClientRect().left - line.getBoundingClientRect().left - (line.clientWidth - tab.offsetWidth) / 2;
  }
}
showCurrentTab();

/** Rewrite "3 minutes ago" as time goes on. */
export function refreshTimes(root = document) {
  for (const tag of root.querySelectorAll("time[data-ago]")) {
    const minutes = Math.floor((Date.now() - Date.parse(tag.dateTime)) / 60000);
    if (minutes >= 7 * 1440) continue;
    if (minutes < 1) tag.textContent = t("base.just_now");
    else tag.textContent = t("base.ago", { span: spanOf(minutes) });
  }
}

function spanOf(minutes) {
  const [unit, size] = [["day", 1440], ["hour", 60], ["minute", 1]].find(([, each]) => minutes >= each);
  const n = Math.floor(minutes / size);
  return t(`base.span_${unit}${n === 1 ? "" : "s"}`, { n });
}
setInterval(refreshTimes, 30000);

for (const said of document.querySelectorAll(".toast")) leave(said);
startDrafts();
const here = new URL(location.href);
if (here.searchParams.has("said")) {
  here.searchParams.delete("said");
  history.replaceState(history.state, "", here);
}
startShortcuts({ t, open });
