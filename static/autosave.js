// Nothing that is typed is lost: what changes is kept in this browser at once and sent a moment later.
// A form says by data-autosave whether it is sent while one writes ("send") or only when one asks ("keep").
// The page beside the form may bring another form: the old one stops, the new one starts.
(() => {
  "use strict";
  let running = null;

  function start(form) {
    if (running && running.form === form) return;
    if (running) running.stop();
    const note = form.querySelector("#save-state");
    const address = form.getAttribute("hx-post");
    const place = `draft:${form.dataset.owner}:${address}`;
    const ended = new AbortController();
    const here = { signal: ended.signal };
    const sends = form.dataset.autosave === "send";
    const PAUSE = 1200, RETRY_FIRST = 3000, RETRY_MOST = 60000;
    let dirty = false, sending = false, again = false, timer = 0, retry = RETRY_FIRST, leaving = false, told = "";

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

    const say = (state, message = "") => {
      note.dataset.state = state;
      note.querySelectorAll("[data-when]").forEach((part) => { part.hidden = part.dataset.when !== state; });
      note.querySelector("[data-message]").textContent = message;
      note.querySelector("[data-discard]").hidden = !["restored", "too-large", "refused", "conflict", "offline", "locked"].includes(state);
      if (["idle", "writing", "saving"].includes(state)) return; // steps on the way, not worth interrupting anybody
      const words = state + message, isNews = state === "saved" || words !== told;
      told = words;
      if (isNews) note.dispatchEvent(new Event("say", { bubbles: true }));
    };

    const body = (pairs) => {
      const data = new FormData();
      pairs.forEach(([name, value]) => data.append(name, value));
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      return data;
    };

    const post = async (pairs) => {
      const response = await fetch(address, {
        method: "POST", body: body(pairs), headers: { "X-Autosave": "1" }, redirect: "manual", credentials: "same-origin",
      });
      if (response.type === "opaqueredirect") return { state: "signed-out" };
      if (response.status === 404) return { state: "gone" };
      if (response.status === 413) return { state: "too-large" };
      if (response.status === 403 && !(response.headers.get("Content-Type") || "").includes("json")) return { state: "signed-out" };
      if (!(response.headers.get("Content-Type") || "").includes("json")) throw new Error(`status ${response.status}`);
      return response.json();
    };

    const later = () => {
      clearTimeout(timer);
      if (ended.signal.aborted) return;
      timer = setTimeout(send, retry);
      retry = Math.min(retry * 2, RETRY_MOST);
    };

    // When another page comes, that page says that all is stored.
    const taken = (answer, sent, leaves) => {
      retry = RETRY_FIRST;
      form.elements.seen.value = answer.seen;
      dirty = JSON.stringify(entries().filter(([name]) => name !== "seen")) !== sent;
      document.body.dispatchEvent(new Event("course-saved"));
      if (!dirty) {
        forget();
        if (!leaves) say("saved");
      }
    };

    async function send(extra = []) {
      if (ended.signal.aborted) return null;
      if (sending) { again = true; return null; }
      clearTimeout(timer);
      sending = true;
      say("saving");
      const pairs = entries();
      const sent = JSON.stringify(pairs.filter(([name]) => name !== "seen"));
      let answer = null;
      try {
        answer = await post([...pairs, ...extra]);
        if (answer.state === "saved") taken(answer, sent, extra.length > 0);
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

    const quiet = async () => {
      clearTimeout(timer);
      while (sending) await new Promise((done) => { setTimeout(done, 50); });
    };

    // Before something else takes the place of the form: whether all of it is stored.
    const flush = async () => {
      await quiet();
      if (dirty && sends) await send();
      return !dirty;
    };

    form.addEventListener("submit", async (event) => {
      const button = event.submitter;
      if (leaving || (button && button.name === "again")) return;
      event.preventDefault();
      await quiet();
      const answer = await send([[button ? button.name : "save", "1"], ["leave", "1"]]);
      if (!answer) { keep(); return; }
      if (answer.state === "saved") { forget(); dirty = false; onward(answer.next); }
      else if (answer.state === "refused" || answer.state === "conflict") { keep(); leaving = true; form.requestSubmit(button); }
      else keep();
    });

    note.querySelector("[data-discard]").addEventListener("click", () => { forget(); dirty = false; leaving = true; location.reload(); });
    const theirs = form.querySelector("[data-take-stored]");
    if (theirs) theirs.addEventListener("click", () => { forget(); dirty = false; leaving = true; });
    note.querySelector("[data-leave]").addEventListener("click", () => { leaving = true; });
    addEventListener("online", () => { if (dirty && sends) send(); }, here);
    addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); }, here);

    const kept = draft();
    if (form.dataset.answered === "1") { dirty = true; keep(); say("refused"); }
    else if (kept && differs(kept) && sends) sendDraft(kept);
    else if (kept && differs(kept)) { fill(kept); dirty = true; say("restored"); }
    else { forget(); say("idle"); }

    const stop = () => {
      ended.abort();
      clearTimeout(timer);
      running = null;
    };
    running = { form, stop, flush, isDirty: () => dirty };
  }

  // The next page in the place of this one, without loading it all again.
  const onward = (next) => {
    const link = document.createElement("a");
    link.href = next;
    const how = { "hx-boost": "true", "hx-target": "#workspace", "hx-select": "#workspace", "hx-swap": "outerHTML show:none" };
    Object.entries(how).forEach(([name, value]) => link.setAttribute(name, value));
    document.getElementById("workspace").append(link);
    htmx.process(link);
    link.click();
  };

  // A link or button that would take the form away waits until it is stored, or asks.
  document.addEventListener("htmx:confirm", (event) => {
    const target = event.detail.target;
    if (!running || !running.isDirty() || !target || !["editor", "workspace"].includes(target.id)) return;
    event.preventDefault();
    const { form, flush } = running;
    const { elt, path, issueRequest } = event.detail;
    flush().then((stored) => {
      if (!stored && !confirm(form.dataset.leave)) return;
      if (elt.isConnected) issueRequest(true);
      else onward(path); // the outline was renewed meanwhile, and the link with it
    });
  });

  const begin = () => {
    const form = document.querySelector("form[data-autosave]");
    if (form) start(form);
    else if (running) running.stop();
  };
  document.addEventListener("htmx:afterSwap", begin); // before anybody can type: htmx:load comes a moment later
  begin();

  // Who else has this course open; told when it changes, not every half minute.
  let known = "";
  const look = async () => {
    const others = document.getElementById("others");
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (!others || !token) return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", token.value);
    data.set("place", document.title);
    try {
      const response = await fetch(others.dataset.url, { method: "POST", body: data, redirect: "manual" });
      if (!response.ok) return;
      const present = await response.text();
      others.innerHTML = present;
      if (present !== known) others.dispatchEvent(new Event("say", { bubbles: true }));
      known = present;
    } catch {
      others.textContent = "";
    }
  };
  look();
  setInterval(look, 30000);
})();
