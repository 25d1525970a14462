/**
 * A card beside a linked name, or a mark in the margin, while pointer or focus is on it.
 * Without this script, or an answer, the link keeps its title.
 */

const LINKS = "a.name[href^='/entities/'], .here a";
const PAUSE = 350; // milliseconds: passing over a name opens nothing
const GRACE = 200; // to cross from the name to its card
const GAP = 8; // pixels, there and at the edges of the window

const kept = new Map();
let card, link, title, timer;

/** The browser would show the title over the card. */
function enter(target, event) {
  clearTimeout(timer);
  if (target === link) return;
  leave();
  link = target;
  title = link.title;
  link.removeAttribute("title");
  timer = setTimeout(() => open(target, event.clientY), PAUSE);
}

function leave() {
  close();
  if (link) link.title = title;
  link = undefined;
}

function leaveSoon() {
  clearTimeout(timer);
  timer = setTimeout(leave, GRACE);
}

async function open(target, y) {
  const content = await contentFor(target).catch(() => undefined);
  if (target !== link) return;
  if (!content) return leave();
  card ??= makeCard();
  card.replaceChildren(content.cloneNode(true));
  card.showPopover();
  put(lineOf(target, y));
  target.setAttribute("aria-describedby", card.id);
}

function close() {
  clearTimeout(timer);
  if (card?.matches(":popover-open")) card.hidePopover();
  link?.removeAttribute("aria-describedby");
}

function makeCard() {
  const made = document.createElement("div");
  Object.assign(made, { id: "card", className: "card", popover: "manual", role: "tooltip" });
  made.addEventListener("pointerenter", () => clearTimeout(timer));
  made.addEventListener("pointerleave", leaveSoon);
  document.querySelector("main").append(made);
  return made;
}

async function contentFor(target) {
  if (target.hash) return statementOf(target);
  const address = `${target.pathname}card/`;
  if (!kept.has(address)) {
    const response = await fetch(address);
    if (!response.ok) return;
    const template = document.createElement("template");
    template.innerHTML = await response.text();
    kept.set(address, template.content);
  }
  return kept.get(address);
}

function statementOf(mark) {
  const statement = document.getElementById(mark.hash.slice(1));
  const line = statement.querySelector(".statement-line").cloneNode(true);
  for (const inner of line.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
  const made = document.createElement("p");
  made.append(...line.childNodes);
  return made;
}

/** Of a name on two lines, the one that the pointer is on. */
function lineOf(target, y) {
  const lines = [...target.getClientRects()];
  return lines.find((line) => line.top <= y && y <= line.bottom) ?? lines[0];
}

/** Below the line, or above it where there is no room. */
function put(line) {
  const { offsetWidth, offsetHeight } = card;
  const { clientWidth, clientHeight } = document.documentElement;
  const above = line.top - GAP - offsetHeight;
  const below = line.bottom + GAP;
  const top = above < 0 || below + offsetHeight <= clientHeight ? below : above;
  const left = Math.max(GAP, Math.min(line.left, clientWidth - offsetWidth - GAP));
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${top + scrollY}px`;
}

/** A link to this very page has nothing to say. */
function listen(name, handle) {
  document.addEventListener(name, (event) => {
    const target = event.target.closest?.(LINKS);
    if (target && (target.hash || target.pathname !== location.pathname)) handle(target, event);
  });
}

if ("popover" in HTMLElement.prototype) {
  // Nothing stands in a finger's way.
  listen("pointerover", (at, event) => event.pointerType !== "touch" && enter(at, event));
  listen("pointerout", (at, event) => at.contains(event.relatedTarget) || leaveSoon());
  listen("focusin", (at, event) => at.matches(":focus-visible") && enter(at, event));
  listen("focusout", leave);
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  addEventListener("pagehide", leave);
  addEventListener("resize", leave);
}
