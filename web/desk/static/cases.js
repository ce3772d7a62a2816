// The queue of cases, and one case: as they are now, and worked by keys.
import { t, toast } from "./desk.js";
import { bind } from "./shortcuts.js";
import { eager, fragment, listen, replacePart } from "./live.js";

const PARTS = ["top", "facts", "notes", "history", "side"];
const queue = document.querySelector("[data-bulk]");
const shown = document.querySelector("[data-case]");

if (queue) workQueue();
if (shown) workCase(shown);

function workQueue() {
  const refresh = eager(async () => {
    const here = new URL(location.href);
    if (!here.searchParams.has("view")) here.searchParams.set("view", document.querySelector('[name="view"]').value);
    const body = await fragment(`/desk/cases/list${here.search}`);
    if (!body) return body !== undefined;
    const chosen = new Set([...queue.querySelectorAll('[name="numbers"]:checked')].map((box) => box.value));
    for (const box of body.querySelectorAll('[name="numbers"]')) box.toggleAttribute("checked", chosen.has(box.value));
    replacePart("list", body);
    count();
  });
  const count = () => {
    const n = queue.querySelectorAll('[name="numbers"]:checked').length;
    const sign = document.querySelector("[data-chosen]");
    if (sign) sign.textContent = n ? t("cases.chosen", { n }) : "";
  };
  const move = (by) => {
    const links = [...queue.querySelectorAll(".case-rows th a:first-child")];
    if (!links.length) return;
    const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + by))].focus();
  };
  queue.addEventListener("change", count);
  listen({ hello: refresh, changed: refresh });
  setInterval(refresh, 60000); // the clocks go on
  bind("j", { label: t("cases.next"), group: t("cases.list_keys"), run: () => move(1) });
  bind("k", { label: t("cases.previous"), group: t("cases.list_keys"), run: () => move(-1) });
  bind("x", {
    label: t("cases.choose"),
    group: t("cases.list_keys"),
    run: () => document.activeElement.closest("tr").querySelector('[name="numbers"]:not(:disabled)')?.click(),
    when: () => !!document.activeElement?.closest(".case-rows"),
  });
  count();
}

function workCase(page) {
  let told = false;
  const refresh = eager(async () => {
    const body = await fragment(`/desk/cases/${page.dataset.case}/live`);
    if (!body) return body !== undefined;
    for (const name of PARTS) {
      const part = page.querySelector(`[data-part="${name}"]`);
      // What somebody is writing stays; saving it tells them that the case went on.
      if (part && !busy(part)) replacePart(name, body);
    }
    const version = page.querySelector("[data-edits] [name=version]")?.value;
    const now = body.querySelector("[name=version]")?.value;
    if (version && now && now !== version && !told) {
      told = true;
      toast(t("cases.changed_here"), "bad");
    }
  });
  listen({
    hello: refresh,
    changed: (ids) => {
      if (!("conversation" in page.dataset) || ids.includes(page.dataset.conversation)) refresh();
    },
  });
}

function busy(part) {
  if (part.querySelector("form[data-sent], details[open]")) return true;
  if (part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")) return true;
  return [...part.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")].some((field) => field.value !== field.defaultValue);
}
