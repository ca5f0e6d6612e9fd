"""The filters of the register as a form, whose lists say how many lines each answer leaves."""

from collections.abc import Callable
from typing import Any

from django import forms

from awards.filters import NOT_IN_LIST, has_words
from awards.register.asked import FACETS, Choice
from awards.register.counting import Counted
from awards.register.statistics import EVERY_RESULT, RESULT
from cluster_portal.pages.query import MAX_LENGTH
from cluster_portal.pages.widgets import LongSelect
from cluster_portal.vietnamese.folding import fold_terms
from cluster_portal.vietnamese.numbers import format_number

ANY = ("", "Tất cả")


def _handed_on(offered: list[tuple[str, str]]) -> Callable[[], list[tuple[str, str]]]:
    """The list as Django asks for it when it is drawn; a list itself it would copy four times."""
    return lambda: offered


class RegisterForm(forms.Form):
    """A value that is not offered makes its own filter void, with a message; the others hold."""

    q = forms.CharField(
        label="Tìm",
        required=False,
        validators=[has_words],
        help_text="Tên tập thể, hình thức, đơn vị, nơi tặng, số quyết định; không cần gõ dấu.",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": MAX_LENGTH}),
    )

    def __init__(self, data: Any, choices: dict[str, list[Choice]]) -> None:
        super().__init__(data)
        self._choices = choices
        for facet in FACETS:
            offered = [(choice.value, choice.label) for choice in choices[facet.name]]
            self.fields[facet.name] = forms.ChoiceField(
                label=facet.label,
                required=False,
                choices=_handed_on([ANY, *offered]),
                widget=LongSelect,
                error_messages={"invalid_choice": NOT_IN_LIST},
            )

    @property
    def answers(self) -> dict[str, str]:
        """By facet the value of the answer that was given."""
        self.is_valid()
        given = {facet.name: self.cleaned_data.get(facet.name, "") for facet in FACETS}
        return {name: value for name, value in given.items() if value}

    @property
    def chosen(self) -> dict[str, Choice]:
        """By facet the answer that was given."""
        return {
            name: choice
            for name, value in self.answers.items()
            for choice in self._choices[name]
            if choice.value == value
        }

    @property
    def filters(self) -> dict[str, tuple[Any, ...]]:
        """By facet the keys of the answer that was given."""
        return {name: choice.keys for name, choice in self.chosen.items()}

    @property
    def words(self) -> list[str]:
        """The folded words that are looked for."""
        self.is_valid()
        return fold_terms(self.cleaned_data.get("q", ""), limit=MAX_LENGTH)

    def show_counts(self, counted: Counted) -> None:
        """Leave what has lines in each list, and what was chosen, and say how many there are."""
        for facet in FACETS:
            chosen = self.data.get(facet.name, "")
            offered = [ANY]
            for choice in self._choices[facet.name]:
                lines = counted.of(facet.name, choice.keys)
                if counted.is_more:
                    offered.append((choice.value, choice.label))
                elif lines or choice.value == chosen:
                    offered.append((choice.value, f"{choice.label} · {format_number(lines)}"))
            self.fields[facet.name].choices = _handed_on(offered)


class StatisticsForm(RegisterForm):
    """The filters of statistics: one result is counted, `usual`, unless another is asked for."""

    def __init__(self, data: Any, choices: dict[str, list[Choice]], *, usual: str) -> None:
        self._usual = usual
        data = data.copy()
        data[RESULT] = data.get(RESULT, "") or usual
        super().__init__(data, choices)
        del self.fields["q"]
        self._offer_every_result()

    def _offer_every_result(self) -> None:
        (_, *others) = self.fields[RESULT].choices
        self.fields[RESULT].choices = _handed_on([(EVERY_RESULT, "Tất cả kết quả"), *others])

    @property
    def answers(self) -> dict[str, str]:
        answers = super().answers
        result = self.cleaned_data.get(RESULT, self._usual)
        return {
            name: value
            for name, value in (answers | {RESULT: result}).items()
            if value and value != EVERY_RESULT
        }

    def show_counts(self, counted: Counted) -> None:
        super().show_counts(counted)
        self._offer_every_result()
