/**
 * Pick an entity while typing: the ARIA combobox, over a box that also works as it is.
 *
 * `nearby` holds the entities that the selected words name: they are offered before any is typed.
 * Nothing is picked but by Enter, by a press or by the name left in the box.
 */

const PAUSE = 120; // milliseconds without a keystroke

class EntityPicker extends HTMLElement {
  nearby = [];
  options = [];
  active = -1;
  entity = null;
  isWaiting = false;

  connectedCallback() {
    if (this.list) return;
    [this.box, this.key] = this.querySelectorAll("input");
    this.list = made("div", { role: "listbox", id: `${this.box.id}-options`, hidden: "" });
    this.list.setAttribute("aria-label", "Entities");
    this.said = made("p", { class: "visually-hidden", "aria-live": "polite" });
    this.append(this.list, this.said);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries({ ...roles, "aria-controls": this.list.id }))
      this.box.setAttribute(name, value);
    this.listen();
  }

  listen() {
    this.box.addEventListener("input", (event) => this.typed(event));
    this.box.addEventListener("focus", () => this.box.value || this.fill(this.nearby, true));
    this.box.addEventListener("blur", () => (clearTimeout(this.timer), this.close()));
    this.box.addEventListener("keydown", (event) => this.press(event));
    // The box keeps the focus while an option is pressed, or the list would close under the hand.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const action = {
      ArrowDown: () => (this.isOpen ? this.mark(this.active + 1) : this.open()),
      ArrowUp: () => (this.isOpen ? this.mark(this.active - 1) : this.open()),
      Enter: () => this.enter(),
      Escape: () => this.isOpen && this.close(),
    }[event.key];
    if (action && action() !== false) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** While an answer is waited for, Enter must neither pick what stood before nor send the form. */
  enter() {
    if (this.isOpen && this.active >= 0) this.pick(this.options[this.active].entity);
    else return this.isWaiting;
  }

  /** What is near is narrowed at once, all others are asked for. */
  typed(event) {
    this.forget();
    clearTimeout(this.timer);
    if (event.isComposing) return;
    this.isWaiting = true;
    this.fill(this.nearby.filter((entity) => isCalled(entity, this.box.value.trim())), true);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  forget() {
    this.entity = null;
    this.key.value = "";
    this.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: null }));
  }

  open() {
    if (this.box.value.trim()) this.ask();
    else this.fill(this.nearby, true);
  }

  async ask() {
    const text = this.box.value.trim();
    this.request?.abort();
    this.isWaiting = Boolean(text);
    if (!text) return this.fill(this.nearby, true);
    const { signal } = (this.request = new AbortController());
    try {
      const query = new URLSearchParams({ q: text });
      const response = await fetch(`${this.dataset.url}?${query}`, { signal });
      const { entities } = await response.json();
      if (!signal.aborted && document.activeElement === this.box) this.fill(entities, true);
    } catch {
      // No suggestions, then: the server reads the name all the same.
      if (!signal.aborted) this.close();
    }
    if (!signal.aborted) this.isWaiting = false;
  }

  fill(entities, marksFirst) {
    this.options = entities.map((entity, i) => this.option(entity, i));
    this.list.replaceChildren(...this.options);
    if (!entities.length) return this.close();
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    this.active = -1;
    if (marksFirst) this.mark(0);
    const n = entities.length;
    this.said.textContent = n === 1 ? "One entity." : `${n} entities.`;
  }

  option(entity, position) {
    const option = made("div", { role: "option", id: `${this.list.id}-${position}` });
    option.setAttribute("aria-selected", "false");
    option.entity = entity;
    const words = made("span", { class: "option-words" }, entity.name);
    const full = entity.full === entity.name ? entity.label : `${entity.full}, ${entity.label}`;
    option.append(kindMark(entity), words, made("span", { class: "option-kind" }, full));
    option.addEventListener("click", () => this.pick(entity));
    return option;
  }

  mark(position) {
    const n = this.options.length;
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = (position + n) % n;
    const option = this.options[this.active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", option.id);
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
    this.said.textContent = "";
  }

  pick(entity) {
    clearTimeout(this.timer);
    this.request?.abort();
    this.isWaiting = false;
    this.put(entity);
    this.close();
    this.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: entity }));
  }

  /** Fill the box without telling of it. */
  put(entity) {
    this.entity = entity;
    this.box.value = entity?.name ?? "";
    this.key.value = entity?.key ?? "";
  }
}

function isCalled({ name, full }, words) {
  const called = (text) => text.toLowerCase().includes(words.toLowerCase());
  return called(name) || called(full);
}

/** The mark of a kind, as `kind_mark` makes it. */
function kindMark({ css, letter, path }) {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg class="mark ${css}" viewBox="-13 -13 26 26" aria-hidden="true"><path d="${path}"/><text y="4">${letter}</text></svg>`;
  return holder.content.firstElementChild;
}

function made(name, attributes, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

customElements.define("entity-picker", EntityPicker);
