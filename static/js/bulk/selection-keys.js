// X ticks the picture that has the focus, Shift + X all from the last one to it; Escape clears.
// B collects the ticked ones, or without any the one that has the focus.
document.addEventListener("keydown", (event) => {
  const form = document.getElementById("bulk");
  if (!form || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open], :popover-open, details[data-menu][open]")) return;
  if (event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) return;
  if (event.key === "Escape" && form.hasAttribute("data-on")) {
    event.preventDefault();
    form.reset();
  }
  const key = event.key.toLowerCase();
  const tile = document.activeElement.closest(".tile");
  if (document.body.dataset.singleKeys === "off" || !["x", "b"].includes(key)) return;
  const control = key === "x" ? tile?.querySelector(".tile__pick input")
    : form.hasAttribute("data-on") ? document.querySelector("[data-collect-all]")
      : tile?.querySelector("[data-collect]");
  if (!control) return;
  event.preventDefault();
  control.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
});
