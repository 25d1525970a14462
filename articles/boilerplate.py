"""Propose for each passage of an imported text whether it belongs to the article or only stands
around it. Pure: passages in, kinds and reasons out."""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

KINDS = ("title", "heading", "body", "promo", "teaser", "notice", "label")


@dataclass(frozen=True)
class Draft:
    text: str
    heading_level: int | None = None
    is_markup: bool = False


@dataclass(frozen=True)
class Proposal:
    kind: str
    reason: str


@dataclass(frozen=True)
class Sign:
    """Wording by which a passage of at most `longest` words shows that it stands outside.

    A faint sign counts only beside another. `opens` names what follows: other "stories", the
    "comments" of readers, a "row" of short labels, or the "end" of the page.
    """

    kind: str
    reason: str
    longest: int
    pattern: re.Pattern[str]
    opens: str = ""
    is_faint: bool = False
    is_company: bool = True


def sign(kind, reason, longest, *, whole="(?!)", start="(?!)", within="(?!)", **more) -> Sign:
    """A sign whose wording fills the passage, or starts it, or stands anywhere within it."""
    # A passage that opens with a quotation mark is somebody's speech.
    lead = r"^[^\w\"“„«©(]*+\(?"
    pattern = rf"{lead}(?:{whole})\W*$|{lead}(?:{start})|(?:{within})"
    return Sign(kind, reason, longest, re.compile(pattern, re.I), **more)


