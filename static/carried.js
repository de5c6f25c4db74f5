// What is typed while other fields are on their way to take the place of these is put into them: nothing is lost on a
// slow connection. Marked by data-carry; where that says "send", what was carried over is sent as if typed just now.
(() => {
  "use strict";
  const valuesOf = (form) => {
    const values = new Map();
    [...new FormData(form)].forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    return values;
  };

  const put = (field, values) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  };

  const asked = new WeakMap();
  let carried = new Map(), caret = null;

  const ofCarriers = (handle) => ({ detail }) => {
    const { target, xhr } = detail;
    if (target && "carry" in target.dataset) handle(target, xhr);
  };

  document.addEventListener("htmx:beforeRequest", ofCarriers((target, xhr) => asked.set(xhr, valuesOf(target.closest("form")))));
  document.addEventListener("htmx:beforeSwap", ofCarriers((target, xhr) => {
    const now = valuesOf(target.closest("form")), then = asked.get(xhr), at = document.activeElement;
    const names = [...then.keys(), ...now.keys()].filter((name) => String(now.get(name)) !== String(then.get(name)));
    carried = new Map(names.map((name) => [name, now.get(name) || []]));
    caret = Number.isInteger(at.selectionStart) ? [at.selectionStart, at.selectionEnd] : null;
  }));
  document.addEventListener("htmx:afterSwap", ofCarriers((target) => {
    const form = document.getElementById(target.id)?.closest("form"), at = document.activeElement;
    if (!form) return;
    const fields = [...form.elements].filter((field) => carried.has(field.name));
    fields.forEach((field) => put(field, carried.get(field.name)));
    if (fields.includes(at) && caret && Number.isInteger(at.selectionStart)) at.setSelectionRange(...caret);
    if (fields.length && target.dataset.carry === "send") fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  }));
})();
