// What an open page hears from the desk, and the clocks that go on in it.
import { showCurrentTab, t, toast } from "./desk.js";
import { sharesConnections } from "./live_tabs.js";

const RETRY = 4000;
const HIDDEN_FOR = 60000;

/**
 * Listen as long as the page is open. `hear` names a function for each event: hello, changed (ids), presence, typing, customer_typing.
 * A conversation that nobody has looked at for a minute is not listened to, so that its presence is true.
 */
export function listen(hear, conversation = "") {
  const address = `/desk/events${conversation ? `?conversation=${encodeURIComponent(conversation)}` : ""}`;
  let source = null;
  let timer = 0;
  let over = false;

  const makeRoom = sharesConnections({ quiet: () => Boolean(source) && document.hidden, stop, keep: location.pathname === "/desk" });

  function start() {
    clearTimeout(timer);
    // A tab that was opened behind this one listens when it is looked at.
    if (source || over || document.hidden) return;
    makeRoom();
    source = new EventSource(address);
    for (const name of Object.keys(hear)) source.addEventListener(name, (event) => hear[name](JSON.parse(event.data)));
    source.addEventListener("hello", () => show(true));
    source.addEventListener("called", (event) => tellCall(JSON.parse(event.data)));
    source.addEventListener("signed_out", () => {
      over = true;
      stop();
      toast(t("base.signed_out"), "bad");
    });
    source.onerror = () => {
      show(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      stop();
      timer = setTimeout(start, RETRY);
    };
  }

  function stop() {
    source?.close();
    source = null;
    show(false);
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) start();
    else if (conversation) timer = setTimeout(stop, HIDDEN_FOR);
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", start);
  start();
}

function tellCall({ by, conversation }) {
  const way = Object.assign(document.createElement("a"), { href: `/desk/conversations/${conversation}`, textContent: t("base.called", { name: by }) });
  toast(way.textContent).replaceChildren(way);
}

function show(on) {
  const sign = document.querySelector("[data-live]");
  if (!sign) return;
  sign.dataset.live = on ? "on" : "off";
  const text = t(on ? "inbox.live" : "inbox.not_live");
  if (sign.textContent !== text) sign.textContent = text;
}

/**
 * Run `work` at once, and once more afterwards if it was asked for meanwhile; never two at a time, never in a rush.
 * What it returns is settled when a run is over that began after the call. Work that ends with false is tried again.
 */
export function eager(work, pause = 150) {
  let running = null;
  let following = null;
  let retry = 0;
  const start = () => {
    clearTimeout(retry);
    const done = work();
    done.then((went) => went === false && (retry = setTimeout(again, RETRY)), () => {});
    running = done.catch(() => {}).then(() => new Promise((resume) => setTimeout(resume, pause))).then(() => (running = null));
    return done;
  };
  const again = () => {
    if (!running) return start();
    following ??= running.then(() => {
      following = null;
      return start();
    });
    return following;
  };
  return again;
}

/** The body of a fragment that the server fills; null when it isn't given, undefined when the server can't be reached. */
export async function fragment(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (response.status >= 500) return undefined;
    if (!response.ok || response.redirected) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html").body;
  } catch {
    return undefined;
  }
}

/** Put a new version of a part in its place, without taking the keyboard away from whoever stands in it. */
export function replacePart(name, from) {
  const old = document.querySelector(`[data-part="${name}"]`);
  const fresh = from.querySelector(`[data-part="${name}"]`);
  if (!old || !fresh || old.isEqualNode(fresh)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && selectorOf(focused);
  const top = old.scrollTop;
  old.replaceWith(fresh);
  fresh.scrollTop = top;
  showCurrentTab(fresh);
  if (again) fresh.querySelector(again)?.focus({ preventScroll: true });
  tick();
}

function selectorOf(element) {
  for (const name of ["id", "href", "name", "data-act"]) {
    if (element.hasAttribute(name)) return `[${name}="${CSS.escape(element.getAttribute(name))}"]`;
  }
  return null;
}

function tick() {
  for (const clock of document.querySelectorAll("time[data-waits]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dateTime)) / 1000));
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    const two = (n) => String(n).padStart(2, "0");
    let text = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
    if (hours >= 24) text = `${amount(Math.floor(hours / 24), "day")} ${amount(hours % 24, "hour")}`;
    if (clock.textContent !== text) clock.textContent = text;
    clock.parentElement.toggleAttribute("data-long", seconds >= 300);
  }
}

function amount(n, unit) {
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "short" }).format(n);
}
setInterval(tick, 1000);
tick();

/** Move between the conversations of a list by keys. */
export function step(by) {
  const links = [...document.querySelectorAll(".talks a")].filter((link) => link.offsetParent);
  if (!links.length) return;
  const at = links.findIndex((link) => link === document.activeElement);
  const current = at >= 0 ? at : links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = current < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, current + by));
  links[next].focus();
}
