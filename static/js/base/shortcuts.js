// Single keys: the rows of the shortcut sheet say which there are; a key clicks, or focuses, the
// control that carries it as data-key: of the focused tile first, then of the page. A tile has no
// room for all of them: what it lacks is done by tile-keys.js. Ignored while typing.
{
  const isTyping = (element) =>
    element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const rows = () => document.querySelectorAll("[data-shortcuts] [data-keys]");

  const nameOf = (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const both = `Shift+${key.toUpperCase()}`;
    const known = new Set([...rows()].flatMap((row) => row.dataset.keys.split(" ")));
    if (event.shiftKey && known.has(both)) return both;
    const isPlain = !event.shiftKey || !/^[a-z]$|^Arrow/.test(key);
    return isPlain && known.has(key) ? key : null;
  };

  const controlOf = (name) => {
    const found = (scope) => [...(scope?.querySelectorAll(`[data-key="${CSS.escape(name)}"]`) ?? [])]
      .find((one) => !one.hidden && !one.matches("li"));
    const tile = document.activeElement.closest("[data-gallery] .tile");
    const rest = document.querySelector("[data-viewer]") || !tile ? found(document) : null;
    return found(tile) ?? rest ?? (/^[/?c]$|Escape/.test(name) ? found(document) : null);
  };

  // On window: whoever has a better use for a key, such as a zoomed picture, has had it by now.
  addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
    if (document.body.dataset.singleKeys === "off" && event.key !== "Escape") return;
    if (isTyping(event.target)) {
      if (event.key === "Escape" && document.querySelector("[data-viewer]")) event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open], :popover-open, details[data-menu][open]")) return;
    if (event.key === "Escape" && document.fullscreenElement) return void document.exitFullscreen();
    const name = nameOf(event)?.replace("Backspace", "Delete");
    const control = name && controlOf(name);
    if (!control) return;
    event.preventDefault();
    if (!control.matches("input:not([type=checkbox]), select, textarea")) return control.click();
    control.dispatchEvent(new Event("wanted", { bubbles: true })); // opens what hides it
    control.focus();
  });
}