STORIES = (
    r"(stor(y|ies)|articles?|posts?|news|content|threads?|insights?|headlines|videos?|reads|reading"
    r"|recipes|coverage|releases|interviews|podcasts|links|pages)"
)
MAIL = r"(newsletters?|mailing list|e-?mails?(?! address)|inbox|digest|briefing|updates|alerts)"
PLACE = (
    r"(home|menu|search|log ?in|sign in|register|(my )?account|about( us)?|contact( us)?|faq"
    r"|careers|help( centre)?|advertise( with us)?|company|shop|(basket|cart)\W*\d*|archive"
    r"|newsletters?|cookie( policy| settings| preferences)?s?|accessibility( statement)?|sitemap"
    r"|privacy( policy| notice)?|(website )?terms( of use| of service| and conditions)?|agb"
    r"|imprint|impressum|datenschutz|startseite|accueil|mentions légales|inicio|aviso legal"
    r"|customer service|live|blog|(local |latest )?news|latest|markets|business|world|politics"
    r"|sports?|opinion|weather)"
)
SIGNS = (
    sign("label", "Marks an advertisement.", 12, is_company=False,
         whole=r"(advertisement|advertorial|ad|sponsored( content| post)?|paid (content|post)"
               r"|anzeige|werbung|publicité|publicidad|広告)(\W+(story )?(continu|scroll).*)?",
         start=r"(story|article) continues (below|after)|continue reading below"),
    sign("label", "Credits a picture.", 35, is_company=False,
         start=r"(photo|photograph|image|picture|illustration|foto|bild)s?( credits?)?"
               r"( by (?-i:[A-Z])| courtesy of|\s*[:©])|(photo|image) credits?\W*$",
         within=r"[.(] ?(photo|photograph|image|picture|foto)( credit)?( by|:) [^.]{2,50}$"),
    sign("label", "Is a control of the page.", 12, opens="row",
         whole=r"(skip|jump) to (the |main )*(content|navigation|recipe|comments|menu)|back to top"
               r"|zum inhalt springen|aller au contenu|table of contents|continue reading|copy link"
               rf"|(load|show|view|see) (more|all)( {STORIES})?|(show|view|see)( all)? comments.*"
               r"|(previous|next|older|newer) (post|article|story|entry|page)s?|home ?[>»›/].*"
               r"|\d+[- ]min(ute)?s?\.? read|((estimated )?read(ing)? time|lesezeit)\W*\d.*"
               r"|share( (this|on|via)\b.{0,25})?|(partager|teilen|compartir)( \w+){0,3}"
               r"|(follow|like|connect with) us\b[^.]*|follow\b.{0,40} on social media\b.*"
               r"|listen to this (article|story|page)|(e-?mail|print|cite|save) this\b.{0,15}"
               r"|save for later|download (as )?pdf|join the (conversation|discussion)"
               r"|lire la suite|leer más|weiterlesen|続きを読む",
         start=r"(was|is) this (page|article|answer|information) (useful|helpful)"
               r"|report (a problem with|an error (in|on)) this"),
    sign("label", "Lists the tags of the page.", 40, opens="row",
         start=r"(tags?|tagged|filed under|posted in|topics?|categor(y|ies)|schlagwörter)\s*:",
         whole=r"related (topics|tags)"),
    sign("label", "Heads the comments of readers.", 9, opens="comments",
         whole=r"\d+ (comments?|replies)|comments? ?\(\d+\)|(leave|post) a (comment|reply)"
               r"|reader (interactions|comments)"),
    sign("label", "Offers other articles.", 9, opens="stories",
         whole=r"(related|similar|recommended|popular|trending|latest|recent|more|top|featured"
               rf"|most \w+) (\w+ )?{STORIES}|read (more|next|also)( (\w+ )?{STORIES})?|also read"
               r"|what to read next|other (stories|articles|posts|news)|related|up next|don't miss"
               r"|(related|similar) (items|objects|products|events|services|resources|guides)"
               r"|most (read|popular|viewed|shared)|you (may|might) also\b.*|trending( now)?"
               r"|(recommended|selected) for you|keep reading|(explore|discover) more"
               r"|editors?'?s? (picks?|choice)|lesen sie auch|mehr zum thema|auch interessant"
               r"|(weitere|ähnliche) (artikel|beiträge|meldungen)|das könnte (sie|dich) auch\b.*"
               r"|meistgelesen|(à )?lire aussi|sur le même (sujet|thème)|articles (liés|similaires)"
               r"|les plus lus|(lea|lee) también|(artículos|noticias) relacionad[ao]s|lo más leído"
               r"|leggi anche|leia também|関連記事|おすすめ記事|最新記事",
         start=r"more (from|by) ((?-i:[A-Z])|(this|the|our) (author|section|archive|series)\b)"),
    sign("teaser", "Points to another article.", 120,
         start=r"(related|read (more|also|next)|also read|lesen sie auch|mehr zum thema"
               r"|(à )?lire aussi|(lea|lee) también|leggi anche)\s*[:|]\s*\w[^.]*$",
         within=r"(…|\.\.\.)\W{0,5}(read|continue|weiterlesen|lire|leer)\b.{0,20}$"),
    sign("promo", "Asks the reader to subscribe.", 36,
         start=r"(please |now )?(subscribe|sign up|join)\b.{0,90}\b(our|my|your|the|free|weekly)"
               rf"\b.{{0,40}}{MAIL}|(get|receive)\b.{{0,90}}\b(newsletters?|digest|inbox)\b"
               r"|(get|stay|keep)\b.{0,30}\bthe latest (news|updates|stories|insights|analysis)"
               r"|join (over |more than )?[\d,.]+\w* (readers|subscribers|members|others)"
               r"|be the first to (know|hear|read)|sign me up"
               r"|never miss (a|an) (story|post|recipe|beat|update|issue|episode)"
               r"|abonnieren sie|abonnez-vous|je m'abonne|suscríb[ea]|iscriviti|inscrivez-vous",
         whole=r"(subscribe|sign up)( now| today| here)?",
         within=r"\b(please|consider) subscrib(e|ing)\b|newsletter (abonnieren|bestellen)"
                rf"|\b(straight|delivered|directly|right) (in)?to your {MAIL}"
                r"|\b(subscribe|become a subscriber) (now|today|here|for free)\b"
                r"|\b(join|sign up (to|for)) our (mailing list|newsletter)\b|\bno spam\b"),
    sign("promo", "Offers an account, a trial or a download, or asks for support.", 40,
         start=r"become a (member|subscriber|supporter)( today| now| from| and (enjoy|help)|\W*$)"
               r"|(get|for|enjoy|unlock)\b.{0,40}\b(unlimited|full|premium) access"
               r"|(already|not yet) a (subscriber|member)\b|already have an account"
               r"|(start|begin|get|claim)\b.{0,30}\bfree trial|create (a|your) free account"
               r"|try (it )?(for )?free( for\b| today| now|\W*$)|upgrade to (paid|premium)"
               r"|this (article|content|story|page) is (only )?(for|available to) subscribers"
               r"|réservé aux abonnés|(log in |subscribe )?to (continue|keep) reading( this|,|\W*$)"
               r"|you have (reached|used|read)\b.{0,30}\bfree (articles|stories)"
               r"|(download|get|install) (our|the) (free |mobile |full )*(app|brochure|e-?book)\b"
               r"|(request|schedule|book) a (free )?(demo|quote|consultation)|contact us today"
               r"|support (our|independent|local|quality) (journalism|work|reporting)"
               r"|your (support|donation|contribution) (makes|helps|keeps)",
         within=r"\bsubscribe (from|for|to) (just|only|full) |\blimited[- ]time offer"
                r"|\bsupport (the \w+|us|\w+ journalism) (for|from|with) (as little as|just|a)\b"),
    sign("notice", "States a copyright.", 60, opens="end",
         start=r"©|(\(c\)|copyright\b)\W*(\d{4}|©)|no part of this (site|page|publication|article)"
               r"|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
               r"|reproduction (prohibited|interdite)|registered (charity|company) (no|in)\b",
         whole=r"all rights reserved",
         within=r"©\s*\d{4}|\d{4}.{0,60}all rights reserved|無断転載"
                r"|this (material|content|article)\b.{0,40} not be (reproduced|published|copied)"),
    sign("notice", "Speaks of protection, of an error, or of a form or login.", 30,
         start=r"(error|fehler|erreur)\b.{0,9}[:!].{0,40}\b(content|page|found|failed|again|load)"
               r"|(please )?enable javascript|javascript is (disabled|required)|required fields are"
               r"|your browser (does not|doesn't) support|your e-?mail address will not be"
               r"|you (must|need to) (be logged|log) in to (reply|post|comment|view|read)",
         whole=r"(oops\W+)?something went wrong(\W+please try.*)?",
         within=r"\b(content|page|text) is (copy[- ]?)?protected( by copyright)?\W*$"
                r"|protected by \w*captcha"),
    sign("notice", "Speaks of cookies, of visitors' data, or of consent to terms.", 80,
         start=r"(we|(this|our) (web ?)?site)\b.{0,60}\b(uses?|store)\b.{0,60} cookies\b.{0,90} you"
               r"|(we|(this|our) (web ?)?site) uses? cookies\W*$|we value your privacy"
               r"|diese (web)?site verwendet cookies|ce site utilise des cookies"
               r"|we (will|'ll) never share your|do not (sell|share) .{0,30}personal (data|info)"
               r"|by (clicking|signing|subscribing|submitting|continuing|using|browsing)\b.{0,90}"
               r"\b(you|i) (agree|consent|accept)\b.{0,60}\b(terms|polic|cookies|process|privacy)",
         whole=r"(accept|allow|reject|manage) (all )?(cookies|cookie settings|preferences)",
         within=r"\bwe use (our own )?cookies\b.{0,90}\b(your?|site|website)\b"),
    sign("notice", "Limits the publisher's liability.", 200,
         start=r"disclaimer\s*[:.]|(all )?(quotes|data|prices) (are )?delayed|(all )?content is"
               r" available under|nothing (in|on) this (article|site|page)\b.{0,60}\badvice"
               r"|(the|this) (information|content|material) (on|in|provided|contained|presented)\b"
               r".{0,90}\bnot\b.{0,60}\badvice|this .{0,40}\bfor information(al)? purposes only"
               r"|the (views|opinions|views and opinions) expressed\b.{0,90}\b(authors?|own)\b"
               r"|(this|certain)\b.{0,60}\b(contains?|includes?|are)\b.{0,30}\bforward-looking"
               r" statements"),
    sign("notice", "Lists the service pages of the site.", 20, opens="end",
         start=rf"{PLACE}\b[^|•·]{{0,20}}[|•·].*\b{PLACE}\b",
         whole=rf"({PLACE}\W+){{3,}}{PLACE}"),
    sign("promo", "Praises an offer, or leads up to one.", 25, is_faint=True,
         start=r"(elevate|boost|grow|transform|upgrade|supercharge|take) your (business|brand|team"
               r"|career|portfolio|\w+ strategy)|(gain|get|unlock|enjoy)\b.{0,30}\b(access|insights"
               r"|forecasts)|you will (get|receive)\b|every (week|day|morning) we\b|sign up"
               rf"|subscribe|a (\w+ )?{MAIL}\b|(interested in|want (to|more)|ready (to|for))\b.*\?"
               r"|did you (like|enjoy)\b|(like|enjoy)(ed|ing)? (what|this)\b.*\?|(enter|type) your"
               r"|thank(s| you) for reading|join (our|us)|(get|save|enjoy) (up to )?\d+ ?%"
               r"|(start|choose|cancel|request|book) (your|a|any|anytime)\b"
               r"|(buy|shop|order|learn|find out|try|donate) (now|more)\W*$"),
    sign("label", "Names a place or a control of the site.", 8, opens="row", is_faint=True,
         whole=rf"{PLACE}|yes|no|(your )?e-?mail( address)?|print|comments|topics|tags|close"
               r"|free (delivery|shipping)\b.*|for immediate release"
               r"|(stay|keep) (informed|connected|tuned|in touch|up to date|in the (loop|know))"),
)  # fmt: skip
PITCH = sign("promo", "Stands within an offer to the reader.", 0, is_faint=True)
ROW = sign("label", "Stands in a row of short labels.", 0, is_faint=True)
TOP = sign("label", "Stands above the title, among the places of the site.", 0)

