"""Search: a query parser, a contract, a result, and two backends behind the contract."""
