// Single keys: an element with data-key="r" is clicked by R. Ignored while typing.
{
  const isTyping = (element) =>
    element?.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
    if (document.body.dataset.singleKeys === "off" && event.key !== "Escape") return;
    if (isTyping(event.target) || document.querySelector("dialog[open], :popover-open")) return;
    if (event.key.toLowerCase() === "c" && document.getElementById("prompt")) {
      event.preventDefault();
      document.dispatchEvent(new Event("composer-filled"));
      document.getElementById("prompt").focus();
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const control = /^[a-z1-5/]$|^Arrow|^Escape$/.test(key) && document.querySelector(`[data-key="${key}"]`);
    if (!control || control.matches("li")) return;
    event.preventDefault();
    if (control.matches("input, select")) control.focus();
    else control.click();
  });
}
