// Guides in the widget's own look, drawn by the widget's own code; and a file that is too large is told before it is sent.
import { t } from "./desk.js";

const stages = document.querySelectorAll("[data-widget]");
if (stages.length) showWidgets();

async function showWidgets() {
  const [{ Bubble }, { loadStyles }, { Words }] = await Promise.all([
    import("/widget/bubble.js"),
    import("/widget/styles.js"),
    import("/widget/words.js"),
  ]);
  const dress = await loadStyles();
  for (const stage of stages) {
    const words = new Words(stage.dataset.language);
    const nothing = () => {};
    const bubbles = JSON.parse(stage.querySelector("script").textContent).map((message) => {
      const bubble = new Bubble({ key: message.id, message }, words, nothing, { pick: nothing, retry: nothing, edit: nothing });
      bubble.element.classList.toggle("follows", message.blocks.every(({ type }) => type === "choices"));
      return bubble.element;
    });
    const log = document.createElement("div");
    log.className = "log";
    log.append(...bubbles);
    const desk = document.createElement("div");
    desk.className = "desk";
    desk.lang = stage.dataset.language;
    Object.assign(desk.style, { padding: "14px", borderRadius: "13px", background: "var(--canvas)" });
    desk.append(log);
    const root = stage.attachShadow({ mode: "open" });
    dress(root);
    root.append(desk);
    follow(desk);
    stage.dataset.drawn = "";
  }
}

/** The desk's own light or dark, as the page has it now and later. */
function follow(desk) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const { theme } = document.documentElement.dataset;
  const paint = () => {
    desk.dataset.scheme = theme === "dark" || (theme !== "light" && dark.matches) ? "dark" : "light";
  };
  dark.addEventListener("change", paint);
  paint();
}

const form = document.querySelector("[data-most-bytes]");
form?.addEventListener("submit", (event) => {
  const most = Number(form.dataset.mostBytes);
  const tooLarge = [...form.querySelectorAll("input[type=file]")].some((field) => [...field.files].some((file) => file.size > most));
  const said = form.querySelector("[data-too-large]");
  said.hidden = !tooLarge;
  if (!tooLarge) return;
  event.preventDefault();
  said.textContent = t("knowledge.unreadable_too_large");
}, { capture: true });
