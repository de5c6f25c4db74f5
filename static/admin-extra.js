// Names for what the widgets of Django's administration leave without one: a screen reader needs them.
(() => {
  "use strict";
  const words = document.currentScript.dataset;

  const labelOf = (control) => {
    const row = control.closest(".form-row, td, fieldset");
    const label = control.id && document.querySelector(`label[for="${control.id.replace(/_[01]$/, "")}"], label[for="${control.id}"]`);
    const head = control.closest("td") && control.closest("table").querySelectorAll("thead th")[control.closest("td").cellIndex];
    return (label || (row && row.querySelector("label, legend")) || head || control).textContent.trim().replace(/:$/, "");
  };

  const nameAll = () => {
    document.querySelectorAll("th.original:empty").forEach((head) => {
      const word = document.createElement("span");
      word.className = "visually-hidden";
      word.textContent = words.stored;
      head.append(word);
    });
    document.querySelectorAll(".select2-container").forEach((box) => {
      const name = box.previousElementSibling ? labelOf(box.previousElementSibling) : "";
      box.querySelectorAll("[role=combobox], [role=textbox], input").forEach((part) => {
        if (name && !part.getAttribute("aria-label")) part.setAttribute("aria-label", name);
      });
    });
    document.querySelectorAll(".vDateField, .vTimeField").forEach((field) => {
      if (!field.labels.length && !field.getAttribute("aria-label")) field.setAttribute("aria-label", labelOf(field));
    });
  };

  addEventListener("load", () => {
    nameAll();
    new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  });
})();
