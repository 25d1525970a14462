"""The index follows the database: notes, who writes, and starting from whatever was left."""

import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from articles.models import Article
from entities.models import Entity
from portal.search import indexing
from portal.search.backends import backend
from portal.search.contract import Search, Sort, State, Unavailable, Words
from portal.search.following import Follower
from portal.search.indexing import MOST_KEYS, PORTION, catch_up, ensure, note
from portal.search.models import IndexNote, IndexState, NameKey
from tests.makers import make_article, make_entity
from tests.portal.search.in_step import differences

pytestmark = pytest.mark.django_db


def notes() -> list[tuple[str, list[int]]]:
    return list(IndexNote.objects.values_list("sort", "keys"))


def found(engine, word: str) -> list[int]:
    search = Search(required=((Words((word,)),),))
    return sorted(engine.search(Sort.ARTICLE, search, limit=1000).keys)


def found_elsewhere(engine, word: str) -> list[int]:
    """As another process finds it: over a connection of its own."""

    def find() -> None:
        answer.extend(found(engine, word))
        connection.close()

    answer: list[int] = []
    reader = threading.Thread(target=find)
    reader.start()
    reader.join()
    return answer


def make_many(count: int) -> list[int]:
    return [make_article(f"Title {n}\n\nBody.", slug=f"many{n}").pk for n in range(count)]


