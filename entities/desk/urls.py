"""Every address of the desk, below /admin/desk/; they are in the namespace of the admin."""

urlpatterns: list = []
