// X ticks the picture that has the focus, Shift + X all from the last one to it; Escape clears.
document.addEventListener("keydown", (event) => {
  const form = document.getElementById("bulk");
  if (!form || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open], :popover-open, details[data-menu][open]")) return;
  if (event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) return;
  if (event.key === "Escape" && form.hasAttribute("data-on")) {
    event.preventDefault();
    form.reset();
  }
  if (document.body.dataset.singleKeys === "off" || event.key.toLowerCase() !== "x") return;
  const box = document.activeElement.closest(".tile")?.querySelector(".tile__pick input");
  if (!box) return;
  event.preventDefault();
  box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
});
