/**
 * The panel of the article desk: it follows what is selected in the text, and fills its forms.
 *
 * Without this script the forms work as they are: the quote is pasted, the names are typed.
 */

const { isTyping } = customElements.get("desk-text");
const byId = (id) => document.getElementById(id);
const text = byId("text");
const said = byId("said");
const named = JSON.parse(byId("entities-named").textContent);
const tasks = { statement: byId("make-statement"), name: byId("name-it") };
const statement = document.querySelector("statement-form");
let selected = null;

// What is selected

function follow({ detail }) {
  selected = detail;
  said.textContent = detail ? inWords(detail) : said.dataset.nothing;
  said.classList.remove("is-refused");
  byId("selected-title").textContent = detail ? `Selected in passage ${detail.passage}` : "Selected";
  showNames(detail?.mentions ?? []);
  showStatements(detail?.quotes ?? []);
  if (!detail) return;
  fillPlaces(detail);
  offerNearby(detail);
}

function inWords({ by, words, first, sentences, of }) {
  const short = words.length > 120 ? `${words.slice(0, 110).replace(/\s\S*$/, "")} …` : words;
  if (by !== "sentence") return `“${short}”`;
  const which = sentences > 1 ? `Sentences ${first} to ${first + sentences - 1}` : `Sentence ${first}`;
  return `${which} of ${of}: “${short}”`;
}

function refuse({ detail }) {
  said.textContent = detail;
  said.classList.add("is-refused");
}

function mentionsOf(elements) {
  const seen = new Map();
  for (const one of elements)
    for (const part of one.dataset.mentions.split(" ")) {
      const [key, entity, status] = part.split(":");
      if (!seen.has(key)) seen.set(key, { key, entity: named[entity], status, words: one });
    }
  return [...seen.values()];
}

const WORDED = {
  found: "found",
  accepted: "accepted",
  ambiguous: "ambiguous",
  rejected: "rejected",
};

/** One meaning that waits alone was rejected before: another would wait beside it. */
function worded({ words, status }, mentions) {
  const rivals = mentions.filter((one) => one.words === words && one.status === "ambiguous");
  const isAlone = status === "ambiguous" && rivals.length === 1;
  return isAlone ? "rejected before, in words that stand no longer: waits" : WORDED[status];
}

function showNames(elements) {
  const mentions = mentionsOf(elements);
  const items = mentions.map((mention) => {
    const item = byId("named-here-item").content.cloneNode(true).firstElementChild;
    item.querySelector("input[name=mention]").value = mention.key;
    item.querySelector("input[name=seen]").value = mention.status;
    item.dataset.entity = mention.entity.slug;
    item.querySelector(".mark-place").append(kindMark(mention.entity));
    const words = item.querySelector(".named-words");
    words.append(Object.assign(document.createElement("strong"), { textContent: mention.entity.name }));
    const surface = mention.words.textContent;
    if (surface !== mention.entity.name) words.append(` “${surface}”`);
    words.append(` ${worded(mention, mentions)}`);
    for (const button of item.querySelectorAll("button")) {
      button.disabled = button.value === mention.status;
      button.hidden = !button.value && !["accepted", "rejected"].includes(mention.status);
      button.setAttribute("aria-label", `${button.textContent} ${mention.entity.name}`);
    }
    return item;
  });
  byId("named-here").replaceChildren(...items);
  byId("named-here").hidden = !items.length;
}

/** The mark of a kind, as `kind_mark` makes it. */
function kindMark({ css, letter, path }) {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg class="mark ${css}" viewBox="-13 -13 26 26" aria-hidden="true"><path d="${path}"/><text y="4">${letter}</text></svg>`;
  return holder.content.firstElementChild;
}

/** Which statements rest on the selected words: by number, and marked in the list. */
function showStatements(quotes) {
  const numbers = new Set(quotes.flatMap((one) => one.dataset.statements.split(" ")).map(Number));
  for (const one of document.querySelectorAll("[data-statement]"))
    one.classList.toggle("is-here", numbers.has(Number(one.dataset.statement)));
  const listed = [...numbers].sort((one, other) => one - other).map((number) => {
    const link = Object.assign(document.createElement("a"), { textContent: number });
    link.href = `#rests-${number}`;
    return link;
  });
  const line = byId("rests-here");
  line.hidden = !listed.length;
  line.replaceChildren(listed.length > 1 ? "Statements " : "Statement ");
  listed.forEach((link, i) => line.append(i ? ", " : "", link));
  line.append(listed.length > 1 ? " rest on these words." : " rests on these words.");
}

// The forms

