"""English words: function words, plural to singular, British to American spelling.

Pure: a word in, a word out. Both sides of a search are folded alike, so a rule may spoil a word
("arise" to "arize"); it needs an exception only where two different words would meet, or kindred
ones part.
"""

import re


def pairs(table: str) -> dict[str, str]:
    """A table of `from to` pairs, parted by commas, as a dictionary."""
    return dict(pair.split() for pair in table.split(","))


def listed(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Left out though they are function words: "us" (the US), "may" (the month), "might", "no" and
# "mine", and what "I'd", "I'll" and "we'll" are without their apostrophes.
STOP_WORDS = listed(
    "a an the and or but nor if than then because while although though whether unless"
    " about above across after against along among amid around as at before behind below beneath"
    " beside besides between beyond by despite during except for from in into of off on onto out"
    " over since through throughout to toward towards under until unto up upon via with within"
    " without i me my myself we our ours ourselves you your yours yourself yourselves he him his"
    " himself she her hers herself it its itself they them their theirs themselves"
    " this that these those who whom whose which what where when why how there here"
    " am is are was were be been being have has had having do does did doing"
    " can could will would shall should must not cannot"
    " dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt cant couldnt wouldnt shouldnt"
    " wont im ive youre youve theyre theyve weve"
)

PLURALS = pairs(
    "bases basis, crises crisis, oases oasis, emphases emphasis, diagnoses diagnosis,"
    "prognoses prognosis, neuroses neurosis, psychoses psychosis, axes axis,"
    "phenomena phenomenon, criteria criterion, strata stratum, substrata substratum,"
    "spectra spectrum, bacteria bacterium, consortia consortium, millennia millennium,"
    "quanta quantum, memoranda memorandum, symposia symposium, moratoria moratorium,"
    "errata erratum, addenda addendum, curricula curriculum, ova ovum,"
    "nuclei nucleus, radii radius, foci focus, loci locus, stimuli stimulus, fungi fungus,"
    "indices index, matrices matrix, vertices vertex, vortices vortex, appendices appendix,"
    "apices apex, codices codex, helices helix,"
    "men man, women woman, children child, feet foot, teeth tooth, mice mouse, lice louse,"
    "geese goose, oxen ox, halves half, knives knife, leaves leaf, lives life, wolves wolf,"
    "shelves shelf, selves self, thieves thief, loaves loaf, calves calf, wives wife,"
    "hooves hoof, scarves scarf, elves elf, midwives midwife,"
    "busses bus, gasses gas, quizzes quiz, menus menu, gurus guru, cpus cpu, gpus gpu, mous mou,"
    "taxis taxi, skis ski, alibis alibi, saudis saudi, iraqis iraqi, israelis israeli,"
    "pakistanis pakistani, evs ev, pcs pc, tvs tv, ads ad, kgs kg, mts mt, ids id"
)

# Without these, "news" would be "new", "lens" would be "len", "Laos" would be "Lao".
UNCHANGED = listed(
    "series species subspecies news chaos cosmos ethos pathos asbestos laos lagos davos"
    " whereas overseas texas kansas arkansas dallas christmas james charles"
)

# The plural of these adds "es": gas, gases.
ENDS_IN_S = listed(
    "gas biogas bias alias atlas canvas lens iris trellis pancreas bus minibus omnibus virus"
    " coronavirus status bonus surplus campus census consensus focus chorus circus genius"
    " prospectus apparatus nexus radius terminus hiatus octopus walrus plus minus impetus"
)

# The plural of these adds "s" only, though it looks like more: movie, movies; cache, caches.
ENDS_IN_E = listed(
    "die lie tie pie vie untie belie necktie movie cookie calorie zombie rookie prairie genie"
    " lingerie brownie collie selfie smoothie aussie birdie menagerie reverie sortie veggie"
    " ache headache toothache cache niche avalanche cliche creche moustache mustache pastiche"
    " quiche psyche attache porsche apache shoe horseshoe toe foe canoe hoe oboe woe roe aloe floe"
    " doe throe tiptoe axe luxe"
)

ENDINGS = pairs(
    "theses thesis, lyses lysis, ies y, sses ss, ches ch, shes sh, xes x, zzes zz, oes o"
)

# A vowel before "men" is part of another word: omen (not Oman), ramen (not Raman), bitumen.
MEN = re.compile(r"(?:[^aeiouy]|\w[cdns]e|[bdft]le|fire)men$")


def singular(word: str) -> str:
    """`word` in the singular; a word of up to three letters is too short to tell."""
    if word in PLURALS:
        return PLURALS[word]
    if MEN.search(word):
        return word.removesuffix("men") + "man"
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word in UNCHANGED or word in ENDS_IN_S:
        return word
    return singular_by_ending(word)


def singular_by_ending(word: str) -> str:
    if word[:-2] in ENDS_IN_S:
        return word[:-2]
    if word[:-1] not in ENDS_IN_E:
        for ending, instead in ENDINGS.items():
            if word.endswith(ending):
                return word.removesuffix(ending) + instead
    return word[:-1]


# Wherever they stand in a word. Only what stands in no other word: "cosy" is in "ecosystem", and
# "oe" is in "Boeing", which is not "being".
ROOTS = pairs(
    "sulph sulf, mould mold, moult molt, plough plow, draught draft, grey gray, ageing aging,"
    "aluminium aluminum, artefact artifact, sceptic skeptic, practis practic, dgement dgment,"
    "moustache mustache, focuss focus, fibreglass fiberglass, jewellery jewelry,"
    "defenc defens, offenc offens, licenc licens, pretenc pretens,"
    "fulfill fulfil, enroll enrol, install instal, distill distil, instill instil,"
    "enthrall enthral, appall appal, skillful skilful, willful wilful, tranquill tranquil,"
    "woollen woolen, marvell marvel,"
    "archae arche, palae pale, paed ped, haema hema, haemo hemo, haemi hemi, aemi emi, caesi cesi,"
    "aesth esth, aetiol etiol, faec fec, gynaec gynec, mediaev mediev, primaev primev,"
    "caenozo cenozo, coenozo cenozo, aeolian eolian, foet fet, oestr estr, oesoph esoph,"
    "oedem edem, amoeb ameb, rrhoe rrhe, homoeo homeo, manoeuv maneuv"
)
ROOT = re.compile("|".join(sorted(ROOTS, key=len, reverse=True)))

DERIVED = (
    r"(?=(?:e|ed|ee|er|or|ing|ingly|able|ably|ance|ant|ability|ation|ational|ationally|ement)$)"
)

# Each with letters that stand in every word it changes: a rule costs much more than to see that
# they do not stand there.
RULES = [
    (cue, re.compile(pattern), instead)
    for cue, pattern, instead in [
        # organise, organisation. A vowel must come before, which spares rise and prise (not prize);
        # "revise" is spared for "revision", "precise" for "precision".
        (
            "is",
            r"^(?!(?:pre|con|ex|in|circum)cis)(\w*[aeiouy]\w*(?:[^aeiouv]|[ts]iv))is" + DERIVED,
            r"\1iz",
        ),
        ("lys", r"lys" + DERIVED, "lyz"),
        # colour, favourable. A vowel must come before, which spares four, hour and tour.
        ("our", r"([aeiou]\w*)our(?=$|[aefhily])", r"\1or"),
        # travelling, fuelled. Two vowels must come before, which spares filled and polled; and
        # "refilled" is not "refiled".
        (
            "ll",
            r"([aeiouy][^aeiouy]+[aeiouy]+|[^q]u[ea]|i[ae])(?<!fi)l(?=l(?:ed|er|est|ing|or|ist|able|ous)$)",
            r"\1",
        ),
        (
            "re",
            r"((?:cen|me|li|thea|spec|scep|lus|ni|mi|goi|saltpe)t|(?:fi|cali|sa|som)b|meag|och)re$",
            r"\1er",
        ),
        ("centr", r"centr(?=ed$|ing$)", "center"),
        ("maneuvr", r"maneuvr(?:e$)?", "maneuver"),
        ("gu", r"(?<=\w\w)(log|gog)u(?:e$|(?=e[dr]$|ing$))", r"\1"),
        ("gramme", r"gramme$", "gram"),
        ("eable", r"(?<=[kzv])eable$|(?<=trad)eable$|(?<=sal)eable$", "able"),
        ("cos", r"^cos(?=y$|ier$|iest$|ily$|iness$)", "coz"),
    ]
]


def american(word: str) -> str:
    """`word`, in the singular, as the American spelling has it."""
    word = ROOT.sub(lambda root: ROOTS[root[0]], word)
    for cue, rule, instead in RULES:
        if cue in word:
            word = rule.sub(instead, word)
    return word
