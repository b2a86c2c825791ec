// Says on the button how many are ticked; without it the button just approves what is ticked.
document.querySelectorAll("[data-count-ticked]").forEach((button) => {
  const form = button.form;
  const words = button.textContent.trim();
  const say = () => {
    const ticked = form.querySelectorAll("input[name=activity]:checked").length;
    button.textContent = ticked ? `Approve ${ticked} ${ticked === 1 ? "activity" : "activities"}` : words;
  };
  form.addEventListener("change", say);
  say();
});
