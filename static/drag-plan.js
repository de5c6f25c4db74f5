// Drag the picture of a plan sideways: the first day follows, and the server says what stands against it.
(() => {
  const day = 24 * 3600 * 1000;
  for (const box of document.querySelectorAll("[data-drag]")) {
    const form = document.querySelector(box.dataset.drag);
    const field = form && form.querySelector("[name=starts_on]");
    const picture = box.querySelector("svg");
    if (!field || !field.value || !picture) continue;
    picture.classList.add("draggable");
    for (const hint of document.querySelectorAll("[data-drag-hint]")) hint.hidden = false;
    let from = null;
    const shift = (event) => Math.round((event.clientX - from) / (picture.clientWidth / Number(box.dataset.days)));
    const start = field.value;
    picture.addEventListener("pointerdown", (event) => {
      from = event.clientX;
      picture.setPointerCapture(event.pointerId);
    });
    picture.addEventListener("pointermove", (event) => {
      if (from === null) return;
      field.value = new Date(Date.parse(start) + shift(event) * day).toISOString().slice(0, 10);
    });
    picture.addEventListener("pointerup", () => {
      from = null;
      if (field.value !== start) form.submit();
    });
    picture.addEventListener("pointercancel", () => {
      from = null;
      field.value = start;
    });
  }
})();
