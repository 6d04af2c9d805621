// Each tab has a draft of its own on the server. What a tab is called stands in its history and in no
// storage of the browser's; a new tab begins with what was written last, wherever that was.
{
  const form = () => document.getElementById("composer");
  const fields = () => form()?.elements;
  const states = () => {
    const { navigation } = window; // not in older browsers: there a link back begins as a new tab
    const past = navigation ? navigation.entries().slice(0, navigation.currentEntry.index) : [];
    return [history.state, ...past.reverse().map((entry) => entry.getState())];
  };
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const told = states().find((state) => state?.tab), me = fresh();
  let tab = told?.tab ?? me, lane = null;

  const sign = () => {
    if (fields()) fields().tab.value = tab;
    const edit = Number(fields()?.edit.value);
    history.replaceState({ ...history.state, htmx: true, tab, edit }, ""); // without htmx in it, htmx puts its own in its place
    window.navigation?.updateCurrentEntry({ state: { tab, edit } });
  };
  const keep = () => document.getElementById("keep").dispatchEvent(new Event("keep"));

  // A tab that was doubled has the name of the other: the younger one takes a new name.
  const listen = () => {
    lane = new BroadcastChannel("drafts");
    lane.addEventListener("message", ({ data }) => {
      if (data.asks === tab) lane.postMessage({ taken: tab, for: data.by });
      if (data.taken !== tab || data.for !== me) return;
      tab = fresh();
      sign();
    });
  };

  // The page shows what was written last. If that is another tab's, or older than what this one sent
  // on leaving, its own is asked for.
  const seek = async (tries, begun) => {
    const answer = await fetch(`${document.getElementById("keep").getAttribute("hx-post")}?tab=${tab}`);
    if (answer.status !== 200) return;
    const edit = Number(answer.headers.get("X-Edit")), target = form(), now = Number(fields().edit.value);
    if (edit < (told.edit || 0) && tries) return setTimeout(seek, 200, tries - 1, begun);
    if (now === begun) return htmx.swap({ sourceElement: target, target, swap: "outerHTML", text: await answer.text() });
    fields().edit.value = Math.max(now, edit) + 1; // typed meanwhile: that stays
  };

  const begin = () => {
    const shown = fields().tab.value, edit = Number(fields().edit.value), last = told?.edit || 0;
    const isSent = location.hash === "#composer" && !shown; // by Remix or the history: this is for this tab
    const isOwn = isSent || !told || (shown === tab && edit >= last);
    fields().edit.value = Math.max(edit, last) + Number(isSent);
    listen();
    if (told) lane.postMessage({ asks: tab, by: me });
    sign();
    const begun = Number(fields().edit.value);
    addEventListener("DOMContentLoaded", () => setTimeout(() => (isSent ? keep() : isOwn || seek(5, begun)))); // htmx is ready then
    document.addEventListener("htmx:after:swap", () => { if (fields() && fields().tab.value !== tab) sign(); });
    document.addEventListener("htmx:after:history:update", sign);
    document.addEventListener("htmx:config:request", ({ detail }) => { detail.ctx.request.headers["X-Tab"] = tab; });
    addEventListener("pagehide", () => { sign(); lane.close(); }); // a kept page that listens would be dropped
    addEventListener("pageshow", ({ persisted }) => persisted && listen());
  };
  if (form()) begin();
}
