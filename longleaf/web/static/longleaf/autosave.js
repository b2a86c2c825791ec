// Saves a form's text as one types, and loses none of it.
//
// <form data-autosave="/address">   gets its changed fields posted there after a pause, when the
//     page is left, and before the form itself is sent. The post holds every hidden input, the
//     values of each changed field, the name of each changed field as "changed" (so that
//     unchecking every box is told from not having touched them), and as "seen" what stood in
//     them when they were read: JSON, name to list of values.
// <p data-autosave-status role="status">   anywhere on the page says what became of it.
//
// The answer is JSON:
//   200 {"message": "Saved at 9:05 p.m.", "hidden": {"revision": "7"}}
//       hidden inputs of these names take these values.
//   409 {"conflicts": {"title": "what stands there now"}, "hidden": {"revision": "9"}}
//       both texts are shown; the rest of the fields were not saved and are sent again.
//   4xx {"message": "why not"}
// Text that is not acknowledged stays in the browser's store, and is offered when the form is
// opened again.
"use strict";

(() => {
  const PAUSE = 1200;
  const RETRY = 8000;
  const PREFIX = "longleaf:unsaved:";
  const keepers = new WeakMap();

  const memory = {
    read(key) {
      try { return JSON.parse(window.localStorage.getItem(PREFIX + key)); } catch { return null; }
    },
    write(key, value) {
      try {
        if (value === null) window.localStorage.removeItem(PREFIX + key);
        else window.localStorage.setItem(PREFIX + key, JSON.stringify(value));
      } catch { /* A full or forbidden store must not keep anyone from typing. */ }
    },
  };

  const clock = (moment) => moment
    .toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" })
    .replace("AM", "a.m.").replace("PM", "p.m.");

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  class Keeper {
    constructor(form) {
      this.form = form;
      this.address = form.dataset.autosave;
      this.changed = new Set();
      this.disputed = new Set();
      this.timer = 0;
      this.sending = null;
      this.base = new Map();
      form.addEventListener("input", (event) => this.note(event.target));
      form.addEventListener("change", (event) => this.note(event.target));
      this.offerWhatWasKept();
    }

    // --- the form's fields

    controls(name) {
      return [...this.form.elements].filter((one) => one.name === name);
    }

    values(name) {
      const found = [];
      for (const one of this.controls(name)) {
        if (one.type === "checkbox" || one.type === "radio") {
          if (one.checked) found.push(one.value);
        } else if (one.tagName === "SELECT") {
          for (const option of one.selectedOptions) found.push(option.value);
        } else found.push(one.value);
      }
      return found;
    }

    // What stood in a field when it was last read or acknowledged.
    seen(name) {
      if (this.base.has(name)) return this.base.get(name);
      const found = [];
      for (const one of this.controls(name)) {
        if (one.type === "checkbox" || one.type === "radio") {
          if (one.defaultChecked) found.push(one.value);
        } else if (one.tagName === "SELECT") {
          const given = [...one.options].filter((option) => option.defaultSelected);
          if (!given.length && !one.multiple && one.options.length) given.push(one.options[0]);
          for (const option of given) found.push(option.value);
        } else found.push(one.defaultValue);
      }
      return found;
    }

    put(name, values) {
      const texts = [...values];
      for (const one of this.controls(name)) {
        if (one.type === "checkbox" || one.type === "radio") {
          one.checked = values.includes(one.value);
        } else if (one.tagName === "SELECT") {
          for (const option of one.options) option.selected = values.includes(option.value);
        } else one.value = texts.shift() ?? "";
      }
    }

    hide(hidden) {
      for (const [name, value] of Object.entries(hidden ?? {})) {
        for (const one of this.controls(name)) if (one.type === "hidden") one.value = value;
      }
    }

    say(text) {
      const place = this.form.querySelector("[data-autosave-status]")
        ?? document.querySelector("[data-autosave-status]");
      if (place && place.textContent !== text) place.textContent = text;
    }

    // --- noticing and keeping

    note(control) {
      if (!control.name || control.type === "hidden" || control.type === "file") return;
      if (control.closest("[data-autosave-off]")) return;
      // Leaving a field repeats what typing said; what stands as it was read needs no saving.
      if (JSON.stringify(this.values(control.name)) === JSON.stringify(this.seen(control.name))) {
        this.changed.delete(control.name);
        this.remember();
        return;
      }
      this.changed.add(control.name);
      this.remember();
      this.say("Not saved yet");
      this.plan(PAUSE);
    }

    plan(wait) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.send(), wait);
    }

    remember() {
      if (!this.changed.size) { memory.write(this.address, null); return; }
      const fields = Object.fromEntries([...this.changed].map((name) => [name, this.values(name)]));
      memory.write(this.address, { fields, at: Date.now() });
    }

    // --- sending

    waiting() {
      return [...this.changed].filter((name) => !this.disputed.has(name));
    }

    body(names) {
      const body = new URLSearchParams();
      for (const one of this.form.elements) {
        if (one.type === "hidden" && one.name) body.append(one.name, one.value);
      }
      body.append("seen", JSON.stringify(Object.fromEntries(names.map((name) => [name, this.seen(name)]))));
      for (const name of names) {
        body.append("changed", name);
        for (const value of this.values(name)) body.append(name, value);
      }
      return body;
    }

    async send({ leaving = false } = {}) {
      window.clearTimeout(this.timer);
      if (this.sending && !leaving) await this.sending;
      const names = this.waiting();
      if (!names.length) return "saved";
      this.sending = this.post(names, leaving);
      try { return await this.sending; } finally { this.sending = null; }
    }

    async post(names, leaving) {
      const sent = new Map(names.map((name) => [name, JSON.stringify(this.values(name))]));
      if (!leaving) this.say("Saving");
      let answer;
      let said = {};
      try {
        answer = await fetch(this.address, {
          method: "POST", body: this.body(names), keepalive: leaving,
          headers: { Accept: "application/json", "X-Autosave": "1" }, redirect: "manual",
        });
        said = await answer.json().catch(() => ({}));
      } catch {
        this.say("No connection. Your text is kept on this device and will be sent again.");
        this.plan(RETRY);
        return "lost";
      }
      if (answer.ok) return this.acknowledge(sent, said);
      if (answer.status === 409 && said.conflicts) return this.dispute(said);
      if (answer.type === "opaqueredirect") {
        this.say("You have been signed out. Your text is kept on this device: sign in in another tab, then type on.");
      } else {
        this.say(said.message ?? "This could not be saved. Your text is kept on this device.");
      }
      // A refusal of the text itself is for the whole page to explain; the rest can pass.
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) return "refused";
      this.plan(RETRY);
      return "lost";
    }

    acknowledge(sent, said) {
      this.hide(said.hidden);
      for (const [name, values] of sent) {
        this.base.set(name, JSON.parse(values));
        if (JSON.stringify(this.values(name)) === values) this.changed.delete(name);
        else this.changed.add(name);
      }
      this.remember();
      this.say(said.message ?? `Saved at ${clock(new Date())}`);
      if (this.waiting().length) this.plan(PAUSE);
      this.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: said }));
      return "saved";
    }

    // --- two texts for one field: neither is lost

    dispute(said) {
      this.hide(said.hidden);
      for (const [name, stored] of Object.entries(said.conflicts)) {
        if (!this.changed.has(name) || this.disputed.has(name)) continue;
        if (JSON.stringify(this.values(name)) === JSON.stringify([stored].flat())) {
          this.changed.delete(name);
          continue;
        }
        this.disputed.add(name);
        this.base.set(name, [stored].flat());
        this.show(name, [stored].flat());
      }
      this.remember();
      if (this.disputed.size) this.say("This was changed in another place meanwhile. Both texts are shown; choose one.");
      if (this.waiting().length) this.plan(PAUSE);
      return "disputed";
    }

    show(name, stored) {
      const control = this.controls(name)[0];
      const keep = make("button", { type: "button", class: "usa-button usa-button--outline" }, "Keep mine");
      const take = make("button", { type: "button", class: "usa-button usa-button--outline" }, "Use the other");
      const panel = make("div", { class: "ll-panel ll-panel--attention", role: "group", "aria-label": "Two texts" },
        make("p", {}, make("strong", {}, "This was changed in another place since you opened the page.")),
        make("p", {}, "What stands there now:"), make("pre", { class: "ll-kept" }, stored.join(", ") || "(nothing)"),
        make("div", { class: "ll-actions" }, keep, take));
      keep.addEventListener("click", () => { panel.remove(); this.settle(name); });
      take.addEventListener("click", () => {
        const mine = this.values(name).join(", ");
        this.put(name, stored);
        panel.replaceChildren(make("p", {}, "Your own text, until you leave this page:"), make("pre", { class: "ll-kept" }, mine));
        this.changed.delete(name);
        this.settle(name);
      });
      (control.closest(".usa-form-group, fieldset") ?? control).after(panel);
    }

    settle(name) {
      this.disputed.delete(name);
      this.remember();
      this.say(this.changed.size ? "Not saved yet" : "");
      if (this.waiting().length) this.plan(0);
    }

    // --- what an earlier visit could not send

    offerWhatWasKept() {
      const aside = `${this.address}#kept`;
      const offered = memory.read(aside);
      const latest = memory.read(this.address);
      if (!offered?.fields && !latest?.fields) return;
      const kept = { fields: { ...offered?.fields, ...latest?.fields }, at: (latest ?? offered).at };
      const differing = Object.entries(kept.fields).filter(([name, values]) =>
        this.controls(name).length && JSON.stringify(this.values(name)) !== JSON.stringify(values));
      memory.write(this.address, null);
      memory.write(aside, differing.length ? kept : null);  // Typing on must not overwrite it.
      if (!differing.length) return;
      const when = new Date(kept.at);
      const restore = make("button", { type: "button", class: "usa-button" }, "Put this text back");
      const drop = make("button", { type: "button", class: "usa-button usa-button--outline" }, "Discard it");
      const texts = differing.map(([, values]) => make("pre", { class: "ll-kept" }, values.join(", ") || "(emptied)"));
      const panel = make("section", { class: "ll-panel ll-panel--attention", "aria-label": "Text that was not saved" },
        make("p", {}, make("strong", {}, "This device holds text that was not saved.")),
        make("p", {}, `You typed it on ${when.toLocaleDateString("en-US", { month: "long", day: "numeric", year: "numeric" })}, ${clock(when)}`),
        make("details", {}, make("summary", {}, "Show it"), ...texts),
        make("div", { class: "ll-actions" }, restore, drop));
      restore.addEventListener("click", () => {
        for (const [name, values] of differing) { this.put(name, values); this.changed.add(name); }
        this.remember();
        memory.write(aside, null);
        panel.remove();
        this.form.querySelector("textarea, input:not([type=hidden]), select")?.focus();
        this.plan(0);
      });
      drop.addEventListener("click", () => {
        memory.write(aside, null);
        this.remember();
        panel.remove();
      });
      this.form.before(panel);
    }
  }

  const begin = (root) => {
    for (const form of root.querySelectorAll("form[data-autosave]")) {
      if (!keepers.has(form)) keepers.set(form, new Keeper(form));
    }
  };

  const flush = () => {
    for (const form of document.querySelectorAll("form[data-autosave]")) {
      const keeper = keepers.get(form);
      if (keeper && !form.dataset.autosaveLeft) keeper.send({ leaving: true });
    }
  };
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.autosaveLeft;
  });
  window.addEventListener("online", () => {
    for (const form of document.forms) keepers.get(form)?.send();
  });

  // The form itself goes only when nothing is under way, so that it never meets its own shadow.
  document.addEventListener("submit", (event) => {
    const keeper = keepers.get(event.target);
    if (!keeper || event.target.dataset.autosaveLeft) return;
    if (!keeper.sending && !keeper.changed.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    keeper.send().then((outcome) => {
      if (outcome === "lost" || keeper.disputed.size) return;
      event.target.dataset.autosaveLeft = "1";
      event.target.requestSubmit(submitter);
    });
  }, true);

  document.addEventListener("htmx:load", (event) => begin(event.target.parentElement ?? document));
  begin(document);
})();
