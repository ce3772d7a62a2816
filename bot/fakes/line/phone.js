// Draws what a customer's phone shows, and does what a customer does there.
const SIZES = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
const SPACES = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const params = new URLSearchParams(location.search);
const chat = params.get("chat") ?? "U" + "0".repeat(31) + "1";
const at = (selector) => document.querySelector(selector);
const pixels = (value, table = SPACES) => (value in table ? `${table[value]}px` : value);
if (params.has("tall")) document.body.classList.add("tall");

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function flexible(made, component) {
  if (component.flex !== undefined) made.style.flex = component.flex === 0 ? "none" : `${component.flex} 1 0`;
  if (component.action) {
    made.classList.add("act");
    made.addEventListener("click", () => act(component.action));
  }
  return made;
}

function words(component) {
  const made = element("div", component.wrap ? "words wrap" : "words", component.text);
  made.style.fontSize = pixels(component.size ?? "md", SIZES);
  made.style.color = component.color ?? "#111111";
  made.style.textAlign = component.align ?? "start";
  if (component.weight === "bold") made.style.fontWeight = "700";
  return flexible(made, component);
}

function box(component) {
  const made = element("div", `box ${component.layout}`);
  const style = made.style;
  style.gap = pixels(component.spacing ?? "none");
  for (const side of ["All", "Top", "Bottom", "Start", "End"]) {
    const value = component[`padding${side}`];
    const property = { All: "padding", Start: "paddingLeft", End: "paddingRight" }[side] ?? `padding${side}`;
    if (value !== undefined) style[property] = pixels(value, { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 });
  }
  if (component.backgroundColor) style.background = component.backgroundColor;
  if (component.cornerRadius) style.borderRadius = pixels(component.cornerRadius);
  if (component.borderWidth) style.border = `${pixels(component.borderWidth, { light: 0.5, normal: 1, bold: 3 })} solid ${component.borderColor ?? "#aaa"}`;
  if (component.width) { style.width = component.width; style.flex = "none"; }
  if (component.height) style.height = component.height;
  if (component.justifyContent) style.justifyContent = component.justifyContent;
  if (component.alignItems) style.alignItems = component.alignItems;
  for (const part of component.contents ?? []) {
    const drawn = draw(part);
    if (part.margin) drawn.style[component.layout === "vertical" ? "marginTop" : "marginLeft"] = margin(part.margin, component.spacing);
    made.append(drawn);
  }
  return flexible(made, component);
}

// A component's own margin takes the place of the box's spacing before it.
function margin(own, spacing = "none") {
  return `calc(${pixels(own)} - ${pixels(spacing)})`;
}

function draw(component) {
  switch (component.type) {
    case "box": return box(component);
    case "text": return words(component);
    case "separator": {
      const made = element("div", "separator");
      if (component.color) made.style.background = component.color;
      return made;
    }
    case "carousel": {
      const made = element("div", "carousel");
      made.append(...component.contents.map(draw));
      return made;
    }
    case "bubble": {
      const made = element("div", "bubble");
      for (const part of ["header", "hero", "body", "footer"]) if (component[part]) made.append(box(component[part]));
      return made;
    }
    default: return element("div", "text", `[${component.type}]`);
  }
}

function said({ by, message }) {
  const line = element("div", `said ${by}`);
  const column = element("div", "column");
  if (by === "account") {
    line.append(element("div", "face", "更"));
    column.append(element("div", "name", message.sender ? `${message.sender.name} from 更新デスク` : "更新デスク"));
  }
  column.append(message.type === "flex" ? draw(message.contents) : element("div", "text", message.text ?? `[${message.type}]`));
  line.append(column);
  return line;
}

function menu(found) {
  const place = at(".menu");
  if (!found) { place.hidden = true; return; }
  if (place.dataset.id === found.id) return;
  place.dataset.id = found.id;
  place.hidden = params.has("tall");
  const picture = element("img");
  picture.src = `menus/${found.id}`;
  picture.alt = found.name;
  picture.addEventListener("load", toTheEnd);
  place.replaceChildren(picture);
  for (const { bounds, action } of found.areas) {
    const button = element("button");
    button.setAttribute("aria-label", action.label);
    const share = (part, whole) => `${(100 * part) / whole}%`;
    button.style.left = share(bounds.x, found.size.width);
    button.style.width = share(bounds.width, found.size.width);
    button.style.top = share(bounds.y, found.size.height);
    button.style.height = share(bounds.height, found.size.height);
    button.addEventListener("click", () => (action.type === "richmenuswitch" ? tell({ does: "switch", action }) : act(action)));
    place.append(button);
  }
}

function act(action) {
  return action.type === "uri" ? window.open(action.uri, "_blank", "noopener") : tell({ does: "act", action });
}

function toTheEnd() {
  at(".chat").scrollTop = at(".chat").scrollHeight;
}

async function tell(wish) {
  await fetch(`phones/${chat}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish) });
  await show();
}

let before = "";
async function show() {
  const text = await (await fetch(`phones/${chat}`)).text();
  if (text === before) return;
  before = text;
  const phone = JSON.parse(text);
  at(".who").textContent = phone.name;
  at(".chat").replaceChildren(...phone.shown.map(said));
  if (phone.loading) at(".chat").append(element("div", "dots", "•••"));
  const last = phone.shown.at(-1);
  const quick = last?.by === "account" ? last.message.quickReply?.items ?? [] : [];
  at(".quick").replaceChildren(...quick.map(({ action }) => {
    const button = element("button", "", action.label);
    button.addEventListener("click", () => act(action));
    return button;
  }));
  menu(phone.menu);
  toTheEnd();
  document.body.dataset.shown = String(phone.shown.length);
}

at(".write").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = at(".write input");
  if (field.value.trim()) tell({ does: "say", text: field.value });
  field.value = "";
});
at(".bars").addEventListener("click", () => { if (at(".menu").dataset.id) at(".menu").hidden = !at(".menu").hidden; });
await show();
setInterval(show, 700);
