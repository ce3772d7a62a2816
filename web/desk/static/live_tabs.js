// A browser gives all tabs of an address six connections together. Tabs that nobody looks at leave some of them free.

const KEPT = 3;
const ANSWERS = 150;

/**
 * @param page whether it listens and is hidden `quiet()`, how to `stop()` it, and whether it is one to `keep` longest.
 * @return a function that makes room for this page when it begins to listen.
 */
export function sharesConnections(page) {
  const me = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const tabs = new BroadcastChannel("desk-live");
  let hiddenAt = Date.now();
  let quiet = [];

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
  });
  tabs.addEventListener("message", ({ data }) => {
    if (data.asks && page.quiet()) tabs.postMessage({ quiet: me, since: page.keep ? Infinity : hiddenAt });
    if (data.quiet) quiet.push(data);
    if (data.leave === me && page.quiet()) page.stop();
  });

  return () => {
    quiet = [];
    tabs.postMessage({ asks: me });
    setTimeout(() => {
      quiet.sort((one, other) => other.since - one.since || 0);
      for (const each of quiet.slice(KEPT)) tabs.postMessage({ leave: each.quiet });
    }, ANSWERS);
  };
}
