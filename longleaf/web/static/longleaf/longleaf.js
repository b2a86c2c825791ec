// What pages gain with JavaScript; everything here also works without it.
"use strict";

// After a refused form, the summary of what to mend is read out first.
document.getElementById("problems")?.focus();

// A form is sent once: a second click while the first is under way does nothing. One that
// gives a file leaves the page as it is, and may be sent again with another choice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || "givesFile" in form.dataset) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  window.setTimeout(() => { delete form.dataset.sent; }, 8000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// A choice in a filter bar takes effect at once.
for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// Unsafe htmx requests carry the form token that Django asks for.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
