// Tiles leave the list: what one uses or looks at stays at its height. If all of that leaves, what
// followed it takes its place.
{
  const top = (one) => one.getBoundingClientRect().top;
  const isInView = (one) => {
    const box = one.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  let kept = null, height = 0;

  const note = (leaving) => {
    const tiles = [...document.querySelectorAll("[data-gallery] > .tile:not([data-gone])")];
    if (!tiles.some((tile) => leaving.has(tile))) return;
    const first = tiles.find((tile) => top(tile) > 0) ?? tiles.at(-1);
    const staying = tiles.filter((tile) => !leaving.has(tile));
    const seen = staying.filter(isInView);
    kept = seen.find((tile) => tile.matches(":focus-within")) ?? seen.find((tile) => tile.matches(":hover")) ?? seen[0];
    height = kept && top(kept);
    if (kept) return;
    kept = staying.find((tile) => top(tile) > 0) ?? null;
    height = top(first);
  };
  const settle = () => {
    if (kept?.isConnected) scrollBy({ top: top(kept) - height, behavior: "instant" });
    kept = null;
  };

  document.addEventListener("pictures-leave", ({ detail }) => note(detail.leaving));
  document.addEventListener("pictures-left", settle);
  document.addEventListener("htmx:before:swap", ({ detail }) => {
    const tasks = (detail.tasks ?? []).filter((task) => task.swapSpec?.style === "delete");
    if (tasks.length) note(new Set(tasks.map((task) => task.target)));
  });
  document.addEventListener("htmx:after:swap", settle);
}
