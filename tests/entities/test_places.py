"""Places: what the map draws, what it lists, and that nothing is lost between the two."""

import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from entities.gaps.groups import GAPS
from entities.models import Entity, Identifier, Observation, Relationship, Source
from entities.pictures.map.atlas import atlas
from entities.places import places
from entities.views.locator import locator_of
from tests.makers import make_article, make_entity, make_evidence, make_relationship
from tests.pages import page, text_of

pytestmark = pytest.mark.django_db


def section(html, id):
    """The page from the heading with this id to the next section."""
    return html.partition(f'id="{id}"')[2].partition("</section>")[0]


def drawn(html):
    return html.partition('<svg class="picture world"')[2].partition("</svg>")[0]


def make_country(name, number):
    country = make_entity(name, kind="country")
    Identifier.objects.create(entity=country, scheme="iso3166_1_num", value=number)
    return country


def make_place(subject, latitude, longitude, *, entity=None, remark="", source="survey"):
    source, _ = Source.objects.get_or_create(slug=source, defaults={"title": source.title()})
    for measure, value in (("latitude", latitude), ("longitude", longitude)):
        if value is not None:
            Observation.objects.create(
                measure=measure, subject=subject, entity=entity, value=value, unit="degrees",
                status="as_published", source=source, remark=remark,
            )  # fmt: skip


def test_every_entity_with_a_place_is_drawn_or_listed_as_not_drawn(built, client):
    html = page(client, "/map/")
    lists = section(html, "countries") + section(html, "projects")
    placed = Entity.objects.filter(kind__in=("country", "union", "region", "project"))
    assert placed.count() == 8
    for entity in placed:
        assert lists.count(f'href="{entity.get_absolute_url()}"') >= 1, entity
    for country in Entity.objects.filter(kind="country"):
        assert f'<a href="{country.get_absolute_url()}"><title>{country.name}: ' in drawn(html)
    for entity in placed.filter(kind__in=("union", "region")):
        assert f'href="{entity.get_absolute_url()}"' in html.partition('id="wide"')[2]


def test_the_map_and_the_list_hold_the_same_counts(built, client):
    for by, column in (("statements", 0), ("articles", 1)):
        html = page(client, f"/map/?by={by}")
        in_list = {
            name: counts[column]
            for name, *counts in re.findall(
                r'<th scope="row"><a [^>]*>([^<]+)</a></th>'
                r'<td class="figure">(\d+)</td><td class="figure">(\d+)</td>',
                section(html, "countries"),
            )
        }
        on_map = dict(re.findall(rf"<title>([^<]+): (\d+) {by[:-1]}s?</title>", drawn(html)))
        assert len(on_map) == 5
        assert on_map == in_list


def test_a_count_is_that_of_the_list_it_stands_for(built, client):
    html = page(client, "/map/")
    for country in Entity.objects.filter(kind="country"):
        count = Relationship.objects.public().involving(country).count()
        assert f"<title>{country.name}: {count} statement" in html


def test_lofdal_is_marked_with_its_source_and_how_exact_it_is(built, client):
    html = page(client, "/map/")
    assert "<title>Lofdal, project</title>" in drawn(html)
    text = text_of(section(html, "projects"))
    assert "20.35° S, 14.75° E" in text
    assert "Two decimals: about 1 km; point for Oas and Lofdal together, not the pit" in text
    assert "/sources/src-alkcarb-2180/" in html


def test_namibia_is_shaded_and_its_code_stays_text(built, client):
    namibia = Entity.objects.with_number().get(slug="namibia")
    assert namibia.number == "516"
    assert namibia.identifiers.get(scheme="iso3166_1_alpha2").value == "NA"
    assert ">NA</a>" in page(client, "/entities/namibia/")
    assert atlas().land(namibia.number).path in page(client, "/map/")
    assert "None: " not in page(client, "/map/")


def test_all_occurrences_are_drawn_and_all_are_listed(built, client):
    html = page(client, "/map/?list=occurrences")
    assert drawn(html).count("h0") == 2 * 578
    rows = re.findall(r'<td class="figure">(\d+)</td></tr>', section(html, "occurrences"))
    assert sorted(map(int, rows)) == sorted(one.record for one in atlas().occurrences)
    counted = section(page(client, "/map/"), "occurrences")
    counts = re.findall(r'</a> <span class="count">(\d+)</span>', counted)
    assert sum(map(int, counts)) == 578
    assert "says nothing about size" in text_of(counted)


def test_the_reference_layer_can_be_left_out(built, client):
    html = page(client, "/map/?layers=stated")
    assert "h0" not in drawn(html)
    assert "Lofdal, project" in drawn(html)


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("?by=statements&layers=all&list=places", ""),
        ("?list=occurrences&foo=1&by=articles", "?by=articles&amp;list=occurrences"),
        ("?by=nonsense&layers=stated", "?layers=stated"),
    ],
)
def test_every_state_of_the_map_has_one_address(built, client, query, canonical):
    html = page(client, f"/map/{query}")
    assert f'rel="canonical" href="http://testserver/map/{canonical}"' in html


