// What axe does not look at, or not as strictly. Gives a list of faults, each with its element.
() => {
  const faults = [];
  const tell = (fault, element) => faults.push(`${fault}: ${element.outerHTML.slice(0, 160)}`);
  const box = (element) => element.getBoundingClientRect();
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true })
    && box(element).width > 1 && box(element).height > 1
    && box(element).right > 0 && box(element).bottom + window.scrollY > 0;

  const seen = new Set();
  for (const element of document.querySelectorAll("[id]")) {
    if (seen.has(element.id)) tell("The id occurs twice", element);
    seen.add(element.id);
  }
  const referring = ["aria-describedby", "aria-labelledby", "aria-controls", "aria-activedescendant",
    "aria-owns", "aria-details", "aria-errormessage", "aria-flowto", "for", "form", "list", "headers"];
  for (const attribute of referring) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/)) {
        if (id && !seen.has(id)) tell(`${attribute} names no element (${id})`, element);
      }
    }
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (!seen.has(id)) tell("The link leads to no place of the page", link);
  }

  const headings = [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility());
  if (headings.length !== 1) faults.push(`There are ${headings.length} first headings.`);
  const [place, product] = document.title.split(" · ");
  if (!place || !product) faults.push(`The title does not name the page: ${document.title}`);

  for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const named = [...(control.labels ?? [])].some((label) => label.textContent.trim())
      || control.getAttribute("aria-label")?.trim()
      || (control.getAttribute("aria-labelledby") ?? "").split(/\s+/)
        .some((id) => document.getElementById(id)?.textContent.trim());
    if (!named && !control.closest("[aria-hidden=true]")) tell("The control has no name", control);
  }
  for (const button of document.querySelectorAll("button, a[href], summary")) {
    const pictures = [...button.querySelectorAll("img[alt], svg[aria-label], svg title")]
      .map((one) => one.getAttribute("alt") ?? one.getAttribute("aria-label") ?? one.textContent);
    const named = [button.textContent, button.getAttribute("aria-label"), ...pictures]
      .some((text) => text?.trim());
    if (!named) tell("The control has no name", button);
  }
  for (const element of document.querySelectorAll("[tabindex]")) {
    if (element.tabIndex > 0) tell("The order of tabbing is forced", element);
  }

  // WCAG 2.2, 2.5.8: 24 by 24 pixels, but for links within a line of text.
  for (const target of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (target.type === "hidden" || target.disabled) continue;
    const isBox = target.type === "checkbox" || target.type === "radio";
    const area = (isBox && target.labels[0]) || target;
    if (!isShown(area) || getComputedStyle(area).display === "inline") continue;
    const { width, height } = box(area);
    if (width < 24 || height < 24) {
      tell(`The target is small (${Math.round(width)} by ${Math.round(height)})`, target);
    }
  }
  return faults;
}
