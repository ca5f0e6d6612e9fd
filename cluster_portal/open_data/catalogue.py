"""Every public table, in the order of the dictionary."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from awards.datasets import AWARDS, RECIPIENT, STATISTICS, UNIT_AWARDS, YEAR_AWARDS
from awards.files import first_page_of_data
from awards.form_datasets import FORMS, form_rows
from cluster_portal.dashboards.comparison_datasets import COMPARED_CLUSTERS, COMPARED_PROVINCES
from cluster_portal.dashboards.datasets import CLUSTER, NATIONAL, PROVINCE
from cluster_portal.pages.data_files import rows_content
from cluster_portal.pages.datasets import Dataset
from clusters.datasets import CLUSTERS, UNITS, cluster_rows, unit_rows
from clusters.membership_datasets import LEADERS, MEMBERS
from emulation.datasets import CONFERENCES, PLEDGES, RESULTS, UNIT_RESULTS
from emulation.indicator_datasets import INDICATORS, indicator_rows
from emulation.pledge_datasets import PLEDGE_ITEMS, PLEDGE_SIGNATURES
from emulation.selectors import conferences_for, pledges_for


@dataclass(frozen=True)
class Entry:
    """A table; `content` makes its JSON file for a user where the table has one address."""

    dataset: Dataset
    content: Callable[[Any], bytes] | None = None


CATALOGUE = (
    Entry(CLUSTERS, lambda user: rows_content(CLUSTERS, cluster_rows(user))),
    Entry(UNITS, lambda user: rows_content(UNITS, unit_rows(user))),
    Entry(MEMBERS),
    Entry(LEADERS),
    Entry(CONFERENCES, lambda user: rows_content(CONFERENCES, conferences_for(user))),
    Entry(PLEDGES, lambda user: rows_content(PLEDGES, pledges_for(user))),
    Entry(PLEDGE_ITEMS),
    Entry(PLEDGE_SIGNATURES),
    Entry(INDICATORS, lambda user: rows_content(INDICATORS, indicator_rows(user))),
    Entry(RESULTS),
    Entry(UNIT_RESULTS),
    Entry(FORMS, lambda user: rows_content(FORMS, form_rows(user))),
    Entry(AWARDS, first_page_of_data),
    Entry(STATISTICS),
    Entry(RECIPIENT),
    Entry(YEAR_AWARDS),
    Entry(UNIT_AWARDS),
    Entry(NATIONAL),
    Entry(CLUSTER),
    Entry(PROVINCE),
    Entry(COMPARED_CLUSTERS),
    Entry(COMPARED_PROVINCES),
)
