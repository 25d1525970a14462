"""Where the article ends, and where it goes on: one walk through the passages of a page."""

from collections.abc import Sequence
from itertools import takewhile

from articles.sights import Proposal, Sight, flat, share, takes_up, unsigned
from articles.signs import Sign

# The later paragraphs of an article nearly always take a tenth of their words from the earlier
# ones, and mostly a fifth; another story on the same subject seldom takes a fifth.
KIN, CLOSE_KIN = 0.1, 0.2


class Walk:
    """Goes through the passages once and keeps in mind what the article has said so far.

    `zone` is what the walk stands in once the article has ended: "stories", "comments" or "end".
    """

    def __init__(self, sights: Sequence[Sight]):
        self.sights = sights
        self.article: set[str] = set()
        self.paragraphs = 0
        self.has_headings = False
        self.zone = ""
        self.headlines: list[Sight] = []
        self.has_teaser = False
        prose = [at for at, sight in enumerate(sights) if sight.is_prose and not sight.sign]
        self.last_prose = prose[-1] if prose else -1

    def proposals(self) -> list[Proposal | None]:
        """A proposal for each passage outside the article, None for each inside."""
        return [self.step(at, sight) for at, sight in enumerate(self.sights)]

    def step(self, at: int, sight: Sight) -> Proposal | None:
        if sight.sign:
            self.pass_sign(at, sight.sign)
            return Proposal(sight.sign.kind, sight.sign.reason)
        if self.zone == "stories" and self.comes_back(at):
            self.enter("")
        elif not self.zone and self.paragraphs and self.has_left(at):
            self.enter("stories")
        if self.zone:
            return self.outside(sight)
        self.article |= sight.stems
        self.has_headings |= bool(self.paragraphs) and sight.is_headline
        self.paragraphs += sight.is_prose
        return None

    def pass_sign(self, at: int, sign: Sign) -> None:
        """What a sign opens counts once the article has begun, or where no prose follows."""
        self.headlines = []
        is_last = at > self.last_prose
        if sign.opens == "stories" and (self.paragraphs or is_last):
            self.enter("stories")
        # A count of comments often stands above the article too.
        elif sign.opens == "comments" and (self.paragraphs > 2 or at * 2 >= len(self.sights)):
            self.enter("comments")
        elif sign.is_company and self.paragraphs and is_last and self.zone in ("", "end"):
            self.enter("end" if self.is_foot(at) else "")

    def is_foot(self, at: int) -> bool:
        """Whether a few labels follow; more could be a table or a poem, and sentences speech."""
        below = unsigned(self.sights[at + 1 : at + 10], lambda sight: True)
        return len(below) < 9 and all(s.is_headline and s.line[-1] != "?" for s in below)

    def enter(self, zone: str) -> None:
        self.zone, self.headlines, self.has_teaser = zone, [], False

    def outside(self, sight: Sight) -> Proposal:
        if self.zone == "end":
            return Proposal("label", "Stands among the lines that close the page.")
        if self.zone == "comments":
            return Proposal("teaser", "Stands among the comments of readers.")
        if sight.is_prose:
            self.has_teaser, self.headlines = True, []
            return Proposal("teaser", "Opens another story, after the article has ended.")
        self.headlines.append(sight)
        return Proposal("teaser", "Names another story, after the article has ended.")

    def has_left(self, at: int) -> bool:
        """Whether headlines with the opening lines of other stories start here, without a label."""
        sections = self.sections(at, shortest=4)
        cut_off = sum(any(sight.is_cut_off for sight in section) for section in sections)
        signs = sum(bool(sight.sign) for sight in self.sights[max(0, at - 3) : at])
        if cut_off > 1:
            return True
        if not sections or not self.sights[at - 1].sign:
            return False
        # Headlines below a long offer are hardly the first headings of the article.
        most = CLOSE_KIN if signs == 3 and not self.has_headings else KIN
        is_list = cut_off == 1 or (signs > 1 and len(sections) > 1)
        return is_list and share(flat(sections), self.article) < most

    def comes_back(self, at: int) -> bool:
        """Whether the article goes on here, below a box of other stories."""
        sight, ahead = self.sights[at], self.prose_from(at)
        if not ahead or sight.is_cut_off:
            return sight.is_headline and self.heads_article(at)
        # The opening lines of another story are seldom three paragraphs long.
        if len(ahead) == 3 and share(ahead, self.article) >= KIN:
            return True
        if self.has_teaser:
            return bool(self.sights[at - 1].sign) and share([sight], self.article) >= KIN
        if self.is_announced(sight):
            return False
        sections = self.sections(at + len(ahead), shortest=4)
        if sections:
            prose = ahead + flat(sections)
            return self.is_kin(prose) and not any(s.is_cut_off for s in prose)
        # After two paragraphs there is no telling kin from strangers, and two strangers in a row
        # would be a long opening for a story that its headline does not announce.
        is_kin = share([sight], self.article) >= KIN
        return is_kin or self.paragraphs < 3 or len(ahead) > 1 or self.goes_on(at + 1)

    def heads_article(self, at: int) -> bool:
        """Whether this headline and the next ones stand over paragraphs enough for an article."""
        sections = self.sections(at, shortest=1)
        prose = flat(sections)
        is_rich = len(prose) >= 4 and len(prose) >= 2 * len(sections)
        if not is_rich or any(sight.is_cut_off for sight in prose):
            return False
        return takes_up(prose[0], self.sights[at], 0.25) and self.is_kin(prose)

    def is_kin(self, prose: Sequence[Sight]) -> bool:
        """A box early in the article gets the benefit of the doubt."""
        is_early = self.paragraphs < len(prose)
        return share(prose, self.article) >= (KIN if is_early else CLOSE_KIN)

    def is_announced(self, sight: Sight) -> bool:
        """Whether the headline right above speaks of this paragraph."""
        # Headlines in a pile are links; the last of them seldom has its story below it.
        least = 0.25 if len(self.headlines) == 1 else 0.5
        return bool(self.headlines) and takes_up(sight, self.headlines[-1], least)

    def goes_on(self, at: int) -> bool:
        """Whether prose follows directly below signs that offer no other articles."""
        ahead = self.sights[at : at + 6]
        signs = list(takewhile(lambda s: s.sign and s.sign.opens != "stories", ahead))
        return bool(signs and self.prose_from(at + len(signs)))

    def prose_from(self, at: int) -> list[Sight]:
        """Up to three paragraphs in a row."""
        return unsigned(self.sights[at : at + 3], lambda sight: sight.is_prose)

    def sections(self, at: int, shortest: int) -> list[list[Sight]]:
        """Up to three headlines in a row, each as the paragraphs right below it."""
        found: list[list[Sight]] = []
        while len(found) < 3 and self.is_headline(at, shortest) and self.prose_from(at + 1):
            found.append(self.prose_from(at + 1))
            at += 1 + len(found[-1])
        return found

    def is_headline(self, at: int, shortest: int) -> bool:
        ahead = self.sights[at : at + 1]
        return bool(unsigned(ahead, lambda sight: sight.is_headline and sight.size >= shortest))
