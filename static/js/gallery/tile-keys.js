// The list by keys: arrows step from tile to tile, and what a tile has no control for is done here,
// as the rows of the shortcut sheet say it.
{
  const isTyping = (element) =>
    element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const tileOf = (element) => element?.closest?.("[data-gallery] .tile");
  const linkOf = (tile) => tile?.querySelector(":scope > a");
  const rowOf = (kind, key) => [...document.querySelectorAll(`[data-shortcuts] [${kind}]`)]
    .find((row) => (row.dataset.grid ?? row.dataset.keys).split(" ").includes(key));

  const step = (tile, way) => {
    let next = tile[way];
    while (next && !next.matches(".tile")) next = next[way];
    return next;
  };
  // The tile nearest to this one's middle in the row below or above.
  const over = (tile, way) => {
    const from = tile.getBoundingClientRect(), middle = from.left + from.width / 2;
    const isOff = (box) => (way === "nextElementSibling" ? box.top >= from.bottom : box.bottom <= from.top);
    let best = null, top = null;
    for (let next = step(tile, way); next; next = step(next, way)) {
      const box = next.getBoundingClientRect();
      if (!isOff(box)) continue;
      top ??= box.top;
      if (Math.abs(box.top - top) > 4) break;
      const far = Math.abs(box.left + box.width / 2 - middle);
      if (!best || far < best.far) best = { far, next };
    }
    return best?.next;
  };
  const inView = () => [...document.querySelectorAll("[data-gallery] .tile")]
    .find((tile) => tile.getBoundingClientRect().top >= 0);
  const STEPS = {
    ArrowLeft: (tile) => tile && step(tile, "previousElementSibling"), k: (tile) => (tile ? step(tile, "previousElementSibling") : inView()),
    ArrowRight: (tile) => tile && step(tile, "nextElementSibling"), j: (tile) => (tile ? step(tile, "nextElementSibling") : inView()),
    ArrowUp: (tile) => tile && over(tile, "previousElementSibling"), ArrowDown: (tile) => tile && over(tile, "nextElementSibling"),
  };

  const say = (text) => {
    const toast = Object.assign(document.createElement("div"), { className: "toast", textContent: text });
    toast.dataset.toast = "";
    document.getElementById("toasts").append(toast);
  };
  const act = (tile, { tile: verb, field }, key) => {
    const page = new URL(linkOf(tile).href);
    if (verb === "copy") navigator.clipboard?.writeText(tile.querySelector("q").textContent).then(() => say("Prompt copied"));
    else if (verb === "open") location.assign(`${page.pathname}${page.search}#${field}`);
    else htmx.ajax("POST", `${page.pathname}${verb}/`, { source: tile, swap: "none", values: { [field]: verb === "rate" ? key : "toggle" } });
  };

  addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey || event.defaultPrevented || isTyping(event.target)) return;
    if (document.body.dataset.singleKeys === "off" || document.querySelector("dialog[open], :popover-open, details[data-menu][open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key, tile = tileOf(document.activeElement);
    const next = rowOf("data-grid", key) && STEPS[key](tile);
    const row = !next && tile && rowOf("data-tile", key);
    if (!next && !row) return;
    event.preventDefault();
    if (row) return act(tile, row.dataset, key);
    linkOf(next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  });
}
