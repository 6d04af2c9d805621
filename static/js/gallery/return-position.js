// Coming back to a list: to the tile one left, at the height it had, with the focus on it. The
// address then names that picture (near), so that the list is built around it and not from its top.
{
  const list = () => document.querySelector("[data-gallery]");
  const holderOf = (uid) => uid && (document.getElementById(`pic-${uid}`) ?? list()?.querySelector(`[data-holds~="${uid}"]`));
  const seen = () => document.cookie.match(/(?:^|; )left=([\w-]+)/)?.[1]; // the viewer went on to it
  const forget = () => { document.cookie = "left=; path=/; max-age=0; samesite=lax"; };

  const show = (tile, top) => {
    tile.querySelector(":scope > a").focus({ preventScroll: true });
    const box = tile.getBoundingClientRect();
    scrollBy({ top: box.top - (top ?? Math.max(0, innerHeight - box.height) / 2), behavior: "instant" });
  };
  const settle = (isBack) => {
    const near = new URL(location.href).searchParams.get("near")?.replace(/[^\w-]/g, ""), last = seen() ?? near;
    forget();
    const tile = near && isBack !== false && holderOf(last);
    if (tile) show(tile, last === near ? history.state?.top : undefined);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-gallery] .tile > a");
    if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const uid = link.pathname.split("/").at(-2), address = new URL(location.href);
    forget();
    for (const name of ["at", "past", "day"]) address.searchParams.delete(name);
    address.searchParams.set("near", uid);
    address.hash = "";
    history.scrollRestoration = "manual";
    history.replaceState({ ...history.state, top: link.parentElement.getBoundingClientRect().top }, "", address);
  });
  settle(performance.getEntriesByType("navigation")[0]?.type !== "reload");
  addEventListener("pageshow", (event) => event.persisted && settle());

  // What is put above the list leaves it where it is.
  let first = null, top = 0, last = scrollY;
  document.addEventListener("htmx:before:swap", ({ detail }) => {
    first = detail.ctx?.sourceElement?.id === "earlier" ? list().querySelector(".tile") : null;
    top = first?.getBoundingClientRect().top;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (first?.isConnected) scrollBy({ top: first.getBoundingClientRect().top - top, behavior: "instant" });
    first = null;
  });
  document.addEventListener("scroll", () => {
    const earlier = document.getElementById("earlier"), isUp = scrollY < last;
    last = scrollY;
    if (isUp && earlier && earlier.getBoundingClientRect().bottom > -800) earlier.dispatchEvent(new Event("reached"));
  }, { passive: true });
}
