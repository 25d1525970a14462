"""Which tables hold what readers get. All others stay behind: users, sessions, history, decisions,
queues and the like.
"""

from django.db.models import Model

from articles import models as articles
from entities import models as entities
from portal.search import models as search

# In an order in which every row comes after those that it points to.
PUBLIC: tuple[type[Model], ...] = (
    articles.Article,
    articles.CandidateOrigin,
    articles.ArticleVersion,
    articles.Passage,
    articles.Collection,
    articles.Membership,
    articles.AnnouncedPiece,
    entities.Entity,
    entities.FormerSlug,
    entities.Name,
    entities.Identifier,
    entities.Source,
    entities.Note,
    entities.NoteSource,
    entities.Anchor,
    entities.RelationType,
    entities.Relationship,
    entities.FormerStatement,
    entities.RelationshipNote,
    entities.Qualifier,
    entities.Evidence,
    entities.Mention,
    entities.Link,
    entities.Observation,
    search.NameKey,
    search.IndexState,
)
