// What is done beside a picture is meant for the one on the stage. While the rail still speaks of the
// one before, keys and clicks wait; what is being typed stays when the rail is exchanged.
{
  const rail = document.getElementById("rail");
  const isBehind = () => "behind" in rail.dataset;
  let waiting = null, typed = null;

  const hold = (event, again) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = again;
  };
  const nameOf = ({ id, dataset }) => (id ? `#${CSS.escape(id)}` : dataset.key && `#rail [data-key="${CSS.escape(dataset.key)}"]`);

  rail.addEventListener("click", (event) => {
    const control = event.target.closest("a, button"), name = control && nameOf(control);
    if (isBehind() && name) hold(event, () => document.querySelector(name)?.click());
  }, true);
  rail.addEventListener("submit", (event) => {
    const field = rail.contains(document.activeElement) && nameOf(document.activeElement);
    if (isBehind()) hold(event, () => field && document.querySelector(field)?.form?.requestSubmit());
  }, true);
  rail.addEventListener("viewer-there", () => {
    waiting?.();
    waiting = null;
  });

  // An observer is told before the next key: the focus is never where a letter would be a command.
  document.addEventListener("htmx:before:swap", () => {
    const field = document.activeElement;
    typed = isBehind() && rail.contains(field) && field.matches("input, select") ? field : null;
  });
  new MutationObserver(() => {
    const field = typed && !typed.isConnected && document.querySelector(nameOf(typed));
    if (!field) return;
    field.value = typed.value;
    field.focus({ preventScroll: true });
    if (typed.matches("input")) field.setSelectionRange(typed.selectionStart, typed.selectionEnd);
    typed = null;
  }).observe(rail, { childList: true });
}
