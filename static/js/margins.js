/**
 * A mark in the margin of a text shows the words that its statement rests on.
 *
 * The offsets are the server's: they count characters, not the halves of which scripts make some.
 */

const PASSAGE = ".reading > :is(p, h1, h2)[id]";

function showQuoted(link) {
  const text = passageBefore(link);
  const offsets = link.dataset.words.trim().split(" ").map(Number);
  const ranges = [];
  for (let i = 0; i < offsets.length; i += 2)
    ranges.push(rangeOf(text, offsets[i], offsets[i + 1]));
  CSS.highlights.set("quoted", new Highlight(...ranges));
}

function passageBefore(link) {
  let before = link.closest(".here").previousElementSibling;
  while (!before.matches(PASSAGE)) before = before.previousElementSibling;
  return before;
}

function rangeOf(element, start, end) {
  const range = new Range();
  range.setStart(...placeOf(element, start));
  range.setEnd(...placeOf(element, end));
  return range;
}

/** The text node, and the offset in it, at which this character of the element stands. */
function placeOf(element, characters) {
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node; (node = nodes.nextNode()); ) {
    const all = [...node.data];
    if (characters <= all.length) return [node, all.slice(0, characters).join("").length];
    characters -= all.length;
  }
  return [element, element.childNodes.length];
}

if (CSS.highlights)
  for (const link of document.querySelectorAll(".here a")) {
    for (const event of ["pointerenter", "focus"])
      link.addEventListener(event, () => showQuoted(link));
    for (const event of ["pointerleave", "blur"])
      link.addEventListener(event, () => CSS.highlights.delete("quoted"));
  }
