// Ctrl or ⌘ + Enter anywhere in the composer sends it.
{
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest?.("#composer");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
