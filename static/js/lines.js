// A box that grows with its text but holds one line (textarea[data-line]): Enter sends the form, as
// it does in an input, unless the table of the box has a use for it.

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
  if (!(target instanceof Element) || !target.matches("textarea[data-line]")) return;
  event.preventDefault();
  target.form?.requestSubmit();
});
