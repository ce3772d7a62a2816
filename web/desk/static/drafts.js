// What somebody writes in a form is kept in their tab until it has been sent: a sign-in that ends meanwhile takes nothing away.

const SENT = "drafts sent";
const nameOf = (field) => `draft ${field.form.getAttribute("action")} ${field.name}`;
const kept = (field) => field instanceof HTMLTextAreaElement && field.form?.method === "post" && field.form.enctype !== "multipart/form-data" && field.form.hasAttribute("action");

/** Put back what was not sent. To be called before the address forgets what the last form did. */
export function startDrafts() {
  const said = new URL(location.href).searchParams.get("said");
  if (said) for (const name of sentOnes()) sessionStorage.removeItem(name);
  sessionStorage.removeItem(SENT);
  // The next one at this screen may be somebody else.
  if (said === "people.signed_out") for (const name of Object.keys(sessionStorage)) if (name.startsWith("draft ")) sessionStorage.removeItem(name);
  for (const field of document.querySelectorAll("form textarea")) if (kept(field)) restore(field);
  document.addEventListener("input", (event) => kept(event.target) && keep(event.target));
  document.addEventListener("submit", (event) => {
    const names = [...event.target.elements].filter(kept).map(nameOf);
    if (names.length) sessionStorage.setItem(SENT, JSON.stringify(names));
  });
}

function keep(field) {
  const draft = { from: field.defaultValue, text: field.value };
  if (draft.text !== draft.from) sessionStorage.setItem(nameOf(field), JSON.stringify(draft));
  else sessionStorage.removeItem(nameOf(field));
}

function restore(field) {
  const draft = JSON.parse(sessionStorage.getItem(nameOf(field)) ?? "null");
  // Where the text that was changed is another one by now, an old change of it must not take its place.
  if (!draft || field.value !== field.defaultValue || draft.from !== field.defaultValue) return;
  field.value = draft.text;
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function sentOnes() {
  return JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
}
