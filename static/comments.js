// A comment that is being written outlives the page: it is kept in the browser until it was sent.
(() => {
  "use strict";
  const field = () => document.querySelector("#comments [data-keep]");
  const key = (text) => `comment:${text.form.getAttribute("action")}`;

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-keep]")) return;
    if (event.target.value) localStorage.setItem(key(event.target), event.target.value);
    else localStorage.removeItem(key(event.target));
  });
  document.addEventListener("htmx:load", () => {
    const text = field();
    if (text && !text.value) text.value = localStorage.getItem(key(text)) || "";
  });
  // The button that was pressed goes with the old thread: one is where the next comment is written.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "comments" && event.detail.requestConfig.verb === "post") field().focus({ preventScroll: true });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "comments") return;
    const text = field(), answer = event.detail.xhr.responseText;
    if (event.detail.xhr.status === 200 && answer.includes('id="comments"')) {
      if (!answer.includes('aria-invalid="true"') && !event.detail.requestConfig.parameters.settle) localStorage.removeItem(key(text));
      return;
    }
    event.detail.shouldSwap = false;
    document.getElementById("comment-error").textContent = document.getElementById("comments").dataset.lost;
    text.classList.add("is-invalid");
  });
})();
