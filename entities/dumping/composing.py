"""Bring the texts of the curation files up to date with the records held.

A new record comes behind the last one of its group (entities of the same kind, statements of the
same subject, figures of the same measure and edition), several in the order of their ids; where
there is no such group, at the end of its kind.
"""

from collections.abc import Iterator

from entities import kinds
from entities.dumping.cells import Sheet
from entities.dumping.editing import Wanted, edit, first_table, written
from entities.dumping.layout import Block, Layout
from entities.dumping.locating import Places
from entities.dumping.tabulating import Table, evidence, in_order_of, tabulate
from entities.seeds import Problem, SeedReader, Seeds
from entities.stores import STORES
from entities.validating import FILES, Corpus

ABOUT = {
    "sources.toml": "Outside sources used in curators’ notes and figures.",
    "entities.toml": "Curated entities; one table a thing.",
    "notes.toml": "Curators’ notes: they stand beside a claim and never change the article.",
    "relationships.toml": "Relation types and curated relationships.",
    "decisions.toml": "What curators decided about names in articles.",
}
FIGURES = "figures.csv"
GROUPS = {
    "entity": ("kind",), "relationship": ("subject",), "mention_decision": ("article",),
    "observation": ("measure", "source", "edition"),
}  # fmt: skip

Records = dict[str, dict]  # by key
Held = dict[str, Records]  # by kind


class CannotEdit(Exception):
    """A file is laid out in a way that cannot be edited in place; `problem` says which."""

    def __init__(self, problem: Problem):
        self.problem = problem
        super().__init__(str(problem))


class TextReader(SeedReader):
    """Reads files that are held in memory; one that is not among them has no records."""

    def __init__(self, texts: dict[str, str]):
        self.texts = texts
        super().__init__(folder=None)

    def text(self, name: str) -> str | None:
        self.file, self.in_file = name, {}
        return self.texts.get(name)

    def has(self, name: str) -> bool:
        return name in self.texts


