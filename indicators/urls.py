"""Pages of this room."""

from django.urls import path

from indicators.views import catalogue, drafts, figures, logic, outlook, quality

app_name = "indicators"
urlpatterns = [
    path("", catalogue.IndicatorList.as_view(), name="list"),
    path("figures/", figures.FigureTable.as_view(), name="figures"),
    path("functions/", figures.FunctionMatrix.as_view(), name="matrix"),
    path("map/", figures.FigureMap.as_view(), name="map"),
    path("progress/", outlook.ProgressBoard.as_view(), name="progress"),
    path("demand/", outlook.DemandOutlook.as_view(), name="demand"),
    path(
        "demand/additional/",
        outlook.AdditionalDemandSet.as_view(),
        name="additional-demand",
    ),
    path("logic/", logic.LogicBoard.as_view(), name="logic"),
    path("logic/new/", logic.LogicItemCreate.as_view(), name="logic-create"),
    path("logic/<int:pk>/", logic.LogicItemEdit.as_view(), name="logic-edit"),
    path(
        "logic/<int:pk>/remove/",
        logic.LogicItemRemove.as_view(),
        name="logic-remove",
    ),
    path("drafts/<int:pk>/", drafts.DraftComparison.as_view(), name="draft"),
    path("quality/", quality.QualityBoard.as_view(), name="quality"),
    path("quality/remind/", quality.QualityRemind.as_view(), name="remind"),
    path("new/", catalogue.IndicatorCreate.as_view(), name="create"),
    path("<int:pk>/", catalogue.IndicatorDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", catalogue.IndicatorEdit.as_view(), name="edit"),
    path("<int:pk>/value/", catalogue.ValueRecord.as_view(), name="value-record"),
    path("<int:pk>/target/", catalogue.TargetSet.as_view(), name="target-set"),
    path("<int:pk>/<slug:step>/", catalogue.IndicatorStep.as_view(), name="step"),
    path(
        "targets/<int:pk>/remove/",
        catalogue.TargetRemove.as_view(),
        name="target-remove",
    ),
]