function fillPlaces({ passage, start, end, words }) {
  const values = { passage, start, end, version: text.dataset.version };
  for (const one of document.querySelectorAll("#statement-form, #name-form, #entity-form"))
    for (const [name, value] of Object.entries(values)) {
      const field = one.querySelector(`input[name$="${name}"][type=hidden]`);
      if (field) field.value = value;
    }
  statement.form.elements.quote.value = words;
  const name = words.replace(/\s+/g, " ").slice(0, 300);
  byId("id_name-text").value = name;
  byId("id_new-text").value = name;
  byId("id_new-name").value = name;
  byId("id_new-slug").value = slugged(name);
}

function slugged(name) {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 200);
}

/** What the selection names comes first, then what its sentence names. */
function offerNearby({ mentions, around }) {
  const entities = (elements) => mentionsOf(elements.filter(isShown)).map((one) => one.entity);
  const near = [...new Set(entities([...mentions, ...around]))];
  for (const picker of document.querySelectorAll("entity-picker")) picker.nearby = near;
  statement.offer(near, new Set(entities(mentions).map((one) => one.key)));
}

const isShown = (mention) => !mention.classList.contains("is-rejected");

// Keys, and where the focus goes

function openTask(task, first) {
  if (!selected) return refuse({ detail: "Select a sentence or a few words first." });
  task.open = true;
  first.focus();
  task.scrollIntoView({ block: "nearest" });
}

function makeStatement() {
  openTask(tasks.statement, statement.subject.box);
}

function nameNew() {
  byId("new-entity").open = true;
  openTask(tasks.name, byId("id_new-name"));
}

/** One name selected is decided at once; of several, the focus goes to the first. */
function decide(verdict) {
  const buttons = [...document.querySelectorAll(`#named-here button[value=${verdict}]:enabled`)];
  if (!buttons.length) return refuse({ detail: "No name is selected that could be decided so." });
  const names = document.querySelectorAll("#named-here li");
  if (names.length === 1) buttons[0].click();
  else buttons[0].focus();
}

function press(event) {
  if (event.defaultPrevented) return;
  if (event.key === "Escape") return escape(event);
  if (isTyping(event)) return;
  const isInText = document.activeElement === document.body || text.contains(event.target);
  const action = {
    e: makeStatement,
    n: () => openTask(tasks.name, byId("id_name-entity_0")),
    N: nameNew,
    a: () => decide("accepted"),
    r: () => decide("rejected"),
    s: () => statement.turn(),
    "?": () => (byId("keys").open = !byId("keys").open),
    Enter: isInText && !event.target.closest("summary, a, button") ? makeStatement : null,
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

/** From a form back to the text; in the text, let go. */
function escape(event) {
  if (event.target.closest(".desk-panel")) text.focusBack();
  else text.letGo();
}

// As the page comes

function begin() {
  text.addEventListener("select", follow);
  text.addEventListener("refuse", refuse);
  document.addEventListener("keydown", press);
  window.addEventListener("hashchange", restoreHash);
  byId("desk-article").classList.add("is-live");
  byId("keys").hidden = false;
  restore();
  sayTold();
}

/** A screen reader says what changes, not what a page comes with. */
function sayTold() {
  const told = byId("told");
  if (told) setTimeout(() => told.replaceChildren(...told.children), 300);
}

/** What was selected before the form was sent, or the sentence that the address names. */
function restore() {
  const wrong = document.querySelector(".task .errorlist, .held");
  const sent = wrong?.closest("form") ?? statement.form;
  const value = (name) => Number(sent.querySelector(`input[name$="${name}"][type=hidden]`)?.value);
  const typed = wrong ? keptValues(sent) : null;
  const version = sent.querySelector("input[name$=version][type=hidden]").value;
  const isSame = version === text.dataset.version;
  if (wrong && isSame && value("end"))
    text.restore(value("passage"), value("start"), value("end"));
  else if (location.hash) restoreHash();
  if (!selected) said.textContent = said.dataset.nothing;
  if (!wrong) return Object.values(tasks).forEach((task) => (task.open = false));
  typed();
  statement.restore(named);
  const field = wrong.closest(".field");
  (field?.querySelector("input:not([type=hidden]), select, textarea") ?? byId("add-quote"))?.focus();
}

/** Selecting fills in names anew: what a curator had typed there comes back. */
function keptValues(sent) {
  const values = [...sent.elements].map((one) => [one, one.value]);
  return () => values.forEach(([one, value]) => one.type !== "hidden" && (one.value = value));
}

function restoreHash() {
  const sentence = document.getElementById(location.hash.slice(1))?.closest(".sentence");
  if (sentence) text.selectSentence(sentence);
}

begin();
