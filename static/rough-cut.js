// Notes of a rough cut and the played video: a note takes the time of the video, a time jumps to it.
(() => {
  const video = document.getElementById("rough-cut");
  const take = document.getElementById("take-time");
  if (!video) return;
  for (const button of document.querySelectorAll("[data-second]")) {
    button.addEventListener("click", () => {
      video.currentTime = Number(button.dataset.second);
      video.focus();
    });
  }
  if (!take) return;
  take.hidden = false;
  take.addEventListener("click", () => {
    const now = Math.floor(video.currentTime);
    document.querySelector("#cut-note [name=second]").value = `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}`;
  });
})();
