// Pictures into a text: chosen, pasted or dropped; sent at once, and named in the text where the cursor is.
(() => {
  "use strict";
  const words = () => document.getElementById("picture-words");
  const isPicture = (file) => file && file.type.startsWith("image/");

  // Typed by a command, so that Ctrl+Z takes it back; where the browser no longer has it, put in directly.
  const type = (field, text) => {
    field.focus();
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const send = async (field, file) => {
    const texts = words().dataset, state = field.parentElement.querySelector(".picture-state");
    const body = new FormData();
    body.set("picture", file);
    state.textContent = texts.busy;
    const headers = { "X-CSRFToken": field.form.elements.csrfmiddlewaretoken.value };
    let answer = { message: texts.failed };
    try {
      const response = await fetch(texts.address, { method: "POST", body, headers, redirect: "manual", credentials: "same-origin" });
      if ((response.headers.get("Content-Type") || "").includes("json")) answer = await response.json();
    } catch (error) {
      console.warn(error);
    }
    state.textContent = answer.state === "done" ? "" : answer.message;
    if (answer.state !== "done") return;
    const start = field.selectionStart;
    type(field, `![${texts.what}](${answer.address})`);
    field.setSelectionRange(start + 2, start + 2 + texts.what.length);
  };

  const ready = (field) => {
    if (!words() || field.dataset.pictures !== "yes") return;
    field.dataset.pictures = "ready";
    const row = document.createElement("p");
    row.className = "picture-row";
    const label = document.createElement("label");
    label.className = "btn btn-outline btn-small";
    label.textContent = words().dataset.insert;
    const chosen = document.createElement("input");
    chosen.type = "file";
    chosen.accept = "image/png,image/jpeg,image/webp";
    chosen.className = "visually-hidden";
    chosen.addEventListener("change", () => { if (chosen.files[0]) send(field, chosen.files[0]); chosen.value = ""; });
    const state = document.createElement("span");
    state.className = "picture-state";
    state.setAttribute("role", "status");
    label.append(chosen);
    row.append(label, " ", state);
    field.after(row);
    field.addEventListener("paste", (event) => {
      const file = [...event.clipboardData.files].find(isPicture);
      if (!file || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      send(field, file);
    });
    field.addEventListener("drop", (event) => {
      const file = [...event.dataTransfer.files].find(isPicture);
      if (!file) return;
      event.preventDefault();
      send(field, file);
    });
  };

  const begin = () => document.querySelectorAll('textarea[data-pictures="yes"]').forEach(ready);
  document.addEventListener("htmx:load", begin);
  begin();
})();
