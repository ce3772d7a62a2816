// A page that waits for a replay looks again by itself, unless somebody fills in its form.
const waiting = document.querySelector("[data-reloads]");
let touched = false;
document.addEventListener("input", () => (touched = true));
if (waiting) setInterval(() => touched || document.querySelector("dialog[open]") || location.reload(), 3000);