# Words too common to say what a text is about; shorter ones do not count anyway.
COMMON_WORDS = """
    about above after again against also among another around because been before being between
    both could does each even every first from given have having here into itself just last less
    like made make many more most much must never only other over said same says several should
    since some still such than that their them then there these they this those through today
    under until very were what when where which while will with within without would years your
    dass eine einen nicht oder sich sind wird avec dans leur mais nous plus pour sont vous como
    este esta para pero
"""
COMMON = frozenset(COMMON_WORDS.split())
# Two characters of Japanese or Chinese count as a word.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\u3040-\u30ff\u3400-\u9fff]+")
QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”“»]")
ENDED = re.compile(r"[.!…。！:;][\"'”»)\]]*$")
CUT_OFF = re.compile(r"(…|\.\.\.)[\s)\]]*$")
LONGEST_SIGN = 2000  # characters; what is longer has far more words than any sign
REPORTED = re.compile(r"\b(said|says|told|wrote)\b")

# The later paragraphs of an article nearly always take a tenth of their words from the earlier
# ones, and mostly a fifth; another story on the same subject seldom takes a fifth.
KIN, CLOSE_KIN = 0.1, 0.2


@dataclass(eq=False)
class Sight:
    """A passage as the rules see it: `stems` are the words that say what it is about."""

    draft: Draft
    line: str
    size: int
    stems: frozenset[str]
    is_prose: bool
    is_headline: bool
    sign: Sign | None = None

    @property
    def is_cut_off(self) -> bool:
        return bool(CUT_OFF.search(self.line))


