// Signed in again: what was typed goes out at once, with the new token, instead of a second press.

document.querySelector("form[data-send-now]")?.requestSubmit();