@contextmanager
def just_before(monkeypatch, name: str, then):
    """`then` happens right before the function of that name in `indexing` is called, once."""
    real, done = getattr(indexing, name), []

    def wrapped(*args, **kwargs):
        if not done:
            done.append(True)
            then()
        return real(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(indexing, name, wrapped)
        yield


# --- noting


def test_a_note_holds_each_key_once_and_no_more_of_them_than_are_indexed_together():
    note(Sort.ARTICLE, [*range(2500), 3, 4])
    assert [len(keys) for _, keys in notes()] == [MOST_KEYS, MOST_KEYS, 500]
    assert sorted(key for _, keys in notes() for key in keys) == list(range(2500))


def test_of_nothing_there_is_no_note(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as hooks:
        note(Sort.ARTICLE, [])
    assert (notes(), hooks) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_a_note_outside_the_transaction_that_changes_the_rows_is_refused():
    with pytest.raises(TransactionManagementError):
        note(Sort.ARTICLE, [1])


def test_the_index_follows_once_however_much_a_transaction_notes(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks() as hooks:
        for key in range(5):
            with transaction.atomic():
                note(Sort.ARTICLE, [key])
    assert len(hooks) == 1


@pytest.fixture
def many():
    """While many articles change."""
    indexing.PORTIONS.begin()
    yield
    indexing.PORTIONS.end()


def test_while_many_articles_change_the_index_follows_at_the_end(
    many, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as hooks:
        note(Sort.ARTICLE, [1, 2])
    assert hooks == []
    with django_capture_on_commit_callbacks() as hooks:
        indexing.PORTIONS.end()
    assert hooks == [indexing.follow]


def test_while_many_articles_change_the_index_follows_once_enough_are_noted(
    many, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as hooks:
        note(Sort.ARTICLE, range(PORTION))
    assert hooks == [indexing.follow]


def test_the_index_follows_though_the_first_to_note_is_undone(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as hooks:
        with pytest.raises(ValueError), transaction.atomic():
            note(Sort.ARTICLE, [1])
            raise ValueError
        note(Sort.ARTICLE, [2])
    assert len(hooks) == 1
    assert notes() == [("article", [2])]


def test_the_index_follows_though_one_who_noted_later_is_undone(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks() as hooks:
        with transaction.atomic():
            note(Sort.ARTICLE, [1])
        with pytest.raises(ValueError), transaction.atomic():
            note(Sort.ARTICLE, [2])
            raise ValueError
    assert len(hooks) == 1
    assert notes() == [("article", [1])]


@pytest.mark.django_db(transaction=True)
def test_after_the_commit_the_index_is_up_to_date(engine):
    ensure()
    article = make_article("Title\n\nA windmill.")
    assert found(engine, "windmil") == [article.pk]
    assert differences(engine) == []
    with pytest.raises(ValueError), transaction.atomic():
        make_article("Title\n\nA turbine.", slug="other")
        raise ValueError
    assert found(engine, "turbin") == []
    assert differences(engine) == []


# --- taking up


def test_more_notes_than_are_read_together_are_all_taken_up(engine, monkeypatch):
    monkeypatch.setattr(indexing, "MOST_NOTES", 3)
    monkeypatch.setattr(indexing, "MOST_KEYS", 2)
    ensure()
    make_many(9)
    for key in Article.objects.values_list("pk", flat=True):
        note(Sort.ARTICLE, [key])
    assert catch_up() > 9
    assert differences(engine) == []


def test_what_is_noted_while_rows_are_read_stays_noted(engine, monkeypatch):
    ensure()
    article = make_article("Title\n\nA windmill.")
    with (
        just_before(monkeypatch, "documents", lambda: note(Sort.ARTICLE, [article.pk])),
        just_before(monkeypatch, "forget", lambda: held.extend(notes())),
    ):
        held = []
        catch_up()
    # Both were there when the first was deleted, and the second was taken up after that.
    assert len(held) == 2
    assert differences(engine) == []


def test_a_row_that_changes_after_it_was_read_is_indexed_as_it_is_at_last(engine, monkeypatch):
    ensure()
    make_article("Title\n\nA windmill.")

    def change():
        make_article("Title\n\nA turbine.")

    with just_before(monkeypatch, "write_names", change), transaction.atomic():
        note(Sort.ENTITY, [make_entity("Wind").pk])
        catch_up()
    assert found(engine, "windmil") == []
    assert differences(engine) == []


def test_rows_that_are_gone_are_taken_away(engine):
    keys = make_many(3)
    ensure()
    Article.objects.filter(pk=keys[0]).delete()
    Article.objects.filter(pk=keys[1]).update(is_public=False)
    note(Sort.ARTICLE, keys)
    catch_up()
    assert differences(engine) == []
    assert engine.sizes()[Sort.ARTICLE] == 1


@pytest.fixture
def embedded(settings):
    """The backend whose lock also keeps out the thread that holds it."""
    settings.SEARCH_BACKEND = "tantivy"
    return backend()


def test_who_does_not_get_the_right_to_write_leaves_the_notes_to_who_has_it(embedded):
    ensure()
    make_article("Title\n\nA windmill.")
    waiting = notes()
    with embedded.writing(wait=None):
        assert catch_up(wait=0) == 0
    assert notes() == waiting != []


def test_who_had_the_right_looks_again_after_giving_it_back(embedded, monkeypatch):
    """For whoever came meanwhile went away."""
    ensure()
    make_article("Title\n\nA windmill.")
    real = indexing.take_up

    def take_up(*args):
        count = real(*args)
        if not Article.objects.filter(slug="late").exists():
            make_article("Title\n\nA turbine.", slug="late")
            assert catch_up(wait=0) == 0
        return count

    monkeypatch.setattr(indexing, "take_up", take_up)
    catch_up()
    assert found(embedded, "turbin")
    assert differences(embedded) == []


def test_a_failing_index_breaks_no_save_and_loses_nothing(
    embedded, settings, django_capture_on_commit_callbacks, caplog
):
    ensure()
    for file in settings.SEARCH_DIR.glob("g-*/article/*"):
        file.unlink()
        file.write_text("nothing of an index")
    with django_capture_on_commit_callbacks(execute=True):
        make_article("Title\n\nA windmill.")
    assert notes() == [("article", [Article.objects.get().pk])]
    assert "what changed stays noted" in caplog.text
    assert ensure().reason == "it was damaged"
    assert differences(embedded) == []


@pytest.fixture
def half_written(embedded, settings, tmp_path):
    """What a write leaves that is killed before the one file that makes it count."""
    make_many(5)
    ensure()
    (folder,) = settings.SEARCH_DIR.glob("g-*/article")
    before = Path(shutil.copytree(folder, tmp_path / "before"))
    make_article("Title\n\nA windmill.", slug="many0")
    noted = list(IndexNote.objects.all())
    catch_up()
    assert list(folder.glob("*.del"))
    shutil.copy(before / "meta.json", folder)
    IndexNote.objects.bulk_create(noted)
    assert embedded.state() is State.GOOD
    return before, folder


def test_what_a_killed_write_left_is_in_nobodys_way(embedded, half_written):
    catch_up()
    assert differences(embedded) == []


def test_an_index_that_reads_well_and_cannot_be_written_to_is_made_anew(embedded, half_written):
    before, folder = half_written
    # The engine no longer knows which files are its own.
    shutil.copy(before / ".managed.json", folder)
    with pytest.raises(Unavailable):
        catch_up()
    assert ensure().reason.startswith("it could not be written to")
    assert differences(embedded) == []


def test_without_an_index_there_is_nothing_to_catch_up_with(engine):
    article = make_article("Title\n\nBody.")
    assert catch_up() == 0
    assert notes() == [("article", [article.pk])]
    assert ensure().reason == "it was missing"
    assert differences(engine) == []


# --- the keys of names


def test_the_keys_of_names_follow_the_names(engine):
    ensure()
    one, other = make_entity("Wind", names=["Windmill"]), make_entity("Sun")
    keys = [one.pk, other.pk]
    note(Sort.ENTITY, keys)
    catch_up()
    kept = NameKey.objects.get(entity=one, key="wind").pk
    one.names.update(text="Turbine")
    other.delete()
    note(Sort.ENTITY, keys)
    catch_up()
    assert differences(engine) == []
    assert list(NameKey.objects.values_list("key", flat=True).order_by("key")) == [
        "turbine",
        "wind",
    ]
    assert NameKey.objects.get(key="wind").pk == kept


def test_making_anew_mends_the_keys_of_names(engine):
    make_entity("Wind")
    ensure()
    NameKey.objects.all().delete()
    NameKey.objects.create(entity=Entity.objects.get(), key="sun")
    ensure(is_asked=True)
    assert differences(engine) == []


# --- starting


def test_a_good_index_is_left_as_it_is(engine):
    make_many(2)
    ensure()
    assert (ensure().reason, ensure().changed) == ("", 0)


def test_what_was_left_is_taken_up_at_the_start(engine):
    ensure()
    make_many(2)
    assert ensure().changed == 2
    assert differences(engine) == []


def test_an_index_of_another_database_is_not_written_to_but_made_anew(engine):
    make_many(2)
    ensure()
    IndexState.objects.all().delete()
    IndexState.objects.create(pk=1)
    note(Sort.ARTICLE, [1])
    assert catch_up() == 0
    assert ensure().reason == "it was made from another database"
    assert engine.stamp() == str(IndexState.objects.get())
    assert differences(engine) == []


def test_an_index_that_lacks_rows_of_which_no_note_tells_is_made_anew(engine):
    make_many(2)
    ensure()
    make_many(3)
    IndexNote.objects.all().delete()
    assert ensure().reason == "it did not hold all that the database holds"
    assert differences(engine) == []


def test_making_anew_forgets_no_note_that_was_not_there_before(engine, monkeypatch):
    make_many(2)

    def change():
        make_article("Title\n\nA turbine.", slug="many0")

    real = indexing.fill
    # Its articles have been read by the time it comes to the entities.
    monkeypatch.setattr(
        indexing, "fill",
        lambda anew, sort, watch: (change() if sort is Sort.ENTITY else None,
                                   real(anew, sort, watch)),
    )  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "catch_up", lambda **options: 0)
        ensure()
    assert found(engine, "turbin") == []
    assert notes() == [("article", [Article.objects.get(slug="many0").pk])]
    catch_up()
    assert found(engine, "turbin")
    assert differences(engine) == []


@pytest.mark.django_db(transaction=True)
def test_the_old_index_serves_while_all_is_made_anew_and_stays_if_that_fails(engine, monkeypatch):
    make_article("Title\n\nA windmill.")
    ensure()
    seen = []

    def fail(anew, sort, watch):
        seen.append(found_elsewhere(engine, "windmil"))
        raise OSError("no space left")

    monkeypatch.setattr(indexing, "fill", fail)
    with pytest.raises(OSError):
        ensure(is_asked=True)
    assert seen == [[Article.objects.get().pk]]
    assert engine.state() is State.GOOD
    assert differences(engine) == []


def test_what_is_read_to_make_all_anew_is_watched(engine):
    make_many(2)
    make_entity("Wind")
    watched = []

    def watch(items, what, *, total):
        watched.append((what, total))
        return items

    ensure(watch=watch)
    assert watched == [
        ("Indexing articles", 2), ("Indexing entities", 1), ("Indexing statements", 0),
    ]  # fmt: skip


# --- following, while the portal is served


def test_the_follower_begins_by_itself_and_goes_on_when_it_is_asked():
    did = []
    follower = Follower(lambda: did.append("began"), lambda: did.append("went on"))
    follower.start()
    follower.ask(patience=10)
    follower.ask(patience=10)
    assert did == ["began", "went on", "went on"]


def test_who_asks_the_follower_waits_no_longer_than_it_likes():
    may_end = threading.Event()

    def go_on():
        may_end.wait(10)

    follower = Follower(lambda: None, go_on)
    follower.start()
    follower.ask(patience=0.05)
    assert not may_end.is_set()
    may_end.set()
    follower.ask(patience=10)


def test_the_follower_outlives_what_fails(caplog):
    did = []

    def fail():
        did.append("failed")
        raise OSError("no space left")

    follower = Follower(fail, fail)
    follower.start()
    follower.ask(patience=10)
    follower.ask(patience=10)
    assert did == ["failed"] * 3
    assert follower.is_alive()
    assert "could not be brought up to date" in caplog.text


def test_requests_leave_the_index_to_the_follower(monkeypatch):
    did = []
    follower = Follower(lambda: None, lambda: did.append("went on"))
    monkeypatch.setattr(indexing, "FOLLOWER", follower)
    indexing.follow()
    assert did == []
    follower.start()
    indexing.follow()
    assert did == ["went on"]
