"""The wording by which a passage of a web page shows that it is no part of the article."""

import re
from dataclasses import dataclass

NEVER = "(?!)"


@dataclass(frozen=True)
class Sign:
    """Wording by which a passage of at most `longest` words shows that it stands outside.

    A faint sign counts only in the company of others. `opens` names what may follow: other
    "stories", the "comments" of readers, or a "row" of short labels. `cue` is a pattern of words
    one of which stands in whatever `within` finds.
    """

    kind: str
    reason: str
    longest: int
    whole: str
    start: str
    opening: re.Pattern[str]
    within: re.Pattern[str] | None = None
    cue: str = ""
    opens: str = ""
    is_faint: bool = False
    is_company: bool = True

    def shows_in(self, line: str) -> bool:
        return bool(self.opening.match(line) or (self.within and self.within.search(line)))

    @property
    def wording(self) -> str:
        return " ".join(one.pattern for one in (self.opening, self.within) if one)


def sign(
    kind: str, reason: str, longest: int, *, whole=NEVER, start=NEVER, within="", **more
) -> Sign:
    """A sign whose wording fills the passage, or starts it, or stands anywhere within it."""
    anywhere = re.compile(within, re.I) if within else None
    # Two patterns: what opens the passage need not be looked for at each of its letters.
    opening = re.compile(opening_of(whole, start), re.I)
    return Sign(kind, reason, longest, whole, start, opening, anywhere, **more)


def opening_of(whole: str, start: str) -> str:
    # A passage that opens with a quotation mark is somebody's speech.
    return rf"[^\w\"“„«©(]*+\(?(?:(?:{whole})\W*$|(?:{start}))"


