// A video goes up in pieces. A broken connection is waited for; the same file chosen again goes on where it stopped.
(() => {
  "use strict";
  const RETRY_FIRST = 1000, RETRY_MOST = 30000;
  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

  class Refused extends Error {}

  async function upload(form, file) {
    const state = form.querySelector("[role=status]"), progress = form.querySelector("progress");
    const say = (text) => { state.textContent = text; };
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };

    const once = async (address, body) => {
      const response = await fetch(address, { method: "POST", body, headers, redirect: "manual", credentials: "same-origin" });
      const isJson = (response.headers.get("Content-Type") || "").includes("json");
      if (response.type === "opaqueredirect" || [403, 404].includes(response.status)) throw new Refused(form.dataset.lost);
      if (!isJson) throw new Error(`status ${response.status}`);
      const answer = await response.json();
      if (answer.state === "refused" || answer.state === "later") throw new Refused(answer.message);
      return answer;
    };
    const post = async (address, body) => {
      for (let pause = RETRY_FIRST; ; pause = Math.min(pause * 2, RETRY_MOST)) {
        try {
          return await once(address, body);
        } catch (error) {
          if (error instanceof Refused) throw error;
          say(form.dataset.retry);
          await wait(pause);
        }
      }
    };

    const about = new FormData();
    about.set("name", file.name);
    about.set("size", file.size);
    about.set("mark", `${file.lastModified}-${file.name}`.slice(0, 64));
    progress.hidden = false;
    let answer = await post(form.dataset.begin, about);
    const address = `${form.dataset.piece}${answer.upload}/`, piece = answer.piece;
    let received = answer.received;
    while (received < file.size) {
      progress.value = (received / file.size) * 100;
      say(`${Math.floor(progress.value)} %`);
      answer = await post(`${address}?offset=${received}`, file.slice(received, received + piece));
      received = answer.received;
    }
    progress.value = 100;
    say(form.dataset.measuring);
    // Another request may be measuring it, one whose answer was lost.
    while ((await post(`${address}finish/`, new FormData())).state === "busy") await wait(RETRY_FIRST);
  }

  document.addEventListener("change", async (event) => {
    const form = event.target.closest(".video-upload");
    if (!form || event.target.type !== "file" || !event.target.files.length) return;
    const file = event.target.files[0];
    event.target.disabled = true;
    try {
      await upload(form, file);
      window.location.reload();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      form.querySelector("[role=status]").textContent = error.message;
      form.querySelector("progress").hidden = true;
      event.target.disabled = false;
      event.target.value = "";
    }
  });
})();
