"""Write a portal's articles into a file that Datasette serves: a table, and FTS5 over it."""

import sqlite3
from pathlib import Path

ARTICLES = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, title TEXT, publisher TEXT, language TEXT, published TEXT, text TEXT
);
INSERT INTO articles
SELECT a.id, a.title, a.publisher, a.language, a.published, (
    SELECT group_concat(text, char(10)) FROM (
        SELECT p.text FROM portal.articles_passage p
        JOIN portal.articles_articleversion v ON v.id = p.version_id
        WHERE v.article_id = a.id AND v.is_current AND p.kind IN ('heading', 'body')
        ORDER BY p.position
    )
) FROM portal.articles_article a WHERE a.is_public;
"""
# Datasette takes a table for searchable by this very spelling of its content option.
INDEX = """
CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, text, content="articles", content_rowid="id", tokenize="porter unicode61"
);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 67108864);
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
"""


def write(portal: Path, file: Path) -> None:
    file.unlink(missing_ok=True)
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    connection = sqlite3.connect(draft)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("ATTACH ? AS portal", [str(portal)])
    connection.executescript(ARTICLES)
    connection.executescript(INDEX)
    connection.close()
    draft.rename(file)