@pytest.mark.parametrize("query", ["by=nonsense", "layers=1", "list=x", "by=articles&by=x"])
def test_what_the_map_does_not_know_gives_a_clear_message(built, client, query):
    assert "This address asks for something that is not here." in page(client, f"/map/?{query}")


def test_an_empty_portal_has_a_map(db, client):
    text = text_of(page(client, "/map/"))
    assert "No country is held yet." in text and "No project is held yet." in text


def test_a_country_without_a_number_is_listed_as_not_drawn(db, client):
    make_entity("Atlantis", kind="country")
    make_country("Malta", "470")
    html = page(client, "/map/")
    assert section(html, "countries").count("not drawn") == 2
    assert "Atlantis" not in drawn(html)


def test_a_number_written_without_its_noughts_is_drawn(db, client):
    make_country("Australia", "36")
    html = page(client, "/map/")
    assert "<title>Australia: 0 statements</title>" in drawn(html)
    assert "not drawn" not in section(html, "countries")


def test_a_project_without_a_place_says_so_and_where_statements_put_it(db, client):
    country = make_country("Namibia", "516")
    project = make_entity("Eureka", kind="project")
    stated = make_relationship(project, country, type="located_in")
    make_evidence(make_article("Eureka lies in Namibia."), "Eureka", relationship=stated)
    make_entity("Nowhere", kind="project")
    text = text_of(section(page(client, "/map/"), "projects"))
    assert "Eureka Lies inNamibia PlacePlace not recorded" in text
    assert "Nowhere Lies inNot recorded PlacePlace not recorded" in text


def test_a_place_that_cannot_be_true_is_listed_and_not_drawn(db, client):
    project = make_entity("Wrong", kind="project")
    make_place("wrong", 95, 14, entity=project)
    half = make_entity("Half", kind="project")
    make_place("half", 10, None, entity=half)
    html = page(client, "/map/")
    assert "picture-mark" not in drawn(html)
    assert section(html, "projects").count("Not given as a point on the globe") == 2


def test_a_half_of_a_place_is_missing_still_and_its_page_says_so(db, client):
    half, wrong = make_entity("Half", kind="project"), make_entity("Wrong", kind="project")
    make_place("half", 10, None, entity=half)
    make_place("wrong", 95, 14, entity=wrong)
    make_place("whole", 10, 20, entity=make_entity("Whole", kind="project"))
    lacking = {one.slug for one in GAPS["project-place"].lacking()}
    assert lacking == {"half", "wrong"}
    locator = section(page(client, "/entities/half/"), "locator")
    assert "Not given as a point on the globe" in locator and "<svg" not in locator


def test_a_place_south_of_the_map_is_listed_as_not_drawn(db, client):
    make_place("south", "-65", "10", entity=make_entity("South", kind="project"))
    html = page(client, "/map/")
    assert "picture-mark" not in drawn(html)
    assert "not drawn: south of the map" in section(html, "projects")
    locator = section(page(client, "/entities/south/"), "locator")
    assert "65°\u00a0S" in locator and "<svg" not in locator


def test_two_places_of_one_source_stand_beside_each_other(db, client):
    project, source = (
        make_entity("Mine", kind="project"),
        Source.objects.create(slug="s", title="S"),
    )
    for basis, value in (("pit", 10), ("office", 20)):
        for measure in ("latitude", "longitude"):
            Observation.objects.create(
                measure=measure, subject="mine", entity=project, value=value, unit="degrees",
                basis=basis, status="as_published", source=source,
            )  # fmt: skip
    html = page(client, "/map/")
    assert drawn(html).count("picture-mark") == 2
    assert "BasisPit" in text_of(html) and "BasisOffice" in text_of(html)


def test_the_second_country_with_a_number_is_listed_with_the_reason(db, client):
    make_country("Namibia", "516"), make_country("Other", "516")
    html = page(client, "/map/")
    assert section(html, "countries").count("not drawn: Namibia has the same number, 516") == 1
    assert "<title>Other" not in drawn(html)


def test_what_a_doubtful_statement_says_of_a_place_is_badged(db, client):
    country, project = make_country("Namibia", "516"), make_entity("Eureka", kind="project")
    stated = make_relationship(project, country, type="located_in")
    make_evidence(make_article("Eureka lies in Namibia."), "Eureka", relationship=stated)
    assert "badge" not in section(page(client, "/map/"), "projects")
    Relationship.objects.update(claim="disputed")
    assert "badge-disputed" in section(page(client, "/map/"), "projects")


@pytest.mark.parametrize(("measure", "value"), [("latitude", 90.5), ("longitude", "-180.5")])
def test_coordinates_beyond_the_globe_are_refused(measure, value):
    one = Observation(measure=measure, value=Decimal(value), status="as_published")
    with pytest.raises(ValidationError, match="goes beyond"):
        one.clean()


@pytest.mark.parametrize("number", ["36", "5160", "NA"])
def test_the_number_of_a_country_has_three_digits(number):
    with pytest.raises(ValidationError, match="three digits"):
        Identifier(scheme="iso3166_1_num", value=number).clean()
    Identifier(scheme="iso3166_1_num", value="036").clean()


