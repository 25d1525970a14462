"""How two entities are connected: the search beside networkx, and what the page says of it."""

import random
import re
from html import unescape
from itertools import chain, islice, pairwise

import networkx
import pytest

from articles.models import Article
from entities import kinds
from entities.connections.calling import called
from entities.connections.reading import connections, paths_between
from entities.connections.searching import MOST_PATHS, MOST_STEPS, paths_by_steps
from entities.models import Entity, Evidence, FormerSlug, Name, Relationship, RelationType
from tests.makers import make_article, make_entity, make_evidence, make_relationship
from tests.pages import page, text_of

CHAIN = "/connections/?from=jogmec&to=dysprosium"


def join(joined, one, other, quotes):
    joined.setdefault(one, {})[other] = joined.setdefault(other, {})[one] = quotes


def any_graph(dice):
    """Who is joined to whom, and who of them is a hub."""
    names = [f"n{number}" for number in range(dice.randint(2, 14))]
    joined = {name: {} for name in names}
    for _ in range(dice.randint(0, 3 * len(names))):
        join(joined, *dice.sample(names, 2), dice.randint(0, 3))
    return joined, set(dice.sample(names, dice.randint(0, len(names) // 3)))


def narrow_graph(dice):
    """Nearly all paths pass through one entity, and some of those beside it stand on both sides."""
    few, many = sorted(dice.choices(range(1, 9), k=2))
    near, far = ([f"n{number}" for number in dice.sample(range(12), k)] for k in (few, many))
    joined = {name: {} for name in ("start", "goal", "middle", *near, *far)}
    pairs = [("start", one) for one in near] + [(one, "goal") for one in far]
    pairs += [(one, "middle") for one in near + far]
    pairs += [pair for pair in (("start", "goal"), ("middle", "goal")) if dice.random() < 0.3]
    for pair in pairs:
        join(joined, *pair, dice.randint(0, 3))
    return joined


def shortest_paths(joined, start, goal, hubs=()):
    """Those of fewer steps first, then those with more quotes, then by their slugs."""
    paths = chain.from_iterable(paths_by_steps(joined, start, goal, hubs))
    return list(islice(paths, MOST_PATHS))


def by_networkx(joined, start, goal, hubs):
    """Every path, put in order, and of these the first few."""
    graph = networkx.Graph([(one, other) for one in joined for other in joined[one]])
    graph.add_nodes_from(joined)
    open_to_all = graph.subgraph(set(graph) - hubs | {start, goal})
    paths = networkx.all_simple_paths(open_to_all, start, goal, cutoff=MOST_STEPS)
    return sorted(map(tuple, paths), key=lambda path: order_of(path, joined))[:MOST_PATHS]


def order_of(path, joined):
    return len(path), -sum(joined[one][other] for one, other in pairwise(path)), path


def test_the_search_finds_what_networkx_finds():
    dice, answered = random.Random(5), 0
    for _ in range(2000):
        joined, hubs = any_graph(dice)
        start, goal = dice.sample(sorted(joined), 2)
        paths = shortest_paths(joined, start, goal, hubs)
        assert paths == by_networkx(joined, start, goal, hubs), (joined, start, goal, hubs)
        answered += len(paths) == MOST_PATHS
    assert answered > 200


def test_the_search_finds_what_networkx_finds_where_paths_share_much():
    dice = random.Random(6)
    for _ in range(1000):
        joined = narrow_graph(dice)
        ends = dice.sample(["start", "goal"], 2)
        assert shortest_paths(joined, *ends) == by_networkx(joined, *ends, set()), (joined, ends)


def test_of_thousands_of_paths_the_first_are_found():
    joined = {}
    for number in range(3000):
        join(joined, "start", f"a{number}", 1)
        join(joined, f"a{number}", "middle", number % 7)
        join(joined, "middle", f"b{number}", 1)
        join(joined, f"b{number}", "goal", 1)
    first = shortest_paths(joined, "start", "goal")
    assert first[0] == ("start", "a1000", "middle", "b0", "goal")
    assert len(first) == MOST_PATHS


def test_nothing_is_connected_with_itself():
    assert shortest_paths({"one": {"other": 1}, "other": {"one": 1}}, "one", "one") == []


def state(dice, kind_slugs):
    """Entities, statements and quotes at random, some of articles that readers do not get."""
    articles = [make_article("Words.", slug=f"text-{number}") for number in range(3)]
    Article.objects.filter(pk=articles[0].pk).update(is_public=False)
    entities = Entity.objects.bulk_create(
        Entity(slug=f"e{number}", name=f"E {number}", kind=dice.choice(kind_slugs))
        for number in range(14)
    )
    types = RelationType.objects.bulk_create(
        RelationType(slug=slug, label=slug, inverse=f"{slug} by", subject_kinds=[], object_kinds=[])
        for slug in ("likes", "knows")
    )
    ends = {(dice.choice(types), *dice.sample(entities, 2)) for _ in range(30)}
    statements = Relationship.objects.bulk_create(
        Relationship(slug=f"s{number}", subject=subject, type=type_, object=object_)
        for number, (type_, subject, object_) in enumerate(
            sorted(ends, key=lambda end: [one.slug for one in end])
        )
    )
    Evidence.objects.bulk_create(
        Evidence(
            relationship=one, article=article, quote=f"{article.slug} {number}",
            state=dice.choice(["ok", "ok", "broken"]),
        )
        for one in statements
        for article in dice.sample(articles, dice.randint(0, 3))
        for number in range(dice.randint(1, 2))
    )  # fmt: skip


def as_stated(statements):
    """Who is joined to whom, counted one by one."""
    joined = {slug: {} for slug in Entity.objects.values_list("slug", flat=True)}
    for one in statements:
        quotes = [quote for quote in one.evidence.all() if quote.article.is_public]
        if quotes:
            articles = {quote.article_id for quote in quotes if quote.state == "ok"}
            before = joined[one.subject.slug].get(one.object.slug, 0)
            join(joined, one.subject.slug, one.object.slug, before + len(articles))
    return joined


@pytest.mark.parametrize("seed", range(3))
def test_the_database_is_searched_as_networkx_would(db, seed):
    dice, some = random.Random(seed), ["organization", "project", "person", "country"]
    state(dice, some)
    statements = Relationship.objects.select_related("subject", "object")
    joined = as_stated(statements.prefetch_related("evidence__article"))
    entities = {entity.slug: entity for entity in Entity.objects.all()}
    for number in range(16):
        hub_kinds = kinds.HUB_KINDS if number % 2 else []
        hubs = {slug for slug, entity in entities.items() if entity.kind in hub_kinds}
        start, goal = dice.sample(sorted(entities), 2)
        found = paths_between(entities[start], entities[goal], hub_kinds)
        assert found == by_networkx(joined, start, goal, hubs), (seed, start, goal, hub_kinds)
    told = connections(entities[start], entities[goal], hub_kinds)
    assert [slugs_of(connection) for connection in told] == found


def slugs_of(connection):
    return (connection[0].here.slug, *(hop.there.slug for hop in connection))


@pytest.fixture
def article(db):
    return make_article("Acme owns Borax. Acme runs Borax. Borax sells Cerite.")


@pytest.fixture
def trio(article):
    """Acme owns and runs Borax, which sells Cerite."""
    acme, borax, cerite = (make_entity(name) for name in ("Acme", "Borax", "Cerite"))
    for subject, verb, object_ in [(acme, "owns", borax), (acme, "runs", borax),
                                   (borax, "sells", cerite)]:  # fmt: skip
        statement = make_relationship(subject, object_, type=verb)
        make_evidence(article, f"{subject} {verb} {object_}", relationship=statement)
    return acme, borax, cerite


def words_of(connection):
    return [[f"{hop.here} {one.words} {hop.there}" for one in hop.said] for hop in connection]


def test_each_step_is_worded_from_the_side_from_which_it_is_walked(trio):
    acme, _, cerite = trio
    (there,), (back,) = connections(acme, cerite), connections(cerite, acme)
    assert words_of(there) == [["Acme owns Borax", "Acme runs Borax"], ["Borax sells Cerite"]]
    assert words_of(back) == [
        ["Cerite sells inversely Borax"],
        ["Borax owns inversely Acme", "Borax runs inversely Acme"],
    ]


def test_of_statements_between_the_same_two_the_one_with_more_articles_comes_first(trio):
    acme, borax, _ = trio
    runs = Relationship.objects.get(type__slug="runs")
    make_evidence(make_article("Acme runs Borax.", slug="b"), "Acme runs Borax", relationship=runs)
    ((hop,),) = connections(acme, borax)
    assert [(one.words, one.statement.quote_count) for one in hop.said] == [
        ("runs", 2),
        ("owns", 1),
    ]


def test_of_equally_many_articles_what_is_less_in_doubt_comes_first(trio):
    acme, borax, _ = trio
    Relationship.objects.filter(type__slug="owns").update(claim="disputed")
    ((hop,),) = connections(acme, borax)
    assert [one.words for one in hop.said] == ["runs", "owns"]


def test_a_statement_whose_source_changed_still_connects_but_counts_no_quote(trio):
    acme, _, cerite = trio
    Evidence.objects.update(state="broken")
    ((first, _),) = connections(acme, cerite)
    assert first.strongest.statement.quote_count == 0


def test_a_statement_that_no_reader_gets_connects_nothing(trio):
    acme, _, cerite = trio
    Article.objects.update(is_public=False)
    assert connections(acme, cerite) == []


def test_what_may_not_be_walked_through_may_be_an_end(trio):
    acme, borax, cerite = trio
    Entity.objects.filter(pk=borax.pk).update(kind="country")
    assert connections(acme, cerite, ["country"]) == []
    assert len(connections(acme, borax, ["country"])) == 1


def test_two_hubs_that_are_joined_are_connected(trio):
    acme, borax, _ = trio
    Entity.objects.update(kind="country")
    assert len(connections(acme, borax, ["country"])) == 1


def test_an_address_says_who_is_meant_then_a_former_one_a_symbol_a_name(db):
    europium = make_entity("Europium", kind="element", symbol="Eu")
    union = make_entity("European Union", kind="union", slug="european-union", short_name="EU")
    FormerSlug.objects.create(slug="ec", entity=union)
    assert called("europium") == called("Eu") == [europium]
    assert called("european-union") == called("ec") == called("EU") == called("eu") == [union]
    assert called("") == called("nobody") == []


def test_a_name_is_found_however_its_letters_are_written(db):
    one = make_entity("Île-de-Österreich", slug="one")
    other = make_entity("Ürümqi Straße", slug="other", names=())
    Name.objects.create(entity=other, text="УРУМЧИ")
    assert called("ÎLE-DE-ÖSTERREICH") == called("ile-de-osterreich") == [one]
    assert called("urumqi strasse") == called("урумчи") == [other]
    assert called("ile-de-osterreicher") == []


def test_a_name_given_to_several_means_all_of_them(db):
    one, other = make_entity("Lofdal"), make_entity("Lofdal Mine", slug="mine", kind="project")
    Name.objects.create(entity=other, text="LOFDAL")
    assert called("Lofdal ".strip()) == [one, other]
    assert called("lofdal") == [one]


def told(html):
    return re.findall(r'<h2 id="path-\d+-head">(.*?)</h2>', html, re.DOTALL)


def test_a_connection_is_told_step_by_step_with_its_quotes(built, client):
    html = page(client, CHAIN)
    assert text_of(told(html)[0]) == "1 Through Lofdal 2 steps"
    first = text_of(html[html.index('id="path-1"') : html.index('id="path-2"')])
    assert "JOGMEC takes part in the development of Lofdal" in first
    assert "Lofdal is enriched in dysprosium" in first
    assert "“Lofdal Project stands out for its enrichment in dysprosium and terbium”" in first
    assert 'id="note-' in html


def test_the_picture_holds_the_steps_of_the_list(built, client):
    html = page(client, "/connections/?from=china&to=dysprosium&hubs=yes")
    listed = re.findall(r'<article class="statement"(?: id="[^"]*")?>\s*<h3[^>]*>(.*?)</h3>', html,
                        re.DOTALL)  # fmt: skip
    listed = {text_of(one).lower() for one in listed}
    for name in ("path-abreast", "path-down"):
        drawn = re.findall(rf'<svg[^>]*class="picture path {name}".*?</svg>', html, re.DOTALL)
        titles = re.findall(r'class="leg[^>]*><title>(.*?)</title>', "".join(drawn))
        assert len(titles) == html.count('class="step"') == 18
        for title in titles:
            sentence = re.sub(
                r" \(.*?\)|, and \d+ more|, \d independent.*", "", unescape(title)
            ).lower()
            assert any(one.startswith(sentence) for one in listed), title


def test_a_statement_on_several_paths_is_quoted_once_and_pointed_to(built, client):
    html = page(client, CHAIN)
    assert html.count('id="jogmec--participates-in--lofdal"') == 1
    assert "Quoted in path 1" in html


def test_what_is_in_doubt_is_said_in_the_picture_too(built, client):
    html = page(client, "/connections/?from=china&to=dysprosium&hubs=yes")
    assert "has reported deposits in Namibia (not verified), 1 independent quote" in html
    Evidence.objects.update(state="broken")
    html = page(client, "/connections/?from=china&to=dysprosium&hubs=yes")
    assert "in Namibia (not verified, source changed), no quote found in its context" in html
    assert 'class="leg claim-unverified changed"' in html


def canonical(html):
    return unescape(re.search(r'rel="canonical" href="http://testserver([^"]*)"', html)[1])


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        ("to=dysprosium&x=1&from=jogmec", "?from=jogmec&to=dysprosium"),
        ("from=JOGMEC&to=Dy", "?from=jogmec&to=dysprosium"),
        ("hubs=yes&to=++DYSPROSIUM+&from=jogmec", "?from=jogmec&to=dysprosium&hubs=yes"),
        ("from=jogmec&to=dysprosium&hubs=maybe", "?from=jogmec&to=dysprosium"),
        ("from=&to=dysprosium", "?to=dysprosium"),
        ("from=a+%26+b&to=", "?from=a+%26+b"),
        ("", ""),
    ],
)
def test_a_question_has_one_address(built, client, asked, at):
    assert canonical(page(client, f"/connections/?{asked}")) == f"/connections/{at}"


def test_a_former_address_is_taken_for_the_present_one(built, client):
    FormerSlug.objects.create(slug="jogmec-of-old", entity=Entity.objects.get(slug="jogmec"))
    html = page(client, "/connections/?from=jogmec-of-old&to=dysprosium")
    assert canonical(html) == "/connections/?from=jogmec&to=dysprosium"
    assert told(html)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("from=nobody&to=jogmec", "No entity held is called “nobody”."),
        ("from=nobody&to=nothing", "No entity held is called “nothing”."),
        ("from=jogmec&to=JOGMEC", "Both are JOGMEC. A connection takes two entities."),
        ("from=jogmec&to=", "With whom, or with what? Name a second entity."),
        ("from=jogmec&to=dysprosium&hubs=1", "“1” is no answer to whether to go through hubs."),
        ("from=erbium&to=jogmec", "No statement about erbium rests on an article held."),
        ("from=" + "w" * 5000 + "&to=%00%27%22%3C", "No entity held is called"),
        ("from=jogmec&from=japan&to=dysprosium", "How are Japan and dysprosium connected?"),
    ],
)
def test_every_question_gets_a_clear_page(built, client, asked, said):
    assert said in text_of(page(client, f"/connections/?{asked}"))


