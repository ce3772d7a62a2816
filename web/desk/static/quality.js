// Labels without leaving the page, by mouse or by keys; pages that wait for a process look again by themselves.
import { csrf, post, t, toast } from "./desk.js";
import { bind } from "./shortcuts.js";

const waiting = document.querySelector("[data-reloads]");
if (waiting) setInterval(() => document.querySelector("dialog[open]") || location.reload(), 4000);

if (document.querySelector("[data-doubt]")) {
  document.addEventListener("submit", onSubmit);
  const group = t("quality.title");
  bind("j", { label: t("quality.next"), group, run: () => step(1) });
  bind("k", { label: t("quality.previous"), group, run: () => step(-1) });
  for (const n of [1, 2, 3]) bind(String(n), { label: t("quality.choose_n", { n }), group, run: () => choose(n), when: () => !!here() });
  bind("0", { label: t("quality.nothing"), group, run: () => choose(0), when: () => !!here() });
}

function items() {
  return [...document.querySelectorAll(".doubt")];
}

function here() {
  return document.activeElement?.closest(".doubt");
}

function step(way) {
  const all = items();
  const at = all.indexOf(here());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + way, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function choose(n) {
  here()?.querySelector(`[data-reading="${n}"]`)?.click();
}

async function onSubmit(event) {
  const form = event.target.closest("[data-doubt]");
  if (!form) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  fields.set("csrf", csrf());
  const response = await post(form.action, fields);
  if (!response) return;
  const said = new URL(response.url).searchParams.get("said") ?? "";
  const bad = said === "quality.choose";
  if (said) toast(t(said), bad ? "bad" : "good");
  if (bad) return;
  const item = form.closest(".doubt");
  const all = items();
  const next = all[all.indexOf(item) + 1] ?? all[all.indexOf(item) - 1];
  const section = item.closest("section");
  item.remove();
  if (!section.querySelector(".doubt")) section.remove();
  const left = document.querySelector("[data-left]");
  left.textContent = String(Math.max(Number(left.textContent) - 1, 0));
  if (next) next.focus();
  else location.reload();
}