def test_each_source_of_a_place_has_its_own_mark(db, client):
    project = make_entity("Lofdal", kind="project")
    make_place("lofdal", "-20.35", "14.75", entity=project, source="one")
    make_place("lofdal", "-20.3", "14.7", entity=project, source="other", remark="rounded")
    html = page(client, "/map/")
    assert drawn(html).count("picture-mark") == 2
    assert "20.3°\u00a0S, 14.7°\u00a0E" in html and "Rounded" in html


def test_places_of_what_is_not_held_and_of_other_kinds_are_not_lost(db, client):
    make_place("Kvanefjeld", "60.97", "-45.98")
    make_place("seat", "51.5", "-0.1", entity=make_entity("Acme"))
    found = places(most=9)
    assert {spot.name for spot in found.others} == {"Kvanefjeld", "Acme"}
    html = page(client, "/map/")
    assert drawn(html).count("picture-mark") == 2
    assert "60.97°\u00a0N, 45.98°\u00a0W" in section(html, "projects")


def test_the_queries_of_the_map_do_not_grow_with_its_rows(db, client, django_assert_num_queries):
    for number, land in enumerate(atlas().lands[-40:]):
        country = make_country(f"Country {number}", land.number)
        project = make_entity(f"Project {number}", kind="project", country=country)
        make_place(f"p{number}", "10", "10", entity=project, source=f"s{number}")
    with django_assert_num_queries(4):
        page(client, "/map/")


def test_of_very_many_projects_the_rest_is_counted(db, client):
    Entity.objects.bulk_create(
        Entity(slug=f"p{number}", name=f"P {number}", kind="project") for number in range(303)
    )
    make_place("p302", "10", "10", entity=Entity.objects.get(slug="p302"))
    Source.objects.get_or_create(slug="survey", defaults={"title": "Survey"})
    Observation.objects.bulk_create(
        Observation(measure=measure, subject=f"Mine {number}", value=10, unit="degrees",
                    status="as_published", source=Source.objects.get(slug="survey"))
        for number in range(305) for measure in ("latitude", "longitude")
    )  # fmt: skip
    html = page(client, "/map/")
    assert drawn(html).count("picture-mark") == 301
    assert section(html, "projects").count('class="place"') == 600
    text = text_of(html)
    assert "0 countries and 303 projects lie that are held here" in text
    assert "300 of 303 are listed" in text and "300 of 305 are listed" in text
    assert "306 figures" in text_of(page(client, "/figures/?measure=latitude"))


def test_a_locator_costs_two_queries_at_most_and_nothing_where_there_is_none(
    built, django_assert_num_queries
):
    entities = Entity.objects.select_related("country")
    for slug, queries in (("lofdal", 2), ("namibia", 1), ("jogmec", 0)):
        entity = entities.get(slug=slug)
        with django_assert_num_queries(queries):
            locator_of(entity)


def test_a_country_has_a_locator_with_the_occurrences_in_it(built, client):
    html = page(client, "/entities/namibia/")
    locator = section(html, "locator")
    assert 'aria-label="Namibia among its neighbours"' in locator
    assert atlas().land("516").path in locator
    assert 'href="/map/?list=occurrences#namibia">10 in Namibia</a>' in locator
    assert 'id="namibia"' in page(client, "/map/?list=occurrences")


def test_a_project_has_a_locator_with_source_and_precision(built, client):
    locator = section(page(client, "/entities/lofdal/"), "locator")
    assert 'aria-label="Lofdal in Namibia"' in locator and "picture-mark" in locator
    assert "20.35°\u00a0S, 14.75°\u00a0E" in locator and "about 1 km" in locator
    assert "/sources/src-alkcarb-2180/" in locator


def test_the_map_is_prepared_by_a_command(tmp_path):
    world, table, output = (tmp_path / name for name in ("world.json", "places.csv", "out.json"))
    world.write_text(
        '{"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [[[0, 0], [9, 0], [0, 9],'
        ' [-9, -9]]], "objects": {"countries": {"geometries": [{"type": "Polygon", "id": "516",'
        ' "properties": {"name": "Namibia"}, "arcs": [[0]]}]}}}'
    )
    table.write_text("usgs_id,name,country,region,latitude,longitude\n7,NA,Namibia,,5,5\n")
    call_command("prepare_map", str(world), str(table), output=output, stdout=StringIO())
    first = output.read_bytes()
    call_command("prepare_map", str(world), str(table), output=output, stdout=StringIO())
    assert output.read_bytes() == first
    assert '["516", "Namibia", ' in first.decode() and '[7, "NA", "Namibia", ' in first.decode()


@pytest.mark.parametrize("slug", ["jogmec", "africa", "european-union", "dysprosium"])
def test_what_has_no_one_place_has_no_locator(built, client, slug):
    html = page(client, f"/entities/{slug}/")
    assert 'id="locator"' not in html and "map.css" not in html


def test_a_project_whose_place_is_not_recorded_has_no_locator(db, client):
    make_entity("Nowhere", kind="project", country=make_country("Namibia", "516"))
    assert 'id="locator"' not in page(client, "/entities/nowhere/")
