// After much has changed: tells the server which tiles are here, those around what is looked at
// first, and whether the list is scrolled down, so that it may only be tidied and not pushed.
document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx ?? {};
  if (!request?.action?.includes("/gallery/again/")) return;
  const list = document.querySelector("[data-gallery]");
  if (!list) return event.preventDefault(); // failed jobs are listed
  const middle = innerHeight / 2;
  const far = (tile) => Math.abs(tile.getBoundingClientRect().top - middle);
  const tiles = [...list.querySelectorAll(".tile[id^=pic-]")].map((tile) => [far(tile), tile.id.slice(4)]);
  tiles.sort((one, other) => one[0] - other[0]);
  request.body.set("shown", tiles.map(([, uid]) => uid).join(" "));
  if (list.getBoundingClientRect().top < -240) request.body.set("held", "1");
});
