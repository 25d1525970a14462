"""The role of PostgreSQL that may read what readers get, and nothing else.

A transaction that is read-only by a setting is no protection, since whoever is let in may set it
otherwise: what holds is that the role has no right to write, and none to make anything.
"""

from django.db import connection, transaction
from psycopg import sql

from portal.cache.models import ChangeCount
from portal.editions.contents import PUBLIC
from portal.search.models import IndexedDocument, IndexedSort, VocabularyWord

# Beside the content: the tables of PostgreSQL's search, and the counter that names the edition.
READ = (*PUBLIC, IndexedDocument, IndexedSort, VocabularyWord, ChangeCount)
LIMITS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "1s",
    "lock_timeout": "1s",
    "idle_in_transaction_session_timeout": "10s",
}
# Everyone may make temporary tables in a new database, and in old ones tables too. The owner keeps
# by name what he had as one of everyone.
RIGHTS = """
GRANT CREATE, TEMPORARY ON DATABASE {database} TO CURRENT_USER;
REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {name};
GRANT CONNECT ON DATABASE {database} TO {name};
GRANT ALL ON SCHEMA {schema} TO CURRENT_USER;
REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC;
REVOKE ALL ON SCHEMA {schema} FROM {name};
GRANT USAGE ON SCHEMA {schema} TO {name};
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {name};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM PUBLIC, {name};
GRANT SELECT ON {tables} TO {name}
"""
# Large objects are rows that everyone may add; only a superuser may say otherwise.
LARGE_OBJECTS = """
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC
"""
GROUPS = """
SELECT role.rolname FROM pg_auth_members AS one
JOIN pg_roles AS role ON role.oid = one.roleid JOIN pg_roles AS reader ON reader.oid = one.member
WHERE reader.rolname = %(name)s
"""
REMAINING = """
SELECT attribute FROM pg_roles, LATERAL (VALUES
    ('SUPERUSER', rolsuper), ('CREATEDB', rolcreatedb), ('CREATEROLE', rolcreaterole),
    ('REPLICATION', rolreplication), ('BYPASSRLS', rolbypassrls)
) AS attributes (attribute, is_held) WHERE rolname = %(name)s AND is_held
UNION ALL
SELECT privilege || ' in the database' FROM unnest(ARRAY['CREATE', 'TEMPORARY']) AS privilege
WHERE has_database_privilege(%(name)s, current_database(), privilege)
UNION ALL
SELECT 'CREATE in the schema ' || nspname FROM pg_namespace
WHERE has_schema_privilege(%(name)s, oid, 'CREATE')
UNION ALL
SELECT 'more than SELECT on ' || oid::regclass FROM pg_class
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace <> 'pg_catalog'::regnamespace
AND has_table_privilege(%(name)s, oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
UNION ALL
SELECT 'SELECT on ' || oid::regclass FROM pg_class
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relname <> ALL (%(tables)s)
AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
AND has_table_privilege(%(name)s, oid, 'SELECT')
UNION ALL
SELECT 'making large objects'
WHERE has_function_privilege(%(name)s, 'lo_from_bytea(oid, bytea)', 'EXECUTE')
"""


def tables() -> list[str]:
    """Those of the models that readers read, and between them those of many-to-many fields."""
    models = [*READ]
    for model in READ:
        models += [field.remote_field.through for field in model._meta.local_many_to_many]
    return [model._meta.db_table for model in models]


def exists(name: str) -> bool:
    return bool(rows("SELECT 1 FROM pg_roles WHERE rolname = %(name)s", name=name))


@transaction.atomic
def make_reader(name: str, password: str = "") -> list[str]:
    """Make the role or put its rights right; what it may do that it should not.

    Without a password it keeps the one that it has.
    """
    if not exists(name):
        run("CREATE ROLE {name}", name=name)
    run("ALTER ROLE {name} LOGIN NOINHERIT", name=name)
    if password:
        set_password(name, password)
    for setting, value in LIMITS.items():
        run("ALTER ROLE {name} SET {setting} = {value}", name=name, setting=setting, value=value)
    leave_groups(name)
    give_rights(name)
    return [what for (what,) in rows(REMAINING, name=name, tables=tables())]


def set_password(name: str, password: str) -> None:
    """Hashed here, so that no log of the server has it in plain text."""
    server = connection.connection.pgconn
    hashed = server.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    run("ALTER ROLE {name} PASSWORD {value}", name=name, value=hashed.decode())


def leave_groups(name: str) -> None:
    """Whoever may become another has all that the other may do."""
    for (group,) in rows(GROUPS, name=name):
        run("REVOKE {group} FROM {name}", name=name, group=group)


def give_rights(name: str) -> None:
    ((database, schema, is_superuser),) = rows(
        "SELECT current_database(), current_schema(), rolsuper FROM pg_roles"
        " WHERE rolname = current_user"
    )
    run(RIGHTS, name=name, database=database, schema=schema)
    if is_superuser:
        run(LARGE_OBJECTS)


def run(statement: str, *, value: str = "", **names: str) -> None:
    quoted = {key: sql.Identifier(name) for key, name in names.items()}
    lists = sql.SQL(", ").join(map(sql.Identifier, tables()))
    whole = sql.SQL(statement).format(value=sql.Literal(value), tables=lists, **quoted)
    with connection.cursor() as cursor:
        cursor.execute(whole.as_string(connection.connection))


def rows(query: str, **values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
