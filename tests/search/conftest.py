from tests.record.conftest import record

__all__ = ["record"]