STORIES = (
    r"(stor(y|ies)|articles?|posts?|news|content|threads?|insights?|headlines|videos?|reads|reading"
    r"|recipes|coverage|releases|reviews|interviews|podcasts|links|pages)"
)
MAIL = r"(newsletters?|mailing list|e-?mails?(?! address)|inbox|digest|briefing|updates|alerts)"
PLACE = (
    r"(home|menu|search|log ?in|sign in|register|(my )?account|about( us)?|contact( us)?|faq"
    r"|careers|help( centre)?|advertise( with us)?|company|shop|(basket|cart)\W*\d*|archive"
    r"|newsletters?|cookie( policy| settings| preferences)?s?|accessibility( statement)?|sitemap"
    r"|privacy( policy| notice)?|(website )?terms( of use| of service| and conditions)?|agb"
    r"|imprint|impressum|datenschutz|startseite|accueil|mentions légales|inicio|aviso legal"
    r"|customer service|live|blog|(local |latest )?news|latest|markets|business|world|politics"
    r"|sports?|opinion|weather|culture|science|research|technology|economy|companies|reviews"
    r"|features|events|jobs)"
)
SIGNS = (
    sign("label", "Marks an advertisement.", 12, is_company=False,
         whole=r"(advert(isement|orial)?|ad|sponsored( content| post)?|paid (content|post)"
               r"|anzeige|werbung|publicité|publicidad|広告)(\W+(story )?(continu|scroll).*)?",
         start=r"(story|article) continues (below|after)|continue reading below"
               r"|(sponsored|brought to you) by (?-i:[A-Z])[^.,:]{2,40}(:|\W*$)"),
    sign("label", "Credits a picture.", 35, is_company=False,
         start=r"(photo|photograph|image|picture|illustration|foto|bild)s?( credits?)?"
               r"( by (?-i:[A-Z])| courtesy of|\s*[:©])|(photo|image) credits?\W*$",
         within=r"[.(] ?(photo|photograph|image|picture|foto)( credit)?( by|:) [^.]{2,50}$",
         cue=r"photo|image|picture|foto"),
    sign("label", "Is a control of the page.", 12, opens="row",
         whole=r"(skip|jump) to (the |main )*(content|navigation|recipe|comments|menu)|back to top"
               r"|(direkt )?zum inhalt( springen)?|aller au contenu|table of contents|copy link"
               rf"|(load|show|view|see) (more|all)( {STORIES})?|(show|view|see)( all)? comments.*"
               r"|(previous|next|older|newer) (post|article|story|entry|page)s?|home ?[>»›/].*"
               r"|\d+[- ]min(ute)?s?\.? read|((estimated )?read(ing)? time|lesezeit)\W*\d.*"
               r"|share( (this|on|via)\b.{0,25})?|((diesen )?artikel |seite )?teilen( mit)?"
               r"|(partager|compartir)( \w+){0,3}|(seite )?drucken|imprimer|imprimir"
               r"|(follow|like|connect with) us\b[^.]*|follow\b.{0,40} on social media\b.*"
               r"|follow (the |these )?(topics?|authors?)\b.*"
               r"|listen to this (article|story|page)|(e-?mail|print|cite|save) this\b.{0,15}"
               r"|save for later|download\b.{0,40}\bpdf\b.*|join the (conversation|discussion)"
               r"|like this|rate this (article|recipe)|view (this e-?mail )?in (your )?browser"
               r"|continue reading|lire la suite|leer más|weiterlesen|続きを読む",
         start=r"(was|is) this (page|article|answer|information) (useful|helpful)"
               r"|report (a problem with|an error (in|on)) this"),
    sign("label", "Lists the tags of the page.", 40, opens="row",
         start=r"(tags?|tagged|filed under|posted in|topics?|categor(y|ies)|schlagwörter)\s*:",
         whole=r"related (topics|tags)|(posted in|filed under|veröffentlicht in)\b[^.]*"),
    sign("label", "Heads the comments of readers.", 9, opens="comments",
         whole=r"\d+ (comments?|kommentare|commentaires|comentarios|replies)|comments? ?\(\d+\)"
               r"|(leave|post) a (comment|reply)|reader (interactions|comments)"
               r"|\d+ thoughts? on\b.*|schreibe einen kommentar|kommentar (schreiben|verfassen)"),
    sign("label", "Offers other articles.", 9, opens="stories",
         whole=r"(related|similar|recommended|popular|trending|latest|recent|more|top|featured"
               rf"|most \w+) (\w+ )?{STORIES}|read (more|next|also)( (\w+ )?{STORIES})?|also read"
               r"|what to read next|other (stories|articles|posts|news)|related|up next|don't miss"
               r"|(related|similar) (items|objects|products|events|services|resources|publications)"
               r"|most (read|popular|viewed|shared|commented|watched)|more on this (story|topic)"
               r"|you (may|might|will) also\b.*|you'll also (like|love|enjoy)|trending( now)?"
               r"|recommended( for you)?|keep (reading|exploring)|(explore|discover) more"
               r"|editors?'?s? (picks?|choice)|lesen sie auch|mehr zum thema|auch interessant"
               r"|(weitere|ähnliche|verwandte|aktuelle) (artikel|beiträge|meldungen|themen)"
               r"|das könnte (sie|dich) auch\b.*|meistgelesen|(à )?lire (aussi|également)"
               r"|sur le même (sujet|thème)|articles (liés|similaires)|les plus lus"
               r"|(lea|lee) también|(artículos|noticias) relacionad[ao]s|lo más leído"
               r"|leggi anche|leia também|関連記事|おすすめ記事|最新記事",
         start=r"more (from|by) ((?-i:[A-Z])|(this|the|our) (author|section|archive|series)\b)"),
    sign("teaser", "Points to another article.", 120,
         start=r"(related|read (more|also|next)|also read|lesen sie auch|mehr zum thema"
               r"|(à )?lire aussi|(lea|lee) también|leggi anche)\s*[:|]\s*\w[^.]*$"
               r"|(watch|listen|video|gallery)\s*\|\s*\w",
         within=r"(…|\.\.\.)\W{0,5}(read|continue|weiterlesen|lire|leer)\b.{0,20}$",
         cue=r"…|\.\.\."),
    sign("promo", "Asks the reader to subscribe.", 36,
         start=r"(please |now )?(subscribe|sign up|join)\b.{0,90}\b(our|my|your|the|free|weekly)"
               rf"\b.{{0,40}}{MAIL}|(get|receive)\b.{{0,90}}\b(newsletters?|digest|inbox)\b"
               r"|(unlock|read) (this|every|all)\b.{0,40}\b(subscription|subscribers?)\b"
               r"|(get|stay|keep)\b.{0,30}\bthe latest (news|updates|stories|insights|analysis)"
               r"|join (over |more than )?[\d,.]+\w* (readers|subscribers|members|others)"
               r"|be the first to (know|hear|read)|sign me up|subscribe to (our|my)\b|read our\b"
               r"|stay (up to date|informed|connected|in touch) with (our|us)\b"
               r"|(enjoy(ed|ing)?|like|love)\b.{0,30}\?\W*(help|support|subscribe|join|consider)"
               r"|never miss (a|an) (story|post|recipe|beat|update|issue|episode)"
               r"|abonnieren sie|abonnez-vous|je m'abonne|suscríb[ea]|iscriviti|inscrivez-vous",
         whole=r"(subscribe|sign up)( now| today| here)?",
         within=r"newsletter (abonnieren|bestellen)|\b((please|consider) subscrib(e|ing)\b"
                rf"|(straight|delivered|directly|right) (in)?to your {MAIL}"
                r"|(subscribe|become a subscriber) (now|today|here|for free)\b"
                r"|(join|sign up (to|for)) our (mailing list|newsletter)\b|no spam\b"
                r"|sign up (here|now|today)\W*$)",
         cue=r"newsletter|subscrib|to your|our mailing|no spam|sign up"),
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
                r"|\bsupport (the \w+|us|\w+ journalism) (for|from|with) (as little as|just|a)\b",
         cue=r"subscribe |offer|support "),
    sign("notice", "States a copyright.", 60,
         start=r"©|(\(c\)|copyright\b)\W*(\d{4}|©)|no part of this (site|page|publication|article)"
               r"|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
               r"|reproduction (prohibited|interdite)|registered (charity|company) (no|in)\b",
         whole=r"all rights reserved(\. .*)?",
         within=r"©\s*\d{4}|\d{4}.{0,60}all rights reserved|無断転載"
                r"|this (material|content|article)\b.{0,40} not be (reproduced|published|copied)",
         cue=r"©|all rights reserved|無断転載|not be "),
    sign("notice", "Speaks of protection, of an error, or of a form or login.", 30,
         start=r"(error|fehler|erreur)\b.{0,9}[:!].{0,40}\b(content|page|found|failed|again|load)"
               r"|(please )?enable javascript|javascript is (disabled|required)|required fields are"
               r"|your browser (does not|doesn't) support|you are receiving this e-?mail"
               r"|your e-?mail address will not be"
               r"|you (must|need to) (be logged|log) in to (reply|post|comment|view|read)",
         whole=r"(oops\W+)?something went wrong(\W+please try.*)?",
         within=r"\b(content|page|text) is (copy[- ]?)?protected( by copyright)?\W*$"
                r"|protected by \w*captcha",
         cue=r"protected"),
    sign("notice", "Speaks of cookies, of visitors' data, or of consent to terms.", 80,
         start=r"(we|(this|our) (web ?)?site)\b.{0,60}\b(uses?|store|set)\b.{0,60} cookies\b.{0,90}"
               r"\b(you|site\b|traffic)"
               r"|(we|(this|our) (web ?)?site) uses? cookies\W*$|we value your privacy"
               r"|diese (web)?site verwendet cookies|ce site utilise des cookies"
               r"|we (will|'ll) never share your|do not (sell|share) .{0,30}personal (data|info)"
               r"|by (clicking|signing|subscribing|submitting|continuing|using|browsing)\b.{0,90}"
               r"\b(you|i) (agree|consent|accept)\b.{0,60}\b(terms|polic|cookies|process|privacy)",
         whole=r"(accept|allow|reject|manage) (all )?(cookies|cookie settings|preferences)",
         within=r"\bwe use (our own )?cookies\b.{0,90}\b(your?|site|website)\b",
         cue=r"we use "),
    sign("notice", "Limits the publisher's liability.", 200,
         start=r"disclaimer\s*[:.]|(all )?(quotes|data|prices) (are )?delayed|(all )?content is"
               r" available under|nothing (in|on) this (article|site|page)\b.{0,60}\badvice"
               r"|(the|this) (information|content|material) (on|in|provided|contained|presented)\b"
               r".{0,90}\bnot\b.{0,60}\badvice|this .{0,40}\bfor information(al)? purposes only"
               r"|we (may|might) earn (a|an)\b.{0,20}\bcommission|this \w+ contains affiliate links"
               r"|the (views|opinions|views and opinions) expressed\b.{0,90}\b(authors?|own)\b"
               r"|(this|certain)\b.{0,60}\b(contains?|includes?|are)\b.{0,30}\bforward-looking"
               r" statements"),
    sign("notice", "Lists the service pages of the site.", 20,
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
    # Under so loose a label there must be headlines, and no more of the article.
    sign("label", "Offers other articles, below the last paragraph.", 5, opens="stories",
         is_faint=True, is_company=False,
         start=r"(more|latest (on|from|in)|related|recommended|similar|keep|explore|discover"
               r"|weitere|mehr)\b[^.:!?]*$"),
    sign("label", "Names a place or a control of the site.", 8, opens="row", is_faint=True,
         whole=rf"{PLACE}|yes|no|(your )?e-?mail( address)?|print|comments|topics|tags|close"
               r"|free (delivery|shipping)\b.*|for immediate release"
               r"|(stay|keep) (informed|connected|tuned|in touch|up to date|in the (loop|know))"),
)  # fmt: skip
PITCH = sign("promo", "Stands within an offer to the reader.", 0, is_faint=True)
ROW = sign("label", "Stands in a row of short labels.", 0, is_faint=True)
TOP = sign("label", "Stands above the title, among the places of the site.", 0)
