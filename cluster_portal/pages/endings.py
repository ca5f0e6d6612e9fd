"""The ending of an address that says which file of a table is asked for."""


class EndingConverter:
    """`<ending:ending>` in an address: Excel, CSV or JSON."""

    regex = "xlsx|csv|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
