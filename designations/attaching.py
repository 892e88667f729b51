"""What may be attached to a case: a PDF or a picture that is what it says it is."""

from io import BytesIO

import pikepdf

LARGEST = 10 * 1024 * 1024
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
_BEGINNINGS = {PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}
_ENDINGS = {PNG: b"IEND\xaeB`\x82", JPEG: b"\xff\xd9"}
_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"})
_SUFFIXES = {PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg")}


def refused(name: str, content: bytes) -> list[str]:
    """Why a file is not taken; nothing means that it may be stored."""
    if not content:
        return ["ファイルが空です。選び直してください。"]
    if len(content) > LARGEST:
        return ["ファイルが10MBを超えています。小さくしてから選び直してください。"]
    media_type = media_type_of(content)
    if media_type is None:
        return ["PDFか画像（PNG・JPEG）を選んでください。"]
    if not name.lower().endswith(_SUFFIXES[media_type]):
        return [
            f"「{name}」は名前と中身の形式が違います。元のファイルを確かめてください。"
        ]
    if media_type == PDF:
        return _pdf_refused(content)
    if _ENDINGS[media_type] not in content[-64:]:
        return ["画像が途中で切れています。元のファイルを確かめてください。"]
    return []


def media_type_of(content: bytes) -> str | None:
    """By the first bytes, whatever the name says."""
    for media_type, beginning in _BEGINNINGS.items():
        if content.startswith(beginning):
            return media_type
    return None


def _pdf_refused(content: bytes) -> list[str]:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if _is_active(pdf):
                return [
                    "PDFに動作や埋め込みファイルが入っています。印刷用のPDFにしてから選び直してください。"
                ]
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return ["PDFにパスワードが付いています。外してから選び直してください。"]
    except pikepdf.PdfError:
        return ["PDFとして読めません。元のファイルを確かめてください。"]
    return [] if pages else ["PDFにページがありません。"]


def _is_active(pdf: pikepdf.Pdf) -> bool:
    """Scripts, actions that start something, and files inside the file."""
    names = pdf.Root.get("/Names", {})
    if "/JavaScript" in names or "/EmbeddedFiles" in names:
        return True
    return any(_acts(thing) for thing in pdf.objects)


def _acts(thing: pikepdf.Object) -> bool:
    """Whether an object, or one written inside it, is an action; what it only refers to has its own
    turn."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            if str(one.get("/S", "")) in _ACTIONS:
                return True
            inside = [value for _, value in one.items()]
        elif isinstance(one, pikepdf.Array):
            inside = list(one)
        else:
            continue
        waiting += [v for v in inside if not getattr(v, "is_indirect", False)]
    return False
