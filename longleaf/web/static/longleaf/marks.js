// Marks places in an artifact: draws a region on its picture, takes a moment from its player.
//
// form[data-marking]          the form; inputs [data-side] hold a region in percent
// [data-draw]                 switches drawing on [data-picture] on and off; [data-drawn] shows it
// [data-take=begin|end]       writes the moment at which form[data-player] stands
// a[data-jump][data-player]   moves that player there, in place of opening the page anew
// Without JavaScript the numbers are typed, and the links open the page with the player there.
"use strict";

(() => {
  const form = document.querySelector("form[data-marking]");
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

  const clock = (seconds) => {
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  };

  const moments = () => {
    const player = document.getElementById(form.dataset.player);
    const status = document.querySelector("[data-take-status]");
    for (const button of document.querySelectorAll("[data-take]")) {
      button.addEventListener("click", () => {
        const field = form.elements[button.dataset.take];
        field.value = clock(Math.floor(player.currentTime));
        status.textContent = `${button.dataset.take === "begin" ? "From" : "To"} ${field.value}`;
      });
    }
  };

  const regions = (picture) => {
    const frame = picture.parentElement;
    const drawn = frame.querySelector("[data-drawn]");
    const button = document.querySelector("[data-draw]");
    const status = document.querySelector("[data-draw-status]");
    const sides = Object.fromEntries([...form.querySelectorAll("[data-side]")].map((one) => [one.dataset.side, one]));
    let from = null;

    const show = () => {
      for (const [side, attribute] of [["left", "x"], ["top", "y"], ["width", "width"], ["height", "height"]]) {
        drawn.setAttribute(attribute, `${Math.min(100, Math.max(0, Number(sides[side].value) || 0))}%`);
      }
    };
    const place = (event) => {
      const box = picture.getBoundingClientRect();
      const share = (at, begin, whole) => Math.round(1000 * Math.min(1, Math.max(0, (at - begin) / whole)));
      return { x: share(event.clientX, box.left, box.width), y: share(event.clientY, box.top, box.height) };
    };
    const isDrawing = () => button.getAttribute("aria-pressed") === "true";
    const turn = (on) => {
      button.setAttribute("aria-pressed", String(on));
      button.textContent = on ? "Stop drawing" : "Draw on the picture";
      frame.classList.toggle("ll-marked--drawing", on);
      status.textContent = on ? "Drag over the picture." : "";
      if (on) picture.scrollIntoView({ block: "nearest" });
    };

    button.addEventListener("click", () => turn(!isDrawing()));
    for (const input of Object.values(sides)) input.addEventListener("input", show);
    frame.addEventListener("dragstart", (event) => event.preventDefault());
    frame.addEventListener("pointerdown", (event) => {
      if (!isDrawing()) return;
      event.preventDefault();
      from = place(event);
      frame.setPointerCapture(event.pointerId);
    });
    frame.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = place(event);
      sides.left.value = Math.min(from.x, to.x) / 10;
      sides.top.value = Math.min(from.y, to.y) / 10;
      sides.width.value = Math.abs(from.x - to.x) / 10;
      sides.height.value = Math.abs(from.y - to.y) / 10;
      show();
    });
    frame.addEventListener("pointerup", () => {
      if (!from) return;
      from = null;
      turn(false);
      status.textContent = "Drawn. The numbers below say where; say which criterion it shows.";
    });
    frame.addEventListener("pointercancel", () => { from = null; });
    show();
  };

  const picture = document.querySelector("[data-picture]");
  if (form?.dataset.player) moments();
  if (form && picture) regions(picture);

  for (const link of document.querySelectorAll("a[data-jump]")) {
    const player = document.getElementById(link.dataset.player);
    if (!player) continue;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      player.currentTime = Number(link.dataset.jump);
      player.scrollIntoView({ block: "nearest" });
      player.focus();
      player.play().catch(() => {});  // Where a browser starts nothing unasked, it stands there.
    });
  }
})();
