"""Every address of the desk, below /admin/desk/; they are in the namespace of the admin."""

from django.urls import path

from entities.desk import conflicts, evidence, merging, names, picking
from entities.desk.article import screen as article
from entities.desk.review import queue

urlpatterns = [
    path("review/", queue.Review.as_screen(), name="desk_review"),
    path("review/other/", queue.Other.as_screen(), name="desk_review_other"),
    path("names/", names.Names.as_screen(), name="desk_names"),
    path("names/<int:pk>/link/", names.LinkName.as_screen(), name="desk_name_link"),
    path("names/<int:pk>/new/", names.NewEntity.as_screen(), name="desk_name_new"),
    path("articles/<int:pk>/", article.ArticleDesk.as_screen(), name="desk_article"),
    path("evidence/", evidence.EvidenceDesk.as_screen(), name="desk_evidence"),
    path("conflicts/", conflicts.Conflicts.as_screen(), name="desk_conflicts"),
    path("merge/", merging.MergeDesk.as_screen(), name="desk_merge"),
    path("merge/<int:pk>/", merging.MergeRecord.as_screen(), name="desk_merge_record"),
    path("split/", merging.SplitDesk.as_screen(), name="desk_split"),
    path("entities/", picking.EntitySuggestions.as_screen(), name="desk_entities"),
]
