"""Keeping and forgetting saved views of lists."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View

from accounts.lists.listing import state_of
from accounts.models import SavedView
from accounts.saved_views import remove_view, save_view


class ViewForm(forms.Form):
    which = forms.ChoiceField(choices=SavedView.List)
    name = forms.CharField(max_length=40)
    query = forms.CharField(max_length=2000, required=False)
    shared = forms.BooleanField(required=False)


class ViewSave(View):
    """Keeps the state of a list under a name and shows the list in it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ViewForm(request.POST)
        if not form.is_valid():
            messages.error(
                request, "見方を保存できませんでした。40字までの名前を付けてください。"
            )
            which = request.POST.get("which", "")
            known = which in SavedView.List.values
            return redirect(which if known else "portal:home")
        values = form.cleaned_data | {
            # Read once more, so that only the state of a list is kept.
            "query": state_of(QueryDict(form.cleaned_data["query"]))
        }
        view = save_view(**values, by=request.user)
        messages.success(request, f"見方「{view.name}」を保存しました。")
        return redirect(f"{reverse(view.which)}?{view.query}")


class ViewRemove(View):
    """Forgets one's own view; anybody else's is 404."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        view = get_object_or_404(SavedView, pk=pk, owner=request.user)
        remove_view(view=view, by=request.user)
        messages.success(request, f"見方「{view.name}」を消しました。")
        return redirect(view.which)
