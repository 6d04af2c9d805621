// From the viewer to the list: one step back where the list is the page before, so that it stands as
// it was left; the picture seen last is told to it (return-position.js).
{
  const stage = document.getElementById("stage");
  const before = document.referrer && new URL(document.referrer);
  const isList = before && before.origin === location.origin && /^\/($|collections\/.)/.test(before.pathname.slice(document.documentElement.dataset.root.length));

  stage.addEventListener("viewer-moved", ({ detail }) => {
    document.cookie = `left=${detail.uid}; path=/; max-age=86400; samesite=lax`;
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#back") || !isList || history.length < 2) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.back();
  });
}
