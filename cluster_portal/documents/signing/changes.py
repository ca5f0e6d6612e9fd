"""What came into a file after a signature, in words."""

from enum import Enum

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    CatalogModificationRule,
    DiffResult,
    ModificationLevel,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from cluster_portal.documents.signing.reading import SignedFile
from cluster_portal.documents.signing.refusals import Fault, Refusal

# Objects looked at while revisions are compared: sixty-four signatures on a pledge, each with its
# data in a revision of its own, stay below it; so do two on a file of a thousand pages.
MOST_COMPARED = 400_000


class Change(Enum):
    """What came into the file after a signature."""

    NOTHING = "Sau chữ ký này tệp không đổi."
    PRESERVED = "Sau chữ ký này chỉ thêm dữ liệu để kiểm tra lâu dài."
    SIGNED = "Sau chữ ký này chỉ thêm chữ ký khác."
    FILLED = "Sau chữ ký này có người điền vào ô nhập trong tệp."
    ANNOTATED = "Sau chữ ký này có người thêm ghi chú hoặc hình vẽ lên trang."
    PAGES = "Sau chữ ký này nội dung trang đã bị sửa, thêm hoặc bớt."
    OTHER = "Sau chữ ký này tệp đã bị thêm hoặc sửa phần khác ngoài phạm vi cho phép."

    @property
    def is_harmless(self) -> bool:
        """Whether it is what happens to a file that several people sign."""
        return self in {Change.NOTHING, Change.PRESERVED, Change.SIGNED}


class StepwisePolicy(StandardDiffPolicy):
    """pyHanko's own rules, with each revision compared to the one before it, and only once.

    pyHanko compares each with the signed one, for every signature anew: the time for a file grows
    with the square of its signatures. What is allowed step by step is allowed altogether; where a
    step is not, pyHanko's way decides, and what spoils a file after one signature spoils it after
    every earlier one.

    Raises:
        Refusal: TOO_MUCH_WORK, before more than MOST_COMPARED objects are looked at.
    """

    def __init__(self, *, may_certify: bool = False) -> None:
        """`may_certify`: nobody has signed yet, and the first signature may enter itself in the
        catalogue as the one that certifies; pyHanko's rules are for what comes after it.
        """
        rules = list(DEFAULT_DIFF_POLICY.global_rules)
        if may_certify:
            catalogue = CatalogModificationRule(CatalogModificationRule().ignored_keys | {"/Perms"})
            rules = [
                catalogue if isinstance(rule, CatalogModificationRule) else rule for rule in rules
            ]
        super().__init__(global_rules=rules, form_rule=DEFAULT_DIFF_POLICY.form_rule)
        self._known: dict[tuple[int, bool], DiffResult | SuspiciousModification] = {}
        self._spoilt: tuple[int, MDPPerm | None, SuspiciousModification] | None = None
        self._objects = self._compared = 0

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        """Return what changed since `base_revision`, by the strictest step."""
        level, fields = ModificationLevel.NONE, set()
        begin = getattr(base_revision, "revision", base_revision)
        if self._spoilt and field_mdp_spec is None:
            since, permitted, suspicion = self._spoilt
            if begin <= since and permitted == doc_mdp:
                return suspicion
        self._require_affordable(reader, reader.xrefs.total_revisions - 1 - begin)
        for revision in range(begin + 1, reader.xrefs.total_revisions):
            found = self._step(reader, revision, field_mdp_spec, doc_mdp)
            if isinstance(found, SuspiciousModification):
                # Data kept for a signature may be renewed, which only shows in single steps.
                found = super().review_file(reader, base_revision, field_mdp_spec, doc_mdp)
                if isinstance(found, SuspiciousModification) and field_mdp_spec is None:
                    self._spoilt = (begin, doc_mdp, found)
                return found
            level = max(level, found.modification_level)
            fields |= found.changed_form_fields
        return DiffResult(level, fields)

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        """Return what changed between two revisions, as long as that is affordable."""
        self._require_affordable(new.reader, 1)
        self._compared += self._objects
        return super().apply(old, new, field_mdp_spec=field_mdp_spec, doc_mdp=doc_mdp)

    def _require_affordable(self, reader: PdfFileReader, comparisons: int) -> None:
        """Each comparison looks at every object; those known already cost nothing."""
        if not self._objects:
            revisions = range(reader.xrefs.total_revisions)
            counts = (len(reader.xrefs.explicit_refs_in_revision(each)) for each in revisions)
            self._objects = sum(counts)
        if not self._compared:
            wanted = comparisons * self._objects
        else:
            wanted = self._compared + self._objects
        if wanted > MOST_COMPARED:
            raise Refusal(Fault.TOO_MUCH_WORK, f"{wanted} objects to compare")

    def _step(
        self,
        reader: PdfFileReader,
        revision: int,
        field_mdp_spec: FieldMDPSpec | None,
        doc_mdp: MDPPerm | None,
    ) -> DiffResult | SuspiciousModification:
        key = (revision, doc_mdp is not None)
        if field_mdp_spec is None and key in self._known:
            return self._known[key]
        try:
            found = self.apply(
                reader.get_historical_resolver(revision - 1),
                reader.get_historical_resolver(revision),
                field_mdp_spec=field_mdp_spec,
                doc_mdp=doc_mdp,
            )
        except SuspiciousModification as suspicion:
            found = suspicion
        if field_mdp_spec is None:
            self._known[key] = found
        return found


