// A page that waits for the worker asks whether it is done, and opens itself anew.

const WAITS = [1, 1, 2, 2, 3, 5]; // seconds before asking; then the last again and again

const notice = document.querySelector("[data-wait]");

const ask = async (place) => {
  let answer = null;
  try {
    const response = await fetch(notice.dataset.wait, { headers: { Accept: "application/json" } });
    if (response.ok) answer = await response.json();
  } catch {
    // A lost connection comes back; the question is asked again.
  }
  if (answer?.is_answered) {
    window.location.reload();
    return;
  }
  const next = Math.min(place + 1, WAITS.length - 1);
  setTimeout(() => ask(next), WAITS[next] * 1000);
};

if (notice) setTimeout(() => ask(0), WAITS[0] * 1000);
