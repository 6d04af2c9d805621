// A button that empties a field, and lets the browser's undo bring it back.
{
  const showClear = () => {
    for (const button of document.querySelectorAll("[data-clear]")) button.hidden = false;
  };
  showClear();
  document.addEventListener("htmx:after:swap", showClear);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-clear]");
    if (!button) return;
    const field = document.getElementById(button.dataset.clear);
    field.focus();
    field.select();
    document.execCommand("delete");
  });
}
