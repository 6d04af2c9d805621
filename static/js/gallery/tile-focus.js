// A tile that goes while it has the focus hands it to the nearest one that stays.
{
  const tileOf = (element) => element?.closest?.("[data-gallery] .tile");
  const linkOf = (tile) => tile?.querySelector(":scope > a");
  const along = (tile, way) => {
    const tiles = [];
    for (let next = tile[way]; next; next = next[way]) if (next.matches(".tile") && linkOf(next)) tiles.push(next);
    return tiles;
  };
  let held = null;
  document.addEventListener("htmx:before:swap", () => {
    const tile = tileOf(document.activeElement);
    if (tile) held = { tile, near: [...along(tile, "nextElementSibling"), ...along(tile, "previousElementSibling")] };
  });
  document.addEventListener("htmx:after:swap", () => {
    if (held && !held.tile.isConnected && document.activeElement === document.body) {
      const heir = document.getElementById(held.tile.id) ?? held.near.find((one) => one.isConnected && !one.matches("[data-gone]"));
      linkOf(heir)?.focus({ preventScroll: true });
    }
    held = null;
  });
}
