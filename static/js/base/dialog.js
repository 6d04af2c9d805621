// A question that came with an answer of the server opens as a dialog, and goes when it is closed.
{
  const close = () => document.querySelector("dialog[data-ask][open]")?.close(); // focus goes back
  document.addEventListener("ask-over", close);
  document.addEventListener("htmx:before:swap", (event) => {
    if ((event.detail.tasks ?? []).some((task) => task.target?.id === "asks")) close();
  });
  document.addEventListener("htmx:after:swap", () => {
    const dialog = document.querySelector("dialog[data-ask]:not([open])");
    if (!dialog) return;
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
  });
}
