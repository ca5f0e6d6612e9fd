// Who is led to a part of the page sees what is folded in it.

const unfold = () => {
  const target = document.getElementById(location.hash.slice(1));
  for (const folded of target?.closest("section")?.querySelectorAll("details") ?? []) {
    folded.open = true;
  }
};

addEventListener("hashchange", unfold);
unfold();
