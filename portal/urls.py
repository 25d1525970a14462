"""Every address of the portal. They never change."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal.editions.views import EditionsPage
from portal.pages import article, design, versions, views

urlpatterns = [
    path("", views.HomePage.as_view(), name="home"),
    path("articles/", views.ArticleList.as_view(), name="articles"),
    path("articles/<slug:slug>/", article.ArticlePage.as_view(), name="article"),
    path(
        "articles/<slug:slug>/versions/",
        versions.ArticleVersions.as_view(),
        name="article-versions",
    ),
    path("", include("portal.search.urls")),
    path("editions/", EditionsPage.as_view(), name="editions"),
    path("about/", views.AboutPage.as_view(), name="about"),
    path("about/design/", design.DesignPage.as_view(), name="design"),
    path("about/design/pictures/", design.PicturesPage.as_view(), name="design-pictures"),
    path("about/design/charts/", design.ChartsPage.as_view(), name="design-charts"),
    path("about/design/reading/", design.ReadingPage.as_view(), name="design-reading"),
    path("about/design/<slug:name>.svg", design.SamplePicture.as_view(), name="sample-picture"),
    path("", include("articles.urls")),
    path("", include("entities.urls")),
]
handler400 = "portal.faults.answering.bad_request"
handler500 = "portal.faults.answering.server_error"
if settings.IS_CURATED:
    # Admin, and what is made for it, is not installed where readers alone are served.
    from portal.editions.desk import PublishDesk

    urlpatterns += [
        path("admin/desk/editions/", PublishDesk.as_screen(), name="desk_editions"),
        path("admin/", admin.site.urls),
    ]
