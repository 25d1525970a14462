"""Read-only by construction: layers that each stop by themselves what they are there for.

| Layer                          | Stops                                                          |
|--------------------------------|----------------------------------------------------------------|
| methods.ReadOnlyMiddleware     | requests by any other method than GET and HEAD                 |
| bodies, statics                | threads kept waiting by who sends or reads byte by byte        |
| router.ReadersRouter, refusing | writes through the ORM, and migrations                         |
| layers.address                 | changes of the edition's file, by any statement and any pragma |
| layers.authorize               | every statement but a SELECT: writes, temporary tables, ATTACH,|
|                                | VACUUM, pragmas, extensions                                    |
| layers.attach_nothing          | files beside the edition: ATTACH, VACUUM INTO                  |
| layers.query_only              | writes, temporary tables, until a pragma takes it back         |
| timing.TimedConnection         | statements that take over a second                             |
| reader, a role of PostgreSQL   | writes and temporary tables, whatever a session sets; reading  |
|                                | what is not for readers                                        |

The first three need nothing of what readers read; `layers` and `timing` guard an edition of SQLite,
and `reader` PostgreSQL. In the public role no session, cookie or account is there to begin with:
the apps that bring them are not installed.
"""
