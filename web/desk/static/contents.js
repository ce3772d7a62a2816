// Marks where on a long page the reader is.
const nav = document.querySelector("[data-contents]");
const places = [...nav.querySelectorAll("a")].map((link) => ({ link, target: document.getElementById(link.hash.slice(1)) })).filter(({ target }) => target);
let due = false;

function mark() {
  due = false;
  const above = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 24;
  const ended = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
  const passed = places.filter(({ target }) => target.getBoundingClientRect().top <= above);
  const here = (ended ? places.at(-1) : passed.at(-1)) ?? places[0];
  for (const { link } of places) {
    if (link === here?.link) show(link);
    else link.removeAttribute("aria-current");
  }
}

function show(link) {
  if (link.hasAttribute("aria-current")) return;
  link.setAttribute("aria-current", "true");
  const [box, frame] = [link.getBoundingClientRect(), nav.getBoundingClientRect()];
  nav.scrollLeft += box.left - frame.left - (nav.clientWidth - box.width) / 2;
  if (box.top < frame.top || box.bottom > frame.bottom) nav.scrollTop += box.top - frame.top - nav.clientHeight / 2;
}

function soon() {
  if (!due) requestAnimationFrame(mark);
  due = true;
}

window.addEventListener("scroll", soon, { passive: true });
window.addEventListener("resize", soon, { passive: true });
mark();
