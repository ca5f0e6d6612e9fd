// The administration's choices by search: what select2 draws gets the name of its field. The field's
// own label stays with the select, which select2 hides.
{
  const $ = django.jQuery;
  const draw = $.fn.djangoAdminSelect2;

  const labelOf = (select) => {
    const [label] = select.labels;
    label.id ||= `${select.id}-label`;
    return label.id;
  };

  // The field says its name, then what is chosen.
  const nameSelection = (select) => {
    const box = select.nextElementSibling.querySelector("[role=combobox]");
    const chosen = box.querySelector(".select2-selection__rendered");
    chosen.removeAttribute("role");
    chosen.removeAttribute("aria-readonly");
    box.setAttribute("aria-labelledby", `${labelOf(select)} ${chosen.id}`);
  };

  // The list opens at the end of the page, outside of what its landmarks hold.
  const nameList = (select) => {
    const list = document.querySelector(".select2-container--open .select2-results__options");
    const drop = list.closest(".select2-container");
    drop.setAttribute("role", "region");
    for (const part of [drop, list, drop.querySelector(".select2-search__field")]) {
      part.setAttribute("aria-labelledby", labelOf(select));
    }
    select.nextElementSibling.querySelector("[role=combobox]").setAttribute("aria-controls", list.id);
  };

  $.fn.djangoAdminSelect2 = function () {
    draw.call(this);
    this.each((_, select) => nameSelection(select));
    return this;
  };
  $(document).on("select2:open", (event) => nameList(event.target));
}
