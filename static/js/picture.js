/** A picture that can be magnified, and in which what belongs together lights up. */

const KEYS = { "+": 1.4, "-": 1 / 1.4, 0: 0 };
const BUTTONS = { Larger: 1.4, Smaller: 1 / 1.4, "Whole picture": 0 };

class PictureView extends HTMLElement {
  scale = 1;

  connectedCallback() {
    this.svg = this.querySelector("svg");
    this.frame = this.svg.parentElement;
    const button = (words) => `<button type="button">${words}</button> `;
    this.insertAdjacentHTML("afterbegin", `<p>${Object.keys(BUTTONS).map(button).join("")}</p>`);
    this.onclick = ({ target }) => target.type && this.zoom(BUTTONS[target.textContent]);
    // To return false would take all other keys from the browser.
    this.onkeydown = ({ key, ctrlKey, metaKey }) => {
      if (key in KEYS && !ctrlKey && !metaKey) this.zoom(KEYS[key]);
    };
    for (const type of ["pointerover", "focusin", "pointerleave", "focusout"])
      this.addEventListener(type, ({ target }) => this.light(/over|sin/.test(type) ? target : this), true);
    const hero = this.querySelector(".hero");
    this.frame.scrollLeft = hero?.getBBox().x - this.frame.clientWidth / 3 || 0;
  }

  /** Magnify about the middle of what shows; by 0, show the whole. */
  zoom(factor) {
    const { frame, svg, scale } = this;
    const { width, height } = svg.getBoundingClientRect();
    const { scrollLeft: x, scrollTop: y, clientWidth, clientHeight } = frame;
    // The whole of a picture wider than its frame is as wide as that.
    const least = Math.min(1, (frame.getBoundingClientRect().width * scale) / width);
    this.scale = Math.min(6, Math.max(least, scale * factor));
    const ratio = this.scale / scale;
    // Else the page would move under the reader.
    frame.style.height = this.scale > 1 ? frame.style.height || `${height}px` : "";
    // What is not to grow with the picture is divided by this.
    svg.style.setProperty("--scale", this.scale);
    svg.style.minWidth = svg.style.maxWidth = this.scale === 1 ? "" : `${width * ratio}px`;
    const kept = (at, room) => (at + room / 2) * ratio - room / 2;
    frame.scrollTo(kept(x, clientWidth), kept(y, clientHeight));
  }

  /** An edge has in `data-ends` the `data-node` of each thing that it joins. */
  light(target) {
    const one = target.closest(".node, .edge, .trunk");
    const node = one?.dataset.node;
    const bundle = one?.matches(".trunk") && one.parentNode;
    const lit = new Set([node]);
    const mark = ({ classList }, is) => classList.toggle("is-lit", is);
    for (const edge of this.querySelectorAll(".edge")) {
      const ends = edge.dataset.ends.split(" ");
      if (mark(edge, edge === one || edge.parentNode === bundle || ends.includes(node))) ends.forEach(lit.add, lit);
    }
    for (const other of this.querySelectorAll(".node")) mark(other, lit.has(other.dataset.node));
  }
}

customElements.define("picture-view", PictureView);
