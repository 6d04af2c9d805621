// The list of shortcuts: by "?" or by a button.
{
  const help = document.getElementById("help");
  for (const button of document.querySelectorAll("[data-open-help]")) button.hidden = !help;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-help]")) help?.showModal();
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select");
    if (document.body.dataset.singleKeys === "off" || event.defaultPrevented) return;
    if (event.key === "?" && help && !isTyping && !help.open) help.showModal();
  });
}
