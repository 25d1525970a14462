"""One address of every kind of page, and of those that have nothing to show."""

NEWS = "/articles/japan-namibia-rare-earths-exploration-deal/"
PAGES = [
    "/", "/articles/", "/articles/?entity=jogmec&entity=yttrium", "/articles/?entity=nope", NEWS,
    "/articles/rare-earths-special-focus-introduction/", f"{NEWS}versions/",
    "/collections/rare-earths-special-focus/", "/entities/", "/entities/?kind=person",
    "/entities/jogmec/", "/entities/lofdal/", "/entities/namibia/",
    "/entities/rare-earth-elements/", "/entities/erbium/", "/entities/yttrium/",
    "/entities/japan/graph/", "/entities/lofdal/graph/?steps=2",
    "/elements/", "/elements/?by=eu",
    "/relationships/", "/relationships/jogmec--participates-in--lofdal/",
    "/relationships/epangelo--party-to--japan-namibia-exploration-agreement/",
    "/connections/", "/connections/?from=jogmec&to=dysprosium",
    "/connections/?from=jogmec&to=nobody", "/map/", "/timeline/", "/figures/", "/gaps/",
    "/evidence/", "/notes/", "/sources/", "/sources/src-usgs-mcs2026-re/",
    "/search/", "/search/?q=dysprosium", "/search/?q=zzzqx", "/search/help/",
    "/about/", "/about/design/",
    "/about/design/pictures/", "/about/design/charts/", "/about/design/reading/",
]  # fmt: skip
EMPTY = [
    "/", "/articles/", "/entities/", "/elements/", "/relationships/", "/connections/", "/map/",
    "/timeline/", "/figures/", "/gaps/", "/evidence/", "/notes/", "/sources/",
    "/search/?q=dysprosium",
]  # fmt: skip
NOT_FOUND = "/no-such-page/"
