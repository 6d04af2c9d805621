// Cards and rows are replaced whole while they live: the focus stays on the control with the same
// id, or goes to their list ([data-keep-focus]) when the control is gone.
{
  let focused = null, list = null;
  document.addEventListener("htmx:before:swap", () => {
    const active = document.activeElement;
    list = active?.closest?.("[data-keep-focus]")?.id;
    focused = list && active.id !== list ? active.id || list : null;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!focused || document.activeElement !== document.body) return;
    (document.getElementById(focused) ?? document.getElementById(list))?.focus({ preventScroll: true });
    focused = null;
  });
}
