// Nothing that is typed is lost: what changes is kept in this browser at once and sent a moment later.
// A form says by data-autosave whether it is sent while one writes ("send") or only when one asks ("keep").
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const note = document.getElementById("save-state");
  const place = `draft:${form.dataset.owner}:${location.pathname}`;
  const sends = form.dataset.autosave === "send";
  const PAUSE = 1200, RETRY_FIRST = 3000, RETRY_MOST = 60000;
  let dirty = false, sending = false, again = false, timer = 0, retry = RETRY_FIRST, leaving = false;

  const entries = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const draft = () => JSON.parse(localStorage.getItem(place) || "null");
  const forget = () => localStorage.removeItem(place);
  const keep = () => {
    try {
      localStorage.setItem(place, JSON.stringify(entries()));
    } catch {
      say("full");
    }
  };

  const say = (state, message) => {
    note.dataset.state = state;
    note.querySelectorAll("[data-when]").forEach((part) => { part.hidden = part.dataset.when !== state; });
    note.querySelector("[data-message]").textContent = message || "";
    note.querySelector("[data-discard]").hidden = !["restored", "refused", "conflict", "offline", "locked"].includes(state);
  };

  const body = (pairs) => {
    const data = new FormData();
    pairs.forEach(([name, value]) => data.append(name, value));
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return data;
  };

  const post = async (pairs) => {
    const response = await fetch(location.pathname, {
      method: "POST", body: body(pairs), headers: { "X-Autosave": "1" }, redirect: "manual", credentials: "same-origin",
    });
    if (response.type === "opaqueredirect") return { state: "signed-out" };
    if (response.status === 404) return { state: "gone" };
    if (response.status === 403 && !(response.headers.get("Content-Type") || "").includes("json")) return { state: "signed-out" };
    if (!(response.headers.get("Content-Type") || "").includes("json")) throw new Error(`status ${response.status}`);
    return response.json();
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(send, retry);
    retry = Math.min(retry * 2, RETRY_MOST);
  };

  const taken = (answer, sent) => {
    retry = RETRY_FIRST;
    form.elements.seen.value = answer.seen;
    dirty = JSON.stringify(entries().filter(([name]) => name !== "seen")) !== sent;
    if (!dirty) {
      forget();
      say("saved");
    }
  };

  async function send(extra = []) {
    if (sending) { again = true; return null; }
    clearTimeout(timer);
    sending = true;
    say("saving");
    const pairs = entries();
    const sent = JSON.stringify(pairs.filter(([name]) => name !== "seen"));
    let answer = null;
    try {
      answer = await post([...pairs, ...extra]);
      if (answer.state === "saved") taken(answer, sent);
      else say(answer.state, answer.message);
    } catch {
      say("offline");
      if (sends) later();
    }
    sending = false;
    if (again || (answer && answer.state === "saved" && dirty)) { again = false; if (sends) timer = setTimeout(send, PAUSE); }
    return answer;
  }

  // What an earlier visit could not send: it goes first, and the page is built again from what is stored then.
  const sendDraft = async (pairs) => {
    say("saving");
    try {
      const answer = await post(pairs);
      if (answer.state === "saved") { forget(); location.reload(); return; }
      say(answer.state, answer.message);
    } catch {
      say("offline");
      later();
    }
    fill(pairs);
    dirty = true;
  };

  const fill = (pairs) => {
    const values = new Map();
    pairs.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    [...form.elements].filter((field) => field.name && field.name !== "csrfmiddlewaretoken" && field.type !== "submit").forEach((field) => {
      const value = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
      else if (value.length) field.value = value[0];
    });
  };

  const differs = (pairs) => {
    const same = (list) => JSON.stringify(list.filter(([name]) => name !== "seen"));
    return same(pairs) !== same(entries());
  };

  form.addEventListener("input", () => {
    dirty = true;
    keep();
    if (!sends) return;
    say("writing");
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  });

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (leaving || (button && button.name === "again")) return;
    event.preventDefault();
    clearTimeout(timer);
    while (sending) await new Promise((done) => { setTimeout(done, 50); });
    const answer = await send([[button ? button.name : "save", "1"], ["leave", "1"]]);
    if (!answer) { keep(); return; }
    if (answer.state === "saved") { forget(); dirty = false; leaving = true; location.assign(answer.next); }
    else if (answer.state === "refused" || answer.state === "conflict") { keep(); leaving = true; form.requestSubmit(button); }
    else keep();
  });

  note.querySelector("[data-discard]").addEventListener("click", () => { forget(); dirty = false; leaving = true; location.reload(); });
  note.querySelector("[data-leave]").addEventListener("click", () => { leaving = true; });
  addEventListener("online", () => { if (dirty && sends) send(); });
  addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });

  const kept = draft();
  if (form.dataset.answered === "1") { dirty = true; keep(); say("refused"); }
  else if (kept && differs(kept) && sends) sendDraft(kept);
  else if (kept && differs(kept)) { fill(kept); dirty = true; say("restored"); }
  else { forget(); say("idle"); }

  // Who else has this course open.
  const others = document.getElementById("others");
  const look = async () => {
    try {
      const response = await fetch(others.dataset.url, { method: "POST", body: body([["place", document.title]]), redirect: "manual" });
      if (response.ok) others.innerHTML = await response.text();
    } catch {
      others.textContent = "";
    }
  };
  if (others) { look(); setInterval(look, 30000); }
})();
