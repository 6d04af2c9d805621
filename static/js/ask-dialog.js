// A question that came with an answer of the server opens as a dialog, and goes when it is closed.
{
  document.addEventListener("htmx:before:swap", (event) => {
    const isAsked = (event.detail.tasks ?? []).some((task) => task.target?.id === "asks");
    if (isAsked) document.querySelector("dialog[data-ask][open]")?.close(); // gives the focus back
  });
  document.addEventListener("htmx:after:swap", () => {
    const dialog = document.querySelector("dialog[data-ask]:not([open])");
    if (!dialog) return;
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
  });
}
