/**
 * Suggestions that are filled in: the form around is sent with the slug of the entity chosen, under
 * the name that `fills` gives. Loaded after the suggestions themselves.
 */

class Picker {
  constructor(box) {
    this.box = box;
    this.input = box.input;
    this.name = box.getAttribute("fills");
    box.offers = (option) => option.pathname.startsWith("/entities/");
    this.means(this.input.dataset.means);
    this.input.addEventListener("input", () => this.means());
    box.list.addEventListener("click", (event) => this.choose(event));
  }

  choose(event) {
    const option = event.target.closest("[role=option]");
    if (!option || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.input.value = option.querySelector(".words").textContent;
    this.means(option.pathname.split("/")[2]);
    this.box.close();
  }

  /** Send this slug in place of what is typed, since several may be called so; none: what is typed. */
  means(slug = "") {
    this.slug?.remove();
    this.input.name = slug ? "" : this.name;
    if (!slug) return;
    this.slug = document.createElement("input");
    Object.assign(this.slug, { type: "hidden", name: this.name, value: slug });
    this.box.append(this.slug);
  }
}

for (const box of document.querySelectorAll("search-suggestions[fills]")) new Picker(box);
