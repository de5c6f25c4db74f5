// What was done is told to who does not see it in one place that stands on every page: what arrives full is not heard.
// Marked by data-say; with a key in it, only when it differs from what stood under that key before. And what is wrong
// with a whole form; what is wrong with a field has the focus.
(() => {
  "use strict";
  const PAUSE = 250; // what the keyboard comes to is spoken first
  const TOLD = "[data-say], main .alert-danger, main .errorlist.nonfield";
  const before = new Map();
  let waiting = [];

  const wordsOf = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("[hidden], [aria-hidden='true']").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  const say = (element) => {
    const words = wordsOf(element);
    if (!words || waiting.push(words) > 1) return;
    const place = document.getElementById("said");
    place.textContent = ""; // the same words twice are two sayings
    setTimeout(() => {
      place.textContent = waiting.join(" ");
      waiting = [];
    }, PAUSE);
  };

  const isNews = (element) => {
    const key = element.dataset.say, words = wordsOf(element);
    const known = before.get(key);
    if (key) before.set(key, words);
    return !key || (known !== undefined && known !== words);
  };

  document.addEventListener("say", (event) => say(event.target));
  document.addEventListener("htmx:load", ({ target }) => {
    [...target.querySelectorAll(TOLD)].filter(isNews).forEach(say);
    if (target === document.body) target.querySelector("main [aria-invalid='true']")?.focus();
  });
})();
