/**
 * Single keys at the desk. Whatever has a data-key is pressed by it; the page works without.
 *
 * No key does anything while typing in a field, with Ctrl, Alt or Meta, or once a step is on its
 * way: a key held down must not decide the next item unseen.
 */

const FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const PAUSE = 120; // milliseconds without a keystroke, before the picker asks
let isLeaving = false;

document.addEventListener("submit", () => (isLeaving = true));
// A page that the browser kept comes back ready.
window.addEventListener("pageshow", () => (isLeaving = false));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const isTyping = event.target.matches?.(FIELDS);
  if (isLeaving || (event.repeat && !"jk".includes(event.key)) || (isTyping && event.key !== "Escape")) return;
  if (moveToRow({ j: 1, k: -1 }[event.key])) return event.preventDefault();
  const pressed = findKey(event);
  if (!pressed || pressed.disabled) return;
  event.preventDefault();
  if (pressed.href) isLeaving = true;
  pressed.click();
});

/** To the next row, or the one before; whether there are rows and the key is one of theirs. */
function moveToRow(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!step || !rows.length) return false;
  const at = rows.indexOf(document.activeElement?.closest("[data-row]"));
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
  return true;
}

/** In the row at hand first, where there are rows. */
function findKey(event) {
  const selector = `[data-key="${CSS.escape(event.key)}"]`;
  const row = document.activeElement?.closest("[data-row]");
  return row?.querySelector(selector) ?? document.querySelector(`:not([data-row] *)${selector}`);
}

/** The picker: what is found follows what is typed, and the arrows go through it. */
const picker = document.querySelector("#picker");
if (picker) {
  const input = picker.querySelector("#picker-input");
  const form = picker.querySelector("#picker-query");
  let timer, asked;

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  async function ask() {
    const query = new URLSearchParams(new FormData(form)).toString();
    asked = query;
    const answer = await fetch(`${form.getAttribute("action").split("?")[0]}?${query}`);
    if (!answer.ok || asked !== query) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    picker.querySelector("#found").replaceChildren(...page.querySelector("#found").children);
  }

  picker.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [input, ...picker.querySelectorAll("#found button")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) next.focus();
    event.preventDefault();
  });
}