def look(draft: Draft) -> Sight:
    line = " ".join(draft.text.replace("’", "'").split())
    words = WORD.findall(line.casefold())
    has_ended = bool(ENDED.search(line))
    is_prose = not (draft.heading_level or is_list(line)) and len(words) >= (8 if has_ended else 22)
    is_headline = bool(words and (draft.heading_level or not (is_prose or has_ended)))
    # Six letters stand for a word, so that "mineral" agrees with "minerals".
    stems = frozenset(w[:6] for w in words if (len(w) > 3 or w > "\u3040") and w not in COMMON)
    return Sight(draft, line, len(words), stems, is_prose, is_headline)


def is_list(line: str) -> bool:
    """Whether the line is a row of short names: "Oil, Gas, Wind & Solar, Storage"."""
    items = [item.strip() for item in re.split(r"[,|·•]", line)]
    return len(items) > 3 and all(item[:1].isupper() and item.count(" ") < 5 for item in items)


def share(part: Sequence[Sight], whole: Set[str]) -> float:
    """How much of the words of `part` occurs in `whole`, from 0 to 1."""
    stems = frozenset().union(*(sight.stems for sight in part))
    return len(stems & whole) / len(stems) if stems else 0.0


def takes_up(prose: Sight, headline: Sight, least: float) -> bool:
    return share([headline], prose.stems) >= least


def flat(sections: Sequence[Sequence[Sight]]) -> list[Sight]:
    return [sight for section in sections for sight in section]


def unsigned(sights: Sequence[Sight], test: Callable[[Sight], bool]) -> list[Sight]:
    """The passages at the head of `sights` that carry no sign and pass the test."""
    return list(takewhile(lambda sight: not sight.sign and test(sight), sights))


def classify(drafts: Sequence[Draft]) -> list[Proposal]:
    """One proposal for each draft, in order."""
    sights = [look(draft) for draft in drafts]
    find_signs(sights)
    outside = Walk(sights).proposals()
    parts = name_parts([sight for sight, found in zip(sights, outside, strict=True) if not found])
    return [found or next(parts) for found in outside]


def find_signs(sights: Sequence[Sight]) -> None:
    """Give every passage the sign it shows, and take back what its neighbours speak against."""
    for sight in sights:
        sight.sign = sign_of(sight)
    keep_headings(sights)
    name_offers(sights)
    fill_gaps(sights)
    sign_top(sights)
    drop_lonely(sights)


def sign_of(sight: Sight) -> Sign | None:
    # What stands in quotation marks is quoted, and what is reported is not said to the reader.
    line = QUOTED.sub('""', sight.line[:LONGEST_SIGN])
    fitting = (s for s in SIGNS if sight.size <= s.longest and s.pattern.search(line))
    found = next(fitting, None)
    return None if found and found.kind == "promo" and REPORTED.search(line) else found


