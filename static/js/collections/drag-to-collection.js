// Tiles are dragged onto a collection of the shelf, which shows itself meanwhile, or, where a
// collection has its own order, between two others. A ticked tile takes all ticked ones along.
{
  let dragged = ""; // uids
  let isAll = false;
  const tileAt = (event) => event.target.closest?.("[data-arrange] > .tile");
  const clear = () => {
    for (const place of document.querySelectorAll(".is-over, .is-over-end")) place.classList.remove("is-over", "is-over-end");
  };
  const placeOf = (event) => {
    const place = event.target.closest?.("[data-drop]") ?? (isAll ? null : tileAt(event));
    return dragged && place;
  };
  const isBehind = (event, tile) => {
    const box = tile.getBoundingClientRect();
    return event.clientX > box.left + box.width / 2;
  };

  document.addEventListener("dragstart", (event) => {
    const tile = event.target.closest?.(".tile[id^=pic-]");
    const shelf = document.getElementById("shelf");
    if (!tile || !shelf) return;
    const chosen = new FormData(document.getElementById("bulk"));
    const isTicked = tile.querySelector(".tile__pick input").checked;
    isAll = isTicked && chosen.has("all");
    dragged = isTicked ? chosen.get("uids") : tile.id.slice(4);
    if (isAll) dragged ||= " ";
    event.dataTransfer.effectAllowed = "copyMove";
    event.dataTransfer.setData("text/plain", tile.querySelector("img").alt);
    shelf.dispatchEvent(new Event("shelf"));
    setTimeout(() => shelf.toggleAttribute("data-open", true)); // at once, and the drag would end
  });
  document.addEventListener("dragover", (event) => {
    const place = placeOf(event);
    clear();
    if (!place) return;
    event.preventDefault();
    place.classList.add(place.matches(".tile") && isBehind(event, place) ? "is-over-end" : "is-over");
  });
  document.addEventListener("drop", (event) => {
    const place = placeOf(event);
    if (!place) return;
    event.preventDefault();
    const form = document.getElementById(place.matches("[data-drop]") ? "drop" : "arrange");
    form.elements.uids.value = dragged.trim();
    if (form.id === "drop") {
      form.elements.all.value = isAll ? "1" : "";
      return form.requestSubmit(place);
    }
    const [side, other] = isBehind(event, place) ? ["after", "before"] : ["before", "after"];
    form.elements[side].value = place.id.slice(4);
    form.elements[other].value = "";
    form.requestSubmit();
  });
  document.addEventListener("dragend", () => {
    dragged = "";
    clear();
    document.getElementById("shelf")?.removeAttribute("data-open");
  });
}
