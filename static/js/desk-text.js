/**
 * The text of the article desk: sentences and words are selected by keys or with the mouse.
 *
 * A selection lies within one passage. Its offsets count characters, as the server does, not the
 * units of UTF-16 in which the browser counts. Whoever listens to "select" hears of each.
 */

// Joined by one of these, two words are one name: Asia-Pacific, O’Neill, AT&T.
const JOINS = /^[-‐‑'’.&]$/u;
const POSSESSIVE = /['’]s$/u;

class DeskText extends HTMLElement {
  selection = null; // { passage, start, end, by }

  /** Whether a key belongs to a field, to the browser or to an input method. */
  static isTyping(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return true;
    return Boolean(event.target.closest?.("input, textarea, select, [contenteditable]"));
  }

  connectedCallback() {
    this.sentences = [...this.querySelectorAll(".sentence")];
    this.sentences[0]?.setAttribute("tabindex", "0");
    this.addEventListener("pointerup", () => setTimeout(() => this.takeNative()));
    document.addEventListener("keydown", (event) => this.press(event));
  }

  press(event) {
    if (event.defaultPrevented || DeskText.isTyping(event)) return;
    const action = this.actions()[event.key];
    if (!action || (event.key.startsWith("Arrow") && !this.selection)) return;
    event.preventDefault();
    action(event);
  }

  actions() {
    return {
      j: () => this.step(1),
      k: () => this.step(-1),
      J: () => this.extend(1),
      K: () => this.extend(-1),
      l: () => this.stepWord(1),
      h: () => this.stepWord(-1),
      L: () => this.moveEnd(1),
      H: () => this.moveEnd(-1),
      ArrowRight: (event) => (event.shiftKey ? this.moveEnd(1) : this.stepWord(1)),
      ArrowLeft: (event) => (event.shiftKey ? this.moveEnd(-1) : this.stepWord(-1)),
      ",": () => this.moveStart(-1),
      ".": () => this.moveStart(1),
      m: () => this.stepName(1),
      M: () => this.stepName(-1),
    };
  }

  /** The sentence that a key goes on from: of the selection, else the one with the focus. */
  get current() {
    const focused = document.activeElement.closest?.(".sentence");
    return this.covered()[0] ?? (this.contains(focused) ? focused : null);
  }

  /** The sentences over which the selection lies. */
  covered() {
    const { passage, start, end } = this.selection ?? {};
    if (!passage) return [];
    return [...passage.querySelectorAll(".sentence")].filter(
      (one) => startOf(one) < end && endOf(one) > start,
    );
  }

  step(by) {
    const covered = this.covered();
    const from = by > 0 ? covered.at(-1) ?? this.current : this.current;
    const index = from ? this.sentences.indexOf(from) + by : by > 0 ? 0 : this.sentences.length - 1;
    const next = this.sentences[Math.min(Math.max(index, 0), this.sentences.length - 1)];
    if (next) this.selectSentence(next);
  }

  extend(by) {
    const covered = this.covered();
    if (!covered.length) return this.step(by);
    const siblings = [...covered[0].closest(".passage").querySelectorAll(".sentence")];
    const last = siblings.indexOf(covered.at(-1)) + by;
    const end = siblings[Math.max(last, siblings.indexOf(covered[0]))];
    if (!end) return this.refuse("The passage ends here: a quote stands in one passage.");
    this.select(covered[0].closest(".passage"), startOf(covered[0]), endOf(end), "sentence");
  }

  selectSentence(sentence) {
    this.select(sentence.closest(".passage"), startOf(sentence), endOf(sentence), "sentence");
  }

  stepWord(by) {
    if (!this.selection) return this.step(1);
    const { passage, start, by: how } = this.selection;
    const words = this.words(passage);
    const here = words.findIndex((word) => word.end > start);
    const index = how === "sentence" && by > 0 ? here : how === "sentence" ? here - 1 : here + by;
    const word = words[index];
    if (word) this.select(passage, word.start, word.end, "words");
  }

  moveEnd(by) {
    if (!this.selection) return;
    const { passage, start, end } = this.selection;
    const words = this.words(passage);
    const last = words.findLastIndex((word) => word.start < end);
    const word = words[last + by];
    if (word && word.end > start) this.select(passage, start, word.end, "words");
  }

  moveStart(by) {
    if (!this.selection) return;
    const { passage, start, end } = this.selection;
    const words = this.words(passage);
    const first = words.findIndex((word) => word.end > start);
    const word = words[first + by];
    if (word && word.start < end) this.select(passage, word.start, end, "words");
  }

  stepName(by) {
    const names = [...this.querySelectorAll(".mention")];
    const position = this.current ? this.sentences.indexOf(this.current) : -1;
    const { passage, start: first = -1, by: how } = this.selection ?? {};
    // Of a whole sentence, the name it begins with is the next one.
    const start = how === "sentence" ? first - 1 : first;
    const isPast = (name) => {
      const sentence = this.sentences.indexOf(name.closest(".sentence"));
      if (name.closest(".passage") === passage) return Math.sign(startOf(name) - start) === by;
      return Math.sign(sentence - position) === by;
    };
    const name = by > 0 ? names.find(isPast) : names.findLast(isPast);
    if (name) this.select(name.closest(".passage"), startOf(name), endOf(name), "words");
  }

  /** The words of a passage, with what joins them, without a possessive ending. */
  words(passage) {
    if (passage.words) return passage.words;
    const segmenter = new Intl.Segmenter(this.lang || "en", { granularity: "word" });
    const words = [];
    let offset = 0;
    let joined = false;
    for (const { segment, isWordLike } of segmenter.segment(passage.textContent)) {
      const start = offset;
      offset += lengthOf(segment);
      if (isWordLike && joined && words.length) words.at(-1).end = offset;
      else if (isWordLike) words.push({ start, end: offset });
      joined = !isWordLike && JOINS.test(segment) && words.at(-1)?.end === start;
    }
    const characters = [...passage.textContent];
    for (const word of words) {
      const text = characters.slice(word.start, word.end).join("");
      if (POSSESSIVE.test(text)) word.end -= 2;
    }
    return (passage.words = words);
  }

  /** What was marked with the mouse; a mere click takes the sentence. */
  takeNative() {
    const native = getSelection();
    if (!native.rangeCount) return;
    const range = native.getRangeAt(0);
    if (!this.contains(range.commonAncestorContainer)) return;
    if (range.collapsed) return this.takeClick(range.startContainer);
    const [first, last] = [range.startContainer, range.endContainer].map(passageOf);
    // Marking a whole paragraph by three clicks ends at the head of the next.
    if (first && first !== last && range.endOffset === 0) range.setEndAfter(first.lastChild);
    else if (!first || first !== last) return this.refuse(whyNot(first, last));
    this.take(first, range);
  }

  takeClick(node) {
    const sentence = node.parentElement?.closest(".sentence");
    if (sentence && this.contains(sentence)) this.selectSentence(sentence);
  }

  take(passage, range) {
    const lead = document.createRange();
    lead.selectNodeContents(passage);
    lead.setEnd(range.startContainer, range.startOffset);
    const words = range.toString();
    const start = lengthOf(lead.toString()) + lengthOf(words) - lengthOf(words.trimStart());
    const end = start + lengthOf(words.trim());
    getSelection().removeAllRanges();
    if (end > start) this.select(passage, start, end, "words");
  }

  select(passage, start, end, by) {
    this.selection = { passage, start, end, by };
    this.show();
    this.focusOn(this.covered()[0]);
    this.tell();
  }

  refuse(reason) {
    this.dispatchEvent(new CustomEvent("refuse", { detail: reason }));
  }

  letGo() {
    this.selection = null;
    this.show();
    this.tell();
  }

  /** One sentence is in the tab order: the one last selected. */
  focusOn(sentence) {
    if (!sentence) return;
    for (const one of this.querySelectorAll(".sentence[tabindex='0']")) one.tabIndex = -1;
    sentence.tabIndex = 0;
    sentence.focus({ preventScroll: true });
    sentence.scrollIntoView({ block: "nearest" });
  }

  focusBack() {
    this.focusOn(this.covered()[0] ?? this.querySelector(".sentence[tabindex='0']"));
  }

  show() {
    for (const one of this.querySelectorAll(".is-selected")) one.classList.remove("is-selected");
    for (const one of this.covered()) one.classList.add("is-selected");
    if (!window.Highlight) return;
    const { passage, start, end } = this.selection ?? {};
    const ranges = passage ? [rangeOf(passage, start, end)] : [];
    CSS.highlights.set("selected-words", new Highlight(...ranges));
  }

  tell() {
    this.dispatchEvent(new CustomEvent("select", { detail: this.described() }));
  }

  described() {
    if (!this.selection) return null;
    const { passage, start, end, by } = this.selection;
    const within = (one) => startOf(one) < end && endOf(one) > start;
    const covered = this.covered();
    return {
      by,
      start,
      end,
      passage: Number(passage.dataset.passage),
      words: [...passage.textContent].slice(start, end).join(""),
      first: [...passage.querySelectorAll(".sentence")].indexOf(covered[0]) + 1,
      sentences: covered.length,
      of: passage.querySelectorAll(".sentence").length,
      mentions: [...passage.querySelectorAll(".mention")].filter(within),
      around: covered.flatMap((one) => [...one.querySelectorAll(".mention")]),
      quotes: [...passage.querySelectorAll(".quoted")].filter((one) =>
        overlaps(passage, one, start, end),
      ),
    };
  }

  /** Select what a form sent back says was selected. */
  restore(number, start, end) {
    const passage = this.querySelector(`.passage[data-passage="${number}"]`);
    if (!passage || end > lengthOf(passage.textContent)) return;
    const edges = [...passage.querySelectorAll(".sentence")];
    const isWhole = edges.some((one) => startOf(one) === start) && edges.some((one) => endOf(one) === end);
    this.select(passage, start, end, isWhole ? "sentence" : "words");
  }
}

const startOf = (element) => Number(element.dataset.start);
const endOf = (element) => Number(element.dataset.end);
const lengthOf = (text) => [...text].length;

function overlaps(passage, element, start, end) {
  const lead = document.createRange();
  lead.selectNodeContents(passage);
  lead.setEndBefore(element);
  const from = lengthOf(lead.toString());
  return from < end && from + lengthOf(element.textContent) > start;
}

function passageOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element.closest(".passage");
}

function whyNot(first, last) {
  if (first && last) return "The words run over more than one passage: a quote stands in one.";
  return "These words are left out of the article: they carry no names and no evidence.";
}

/** The range over characters `start` to `end` of a passage. */
function rangeOf(passage, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  let done = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const characters = [...node.data];
    const unit = (offset) => characters.slice(0, offset - done).join("").length;
    if (!begun && start < done + characters.length) {
      range.setStart(node, unit(start));
      begun = true;
    }
    if (end <= done + characters.length) {
      range.setEnd(node, unit(end));
      break;
    }
    done += characters.length;
  }
  return range;
}

customElements.define("desk-text", DeskText);
