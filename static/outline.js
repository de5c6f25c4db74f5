// The outline beside the form: sections fold, nodes are dragged or moved by Alt with arrows, the present place is marked.
(() => {
  "use strict";
  const nav = () => document.getElementById("outline");
  const KEY = () => `folded:${nav().dataset.base}`;
  const opened = () => new Set(JSON.parse(sessionStorage.getItem(KEY()) || "[]"));
  const node = (element) => element.closest("[data-node], [data-group]");
  const id = (element) => element.dataset.node || element.dataset.group;

  const mark = () => {
    const editor = document.getElementById("editor");
    const current = editor ? editor.dataset.current : "";
    nav().querySelectorAll("[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    const link = current && nav().querySelector(`[data-node="${current}"] > a`);
    if (!link) return;
    link.setAttribute("aria-current", "page");
    for (let place = node(link); place; place = place.parentElement && node(place.parentElement)) fold(place, false);
    if (link.offsetParent) reveal(link);
  };

  // Only the outline is scrolled: the page stays under the finger.
  const reveal = (link) => {
    const place = link.getBoundingClientRect(), frame = nav().getBoundingClientRect();
    if (place.top < frame.top) nav().scrollTop -= frame.top - place.top;
    else if (place.bottom > frame.bottom) nav().scrollTop += place.bottom - frame.bottom;
  };

  const fold = (place, folded) => {
    const button = place.querySelector(":scope > button.fold");
    if (!button) return;
    place.classList.toggle("folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
  };

  const foldable = () => {
    const open = opened();
    nav().querySelectorAll("li.section, li.group").forEach((place) => {
      if (!place.querySelector(":scope > button.fold")) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "fold";
        const name = place.querySelector("a, .group-title").textContent.trim();
        button.setAttribute("aria-label", `${nav().dataset.toggle} ${name}`);
        button.addEventListener("click", () => {
          fold(place, !place.classList.contains("folded"));
          const now = opened();
          if (place.classList.contains("folded")) now.delete(id(place)); else now.add(id(place));
          sessionStorage.setItem(KEY(), JSON.stringify([...now]));
        });
        place.prepend(button);
      }
      fold(place, !open.has(id(place)));
    });
  };

  const send = async (moved, step, values) => {
    const [kind, key] = moved.dataset.node.split("-");
    await htmx.ajax("POST", `${nav().dataset.base}${kind}/${key}/${step}/`, {
      source: nav(), target: "#outline", select: "#outline", swap: "outerHTML", values,
    });
    // A task that moved to the final week, or from it, is known by its other name.
    const names = ["task", "final"].includes(kind) ? ["task", "final"] : [kind];
    const link = nav().querySelector(names.map((name) => `[data-node="${name}-${key}"] > a:not(.add)`).join());
    if (link) link.focus();
  };

  // Keyboard: among its siblings.
  document.addEventListener("keydown", (event) => {
    const link = event.target.closest("#outline [data-node] > a:not(.add)");
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!link || !way || !event.altKey || !node(link).dataset.node.includes("-")) return;
    event.preventDefault();
    send(node(link), "move", { way });
  });

  // Dragging: onto a sibling goes before or behind it, onto what can hold it to its end.
  let dragged = null;
  const kindOf = (place) => place.dataset.node.split("-")[0].replace("final", "task");
  const listFor = (place) => {
    const kind = kindOf(place);
    return (list) => (list.dataset.holds || "").replace("final", "task") === kind;
  };
  const target = (event) => {
    const over = event.target.closest("#outline li");
    if (!dragged || !over || dragged.contains(over)) return null;
    const fits = listFor(dragged);
    const list = over.parentElement;
    if (fits(list) && over.dataset.node) {
      const box = over.querySelector(":scope > a").getBoundingClientRect();
      return { over, list, before: event.clientY < box.top + box.height / 2 };
    }
    const inside = [...over.querySelectorAll(":scope > ul")].find(fits);
    return inside ? { over, list: inside, end: true } : null;
  };
  const clear = () => document.querySelectorAll("#outline .drop").forEach((place) => place.classList.remove("drop", "drop-before", "drop-after"));
  document.addEventListener("dragstart", (event) => {
    const link = event.target.closest("#outline [data-node] > a:not(.add)");
    if (!link || !node(link).parentElement.dataset.holds) return;
    dragged = node(link);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", link.textContent.trim());
  });
  document.addEventListener("dragover", (event) => {
    const found = target(event);
    clear();
    if (!found) return;
    event.preventDefault();
    found.over.classList.add("drop");
    if (!found.end) found.over.classList.add(found.before ? "drop-before" : "drop-after");
  });
  document.addEventListener("drop", (event) => {
    const found = target(event);
    clear();
    if (!found) return;
    event.preventDefault();
    const others = [...found.list.children].filter((place) => place !== dragged && place.dataset.node);
    const index = found.end ? others.length : others.indexOf(found.over) + (found.before ? 0 : 1);
    send(dragged, "place", { to: found.list.dataset.of, index });
    dragged = null;
  });
  document.addEventListener("dragend", () => { clear(); dragged = null; });

  // The outline is not renewed under a request of its own: htmx forgets what it knew of a link that is swapped away.
  let underWay = 0, owed = false;
  const renews = (element) => element.matches("#outline > [hx-get]");
  document.addEventListener("htmx:beforeSend", (event) => {
    const { elt, xhr } = event.detail;
    if (!elt.closest("#outline") || renews(elt)) return;
    underWay += 1;
    xhr.addEventListener("loadend", () => {
      underWay -= 1;
      if (underWay || !owed) return;
      owed = false;
      document.body.dispatchEvent(new Event("course-saved"));
    });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!underWay || !renews(event.detail.requestConfig.elt)) return;
    event.detail.shouldSwap = false;
    owed = true;
  });

  // Nor does it take the keyboard away: the place of the same name in the new outline has it.
  const placeOf = (element) => {
    if (!element.closest("#outline")) return "";
    if (element.matches("a")) return `a[href="${element.getAttribute("href")}"]`;
    const { node: name, group } = node(element).dataset;
    return name ? `[data-node="${name}"] > .fold` : `[data-group="${group}"] > .fold`;
  };
  let left = "";
  document.addEventListener("htmx:beforeSwap", (event) => { left = event.detail.target.id === "outline" ? placeOf(document.activeElement) : ""; });

  // A place that is no longer there, or may no longer be changed, is said by its own page.
  document.addEventListener("htmx:responseError", (event) => {
    const { elt, requestConfig, target: into } = event.detail;
    if (elt.closest("#workspace") && ["editor", "workspace", "outline"].includes(into.id)) location.assign(requestConfig.verb === "get" ? requestConfig.path : location.href);
  });
  document.addEventListener("htmx:sendError", (event) => {
    const said = nav() && event.detail.target.id === "outline" && nav().querySelector("[data-say]");
    if (!said) return;
    said.textContent = nav().dataset.failed;
    said.dispatchEvent(new Event("say", { bubbles: true }));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (["outline", "workspace"].includes(event.detail.target.id)) begin(); // what is folded cannot be focused
    if (left) nav().querySelector(left)?.focus({ preventScroll: true });
    left = "";
    if (["editor", "workspace"].includes(event.detail.target.id) && event.detail.requestConfig.boosted) {
      const heading = document.querySelector("#editor h1");
      if (heading) heading.focus({ preventScroll: true });
    }
  });
  // More rows stand above the button that asked for them.
  const firstEmpty = (button) => {
    const rows = [...document.getElementById(button).closest("fieldset").querySelectorAll(".row-fields")];
    const fields = rows.map((row) => [...row.querySelectorAll("input:not([type=checkbox]), textarea")]);
    return fields.find((row) => row.every((field) => !field.value))?.[0];
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    const button = event.detail.requestConfig.elt.id;
    if (event.detail.target.id === "fields" && button.startsWith("more-")) firstEmpty(button)?.focus();
  });

  const begin = () => {
    if (!nav()) return;
    foldable();
    mark();
  };
  document.addEventListener("htmx:load", begin);
  begin();
})();
