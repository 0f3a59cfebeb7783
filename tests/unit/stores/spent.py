"""What a repository has spent, as the table of spending holds it."""

from app.stores.database import reading
from app.stores.spending import Spent, sums
from app.stores.store import Store
from app.stores.tables import SPENDING
from app.stores.values import plain


def spent(store: Store, repository: str, month: str = "") -> Spent:
    """Of a month (``2026-11``), of all of them where none is given."""
    mine = (SPENDING.c.repository == plain(repository)) & SPENDING.c.month.startswith(month)
    with reading(store.engine) as connection:
        return sums(connection, mine)
