// Sends a file in pieces (tus 1.0), so that a broken line costs only the piece on its way.
//
// <form data-uploads="/address" data-done="/address">   announces a new file there, with what the
//     form says of it; data-resume in place of data-uploads goes on with one announced before.
// Inside the form: [data-upload-panel] with a progress element, [data-upload-status],
//     [data-upload-retry] and [data-upload-cancel].
// Without JavaScript the form is posted as it is.
"use strict";

(() => {
  const PIECE = 8_000_000;
  const PAUSES = [0, 1000, 3000, 5000, 10000, 20000];

  const size = (bytes) => {
    for (const [unit, one] of [["GB", 1e9], ["MB", 1e6], ["kB", 1e3]]) {
      if (bytes >= one) return `${(bytes / one).toFixed(1).replace(/\.0$/, "")} ${unit}`;
    }
    return `${bytes} bytes`;
  };

  const left = (seconds) => {
    if (!Number.isFinite(seconds) || seconds < 2) return "";
    if (seconds < 90) return `, about ${Math.ceil(seconds)} seconds left`;
    return `, about ${Math.ceil(seconds / 60)} minutes left`;
  };

  class Sending {
    constructor(form) {
      this.form = form;
      this.panel = form.querySelector("[data-upload-panel]");
      this.bar = this.panel.querySelector("progress");
      this.status = this.panel.querySelector("[data-upload-status]");
      this.retry = this.panel.querySelector("[data-upload-retry]");
      this.cancel = this.panel.querySelector("[data-upload-cancel]");
      this.button = form.querySelector("button:not([type=button])");
      this.upload = null;
      form.addEventListener("submit", (event) => this.begin(event), true);
      this.retry.addEventListener("click", () => this.again());
      this.cancel.addEventListener("click", () => this.stop());
      window.addEventListener("beforeunload", (event) => { if (this.sending) event.preventDefault(); });
      window.addEventListener("online", () => { if (this.upload && !this.retry.hidden) this.again(); });
    }

    say(text) {
      if (this.status.textContent !== text) this.status.textContent = text;
    }

    // What the form says of the file travels with its announcement.
    metadata(file) {
      const data = new FormData(this.form);
      return {
        filename: file.name,
        kind: data.get("kind") ?? "",
        title: data.get("title") ?? "",
        students: data.get("students") ?? "",
        consent: data.get("consent") ?? "",
        explanation: data.get("explanation") ?? "",
        criteria: data.getAll("criteria").join(","),
      };
    }

    // The browser's own bubble would point at controls that the design draws elsewhere.
    lacksSomething() {
      const control = this.form.querySelector("input:invalid, select:invalid, textarea:invalid");
      if (!control) return false;
      const place = control.type === "radio" ? control.closest("fieldset").querySelector("legend") : control.labels[0];
      this.say(`Nothing is sent yet. Answer first: ${place?.textContent.trim() ?? "what is missing above"}`);
      this.cancel.hidden = true;
      control.focus();
      return true;
    }

    begin(event) {
      const file = this.form.querySelector("input[type=file]").files[0];
      if (!file && this.form.dataset.uploads) return;  // The server says what is missing.
      event.preventDefault();
      event.stopImmediatePropagation();
      this.panel.hidden = false;
      if (this.lacksSomething()) return;
      if (!file) { this.say("Choose the file first."); this.cancel.hidden = true; return; }
      this.bar.value = 0;
      this.upload = new window.tus.Upload(file, {
        endpoint: this.form.dataset.uploads ?? this.form.dataset.resume,
        uploadUrl: this.form.dataset.resume ?? null,
        chunkSize: PIECE,
        retryDelays: PAUSES,
        removeFingerprintOnSuccess: true,
        metadata: this.metadata(file),
        headers: { "X-CSRFToken": this.form.querySelector("input[name=csrfmiddlewaretoken]").value },
        onShouldRetry: (fault) => this.mayGoOn(fault),
        onProgress: (sent, total) => this.progress(sent, total),
        onSuccess: () => this.done(),
        onError: (fault) => this.broken(fault),
      });
      this.start(true);
    }

    // A refusal is final; anything else is tried again by itself, as long as there is a line.
    mayGoOn(fault) {
      const status = fault.originalResponse?.getStatus() ?? 0;
      const refused = status >= 400 && status < 500 && ![409, 423, 429].includes(status);
      if (!refused) this.say("The line broke. Trying again by itself.");
      return !refused && navigator.onLine;
    }

    async start(isFirst) {
      this.sending = true;
      this.button.disabled = true;
      this.retry.hidden = true;
      this.cancel.hidden = false;
      this.say("Sending");
      if (isFirst && this.form.dataset.uploads) {
        const [earlier] = await this.upload.findPreviousUploads();
        if (earlier) this.upload.resumeFromPreviousUpload(earlier);
      }
      this.began = { at: performance.now(), sent: null };
      this.upload.start();
    }

    again() { this.start(false); }

    progress(sent, total) {
      this.began.sent ??= sent;
      const seconds = (performance.now() - this.began.at) / 1000;
      const speed = (sent - this.began.sent) / Math.max(seconds, 0.5);
      const share = Math.floor((100 * sent) / total);
      this.bar.value = share;
      // Said every tenth, so that a screen reader is not drowned.
      const tenth = Math.floor(share / 10);
      if (tenth !== this.tenth || share === 100) {
        this.tenth = tenth;
        this.say(`${share} % of ${size(total)} sent${left((total - sent) / speed)}`);
      }
    }

    done() {
      this.sending = false;
      this.bar.value = 100;
      this.say("The file has arrived.");
      const target = new URL(this.form.dataset.done, window.location.href);
      target.searchParams.set("arrived", Date.now().toString(36));  // So that the page is read anew.
      window.location.assign(target);
    }

    broken(fault) {
      this.sending = false;
      this.button.disabled = false;
      const answer = fault.originalResponse;
      let said = "";
      try { said = JSON.parse(answer.getBody()).message ?? ""; } catch { /* No words came back. */ }
      if (answer && answer.getStatus() >= 400 && answer.getStatus() < 500 && answer.getStatus() !== 409) {
        this.say(said || "This file cannot be added. Look at what the form says, and try again.");
        this.cancel.hidden = true;
        return;
      }
      this.say("The line broke. What has arrived is kept. Try again when you are connected.");
      this.retry.hidden = false;
    }

    async stop() {
      const isNew = Boolean(this.form.dataset.uploads);
      this.sending = false;
      this.button.disabled = false;
      this.retry.hidden = true;
      this.cancel.hidden = true;
      try {
        await this.upload?.abort(isNew);
        this.say(isNew ? "The upload was canceled." : "The upload was stopped. What has arrived is kept.");
      } catch {
        this.say("The upload was stopped. Remove the file from the list of this part.");
      }
      this.upload = null;
    }
  }

  if (!window.tus?.isSupported) return;
  for (const form of document.querySelectorAll("form[data-uploads], form[data-resume]")) new Sending(form);
})();
