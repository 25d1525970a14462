"""What every page may say of the site and of itself."""


def site(request):
    return {"canonical": request.build_absolute_uri(request.path)}
