// The list of conversations: as it is now, and moved through by keys.
import { t } from "./desk.js";
import { bind } from "./shortcuts.js";
import { eager, fragment, listen, replacePart, step } from "./live.js";

const title = document.title;
let waiting = countOf(document);

const refresh = eager(async () => {
  const here = new URL(location.href);
  if (!here.searchParams.has("queue")) {
    here.searchParams.set("queue", document.querySelector('[data-filter] [name="queue"]').value);
  }
  const part = await fragment(`/desk/inbox/list${here.search}`);
  if (!part) return part !== undefined;
  replacePart("list", part);
  tell(countOf(document));
});

listen({ hello: refresh, changed: refresh });
bind("j", { label: t("inbox.next"), group: t("inbox.list_keys"), run: () => step(1) });
bind("k", { label: t("inbox.previous"), group: t("inbox.list_keys"), run: () => step(-1) });
bind("o", {
  label: t("inbox.open_it"),
  group: t("inbox.list_keys"),
  run: () => document.activeElement.click(),
  when: () => !!document.activeElement?.closest(".talks"),
});
tell(waiting);

function countOf(root) {
  return Number(root.querySelector('[data-count="waiting"]')?.textContent.replace(/\D/g, "") ?? 0);
}

function tell(count) {
  document.title = count ? `(${count}) ${title}` : title;
  if (count > waiting) {
    const said = document.querySelector("[data-said]");
    if (said) said.textContent = t("inbox.new_waiting", { n: count });
  }
  waiting = count;
}