def change_since(
    file: SignedFile, signature: EmbeddedPdfSignature, docmdp_ok: bool | None
) -> Change:
    """Say what changed after a signature that has been judged already."""
    found = signature.diff_result
    if isinstance(found, DiffResult) and docmdp_ok is not False:
        if found.modification_level <= ModificationLevel.LTA_UPDATES:
            nothing = found.modification_level == ModificationLevel.NONE
            return Change.NOTHING if nothing else Change.PRESERVED
        if found.modification_level == ModificationLevel.FORM_FILLING:
            signed = {each.field_name for each in (*file.signatures, *file.timestamps)}
            return Change.SIGNED if found.changed_form_fields <= signed else Change.FILLED
    return _kind_of_tampering(file.reader, signature.signed_revision)


def _kind_of_tampering(reader: PdfFileReader, revision: int) -> Change:
    """The place where the signed pages differ from the present ones."""
    then = _pages(reader.get_historical_resolver(revision))
    now = _pages(reader.get_historical_resolver(reader.xrefs.total_revisions - 1))
    if [drawn for drawn, _ in then] != [drawn for drawn, _ in now]:
        return Change.PAGES
    if [notes for _, notes in then] != [notes for _, notes in now]:
        return Change.ANNOTATED
    return Change.OTHER


def _entry(node: DictionaryObject, key: str) -> object:
    """What stands under `key`, if anything; the dictionary's own `get` would give a reference."""
    if key not in node:
        return None
    return node[key]


def _resolved(items: ArrayObject) -> list[object]:
    """Each item itself where the list holds references; iteration would give those."""
    return [items[place] for place in range(len(items))]


def _pages(resolver: HistoricalResolver) -> list[tuple[object, int]]:
    """Of each page: what is drawn on it, and how many notes and fields lie over it."""
    found: list[tuple[object, int]] = []
    waiting = [resolver.root["/Pages"]]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, DictionaryObject):
            continue
        if "/Kids" in node:
            waiting += _resolved(node["/Kids"])
            continue
        contents = _entry(node, "/Contents")
        parts = _resolved(contents) if isinstance(contents, ArrayObject) else [contents]
        drawn = tuple(getattr(part, "data", None) for part in parts)
        found.append((drawn, len(_entry(node, "/Annots") or ())))
    return found
