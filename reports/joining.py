"""Joins tagged parts of a document into one: pages, structure trees, destinations, outline, footers.

Each part is a PDF that WeasyPrint wrote and `reports.tagging` finished. The joined one is to a
reader what the document set in one piece would be.
"""

import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

GOTO = "https://goto.invalid/"
"""Links of the contents lead here until the parts they mean are there."""
_FOOTER = b"\nQ\n/Artifact <</Type /Pagination /Subtype /Footer>> BDC q /%s Do Q EMC"


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark: page from 0, place in points from the upper left."""

    level: int
    label: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Part:
    """A document without the type of `fonts`, which it takes from the front."""

    pdf: bytes
    fonts: Collection[str]


def join(
    front: bytes,
    parts: Sequence[Part],
    footers: Part,
    outline: Sequence[Mark],
    link_words: Mapping[str, str],
) -> bytes:
    """One document of front and parts. `footers` has a page for each page of both.

    The same input gives the same bytes.
    """
    pdf = Pdf.open(io.BytesIO(front))
    fronted = len(pdf.pages)
    fonts = pdf.pages[0].obj.Resources.Font
    tree = _Tree(pdf)
    sources = [_graft(pdf, part, tree, fonts) for part in parts]
    tree.write()
    _lead_links(pdf, fronted, link_words)
    sources.append(_stamp(pdf, footers, fonts))
    _bookmark(pdf, outline)
    written = io.BytesIO()
    pdf.save(
        written,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    for source in sources:
        source.close()
    return written.getvalue()


class _Tree:
    """The structure tree and the destinations of a document, while parts are added to it."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        root = pdf.Root.StructTreeRoot
        self.main = root.K[0]
        self.numbers = list(root.ParentTree.Nums)
        self.next_key = 1 + max(map(int, self.numbers[::2]), default=-1)
        self.names = _destinations(pdf.Root)

    def add(self, source: Pdf, key: int) -> None:
        """Add the tree and the destinations of a part whose pages are there."""
        tree = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        old = tree.K[0]
        for child in old.K:
            child.P = self.main
            self.main.K.append(child)
        # The text of margin boxes hangs below it in the parent tree alone.
        old.S, old.P, old.K = Name.NonStruct, self.main, Array()
        added = list(tree.ParentTree.Nums)
        for place in range(0, len(added), 2):
            number = int(added[place]) + key
            self.numbers += [number, added[place + 1]]
            self.next_key = max(self.next_key, number + 1)
        for name, place in _destinations(source.Root).items():
            self.names[name] = self._pdf.copy_foreign(source.make_indirect(place))

    def write(self) -> None:
        root = self._pdf.Root
        root.StructTreeRoot.ParentTree.Nums = Array(self.numbers)
        root.StructTreeRoot.ParentTreeNextKey = self.next_key
        if not self.names:
            return
        flat = [
            x for name in sorted(self.names) for x in (String(name), self.names[name])
        ]
        if "/Names" not in root:
            root.Names = Dictionary()
        root.Names.Dests = Dictionary(Names=Array(flat))


def _open(part: Part) -> Pdf:
    """The part without its own entries for the fonts of the front."""
    source = Pdf.open(io.BytesIO(part.pdf))
    own = source.pages[0].obj.Resources.Font  # all pages and drawings have this one
    for name in part.fonts:
        del own[f"/{name}"]
    return source


def _graft(pdf: Pdf, part: Part, tree: _Tree, fonts: Object) -> Pdf:
    """Add the pages of a part with its structure tree and destinations."""
    source = _open(part)
    first, key = len(pdf.pages), tree.next_key
    pdf.pages.extend(source.pages)  # pages first: what is copied later points at them
    own = pdf.pages[first].obj.Resources.Font
    for name in part.fonts:
        own[f"/{name}"] = fonts[f"/{name}"]
    for page in list(pdf.pages)[first:]:
        page.StructParents += key
        for annotation in page.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent += key
    tree.add(source, key)
    return source


def _destinations(root: Object) -> dict[str, Object]:
    names = (
        root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", ())
    )
    return {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}


def _lead_links(pdf: Pdf, fronted: int, words: Mapping[str, str]) -> None:
    """The links of the contents lead to destinations and say where."""
    for page in list(pdf.pages)[:fronted]:
        for annotation in page.get("/Annots", ()):
            if "/A" not in annotation:
                continue
            address = str(annotation.A.get("/URI", ""))
            if address.startswith(GOTO):
                name = address.removeprefix(GOTO)
                del annotation["/A"]
                annotation.Dest = String(name)
                annotation.Contents = String(words.get(name, name))


def _stamp(pdf: Pdf, footers: Part, fonts: Object) -> Pdf:
    """Lay the footers over the pages, as artifacts that no reader reads aloud."""
    source = _open(footers)
    own: Object | None = None
    for number, (page, stamp) in enumerate(zip(pdf.pages, source.pages, strict=True)):
        if not _shows_text(stamp):
            continue
        name = f"Ft{number}"
        resources = page.obj.Resources
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        form = pdf.copy_foreign(stamp.as_form_xobject())
        if own is None:
            own = form.Resources.Font
            for font in footers.fonts:
                own[f"/{font}"] = fonts[f"/{font}"]
        resources.XObject[f"/{name}"] = form
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(_FOOTER % name.encode())
    return source


def _shows_text(page: pikepdf.Page) -> bool:
    contents = page.obj.Contents
    streams = contents if isinstance(contents, Array) else [contents]
    return any(re.search(rb"\bTj\b|\bTJ\b", s.read_bytes()) for s in streams)


def _bookmark(pdf: Pdf, outline: Sequence[Mark]) -> None:
    with pdf.open_outline() as tree:
        tree.root.clear()
        above: list[tuple[int, list[OutlineItem]]] = [(0, tree.root)]
        for mark in outline:
            page = pdf.pages[mark.page]
            height = float(page.mediabox[3])
            place = Array([page.obj, Name.XYZ, mark.x, height - mark.y, 0])
            item = OutlineItem(mark.label, place)
            while above[-1][0] >= mark.level:
                above.pop()
            above[-1][1].append(item)
            above.append((mark.level, item.children))