class Composer:
    """`texts` are the files as they are, `read` what they say, `held` what they are to say."""

    def __init__(
        self, texts: dict[str, str], read: Seeds, held: dict[str, Records], corpus: Corpus
    ):
        self.texts, self.read, self.held, self.corpus = texts, read, held, corpus

    def files(self) -> Iterator[tuple[str, str]]:
        for name in ABOUT:
            own = [kind for kind in STORES if FILES[kind] == name]
            is_needed = name != FILES["name_rule"] or any(self.held[kind] for kind in own)
            if is_needed or name in self.texts:
                yield name, self.tables(name, own)
        yield FIGURES, self.figures()

    def tables(self, name: str, own: list[str]) -> str:
        if name in self.texts and all(self.read.records[kind] == self.held[kind] for kind in own):
            return self.texts[name]
        layout = Layout(f"# {ABOUT[name]}\nschema_version = 1\n")
        if name in self.texts:
            layout = Layout.of(self.texts[name])
        for kind in own:
            self.bring(layout, kind)
        return str(layout)

    def bring(self, layout: Layout, kind: str) -> None:
        """Edit, take out and put in the records of one kind."""
        blocks = self.blocks_of(layout, kind)
        held, in_file = self.held[kind], self.read.records.get(kind, {})
        own_key = {key: key for key in in_file} | renamed(in_file, held)
        changed = {
            own_key[key]: key
            for key, record in in_file.items()
            if own_key[key] in held and (own_key[key] != key or held[own_key[key]] != record)
        }
        new = sorted(held.keys() - own_key.values(), key=lambda key: order(kind, key, held[key]))
        wanted = self.wanted(kind, {**dict.fromkeys(new), **changed}, blocks)
        for key in [key for key in in_file if own_key[key] not in held]:
            layout.remove(blocks.pop(key))
        for key, former in changed.items():
            self.edit(blocks[former], wanted[key])
        self.insert(layout, kind, [written(kind, wanted[key]) for key in new])

    def blocks_of(self, layout: Layout, kind: str) -> dict[str, Block]:
        blocks = [block for block in layout.blocks if block.kind == kind]
        keys = self.read.records.get(kind, {})
        if len(blocks) != len(keys):
            told = f"write each record as a table of its own: [[{kind}]]"
            raise CannotEdit(Problem(FILES[kind], kind, "-", told))
        for key, block in zip(keys, blocks, strict=True):
            block.key = key
        return {block.key: block for block in blocks}

    def wanted(
        self, kind: str, keys: dict[str, str | None], blocks: dict[str, Block]
    ) -> dict[str, Wanted]:
        """What is wanted of each record, by its key; the values are the keys in the file."""
        places = {}
        if kind == "relationship":
            places = Places(self.corpus).of(keys)
        return {
            key: self.wanted_one(kind, key, former, blocks.get(former), places)
            for key, former in keys.items()
        }

    def wanted_one(self, kind, key, former, block: Block | None, places: dict) -> Wanted:
        before = self.read.records[kind][former] if block else {}
        record = in_order_of(before, self.held[kind][key])
        if not block:
            wanted = Wanted(key, tabulate(kind, key, record))
        else:
            style = {"date_with_remark": has_remark_in_date(block, before)}
            wanted = Wanted(
                key, tabulate(kind, key, record, **style), tabulate(kind, former, before, **style)
            )
        if kind == "relationship":
            wanted.evidence = list(self.evidence(key, former, record, places))
            wanted.evidence_before = list(self.evidence(key, former, before, places))
        return wanted

    def evidence(self, key: str, former: str | None, record: dict, places: dict) -> Iterator[Table]:
        """The quotes of a record where the file has them; new ones where they stand."""
        for quote, one in record.get("evidence", {}).items():
            in_file = (former, quote)
            place = self.read.places.get(in_file) or places.get((key, quote), "")
            file = self.read.files.get(in_file)
            file = self.corpus.files.get(one["article"], "") if file is None else file
            yield evidence(one, place, file)

    def edit(self, block: Block, wanted: Wanted) -> None:
        """Change what differs; a layout that does not take that is written anew."""
        gap = block.gap
        edit(block, wanted)
        read = TextReader({FILES[block.kind]: str(block)}).read().records[block.kind]
        if list(read.values()) != [self.held[block.kind][wanted.key]]:
            block.parts = written(block.kind, wanted).parts
            block.gap = gap
        block.key = wanted.key

    def insert(self, layout: Layout, kind: str, blocks: list[Block]) -> None:
        last: dict[tuple, Block] = {}
        for block in layout.blocks:
            if block.kind == kind:
                last[()] = last[self.group(kind, block.key)] = block
        for block in blocks:
            group = self.group(kind, block.key)
            layout.insert(block, last.get(group) or last.get(()))
            last[()] = last[group] = block

    def group(self, kind: str, key: str) -> tuple:
        return tuple(self.held[kind][key][name] for name in GROUPS.get(kind, ()))

    def figures(self) -> str:
        held, in_file = self.held["observation"], self.read.records.get("observation", {})
        text = self.texts.get(FIGURES)
        sheet = Sheet.new() if text is None else Sheet.of(text, in_file)
        sheet.make_columns_for(held.values())
        for key in in_file.keys() - held.keys():
            del sheet.rows[key]
        last = {self.group("observation", key): key for key in sheet.rows}
        for key, record in held.items():
            if key in in_file and record != in_file[key]:
                sheet.edit(key, record)
        for key in sorted(held.keys() - in_file.keys()):
            group = self.group("observation", key)
            sheet.insert(key, held[key], last.get(group))
            last[group] = key
        return str(sheet)


def renamed(in_file: Records, held: Records) -> dict[str, str]:
    """The keys of records that go on under another id, which knows the old one as its own."""
    return {
        former: key
        for key, record in held.items()
        if key not in in_file
        for former in record.get("former_slugs", ())
        if former in in_file and former not in held
    }


def has_remark_in_date(block: Block, record: dict) -> bool:
    return bool(record.get("date_note")) and "date_note" not in first_table(block.parts[0])


def order(kind: str, key: str, record: dict) -> tuple:
    if kind == "entity":
        return (list(kinds.KINDS).index(record["kind"]), record["atomic_number"] or 0, key)
    return (key,)
