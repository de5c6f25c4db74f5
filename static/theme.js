// Follow the system's choice of light or dark before anything is painted, and show the place one is at.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => { document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  apply();
  dark.addEventListener("change", apply);
  // On a phone the bar of places may be wider than the screen: the place one is at comes into sight.
  document.addEventListener("DOMContentLoaded", () => {
    const here = document.querySelector(".rail [aria-current]");
    const bar = here?.closest("ul");
    if (bar) bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.clientWidth) / 2;
  });
})();
