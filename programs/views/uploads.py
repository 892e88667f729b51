"""The page that takes a workbook back: all problems at once, or everything written."""

from typing import Any

from django.http import HttpResponse

from formats.workbook import mark_problems
from programs.exports import XLSX, attachment
from programs.forms.grants import WorkbookForm
from programs.views.base import EditPage
from programs.workbooks import LARGEST, Problems, Unreadable


class WorkbookPage(EditPage):
    """Read, show every problem, and write only a workbook without one.

    ``name="mark"`` asks for the sender's own file with the problems marked.
    """

    template_name = "programs/upload.html"
    form_class = WorkbookForm
    button = "確かめて登録する"

    def read(self, content: bytes) -> tuple[Any, Problems]:
        raise NotImplementedError

    def store(self, read: Any, *, content: bytes, name: str) -> object:
        raise NotImplementedError

    def form_valid(self, form: WorkbookForm) -> HttpResponse:
        upload = form.cleaned_data["file"]
        if upload.size > LARGEST:
            form.add_error("file", "ファイルが5MBを超えています。")
            return self.form_invalid(form)
        content = upload.read()
        try:
            read, problems = self.read(content)
        except Unreadable as refused:
            form.add_error("file", str(refused))
            return self.form_invalid(form)
        if problems and "mark" in self.request.POST:
            name = f"誤りの印_{upload.name}"
            return attachment(mark_problems(content, problems.found), XLSX, name)
        if problems:
            context = self.get_context_data(form=form, problems=problems.found)
            return self.render_to_response(context, status=422)
        self.content, self.file_name, self.found = content, upload.name, read
        return super().form_valid(form)

    def write(self, form: WorkbookForm) -> object:
        return self.store(self.found, content=self.content, name=self.file_name)