def keep_headings(sights: Sequence[Sight]) -> None:
    """A short line whose words the next paragraph takes up is a heading of the article."""
    for sight, after in pairwise(sights):
        if sight.size <= 5 and after.is_prose and not after.sign and takes_up(after, sight, 0.5):
            sight.sign = None


def name_offers(sights: Sequence[Sight]) -> None:
    """A short line whose words all recur in the offer below it is the name of what is offered."""
    for at, sight in enumerate(sights, 1):
        if sight.is_headline and sight.stems and not sight.sign:
            offer = takewhile(lambda s: s.sign and s.sign.kind == "promo", sights[at : at + 3])
            is_name = sight.stems <= frozenset().union(*(s.stems for s in offer))
            set_sign([sight] if is_name else [], PITCH)


def fill_gaps(sights: Sequence[Sight]) -> None:
    """Short lines amid an offer to the reader, or in a row of labels, belong to it."""
    for at, sight in enumerate(sights, 1):
        if sight.sign and sight.sign.kind == "promo":
            gap = unsigned(sights[at : at + 2], lambda s: not s.is_prose)
            after = sights[at + len(gap) : at + len(gap) + 1]
            is_closed = any(s.sign and s.sign.kind in ("promo", "notice") for s in after)
            set_sign(gap if is_closed else [], PITCH)
        elif sight.sign and sight.sign.opens == "row":
            gap = unsigned(sights[at : at + 10], lambda s: s.is_headline and s.size <= 3)
            after = sights[at + len(gap) : at + len(gap) + 1]
            set_sign(gap if all(s.sign for s in after) else [], ROW)


def sign_top(sights: Sequence[Sight]) -> None:
    """Short lines above the title, with a place of the site among them, are its navigation."""
    top = list(takewhile(lambda s: s.sign or not s.is_prose, sights))
    titles = [at for at, s in enumerate(top) if s.is_headline and s.size > 3 and not s.sign]
    # Without prose there is no telling a navigation from a list or a poem.
    above = top[: titles[0]] if titles and len(top) < len(sights) else []
    row = [s for s in above if not s.sign or s.sign.is_faint]
    places = [s for s in row if s.sign]
    set_sign(row if places and len(row) > 2 else places, TOP)


def drop_lonely(sights: Sequence[Sight]) -> None:
    """A faint sign counts beside a certain one, or as one of three."""
    for is_company, run in groupby(sights, lambda s: bool(s.sign and s.sign.is_company)):
        run = list(run)
        if is_company and len(run) < 3 and all(s.sign.is_faint for s in run):
            set_sign(run, None)


def set_sign(sights: Sequence[Sight], sign: Sign | None) -> None:
    for sight in sights:
        sight.sign = sign


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
        elif sign.opens == "end" and self.paragraphs and is_last:
            self.enter("end")

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
        if cut_off > 1 or not sections or not self.sights[at - 1].sign:
            return cut_off > 1
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
            return self.is_kin(ahead + flat(sections))
        # After two paragraphs there is no telling kin from strangers.
        is_kin = self.paragraphs < 3 or share([sight], self.article) >= KIN
        return is_kin or self.goes_on(at + len(ahead))

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


def name_parts(article: Sequence[Sight]) -> Iterator[Proposal]:
    title, headings = find_title(article), find_headings(article)
    for at, sight in enumerate(article):
        if sight is title:
            yield Proposal("title", "Is the headline of the article.")
        elif sight.draft.heading_level:
            yield Proposal("heading", "Is marked up as a heading.")
        elif at in headings:
            yield Proposal("heading", "Is a short line between paragraphs of the article.")
        else:
            yield Proposal("body", "Reads as a part of the article.")


def find_title(article: Sequence[Sight]) -> Sight | None:
    if any(sight.draft.is_markup for sight in article):
        return next((sight for sight in article if sight.draft.heading_level == 1), None)
    is_title = article and article[0].is_headline and any(sight.is_prose for sight in article)
    return article[0] if is_title else None


def find_headings(article: Sequence[Sight]) -> set[int]:
    """Short lines between paragraphs; of more than three in a row, a list, only the last."""
    headings, has_prose, at = set(), False, 0
    for is_short, run in groupby(article, is_heading_like):
        run = list(run)
        after = article[at + len(run) : at + len(run) + 1]
        if is_short and has_prose and any(s.is_prose for s in after):
            first = at if len(run) <= 3 else at + len(run) - 1
            headings.update(range(first, at + len(run)))
        has_prose = has_prose or any(sight.is_prose for sight in run)
        at += len(run)
    return headings


def is_heading_like(sight: Sight) -> bool:
    is_short = sight.is_headline and sight.size <= 15 and not sight.line.endswith("?")
    return is_short and not sight.draft.is_markup
