// Counts the words of an answer while it is written, as longleaf.domain.evidence.words does.
"use strict";

(() => {
  const count = (text) => text.split(/\s+/u).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;

  const show = (area) => {
    const place = document.getElementById(area.dataset.words);
    if (!place) return;
    const least = Number(area.dataset.least);
    const most = Number(area.dataset.most);
    const words = count(area.value);
    const said = `${words} ${words === 1 ? "word" : "words"} of ${least} to ${most}`;
    if (words > most) place.textContent = `${said}: take out ${words - most}`;
    else if (words && words < least) place.textContent = `${said}: ${least - words} more`;
    else place.textContent = said;
    place.classList.toggle("ll-words--over", words > most);
  };

  for (const area of document.querySelectorAll("textarea[data-words]")) {
    show(area);
    area.addEventListener("input", () => show(area));
  }
})();
