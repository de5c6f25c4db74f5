// Bookings are moved and stretched in the calendar, by pointer or keyboard; the server judges the new times.
(() => {
  const form = document.getElementById("move-form");
  const says = document.getElementById("move-says");
  if (!form) return;
  const ROW = 14;
  const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const clock = (value) => `${String(Math.floor(value / 60)).padStart(2, "0")}:${String(value % 60).padStart(2, "0")}`;
  const lanes = () => [...document.querySelectorAll(".lane[data-day]")];
  const top = () => Number(document.querySelector(".studio-grid").dataset.firstHour) * 60;
  let held = null;

  const begin = (slot) => ({
    slot,
    lane: slot.closest(".lane"),
    home: slot.closest(".lane"),
    from: minutes(slot.dataset.from),
    to: minutes(slot.dataset.to),
    changed: false,
  });
  const draw = () => {
    const { slot } = held;
    slot.style.gridRowStart = String(1 + Math.floor((held.from - top()) / 15));
    slot.style.gridRowEnd = `span ${Math.max(1, Math.round((held.to - held.from) / 15))}`;
    const body = held.lane.querySelector(".lane-body");
    if (slot.parentElement !== body) {
      body.append(slot);
      slot.focus();
    }
    slot.classList.add("moving");
    slot.querySelector("strong").textContent = `${clock(held.from)}–${clock(held.to)}`;
    says.textContent = `${held.lane.dataset.day} ${clock(held.from)}–${clock(held.to)}`;
  };
  const shift = (from, to, lane) => {
    if (from < top() || to > 24 * 60 - 1 || to - from < 15) return;
    Object.assign(held, { from, to, lane, changed: true });
    draw();
  };
  const back = () => {
    const { slot, home } = held;
    slot.style.gridRowStart = slot.style.gridRowEnd = "";
    home.querySelector(".lane-body").append(slot);
    slot.classList.remove("moving");
    slot.querySelector("strong").textContent = `${slot.dataset.from}–${slot.dataset.to}`;
    says.textContent = "";
    held = null;
  };
  const save = () => {
    form.action = held.slot.dataset.move;
    form.elements.day.value = held.lane.dataset.day;
    form.elements.begins.value = clock(held.from);
    form.elements.ends.value = clock(held.to);
    form.elements.seen.value = held.slot.dataset.seen;
    form.elements.next.value = location.pathname + location.search;
    form.submit();
  };

  document.addEventListener("pointerdown", (event) => {
    const slot = event.target.closest(".slot[data-move]");
    if (!slot || event.button !== 0) return;
    if (held) back();
    held = begin(slot);
    const edge = slot.getBoundingClientRect().bottom - event.clientY;
    Object.assign(held, { y: event.clientY, stretch: edge < 9, first: held.from, last: held.to });
  });
  document.addEventListener("pointermove", (event) => {
    if (!held || held.y === undefined) return;
    const rows = Math.round((event.clientY - held.y) / ROW) * 15;
    const lane = held.stretch
      ? held.lane
      : lanes().find((one) => event.clientX < one.getBoundingClientRect().right && one.dataset.thing === held.home.dataset.thing) || held.lane;
    const from = held.stretch ? held.first : held.first + rows;
    const to = held.last + rows;
    if (from !== held.from || to !== held.to || lane !== held.lane) shift(from, to, lane);
  });
  document.addEventListener("pointerup", () => {
    if (!held || held.y === undefined) return;
    if (held.changed) save();
    else held = null;
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".slot.moving")) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const slot = event.target.closest && event.target.closest(".slot[data-move]");
    if (!slot) return;
    if (held && event.key === "Escape") return back();
    if (held && held.changed && event.key === "Enter") {
      event.preventDefault();
      return save();
    }
    if (!event.altKey || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    if (held && held.slot !== slot) back();
    held = held || begin(slot);
    const step = { ArrowUp: -15, ArrowDown: 15 }[event.key] || 0;
    const all = lanes();
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key] || 0;
    const beside = all[all.indexOf(held.lane) + side];
    const lane = beside && beside.dataset.thing === held.home.dataset.thing ? beside : held.lane;
    shift(event.shiftKey ? held.from : held.from + step, held.to + step, event.shiftKey ? held.lane : lane);
  });
})();
