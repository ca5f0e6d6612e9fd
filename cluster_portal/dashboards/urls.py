"""Addresses of the boards."""

from django.urls import path

from cluster_portal.dashboards.views import cluster, comparison, national, province

app_name = "dashboards"
_CLUSTER, _PROVINCE = "cum/<slug:cluster_slug>/", "tinh/<slug:unit_slug>/"
urlpatterns = [
    path("", national.page, name="national"),
    path("<int:year>/", national.page, name="national-year"),
    path("<int:year>/cac-cum.json", national.data, name="national-json"),
    path("<int:year>/toan-quoc.pdf", national.paper, name="national-pdf"),
    path(_CLUSTER, cluster.page, name="cluster"),
    path(f"{_CLUSTER}<int:year>/", cluster.page, name="cluster-year"),
    path(f"{_CLUSTER}<int:year>/cum.pdf", cluster.paper, name="cluster-pdf"),
    path(f"{_CLUSTER}<int:year>/cum.json", cluster.data, name="cluster-json"),
    path("so-sanh/", comparison.clusters, name="compare-clusters"),
    path("so-sanh/cum.pdf", comparison.clusters_pdf, name="compare-clusters-pdf"),
    path("so-sanh/cum.json", comparison.clusters_json, name="compare-clusters-json"),
    path("so-sanh-tinh/", comparison.provinces, name="compare-provinces"),
    path("so-sanh-tinh/tinh.pdf", comparison.provinces_pdf, name="compare-provinces-pdf"),
    path("so-sanh-tinh/tinh.json", comparison.provinces_json, name="compare-provinces-json"),
    path(_PROVINCE, province.page, name="province"),
    path(f"{_PROVINCE}<int:year>/", province.page, name="province-year"),
    path(f"{_PROVINCE}<int:year>/tinh.pdf", province.paper, name="province-pdf"),
    path(f"{_PROVINCE}<int:year>/tinh.json", province.data, name="province-json"),
]
