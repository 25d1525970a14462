/**
 * Suggestions under a search box: the ARIA combobox with a list that completes.
 *
 * Without this script, or when no answer comes, the form inside works as it is.
 * The server answers as OpenSearch says, and adds letters and shapes.
 */

const ADDRESS = "/search/suggestions/";
const PAUSE = 120; // milliseconds without a keystroke
// Chinese, Japanese and Korean say with one character what others say with several.
const IDEOGRAPHIC = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u;

class SearchSuggestions extends HTMLElement {
  options = [];
  active = -1;
  answered = ""; // the text that the options belong to
  offers = () => true; // a picker takes only some

  connectedCallback() {
    this.input = this.querySelector("input");
    const id = `${this.input.id}-suggestions`;
    this.list = element("div", { role: "listbox", id, hidden: "" });
    this.list.setAttribute("aria-label", "Suggestions");
    // Not a status: the page has its own, and this one is only heard.
    this.said = element("p", { class: "visually-hidden", "aria-live": "polite" });
    this.append(this.list, this.said);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    }))
      this.input.setAttribute(name, value);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", (event) => event.isComposing || this.wait());
    this.input.addEventListener("compositionend", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // The box keeps the focus while an option is pressed, or the list would close under the hand.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.input.form.addEventListener("submit", () => this.close());
    // A page kept by the browser comes back as it was left.
    window.addEventListener("pagehide", () => this.close());
  }

  press(event) {
    // While characters are composed, the keys belong to the composing; Safari says so by 229.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    const action = {
      ArrowDown: () => (event.altKey ? this.open() : this.move(1)),
      ArrowUp: () => (event.altKey ? this.close() : this.move(-1)),
      Enter: () => this.choose(),
      Escape: () => this.escape(),
    }[event.key];
    if (action) {
      if (action() !== false) event.preventDefault();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) this.mark(-1);
  }

  get isOpen() {
    return !this.list.hidden;
  }

  get text() {
    return this.input.value.trim();
  }

  /** Ask once the reader pauses. */
  wait() {
    this.stop();
    this.mark(-1);
    if (!this.isLongEnough()) return this.close();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  isLongEnough() {
    return this.text.length >= (IDEOGRAPHIC.test(this.text) ? 1 : 2);
  }

  /** Forget what is waited for: a late answer must not replace a newer one. */
  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async ask() {
    const { text } = this;
    this.stop();
    const { signal } = (this.request = new AbortController());
    try {
      const query = new URLSearchParams({ q: text });
      const response = await fetch(`${ADDRESS}?${query}`, { signal });
      const answer = response.ok ? await response.json() : [];
      if (!signal.aborted) this.fill(text, answer);
    } catch {
      // No suggestions, then: the form searches all the same.
      if (!signal.aborted) this.close();
    }
  }

  fill(text, [, names = [], kinds = [], addresses = [], letters = [], paths = []]) {
    this.mark(-1);
    this.answered = text;
    this.options = names
      .map((name, i) => option(`${this.list.id}-${i}`, name, kinds[i], addresses[i], letters[i], paths[i]))
      .filter((one) => this.offers(one));
    this.list.replaceChildren(
      ...group("Entities", this.options.filter(isEntity)),
      ...group("Articles", this.options.filter((one) => !isEntity(one))),
    );
    // In the order they stand in, whatever the order they came in.
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.length ? this.show() : this.close();
    this.said.textContent = counted(this.options.length);
  }

  /** Open the list without moving into it. */
  async open() {
    if (!this.isLongEnough()) return;
    if (this.answered !== this.text) await this.ask();
    else if (this.options.length) this.show();
  }

  async move(step) {
    await this.open();
    if (!this.isOpen) return;
    const start = this.active < 0 && step < 0 ? 0 : this.active;
    this.mark((start + step + this.options.length) % this.options.length);
  }

  show() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.stop();
    this.mark(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.said.textContent = "";
  }

  /** Make one option the active one; the focus stays in the box. */
  mark(position) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = position;
    const option = this.options[position];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  /** Enter opens the active option; without one the form is sent. */
  choose() {
    if (this.active < 0) return false;
    this.options[this.active].click();
  }

  /** Escape closes the list; in a closed box it clears the text. */
  escape() {
    if (this.isOpen) return this.close();
    if (!this.input.value) return false;
    this.stop();
    this.input.value = "";
  }
}

/** A link with the role of an option, so that it opens in a new tab as any link does. */
function option(id, name, kind = "", address = "/", letter = "", path = "") {
  const made = element("a", { role: "option", id, href: address });
  made.tabIndex = -1;
  made.setAttribute("aria-selected", "false");
  const words = element("span", {});
  words.append(element("span", { class: "words" }, name));
  if (isEntity(made)) {
    made.append(mark(kind, letter, path));
    words.append(" ", element("span", { class: "meta" }, kind));
  }
  made.append(words);
  return made;
}

function isEntity(link) {
  return link.pathname.startsWith("/entities/");
}

/** The mark of a kind, as `kind_mark` makes it. */
function mark(kind, letter, path) {
  const css = `mark kind-${kind.replaceAll(" ", "-")}`;
  const place = element("span", { class: "mark-place", "aria-hidden": "true" });
  place.innerHTML = `<svg class="${css}" viewBox="-13 -13 26 26"><path d="${path}"/><text y="4">${letter}</text></svg>`;
  return place;
}

function group(name, options) {
  if (!options.length) return [];
  const made = element("div", { role: "group", "aria-label": name });
  made.append(element("p", { "aria-hidden": "true" }, name), ...options);
  return [made];
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function counted(n) {
  if (!n) return "No suggestions.";
  return n === 1 ? "One suggestion." : `${n} suggestions.`;
}

customElements.define("search-suggestions", SearchSuggestions);
