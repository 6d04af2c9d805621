// Of older pictures that changed, a list asks of those it does not show whether they are new, and of
// those it shows whether it still finds them. One that is pointed at or has the focus stays as long
// as that lasts: it is asked about when it is left.
{
  const MOST = 200; // of either kind in one question
  const waiting = new Set(), left = new Set(); // uids
  const tileOf = (uid) => document.getElementById(`pic-${uid}`);
  const isUsed = (tile) => tile.matches(":hover, :focus-within");
  const forget = (uid) => document.querySelectorAll(`#since [name=touched][value="${uid}"]`).forEach((told) => told.remove());

  const askNew = (body) => {
    const told = [...new Set([...body.getAll("touched"), ...left])];
    body.delete("touched");
    left.clear();
    for (const uid of told.filter((uid) => !tileOf(uid)).slice(-MOST)) body.append("touched", uid);
    for (const uid of told.filter(tileOf).slice(0, MOST)) {
      if (isUsed(tileOf(uid))) waiting.add(uid);
      else body.append("shown", uid);
      forget(uid);
    }
  };
  const lookAgain = (body) => {
    for (const tile of [...document.querySelectorAll("[data-gallery] .tile[id^=pic-]")].filter(isUsed)) {
      body.append("used", tile.id.slice(4));
      waiting.add(tile.id.slice(4));
    }
  };
  document.addEventListener("htmx:config:request", ({ detail }) => {
    const { action, body } = detail.ctx?.request ?? {};
    if (action?.includes("/gallery/new/")) askNew(body);
    if (action?.includes("/gallery/again/")) lookAgain(body);
  });

  const leave = ({ target, relatedTarget }) => {
    const tile = target.closest?.("[data-gallery] .tile");
    if (!tile || tile.contains(relatedTarget) || !waiting.has(tile.id.slice(4))) return;
    setTimeout(() => {
      if (isUsed(tile) || !waiting.delete(tile.id.slice(4))) return;
      left.add(tile.id.slice(4));
      document.querySelector("[data-arrived] > i")?.dispatchEvent(new Event("let-go"));
    });
  };
  document.addEventListener("pointerout", leave);
  document.addEventListener("focusout", leave);
}
