/**
 * The form for a statement: it offers only types that fit the kinds of both ends, turns the
 * statement round, and shows no more fields than are of use. All of it is checked by the server.
 */

class StatementForm extends HTMLElement {
  near = []; // entities that the selected sentence names, those of the selected words first
  named = null; // keys of those that the selected words name; null while nothing is selected

  connectedCallback() {
    this.form = this.querySelector("form");
    const { type, support, claim } = this.form.elements;
    this.type = type;
    this.subject = this.querySelector("[data-field=subject] entity-picker");
    this.object = this.querySelector("[data-field=object] entity-picker");
    this.groups = [...type.querySelectorAll("optgroup")].map((group) => ({
      group,
      options: [...group.querySelectorAll("option")],
    }));
    this.holds = JSON.parse(document.getElementById("qualifier-holds").textContent);
    for (const picker of [this.subject, this.object])
      picker.addEventListener("picked", () => this.follow());
    type.addEventListener("change", () => (this.tellType(), this.tellInverse()));
    support.addEventListener("change", () => this.showReading());
    claim.addEventListener("change", () => this.showNotes());
    this.form.addEventListener("change", ({ target }) => this.showValue(target));
    this.part("turn").addEventListener("click", () => this.turn());
    this.part("add-qualifier").addEventListener("click", () => this.addQualifier());
    this.begin();
  }

  begin() {
    this.form.elements.quote.readOnly = true;
    this.part("add-qualifier").hidden = false;
    this.querySelectorAll(".qualifier select").forEach((select) => this.showValue(select));
    this.showReading();
  }

  part(id) {
    return this.querySelector(`#${id}`);
  }

  offer(near, named) {
    this.near = near;
    this.named = named;
    this.follow();
  }

  /** What was picked before the page was sent; `entities` by key. */
  restore(entities) {
    for (const picker of [this.subject, this.object])
      picker.entity = entities[picker.key.value] ?? null;
    this.follow();
  }

  follow() {
    this.subject.nearby = this.fitting("subjects", this.object.entity);
    this.object.nearby = this.fitting("objects", this.subject.entity);
    this.narrowTypes();
    this.adviseSupport();
  }

  /** Those whose kind the chosen type takes stand before the others. */
  fitting(end, other) {
    const kinds = this.type.selectedOptions[0]?.dataset[end]?.split(" ");
    const near = this.near.filter((one) => one.key !== other?.key);
    if (!kinds) return near;
    const fits = (one) => kinds.includes(one.kind);
    return [...near.filter(fits), ...near.filter((one) => !fits(one))];
  }

  /** A type once chosen stays, though it may not fit what was picked since: that is said. */
  narrowTypes() {
    const chosen = this.type.value;
    const [subject, object] = [this.subject.entity, this.object.entity];
    for (const { group, options } of this.groups) {
      const allowed = options.filter(
        (option) => option.value === chosen || allows(option, subject, object),
      );
      group.replaceChildren(...allowed);
      if (allowed.length) this.type.append(group);
      else group.remove();
    }
    this.type.value = chosen;
    this.tellType();
    this.tellInverse();
  }

  tellType() {
    const [subject, object] = [this.subject.entity, this.object.entity];
    const options = this.groups.flatMap((one) => one.options);
    const count = (one, other) => options.filter((option) => allows(option, one, other)).length;
    const [here, turned] = [count(subject, object), count(object, subject)];
    const kinds = `${subject?.label ?? "anything"} → ${object?.label ?? "anything"}`;
    let line = "";
    if (subject || object) line = `${here} type${here === 1 ? "" : "s"} for ${kinds}.`;
    if (subject && object && !here)
      line = turned
        ? `No type takes ${kinds}; turned round, ${turned} would.`
        : `No type takes ${kinds}, either way round.`;
    const chosen = this.type.value && this.type.selectedOptions[0];
    if (chosen && !allows(chosen, subject, object))
      line = `“${chosen.dataset.label}” does not take ${kinds}. ${line}`;
    this.part("type-says").textContent = line;
    this.part("turn-row").hidden = !subject && !object;
  }

  tellInverse() {
    const { label, inverse } = this.type.selectedOptions[0]?.dataset ?? {};
    const [subject, object] = [this.subject.entity?.name, this.object.entity?.name];
    this.part("inverse-says").textContent =
      label && subject && object
        ? `${subject} ${label} ${object}. Seen from the other side: ${object} ${inverse} ${subject}.`
        : "";
    this.object.nearby = this.fitting("objects", this.subject.entity);
  }

  turn() {
    const [first, second] = [this.subject, this.object].map(({ entity, box }) => [entity, box.value]);
    for (const [picker, [entity, words]] of [[this.subject, second], [this.object, first]]) {
      picker.put(entity);
      if (!entity) picker.box.value = words;
    }
    this.follow();
  }

  /** Words that do not name both support a statement by reference, or by implication. */
  adviseSupport() {
    const ends = [this.subject.entity, this.object.entity];
    const missing = ends.filter((one) => one && this.named && !this.named.has(one.key));
    this.part("support-says").textContent = missing.length
      ? `The words selected do not name ${missing.map((one) => one.name).join(" or ")}.`
      : "";
  }

  showReading() {
    const { support, reads_as: reading } = this.form.elements;
    const isNeeded = support.value === "coreference" || reading.value;
    this.querySelector("[data-field=reads_as]").hidden = !isNeeded;
  }

  showNotes() {
    const isNeeded = ["disputed", "unverified"].includes(this.form.elements.claim.value);
    if (isNeeded) this.part("more-notes").open = true;
  }

  /** Of a qualifier, the one field for what its key holds. */
  showValue(select) {
    const row = select.tagName === "SELECT" && select.closest(".qualifier");
    if (!row) return;
    for (const what of ["value", "date", "entity"])
      row.querySelector(`[data-field$="-${what}"]`).hidden = this.holds[select.value] !== what;
    row.querySelector('[data-field$="-remark"]').hidden = !select.value;
  }

  addQualifier() {
    const total = this.querySelector("input[name=qualifiers-TOTAL_FORMS]");
    const empty = this.part("empty-qualifier");
    const html = empty.innerHTML.replaceAll("__prefix__", total.value);
    empty.insertAdjacentHTML("beforebegin", html);
    total.value = Number(total.value) + 1;
    const row = empty.previousElementSibling;
    row.querySelector("entity-picker").nearby = this.near;
    this.showValue(row.querySelector("select"));
    row.querySelector("select").focus();
  }
}

function allows(option, subject, object) {
  const takes = (kinds, entity) => !entity || kinds.split(" ").includes(entity.kind);
  return takes(option.dataset.subjects, subject) && takes(option.dataset.objects, object);
}

customElements.define("statement-form", StatementForm);
