// The picture that leads a stack leaves: the next of its request takes its place, and the number on
// a stack follows. What is known to be gone with it is not asked for.
{
  const uidOf = (tile) => tile.id.slice(4);
  const linkOf = (tile) => tile.querySelector(".tile__stack");
  const isOpen = (tile) => linkOf(tile)?.ariaExpanded === "true";
  const others = (tile) => tile.dataset.holds.split(" ").filter((uid) => uid && uid !== uidOf(tile));

  const ask = (tile, first, more, how) => {
    const url = new URL(linkOf(tile).getAttribute("hx-get"), location.href);
    url.pathname = `${document.documentElement.dataset.root}/gallery/stack/${first}/`;
    for (const [name, value] of Object.entries(more)) value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
    return htmx.ajax("GET", url.pathname + url.search, how);
  };
  const closed = (tile, target, swap) => ask(tile, uidOf(tile), { open: "", or: others(tile).join(" ") }, { source: target, target, swap });

  // An empty place of the same shape is held meanwhile, so that the row does not close up twice.
  const follow = (tile) => {
    const seat = Object.assign(document.createElement("li"), { id: `seat-${uidOf(tile)}`, className: tile.className });
    tile.after(seat);
    closed(tile, seat, "outerHTML").finally(() => seat.remove());
  };
  const lead = (tile, next) =>
    ask(tile, uidOf(next), { open: "1" }, { source: next, target: next, swap: "outerMorph", select: `#${next.id}` });

  document.addEventListener("pictures-leave", ({ detail: { numbers: gone } }) => {
    for (const tile of document.querySelectorAll(".tile[data-pics]")) {
      const numbers = tile.dataset.pics.split(" "), uids = tile.dataset.holds.split(" ");
      const kept = numbers.map((_, n) => n).filter((n) => !gone.has(Number(numbers[n])));
      if (kept.length === numbers.length) continue;
      tile.dataset.pics = kept.map((n) => numbers[n]).join(" ");
      tile.dataset.holds = kept.map((n) => uids[n]).join(" ");
      if (tile.dataset.holds.includes(uidOf(tile)) && !isOpen(tile)) closed(tile, tile, "outerMorph");
    }
  });

  document.addEventListener("htmx:before:swap", ({ detail }) => {
    const leaving = new Set((detail.tasks ?? []).filter((task) => task.swapSpec?.style === "delete").map((task) => task.target));
    for (const tile of leaving) {
      if (!tile?.matches?.(".tile[data-holds]") || !others(tile).length) continue;
      const shown = others(tile).map((uid) => document.getElementById(`pic-${uid}`));
      const next = shown.find((one) => one && !leaving.has(one) && !one.matches("[data-gone]"));
      if (isOpen(tile)) next && lead(tile, next);
      else follow(tile);
    }
  });
}
