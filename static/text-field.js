// Into a text: pictures chosen, pasted or dropped, and what Word and other programs put into the clipboard.
(() => {
  "use strict";
  const words = () => document.getElementById("text-words");
  const isPicture = (file) => file && file.type.startsWith("image/");

  // Typed by a command, so that Ctrl+Z takes it back; where the browser no longer has it, put in directly.
  const type = (field, text) => {
    field.focus();
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // What the server makes of something; {} where it cannot be asked.
  const ask = async (field, address, name, value) => {
    const body = new FormData();
    body.set(name, value);
    const headers = { "X-CSRFToken": field.form.elements.csrfmiddlewaretoken.value };
    try {
      const response = await fetch(address, { method: "POST", body, headers, redirect: "manual", credentials: "same-origin" });
      return (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : {};
    } catch (error) {
      console.warn(error);
      return {};
    }
  };

  const send = async (field, file) => {
    const texts = words().dataset, state = field.parentElement.querySelector(".picture-state");
    state.textContent = texts.busy;
    const answer = { message: texts.failed, ...await ask(field, texts.address, "picture", file) };
    state.textContent = answer.state === "done" ? "" : answer.message;
    if (answer.state !== "done") return;
    const start = field.selectionStart;
    type(field, `![${texts.what}](${answer.address})`);
    field.setSelectionRange(start + 2, start + 2 + texts.what.length);
  };

  // Headings, lists, tables, bold: worth more than plain words. Where the server cannot be asked, the plain words.
  const FORMATTED = /<(h[1-6]|ul|ol|table|b|strong|i|em|a)[\s>]|mso-list|font-weight:\s*(bold|[67]00)/i;
  const paste = async (field, html, plain) => {
    const { text } = await ask(field, words().dataset.paste, "html", html);
    type(field, text === undefined ? plain : text);
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
      const clipboard = event.clipboardData, file = [...clipboard.files].find(isPicture);
      const html = clipboard.getData("text/html"), plain = clipboard.getData("text/plain");
      if (FORMATTED.test(html) && plain.trim()) paste(field, html, plain);
      else if (file && !plain) send(field, file);
      else return;
      event.preventDefault();
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
