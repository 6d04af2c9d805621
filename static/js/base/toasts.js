// Toasts leave by themselves after a while, later when they hold something to press.
{
  const leave = (toast) => {
    toast.dataset.leaving = "";
    setTimeout(() => toast.remove(), 300);
  };
  const tend = (toast) => {
    const patience = toast.querySelector("[data-toast-act]") ? 12000 : 6000;
    const timer = () => setTimeout(() => leave(toast), patience);
    let running = timer();
    for (const stop of ["pointerenter", "focusin"]) toast.addEventListener(stop, () => clearTimeout(running));
    for (const go of ["pointerleave", "focusout"]) {
      toast.addEventListener(go, () => {
        clearTimeout(running);
        running = timer();
      });
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    const region = document.getElementById("toasts");
    if (!region) return;
    region.querySelectorAll("[data-toast]").forEach(tend);
    new MutationObserver((changes) => {
      for (const change of changes)
        for (const node of change.addedNodes) if (node.matches?.("[data-toast]")) tend(node);
    }).observe(region, { childList: true });
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-toast-close]");
    if (button) leave(button.closest("[data-toast]"));
  });
}
