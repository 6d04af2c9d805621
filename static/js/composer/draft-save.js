// Nothing typed is lost: what the composer's own saving (a second after the last key) has not sent
// when the page is left, goes then. That may hold 64 KiB: what is longer is saved with every key, so
// that only its last edit is outstanding.
{
  const MOST = 50000; // bytes of the prompt, with room for the settings
  const form = () => document.getElementById("composer");
  const count = () => Number(form()?.elements.edit.value);
  const size = () => new Blob([form().elements.prompt.value]).size;
  let saved = count(), sent = saved, kept = Date.now();

  const leave = () => {
    const isOld = Date.now() - kept > 6 * 3600000; // the server forgets after a day
    if (!form() || (count() === saved && !isOld) || count() === sent) return;
    sent = count();
    history.replaceState({ ...history.state, edit: sent }, ""); // what a reload has to wait for (draft-tab.js)
    const told = fetch(document.getElementById("keep").getAttribute("hx-post"), { method: "POST", body: new FormData(form()), keepalive: size() < MOST });
    told.then(({ ok }) => { if (ok) saved = Math.max(saved, sent); }).catch(() => { sent = -1; }); // offline: again the next time
  };

  document.addEventListener("input", ({ target }) => {
    if (!form()?.contains(target)) return;
    form().elements.edit.value = count() + 1;
    addEventListener("beforeunload", leave); // sent before the next page is asked for
    if (size() > MOST) document.getElementById("keep").dispatchEvent(new Event("keep"));
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id !== "keep" || !ctx.response.raw.ok) return;
    saved = Math.max(saved, Number(ctx.request.body.get("edit")));
    kept = Date.now();
    if (count() === saved) removeEventListener("beforeunload", leave);
  });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
}
