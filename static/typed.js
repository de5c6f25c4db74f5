// Words typed into a form that is sent by a button are kept in this browser until they are stored: an expired session,
// a broken connection or a closed window loses none. A form that stores by itself what is typed needs none of this.
(() => {
  "use strict";
  const main = document.querySelector("main[data-owner]");
  const SENT = "typed-sent";

  // The page that answers a form: led on to another page, the words are stored. The page to sign in has no owner.
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  const [arrival] = performance.getEntriesByType("navigation");
  if (sent && main && arrival.redirectCount > 0) localStorage.removeItem(sent);
  if (!main) return;

  const byButton = (form) => form.querySelector("textarea") && !form.dataset.autosave && !form.closest("#comments");
  const form = [...main.querySelectorAll("form[method='post']")].find(byButton);
  if (!form) return;
  const place = `typed:${main.dataset.owner}:${location.pathname}${location.search}`;
  const LEFT_OUT = ["hidden", "password", "file", "submit", "button"];
  const isChosen = (field) => field.type === "checkbox" || field.type === "radio";
  const fields = () => [...form.elements].filter((field) => field.name && !LEFT_OUT.includes(field.type));
  const keyOf = (field) => isChosen(field) ? `${field.name}=${field.value}` : field.name;
  const valueOf = (field) => isChosen(field) ? field.checked : field.value;
  const loaded = new Map(fields().map((field) => [keyOf(field), valueOf(field)]));

  // Only what the person changed: of the rest the page knows better.
  const kept = JSON.parse(localStorage.getItem(place) || "{}");
  const back = fields().filter((field) => keyOf(field) in kept && kept[keyOf(field)] !== valueOf(field));
  back.forEach((field) => {
    if (isChosen(field)) field.checked = kept[keyOf(field)];
    else field.value = kept[keyOf(field)];
  });
  if (back.length) {
    const note = document.getElementById("typed-back");
    form.prepend(note);
    note.hidden = false;
    note.dispatchEvent(new Event("say", { bubbles: true }));
    note.querySelector("button").addEventListener("click", () => {
      localStorage.removeItem(place);
      location.reload();
    });
  }

  form.addEventListener("input", () => {
    fields().filter((field) => valueOf(field) !== loaded.get(keyOf(field))).forEach((field) => { kept[keyOf(field)] = valueOf(field); });
    try {
      localStorage.setItem(place, JSON.stringify(kept));
    } catch {
      localStorage.removeItem(place); // no room: half of it would be worse than nothing
    }
  });
  form.querySelector("[data-take-stored]")?.addEventListener("click", () => localStorage.removeItem(place));
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, place));
})();
