// Cards are replaced whole while they live: the focus stays on the control with the same id,
// or goes to the strip when the control is gone.
{
  let focused = null;
  document.addEventListener("htmx:before:swap", () => {
    const active = document.activeElement;
    focused = active?.closest?.("#jobs") && active.id !== "jobs" ? active.id || "jobs" : null;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!focused || document.activeElement !== document.body) return;
    (document.getElementById(focused) ?? document.getElementById("jobs"))?.focus({ preventScroll: true });
    focused = null;
  });
}