def test_what_has_no_short_connection_says_what_to_try(trio, client):
    Entity.objects.filter(pk=trio[1].pk).update(kind="country")
    html = page(client, "/connections/?from=acme&to=cerite")
    assert "No connection within 4 steps" in html
    assert 'href="/connections/?from=acme&amp;to=cerite&amp;hubs=yes"' in html
    assert "Through Borax" in page(client, "/connections/?from=acme&to=cerite&hubs=yes")


def test_a_name_given_to_several_is_asked_about(trio, client):
    make_entity("Acme Mine", slug="acme-mine", kind="project", short_name="ACME Ltd")
    Name.objects.create(entity=Entity.objects.get(slug="acme"), text="Acme Ltd")
    html = page(client, "/connections/?from=acme+ltd&to=cerite")
    assert "Which “acme ltd” is meant?" in html
    for slug in ("acme", "acme-mine"):
        assert f'href="/connections/?from={slug}&amp;to=cerite"' in html


def test_the_page_without_a_question_offers_some_that_have_answers(built, client):
    html = page(client, "/connections/")
    offered = re.findall(r'href="(/connections/\?from=[^"]*)"', html)
    assert len(offered) == 3
    for address in offered:
        assert told(page(client, unescape(address))), address


def test_without_any_statement_the_page_says_so(db, client):
    assert "No statement held joins two entities yet." in page(client, "/connections/")


def test_the_queries_do_not_grow_with_what_is_stated(
    trio, article, client, django_assert_num_queries
):
    with django_assert_num_queries(11):
        page(client, "/connections/?from=acme&to=cerite")
    for number in range(12):
        for end in trio[::2]:
            other = make_entity(f"Other {number} of {end}")
            make_evidence(article, "owns", relationship=make_relationship(end, other))
            further = make_entity(f"Further {number} of {end}")
            make_evidence(article, "runs", relationship=make_relationship(other, further))
    with django_assert_num_queries(11):
        page(client, "/connections/?from=acme&to=cerite")
